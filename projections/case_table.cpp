// The list of a kind: one row per case, its columns read off the state's description.
#include "projections/table.hpp"

namespace surety {

const std::vector<const Kind*>& listed_kinds() {
  static const auto listed = [] {
    std::vector<const Kind*> some;
    for (const Kind* kind : kinds())
      if (!kind->commands.empty()) some.push_back(kind);
    return some;
  }();
  return listed;
}

Table case_table(const Kind& kind) {
  Table table;
  table.name = kind.plural;
  table.label = kind.label;
  table.kinds = {&kind};
  table.cells = cells_of(*kind.state_type, false);
  for (const auto& daily : kind.daily) {
    const auto* d = &daily;
    Column column{daily.name, daily.label, {}, false, false, daily.type, {}, true};
    column.format = daily.type->shape == Shape::flag ? "flag" : "choice";
    table.cells.push_back(
        {column, [d](const Case& c, const void*) { return d->timetable(c.state.get()); }});
  }
  add_head(table.cells);
  table.shows_case = true;
  table.rows = [](const Case& c) {
    return std::vector<RowDraft>{
        {c.head.id, nullptr, scope_keys(*c.kind, c.kind->parties(c.head, c.state.get()))}};
  };
  return table;
}

}  // namespace surety
