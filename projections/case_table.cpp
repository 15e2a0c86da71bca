// The list of a kind: one row per case, its columns read off the state's description.
#include "projections/table.hpp"

namespace surety {
namespace {

constexpr std::uint32_t fnv_prime = 16'777'619u;

void mix(std::uint32_t& digest, std::string_view text) {
  for (unsigned char c : text) digest = (digest ^ c) * fnv_prime;
  digest = (digest ^ 0xFFu) * fnv_prime;
}

void mix(std::uint32_t& digest, const Type& type) {
  mix(digest, std::string(1, static_cast<char>('a' + static_cast<int>(type.shape))));
  mix(digest, type.format);
  if (type.choices)
    for (const auto& choice : type.choices()) mix(digest, choice.name);
  if (type.element) mix(digest, *type.element);
  if (type.fields)
    for (const auto& member : type.fields().members) {
      mix(digest, member.name);
      mix(digest, *member.type);
    }
}

}  // namespace

std::uint32_t layout_of(const std::vector<const Kind*>& kinds) {
  std::uint32_t digest = 2'166'136'261u;
  mix(digest, type_of<CaseHead>());
  for (const Kind* kind : kinds) {
    mix(digest, kind->name);
    mix(digest, *kind->state_type);
    for (const auto& daily : kind->daily) mix(digest, daily.name);
  }
  return digest;
}

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
