// One walk along the state's description finds what is personal in it.
#include "engine/erasure.hpp"

#include <algorithm>

#include "events/walk.hpp"

namespace surety {
namespace {

constexpr int months_a_year = 12;

bool is_document(const Type& type) { return type.format == "document"; }

/// Members that are optional lose their documents; a text stays, to say that there was one.
void blank_object(const Description&, void* object);

void blank(const Type& type, const Rule& rule, void* value) {
  switch (type.shape) {
    case Shape::object: return blank_object(type.fields(), value);
    case Shape::optional:
      if (type.size(value) == 0) return;
      if (rule.personal && is_document(*type.element)) return type.resize(value, 0);
      return blank(*type.element, rule, type.item(value, 0));
    case Shape::list:
      if (rule.personal && is_document(*type.element)) return type.resize(value, 0);
      for (std::size_t i = 0; i < type.size(value); ++i)
        blank(*type.element, rule, type.item(value, i));
      return;
    case Shape::text:
      if (rule.personal && !type.text(value).empty())
        type.set_text(value, is_document(type) ? std::string_view() : erased_text);
      return;
    default: return;
  }
}

void blank_object(const Description& fields, void* object) {
  for (const Member& member : fields.members) blank(*member.type, member.rule, member.at(object));
}

template <class Visit>
void each_personal(const Type& type, const void* state, Visit visit) {
  walk(type, const_cast<void*>(state),
       [&](const Type& t, const Rule& rule, void* value, const std::string& path) {
         if (rule.personal && t.shape == Shape::text) visit(t.text(value), path);
       });
}

bool holds_personal(const Type& type, const void* state) {
  bool holds = false;
  each_personal(type, state, [&](const std::string& text, const std::string&) {
    holds = holds || (!text.empty() && text != erased_text);
  });
  return holds;
}

}  // namespace

Decision decide_erasure(const Type& type, const void* state, const ErasePersonalData& c,
                        const Context& ctx) {
  if (!holds_personal(type, state)) return refuse(Code::no_personal_data);
  const auto years = ctx.rules().retention_years.value_or(retention_years_default);
  const auto last = ctx.head.changed_at.date();
  const Date from = last.plus_months(static_cast<int>(years) * months_a_year) + 1;
  if (ctx.today < from)
    return refuse(Code::retention_runs)
        .with("last_event_on", last.text())
        .with("retention_years", years)
        .with("from", from.text());
  return happened(PersonalDataErased{c.reason});
}

void blank_personal(const Type& type, void* state) { blank(type, Rule{}, state); }

bool blanked(const Type& type, const void* state, const std::vector<std::string>& members) {
  bool found = false;
  each_personal(type, state, [&](const std::string& text, const std::string& path) {
    const auto member = path.substr(1, path.find('/', 1) - 1);
    found = found || (text == erased_text &&
                      std::find(members.begin(), members.end(), member) != members.end());
  });
  return found;
}

void owe_destruction(Kind& kind) {
  kind.open_effects = [others = std::move(kind.open_effects)](const CaseHead& h, const void* s) {
    auto owed = others ? others(h, s) : std::vector<Effect>{};
    if (h.erased_in == 0) return owed;
    Effect e{.name = "destroy-keys-" + std::to_string(h.erased_in),
             .channel = Effect::Channel::destruction};
    if (std::find(h.effects_ended.begin(), h.effects_ended.end(), e.name) == h.effects_ended.end())
      owed.push_back(std::move(e));
    return owed;
  };
}

}  // namespace surety
