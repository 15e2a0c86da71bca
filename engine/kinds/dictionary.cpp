// 基础数据: a jurisdiction's dictionaries, entries of which are disabled and never deleted.
#include "engine/kinds/dictionary.hpp"

#include <algorithm>
#include <set>

#include "engine/authorisation.hpp"
#include "engine/kind_table.hpp"

namespace surety::dictionary {
namespace {

auto find(auto& entries, std::string_view code) {
  return std::find_if(entries.begin(), entries.end(),
                      [&](const auto& entry) { return entry.code == code; });
}

/// People follow it with a click: pages alone, no script.
bool leads_to_a_page(const std::optional<std::string>& address) {
  return !address || address->starts_with("https://") || address->starts_with("http://");
}

std::vector<Problem> check_entries(const Define& c, Date) {
  std::vector<Problem> problems;
  std::set<std::string> codes;
  for (std::size_t i = 0; i < c.entries.size(); ++i) {
    const std::string path = "/entries/" + std::to_string(i);
    if (!codes.insert(c.entries[i].code).second)
      problems.push_back({path + "/code", name_of(Code::entry_exists)});
    if (!leads_to_a_page(c.entries[i].address))
      problems.push_back({path + "/address", "web-address"});
  }
  return problems;
}

template <class Command>
std::vector<Problem> check_address(const Command& c, Date) {
  if (leads_to_a_page(c.address)) return {};
  return {{"/address", "web-address"}};
}

Refusal no_entry(const std::string& code) {
  return refuse(Code::unknown_entry).with("entry", code);
}

}  // namespace

std::string id_of(std::string_view jurisdiction, std::string_view name) {
  return std::string(jurisdiction) + "." + std::string(name);
}

bool State::offers(std::string_view code) const {
  const auto entry = find(entries, code);
  return entry != entries.end() && !entry->disabled;
}

Decision decide(const State&, const Define& c, const Context& ctx) {
  if (!stands_any(ctx.actor, by(Who::administrator, Who::regulator),
                  {.jurisdiction = c.jurisdiction.value}))
    return refuse(Code::forbidden);
  if (!ctx.facts.find("rulebook", c.jurisdiction.value))
    return refuse(Code::no_rulebook).with("jurisdiction", c.jurisdiction.value);
  return happened(Defined{c});
}

Decision decide(const State& s, const AddEntry& c, const Context&) {
  if (find(s.entries, c.code) != s.entries.end())
    return refuse(Code::entry_exists).with("entry", c.code);
  return happened(EntryAdded{c});
}

Decision decide(const State& s, const RenameEntry& c, const Context&) {
  const auto entry = find(s.entries, c.code);
  if (entry == s.entries.end()) return no_entry(c.code);
  if (entry->title == c.title && entry->title_en == c.title_en && entry->address == c.address)
    return nothing_changed();
  return happened(EntryRenamed{c});
}

Decision decide(const State& s, const DisableEntry& c, const Context&) {
  const auto entry = find(s.entries, c.code);
  if (entry == s.entries.end()) return no_entry(c.code);
  return entry->disabled ? nothing_changed() : happened(EntryDisabled{c});
}

Decision decide(const State& s, const EnableEntry& c, const Context&) {
  const auto entry = find(s.entries, c.code);
  if (entry == s.entries.end()) return no_entry(c.code);
  return entry->disabled ? happened(EntryEnabled{c}) : nothing_changed();
}

void evolve(State& s, const Defined& e, const Happening&) {
  s.jurisdiction = e.jurisdiction;
  s.name = e.name;
  s.title = e.title;
  for (const auto& entry : e.entries) s.entries.push_back({entry, false});
}

void evolve(State& s, const EntryAdded& e, const Happening&) { s.entries.push_back({e, false}); }

void evolve(State& s, const EntryRenamed& e, const Happening&) {
  const auto entry = find(s.entries, e.code);
  entry->title = e.title;
  entry->title_en = e.title_en;
  entry->address = e.address;
}

void evolve(State& s, const EntryDisabled& e, const Happening&) {
  find(s.entries, e.code)->disabled = true;
}

void evolve(State& s, const EntryEnabled& e, const Happening&) {
  find(s.entries, e.code)->disabled = false;
}

const Kind& kind() {
  static const Kind kind = [] {
    const auto own = [](const Define& c) { return id_of(c.jurisdiction.value, c.name.value); };
    const auto keepers = by(Who::administrator, Who::regulator);
    return KindOf<State>("dictionary", "dictionaries", {"基础数据", "Dictionary"})
        .platform()
        .opens<Define>({"新增字典", "Define"}, keepers, own, own)
        .check<Define>(check_entries)
        .command<AddEntry>({"新增字典项", "Add an entry"}, keepers, in_any())
        .check<AddEntry>(check_address<AddEntry>)
        .command<RenameEntry>({"修改字典项", "Rename an entry"}, keepers, in_any())
        .check<RenameEntry>(check_address<RenameEntry>)
        .command<DisableEntry>({"停用字典项", "Disable an entry"}, keepers, in_any())
        .command<EnableEntry>({"启用字典项", "Enable an entry"}, keepers, in_any())
        .event<Defined>()
        .event<EntryAdded>()
        .event<EntryRenamed>()
        .event<EntryDisabled>()
        .event<EntryEnabled>()
        .parties([](const CaseHead&, const State& s) {
          return Parties{.jurisdiction = s.jurisdiction.value, .everybody = true};
        })
        .done();
  }();
  return kind;
}

}  // namespace surety::dictionary
