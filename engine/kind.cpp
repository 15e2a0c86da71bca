// Look-ups in a kind's table, and what a rulebook or an actor adds to it.
#include "engine/kind.hpp"

#include <algorithm>

namespace surety {

namespace {

template <class Rule_>
const Rule_* named(const std::vector<Rule_>& rules, std::string_view name) {
  for (const auto& rule : rules)
    if (rule.name == name) return &rule;
  return nullptr;
}

bool absent(const Type& type, const void* value) {
  switch (type.shape) {
    case Shape::optional:
      return type.size(value) == 0 || absent(*type.element, type.item_of(value, 0));
    case Shape::list: return type.size(value) == 0;
    case Shape::text: return type.text(value).empty();
    case Shape::flag:
    case Shape::integer:
    case Shape::choice:
    case Shape::object: return false;
  }
  return false;
}

}  // namespace

static bool has(const Type& type, const void* held, std::string_view value) {
  if (type.shape == Shape::text) return type.text(held) == value;
  if (type.shape == Shape::object) {
    const auto& members = type.fields().members;
    return std::any_of(members.begin(), members.end(),
                       [&](const Member& m) { return has(*m.type, m.of(held), value); });
  }
  if (type.shape != Shape::list && type.shape != Shape::optional) return false;
  for (std::size_t i = 0; i < type.size(held); ++i)
    if (has(*type.element, type.item_of(held, i), value)) return true;
  return false;
}

bool member_has(const Case& c, std::string_view member, std::string_view value) {
  const Member* m = c.kind->state_type->fields().find(member);
  return m && has(*m->type, m->of(c.state.get()), value);
}

std::string_view value_on(std::string_view timetable, Date day) {
  constexpr std::size_t day_length = 10;  // 2025-03-01
  const std::string today = day.text();
  auto end = timetable.find('|');
  std::string_view value = timetable.substr(0, end);
  while (end != timetable.npos) {
    timetable.remove_prefix(end + 1);
    end = timetable.find('|');
    const auto step = timetable.substr(0, end);
    if (step.substr(0, day_length) <= today) value = step.substr(day_length + 1);
  }
  return value;
}

const CommandRule* Kind::command(std::string_view wanted) const { return named(commands, wanted); }
const EventRule* Kind::event(std::string_view wanted) const { return named(events, wanted); }
const DeadlineRule* Kind::deadline(std::string_view wanted) const {
  return named(deadline_rules, wanted);
}

const Kind* kind_named(std::string_view name) {
  for (const Kind* kind : kinds())
    if (kind->name == name) return kind;
  return nullptr;
}

const Kind* kind_of_plural(std::string_view plural) {
  for (const Kind* kind : kinds())
    if (kind->plural == plural) return kind;
  return nullptr;
}

std::vector<Problem> missing_by_rulebook(const Rules& rules, const Kind& kind,
                                         const CommandRule& rule, const void* command) {
  std::vector<Problem> problems;
  const std::string name = kind.name + "." + rule.name;
  for (const auto& required : rules.required_fields) {
    if (required.command != name) continue;
    for (const auto& field : required.fields) {
      const Member* member = rule.type->fields().find(field);
      if (member && absent(*member->type, member->of(command)))
        problems.push_back({"/" + field, name_of(Code::required_by_rulebook)});
    }
  }
  return problems;
}

std::vector<std::string> allowed_commands(const Actor& actor, const Case& c) {
  std::vector<std::string> names;
  const Parties parties = c.kind->parties(c.head, c.state.get());
  const std::int64_t phase = c.kind->phase(c.state.get());
  for (const auto& rule : c.kind->commands) {
    if (rule.opens || !permitted(actor, *c.kind, rule)) continue;
    if (std::none_of(rule.who.begin(), rule.who.end(),
                     [&](Who who) { return stands(actor, who, parties); }))
      continue;
    if (!rule.states.empty() &&
        std::find(rule.states.begin(), rule.states.end(), phase) == rule.states.end())
      continue;
    if (rule.when && !rule.when(c.state.get())) continue;
    names.push_back(rule.name);
  }
  return names;
}

std::string EventRule::upcast(std::string_view json, std::int64_t version,
                              const Happening& happening) const {
  std::string text(json);
  for (auto v = version; v < this->version(); ++v)
    text = earlier.at(static_cast<std::size_t>(v - 1)).upcast(text, happening);
  return text;
}

}  // namespace surety
