// Publishing rulebooks: versions are added, never changed.
#include "engine/kinds/rulebook.hpp"
#include "engine/kind_table.hpp"

#include <algorithm>
#include <array>

namespace surety::rulebook {

namespace {

/// Every partition adopts the whole text by one record, which has more to say and holds 512 KiB.
constexpr std::size_t adopted_bytes_max = 480 * 1024;

constexpr std::array<std::string_view, 4> modes{"letter", "escrow", "presale", "fiscal"};

/// Tiers rise and the last is open, so that every amount has exactly one.
bool tiers_rise(const std::vector<Tier>& tiers) {
  for (std::size_t i = 0; i + 1 < tiers.size(); ++i) {
    if (!tiers[i].up_to) return false;
    if (i > 0 && *tiers[i].up_to <= *tiers[i - 1].up_to) return false;
  }
  return tiers.empty() || !tiers.back().up_to;
}

/// Where the command is known, the fields must be its own; kinds to come may be named beforehand.
bool names_fields(const RequiredFields& required) {
  const auto dot = required.command.find('.');
  if (dot == std::string::npos) return false;
  const Kind* kind = kind_named(required.command.substr(0, dot));
  if (!kind) return true;
  const CommandRule* rule = kind->command(required.command.substr(dot + 1));
  return rule && std::all_of(required.fields.begin(), required.fields.end(),
                             [&](const auto& f) { return rule->type->fields().find(f); });
}

std::vector<Problem> check_rules(const Publish& c, Date) {
  std::vector<Problem> problems;
  const auto wrong = [&](std::string path) {
    problems.push_back({std::move(path), name_of(Code::invalid_range)});
  };
  if (!tiers_rise(c.rules.tiers)) wrong("/rules/tiers");
  for (std::size_t i = 0; i < c.rules.minimum_enforced_modes.size(); ++i)
    if (std::find(modes.begin(), modes.end(), c.rules.minimum_enforced_modes[i]) == modes.end())
      wrong("/rules/minimum_enforced_modes/" + std::to_string(i));
  if (c.rules.backfill_from && c.rules.backfill_until &&
      *c.rules.backfill_until < *c.rules.backfill_from)
    wrong("/rules/backfill_until");
  for (std::size_t i = 0; i < c.rules.required_fields.size(); ++i)
    if (!names_fields(c.rules.required_fields[i]))
      wrong("/rules/required_fields/" + std::to_string(i));
  return problems;
}

}  // namespace

Decision decide(const State& s, const Publish& c, const Context& ctx) {
  if (c.jurisdiction && c.jurisdiction->value != ctx.head.id)
    return refuse(Code::invalid_range).with("jurisdiction", ctx.head.id);
  if (ctx.head.version == 0 && !c.jurisdiction)
    return refuse(Code::unknown_reference).with("field", "jurisdiction");
  // The rulebooks the platform is born with have held for long; no later one may reach back.
  const bool first = ctx.head.version == 0 && (ctx.actor.engine || ctx.historical);
  if (!first && c.effective_from <= ctx.today)
    return refuse(Code::effective_date_not_later).with("today", ctx.today.text());
  Published published{s.rulebook_version + 1, c.effective_from, c.rules, ctx.head.id};
  if (to_json(published).size() > adopted_bytes_max) return refuse(Code::too_large);
  return happened(std::move(published));
}

void evolve(State& s, const Published& e, const Happening&) {
  s.jurisdiction = e.jurisdiction;
  s.rulebook_version = e.version;
  s.effective_from = e.effective_from;
  s.rules = e.rules;
  s.versions.push_back(e);
}

std::optional<Rulebook> in_force(const State& s, Date on) {
  for (auto v = s.versions.rbegin(); v != s.versions.rend(); ++v)
    if (v->effective_from <= on)
      return Rulebook{s.jurisdiction, v->version, v->effective_from, v->rules};
  return std::nullopt;
}

const Kind& kind() {
  static const Kind k = [] {
    const auto id = [](const Publish& c) { return c.jurisdiction ? c.jurisdiction->value : ""; };
    return KindOf<State>("rulebook", "rulebooks", {"规则集", "Rulebook"})
        .platform()
        .opens<Publish>({"发布规则集", "Publish"}, by(Who::administrator, Who::engine), id, id)
        .again()
        .check<Publish>(check_rules)
        .event<Published>()
        .parties([](const CaseHead& h, const State&) { return Parties{.jurisdiction = h.id}; })
        .done();
  }();
  return k;
}

}  // namespace surety::rulebook
