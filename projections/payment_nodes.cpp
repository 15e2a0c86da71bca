// The nodes of all payment plans: what is due when, what was paid, what is overdue.
#include <algorithm>

#include "engine/kinds/payment_plan.hpp"
#include "projections/packed.hpp"
#include "projections/table.hpp"

namespace surety {
namespace {

using payment_plan::NodeState;

const NodeState& node_of(const void* item) { return *static_cast<const NodeState*>(item); }

bool overdue(const Case& c, const NodeState& node) {
  if (node.settled) return false;
  return std::any_of(c.head.passed.begin(), c.head.passed.end(), [&](const PassedDeadline& d) {
    return d.name == "payment" && d.subject == node.name;
  });
}

Cell text_cell(std::string name, Label label, bool search,
               std::function<std::string(const Case&, const void*)> value) {
  return {{std::move(name), label, "text", search, false, &type_of<std::string>(), {}},
          std::move(value)};
}

}  // namespace

Table payment_nodes(const Kind& plan) {
  Table table;
  table.name = "payment-nodes";
  table.label = {"支付节点", "Payment nodes"};
  table.kinds = {&plan};
  const auto id = [](const Case& c, const void* item) {
    return c.head.id + "/" + node_of(item).name;
  };
  table.cells.push_back(text_cell("id", {"编号", "Id"}, true, id));
  table.cells.push_back(text_cell("payment_plan", {"支付计划", "Payment plan"}, true,
                                  [](const Case& c, const void*) { return c.head.id; }));
  for (auto& cell : cells_of(type_of<NodeState>(), true)) table.cells.push_back(std::move(cell));
  const Label label{"已逾期", "Overdue"};
  table.cells.push_back({{"overdue", label, "flag", false, false, &type_of<bool>(), {}},
                         [](const Case& c, const void* item) {
                           const bool late = overdue(c, node_of(item));
                           return cell_of(type_of<bool>(), &late);
                         }});
  for (auto& cell : cells_of(*plan.state_type, false)) {
    const auto same = [&](const Cell& there) { return there.column.name == cell.column.name; };
    if (std::none_of(table.cells.begin(), table.cells.end(), same))
      table.cells.push_back(std::move(cell));
  }
  add_head(table.cells);
  table.rows = [](const Case& c) {
    std::vector<RowDraft> rows;
    const auto scopes = scope_keys(*c.kind, c.kind->parties(c.head, c.state.get()));
    for (const auto& node : c.as<payment_plan::State>().nodes)
      rows.push_back({c.head.id + "/" + node.name, &node, scopes});
    return rows;
  };
  return table;
}

}  // namespace surety
