// A table: rows of columns made from cases, found by scope key; the one shape of all lists.
//
// Keys, after the two bytes of the partition and one letter:
//   R row                    packed cells, then the scope keys, then the case key
//   I scope key 0 row        the scope index, empty value
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/projection.hpp"
#include "projections/query.hpp"

namespace surety {

/// A stored column and how its cell comes from a case; `item` is the row's own part of it.
struct Cell {
  Column column;
  std::function<std::string(const Case&, const void* item)> value;
};

struct RowDraft {
  std::string id;
  const void* item = nullptr;
  std::vector<std::string> scopes;
};

struct Table {
  std::string name;
  Label label;
  /// Raise it when cells mean something else; changed layouts are seen by themselves.
  int edition = 4;
  std::vector<const Kind*> kinds;
  std::vector<Cell> cells;
  std::function<std::vector<RowDraft>(const Case&)> rows;
  bool shows_case = false;

  std::string family() const;
  int version() const;
};

/// The scope keys of a row and its case, behind its cells.
std::vector<std::string_view> scopes_of(std::string_view packed_scopes);
std::string pack_scopes(const std::vector<std::string>&);

/// Columns of a described value, in its order; objects, long lists and secrets have none.
/// `item`: cells come from the row's item, else from the case's state.
std::vector<Cell> cells_of(const Type& object, bool from_item);
/// id, root, version, opened_at, changed_at; those that `cells` names already stay as they are.
void add_head(std::vector<Cell>& cells);

/// One row per case of the kind.
Table case_table(const Kind&);
/// One row per node of every payment plan.
Table payment_nodes(const Kind& payment_plan);
/// One row per entry of the insurers' ledgers (安全服务费用), and of the contractors' own.
Table service_fees(const Kind& policy);
Table safety_expenses(const Kind& expense_ledger);
/// One row per service that was held, whatever the order (QZS 4.2–4.8).
Table services(const Kind& service_order);
/// What awaits somebody: one row per case and command that is waited for.
Table todos(const std::vector<const Kind*>&);

std::unique_ptr<Projection> projection_of(std::shared_ptr<const Table>);
/// The view of a table, with the columns that can be looked up by its codes.
View view_of(const Table&);

/// The kinds that people have lists of: those somebody can give a command to, so not `partition`.
const std::vector<const Kind*>& listed_kinds();

}  // namespace surety
