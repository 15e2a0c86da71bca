// Lists of what stands within cases, one row per entry: payment nodes, services, fee ledgers.
#include <algorithm>
#include <set>

#include "engine/kinds/expense_ledger.hpp"
#include "engine/kinds/payment_plan.hpp"
#include "engine/kinds/policy.hpp"
#include "engine/kinds/service_order.hpp"
#include "projections/packed.hpp"
#include "projections/table.hpp"

namespace surety {
namespace {

using payment_plan::NodeState;

Cell text_cell(std::string name, Label label,
               std::function<std::string(const Case&, const void*)> value) {
  return {{std::move(name), label, "text", true, false, &type_of<std::string>(), {}},
          std::move(value)};
}

void add_new(std::vector<Cell>& cells, std::vector<Cell> more) {
  for (auto& cell : more) {
    const auto same = [&](const Cell& there) { return there.column.name == cell.column.name; };
    if (std::none_of(cells.begin(), cells.end(), same)) cells.push_back(std::move(cell));
  }
}

/// What tells an entry from the others of its case.
std::string name_in_case(const NodeState& node) { return node.name; }
std::string name_in_case(const service_order::Service& s) { return std::to_string(s.record); }
std::string name_in_case(const auto& numbered) { return std::to_string(numbered.entry); }

/// A row per item of a list in the state: its own columns, then those of its case.
template <class S, class E>
Table entries_of(const Kind& kind, std::string name, Label label, std::vector<E> S::*list) {
  Table table;
  table.name = std::move(name);
  table.label = label;
  table.kinds = {&kind};
  const auto id_of = [](const Case& c, const void* item) {
    return c.head.id + "/" + name_in_case(*static_cast<const E*>(item));
  };
  std::string of = kind.name;
  std::replace(of.begin(), of.end(), '-', '_');
  table.cells.push_back(text_cell("id", {"编号", "Id"}, id_of));
  table.cells.push_back(
      text_cell(of, kind.label, [](const Case& c, const void*) { return c.head.id; }));
  add_new(table.cells, cells_of(type_of<E>(), true));
  add_new(table.cells, cells_of(*kind.state_type, false));
  add_head(table.cells);
  table.rows = [list, id_of](const Case& c) {
    std::vector<RowDraft> rows;
    const auto scopes = scope_keys(*c.kind, c.kind->parties(c.head, c.state.get()));
    for (const auto& item : c.as<S>().*list) rows.push_back({id_of(c, &item), &item, scopes});
    return rows;
  };
  return table;
}

bool overdue(const Case& c, const NodeState& node) {
  if (node.settled) return false;
  return std::any_of(c.head.passed.begin(), c.head.passed.end(), [&](const PassedDeadline& d) {
    return d.name == "payment" && d.subject == node.name;
  });
}

/// Of a policy the ledger shows whose it is and what is left; the rest is in the policies' list.
void keep_only(Table& table, const std::set<std::string_view>& names) {
  std::erase_if(table.cells, [&](const Cell& c) { return !names.count(c.column.name); });
}

}  // namespace

Table payment_nodes(const Kind& plan) {
  auto table = entries_of(plan, "payment-nodes", {"支付节点", "Payment nodes"},
                          &payment_plan::State::nodes);
  const Label label{"已逾期", "Overdue"};
  const Column column{"overdue", label, "flag", false, false, &type_of<bool>(), {}};
  table.cells.push_back({column, [](const Case& c, const void* item) {
                           const bool late = overdue(c, *static_cast<const NodeState*>(item));
                           return cell_of(type_of<bool>(), &late);
                         }});
  return table;
}

Table service_fees(const Kind& policy) {
  auto table = entries_of(policy, "service-fees", {"安全服务费用台账", "Service fees"},
                          &policy::State::service_fees);
  keep_only(table, {"id", "policy", "policy_number", "project", "project_name", "region_code",
                    "policyholder", "insurer", "provider", "valid_from", "valid_until",
                    "accident_prevention_fee", "entry", "amount", "spent_on", "purpose", "payee",
                    "recorded_at", "reversed", "service_fees_total", "service_fees_balance",
                    "jurisdiction", "root"});
  return table;
}

Table services(const Kind& order) {
  auto table = entries_of(order, "services", {"安全服务记录", "Services held"},
                          &service_order::State::services);
  // The order's counts are of all its services, a row is of one.
  std::erase_if(table.cells, [](const Cell& c) {
    return c.column.name.starts_with("promised_services.") ||
           c.column.name.starts_with("recorded_services.");
  });
  return table;
}

Table safety_expenses(const Kind& ledger) {
  return entries_of(ledger, "safety-expenses", {"安全生产费用明细", "Safety expenses"},
                    &expense_ledger::State::entries);
}

}  // namespace surety
