// The one list of tables: a list per kind, then the special ones, then the events.
#include "projections/all.hpp"

#include "projections/dashboard.hpp"
#include "projections/events.hpp"
#include "projections/operations.hpp"
#include "projections/table.hpp"

namespace surety {
namespace {

const std::vector<std::shared_ptr<const Table>>& tables() {
  static const auto all = [] {
    std::vector<std::shared_ptr<const Table>> made;
    for (const Kind* kind : listed_kinds())
      made.push_back(std::make_shared<Table>(case_table(*kind)));
    made.push_back(std::make_shared<Table>(payment_nodes(*kind_named("payment-plan"))));
    made.push_back(std::make_shared<Table>(service_fees(*kind_named("policy"))));
    made.push_back(std::make_shared<Table>(services(*kind_named("service-order"))));
    made.push_back(std::make_shared<Table>(safety_expenses(*kind_named("expense-ledger"))));
    if (auto table = todos(listed_kinds()); !table.kinds.empty())
      made.push_back(std::make_shared<Table>(std::move(table)));
    return made;
  }();
  return all;
}

}  // namespace

std::vector<std::unique_ptr<Projection>> all_projections() {
  std::vector<std::unique_ptr<Projection>> all;
  for (const auto& table : tables()) all.push_back(projection_of(table));
  all.push_back(events_projection(listed_kinds()));
  all.push_back(dashboard_projection());
  all.push_back(operations_projection());
  return all;
}

const std::vector<View>& views() {
  static const auto all = [] {
    std::vector<View> made;
    for (const auto& table : tables()) made.push_back(view_of(*table));
    return made;
  }();
  return all;
}

const View* view_named(std::string_view name) {
  for (const auto& view : views())
    if (view.name == name) return &view;
  return nullptr;
}

}  // namespace surety
