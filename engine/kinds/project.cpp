// The project's rules: entry by a party or from the province's table, stoppage, completion.
#include "engine/kinds/project.hpp"
#include "engine/kind_table.hpp"

#include <algorithm>
#include <set>

#include "engine/authorisation.hpp"
#include "engine/kinds/guarantee.hpp"
#include "events/policy_events.hpp"
#include "engine/regions.hpp"

namespace surety::project {

namespace {

const std::string& code_of(const Import& c) { return c.project_code.value; }
/// Empty where nobody has made one for it: the edge does, in jurisdictions that do not ask for it.
std::string code_of(const Register& c) { return c.project_code ? c.project_code->value : ""; }

/// Copies the members of the entry that a command has under the same names.
template <class To, class From>
To entry_from(const From& c) {
  To e;
  e.name = c.name;
  if constexpr (requires { c.region_code.value; }) e.region_code = c.region_code;
  else e.region_code = RegionCode{c.region_code};  // tables hold codes such as 11 (HLJ)
  e.contractor = PartyCode{c.contractor.value};
  e.address = c.address;
  if (c.owner) e.owner = PartyCode{c.owner->value};
  e.investment_total = c.investment_total;
  e.construction_cost = c.construction_cost;
  e.category = c.category;
  e.duration_days = c.duration_days;
  e.planned_start = c.planned_start;
  e.planned_finish = c.planned_finish;
  e.permit_number = c.permit_number;
  e.location = c.location;
  e.project_code = {code_of(c)};
  return e;
}

/// Calls f(member of a, member of b) for the members that both an entry and its amendment have.
template <class A, class B, class F>
void each_member(A& a, B& b, F f) {
  f(a.name, b.name);
  f(a.region_code, b.region_code);
  f(a.address, b.address);
  f(a.investment_total, b.investment_total);
  f(a.construction_cost, b.construction_cost);
  f(a.category, b.category);
  f(a.duration_days, b.duration_days);
  f(a.planned_start, b.planned_start);
  f(a.planned_finish, b.planned_finish);
  f(a.permit_number, b.permit_number);
  f(a.location, b.location);
  f(a.contractor, b.contractor);
  f(a.owner, b.owner);
}

/// What the wished members change in the state; members left out stay.
Amended difference(const State& s, const Amended& wish) {
  Amended d;
  const auto differs = [](const auto& has, const auto& wants) { return wants && has != wants; };
  d.name = differs(std::optional(s.name), wish.name) ? wish.name : std::nullopt;
  d.region_code =
      differs(std::optional(s.region_code), wish.region_code) ? wish.region_code : std::nullopt;
  d.contractor =
      differs(std::optional(s.contractor), wish.contractor) ? wish.contractor : std::nullopt;
  const auto keep = [&](auto member, auto in) {
    if (differs(s.*in, wish.*member)) d.*member = wish.*member;
  };
  keep(&Amended::address, &State::address);
  keep(&Amended::owner, &State::owner);
  keep(&Amended::investment_total, &State::investment_total);
  keep(&Amended::construction_cost, &State::construction_cost);
  keep(&Amended::category, &State::category);
  keep(&Amended::duration_days, &State::duration_days);
  keep(&Amended::planned_start, &State::planned_start);
  keep(&Amended::planned_finish, &State::planned_finish);
  keep(&Amended::permit_number, &State::permit_number);
  keep(&Amended::location, &State::location);
  if (wish.origin && *wish.origin != s.origin) d.origin = wish.origin;
  if (wish.credit_code_valid && *wish.credit_code_valid != s.credit_code_valid)
    d.credit_code_valid = wish.credit_code_valid;
  return d;
}

bool says_nothing(const Amended& d) { return to_json(d) == "{}"; }

/// Letters and escrow agreements in force; they alone must follow what befalls the works (§4).
void each_guarantee_to_adjust(const Context& ctx, auto f) {
  for (const auto& c : ctx.root.all("guarantee")) {
    const auto& g = c.as<guarantee::State>();
    if (g.state != guarantee::Phase::in_force) continue;
    if (g.mode != guarantee::Mode::letter && g.mode != guarantee::Mode::escrow) continue;
    f(c.head.id, g);
  }
}

bool covers(const Cover& cover, Date day) {
  return cover.valid_from && *cover.valid_from <= day && day <= *cover.valid_until;
}

/// Another cost or other dates may call for an endorsement: the insurer is told (BX-56).
void tell_policies(Decision& d, const State& s, const Amended& changed, const Context& ctx) {
  const policy::ProjectChanged told{changed.construction_cost, changed.investment_total,
                                    changed.planned_start, changed.planned_finish};
  if (to_json(told) == to_json(policy::ProjectChanged{})) return;
  for (const auto& cover : s.covers)
    if (covers(cover, ctx.today)) d.also("policy", cover.policy, told);
}

/// A finish moved past a guarantee's end calls for its adjustment, once a day.
Decision amend(const State& s, const Amended& wish, const Context& ctx) {
  const Amended changed = difference(s, wish);
  if (says_nothing(changed)) return nothing_changed();
  const auto start = changed.planned_start ? changed.planned_start : s.planned_start;
  const auto finish = changed.planned_finish ? changed.planned_finish : s.planned_finish;
  if (start && finish && *finish < *start)
    return refuse(Code::invalid_range).with("planned_start", start->text());
  Decision d = happened(changed);
  tell_policies(d, s, changed, ctx);
  if (!changed.planned_finish) return d;
  each_guarantee_to_adjust(ctx, [&](const std::string& id, const guarantee::State& g) {
    const bool was_past = s.planned_finish && g.valid_until && *s.planned_finish > *g.valid_until;
    if (g.valid_until && *changed.planned_finish > *g.valid_until && !was_past)
      d.also("guarantee", id,
             guarantee::AdjustmentDue{"finish-moved-" + ctx.today.text(), ctx.today});
  });
  return d;
}

bool known(const RegionCode& code) { return region(code.value) != nullptr; }
bool known(const std::optional<RegionCode>& code) { return !code || known(*code); }

template <class C>
std::vector<Problem> check_entry(const C& c, Date) {
  std::vector<Problem> problems;
  if (c.planned_start && c.planned_finish && *c.planned_finish < *c.planned_start)
    problems.push_back({"/planned_finish", name_of(Code::invalid_range)});
  if (!known(c.region_code)) problems.push_back({"/region_code", name_of(Code::unknown_reference)});
  if constexpr (requires { c.credit_code; })
    if (c.credit_code && c.credit_code->value != c.contractor.value)
      problems.push_back({"/credit_code", name_of(Code::invalid_range)});
  return problems;
}

/// A code that stands in the register already: taken by another jurisdiction, or simply there.
template <class C>
Refusal taken(const C& c, const Context& ctx) {
  const auto mine = opening_jurisdiction(type_of<C>(), &c, ctx.actor, ctx.facts);
  if (mine.empty() || mine == ctx.head.jurisdiction) return refuse(Code::already_registered);
  const std::string suffix = "-" + mine;
  return refuse(Code::project_code_taken)
      .with("suggested", code_of(c).substr(0, 64 - suffix.size()) + suffix);
}

Parties parties_of(const State& s, const std::string& jurisdiction) {
  return {.owner = s.owner ? s.owner->value : "",
          .contractor = s.contractor.value,
          .region = s.region_code.value,
          .jurisdiction = jurisdiction};
}

}  // namespace

Decision decide(const State&, const Register& c, const Context& ctx) {
  if (ctx.head.version > 0) return taken(c, ctx);
  const auto& region = c.region_code.value;
  const bool county = !region.ends_with("00");
  if (!region_covers(ctx.book.jurisdiction, region) ||
      (ctx.rules().county_projects.value_or(false) && !county))
    return refuse(Code::invalid_range).with("field", "region_code");
  const Registered e = entry_from<Registered>(c);
  const Parties parties{.owner = e.owner ? e.owner->value : "",
                        .contractor = e.contractor.value,
                        .region = e.region_code.value,
                        .jurisdiction = ctx.book.jurisdiction};
  if (!stands_any(ctx.actor, by(Who::contractor, Who::owner, Who::regulator), parties))
    return refuse(Code::forbidden);
  return happened(e);
}

Decision decide(const State& s, const Import& c, const Context& ctx) {
  Imported e = entry_from<Imported>(c);
  e.credit_code_valid = credit_code_valid(e.contractor.value) &&
                        (!e.owner || credit_code_valid(e.owner->value));
  const std::string jurisdiction =
      opening_jurisdiction(type_of<Import>(), &c, ctx.actor, ctx.facts);
  if (!stands_any(ctx.actor, by(Who::regulator), {.jurisdiction = jurisdiction}))
    return refuse(Code::forbidden);
  if (ctx.head.version == 0) return happened(e);
  if (!jurisdiction.empty() && jurisdiction != ctx.head.jurisdiction) return taken(c, ctx);
  Amended wish;
  each_member(wish, e, [](auto& to, const auto& from) { to = from; });
  wish.origin = Origin::table;
  wish.credit_code_valid = e.credit_code_valid;
  return amend(s, wish, ctx);
}

Decision decide(const State& s, const Amend& c, const Context& ctx) {
  Amended wish;
  each_member(wish, c, [](auto& to, const auto& from) {
    if (!from) return;
    if constexpr (requires { to = from; }) to = from;
    else to = PartyCode{from->value};
  });
  // Whoever is insured stays who it is while the cover lasts (BX-56).
  const bool covered = std::any_of(s.covers.begin(), s.covers.end(),
                                   [&](const Cover& cover) { return covers(cover, ctx.today); });
  if (covered && c.contractor && c.contractor->value != s.contractor.value)
    return refuse(Code::already_insured);
  if (c.contractor || c.owner) {
    const auto contractor = c.contractor ? c.contractor->value : s.contractor.value;
    const auto owner = c.owner ? c.owner->value : s.owner ? s.owner->value : "";
    wish.credit_code_valid = credit_code_valid(contractor) &&
        (owner.empty() || credit_code_valid(owner));
  }
  return amend(s, wish, ctx);
}

Decision decide(const State&, const Suspend& c, const Context& ctx) {
  Decision d = happened(Suspended{c.occurred_on, c.reason});
  each_guarantee_to_adjust(ctx, [&](const std::string& id, const guarantee::State&) {
    d.also("guarantee", id,
           guarantee::AdjustmentDue{"suspension-" + c.occurred_on.text(), c.occurred_on});
  });
  return d;
}

Decision decide(const State& s, const Resume& c, const Context&) {
  if (s.suspended_on && c.occurred_on < *s.suspended_on)
    return refuse(Code::invalid_range).with("suspended_on", s.suspended_on->text());
  return happened(Resumed{c.occurred_on, c.reason});
}

Decision decide(const State&, const Complete& c, const Context&) {
  return happened(Completed{c.occurred_on, c.reason});
}

Decision decide(const State&, const Invalidate& c, const Context&) {
  return happened(Invalidated{c.reason});
}

Decision decide(const State&, const Revalidate& c, const Context&) {
  return happened(Revalidated{c.reason});
}

Decision decide(const State&, const Confirm&, const Context&) { return happened(Confirmed{}); }

/// Where a least guaranteed amount is prescribed, every project's payments are to be guaranteed.
static void open(State& s, const Entry& e, const ProjectCode& code, const Happening& h) {
  static_cast<Entry&>(s) = e;
  s.project_code = code;
  if (h.book.rules.flat_rate) s.payment_guarantee = GuaranteeStatus::missing;
}

void evolve(State& s, const Registered& e, const Happening& h) {
  open(s, e, e.project_code, h);
  s.origin = Origin::registered;
}

void evolve(State& s, const Imported& e, const Happening& h) {
  open(s, e, e.project_code, h);
  s.origin = Origin::table;
  s.credit_code_valid = e.credit_code_valid;
}

void evolve(State& s, const Amended& e, const Happening&) {
  each_member(s, e, [](auto& to, const auto& from) {
    if (!from) return;
    if constexpr (requires { to = *from; }) to = *from;
    else to = from;
  });
  if (e.origin) s.origin = *e.origin;
  if (e.credit_code_valid) s.credit_code_valid = *e.credit_code_valid;
}

void evolve(State& s, const Suspended& e, const Happening&) {
  s.state = Phase::suspended;
  s.suspended_on = e.occurred_on;
  s.reason = e.reason;
}

void evolve(State& s, const Resumed& e, const Happening&) {
  s.state = Phase::active;
  s.resumed_on = e.occurred_on;
  s.reason = e.reason;
}

void evolve(State& s, const Completed& e, const Happening&) {
  s.state = Phase::completed;
  s.completed_on = e.occurred_on;
  s.reason = e.reason;
}

void evolve(State& s, const Invalidated& e, const Happening&) {
  s.state = Phase::invalid;
  s.reason = e.reason;
}

void evolve(State& s, const Revalidated& e, const Happening&) {
  s.state = Phase::active;
  s.reason = e.reason;
}

void evolve(State& s, const Confirmed&, const Happening&) { s.confirmed = true; }

void evolve(State& s, const InsuranceChanged& e, const Happening&) {
  std::erase_if(s.covers, [&](const Cover& c) { return c.policy == e.policy; });
  if (e.status != InsuranceStatus::uninsured)
    s.covers.push_back({e.policy, e.valid_from, e.valid_until});
}

void evolve(State& s, const GuaranteeChanged& e, const Happening&) {
  std::erase_if(s.guarantees, [&](const Secured& g) { return g.guarantee == e.guarantee; });
  if (e.status != GuaranteeStatus::missing) s.guarantees.push_back({e.guarantee, e.status});
  s.payment_guarantee = GuaranteeStatus::missing;
  for (const auto& g : s.guarantees) s.payment_guarantee = std::max(*s.payment_guarantee, g.status);
}

/// 投保状态 by day: insured while a policy covers it, else what is under way (domain.md §3).
static std::string insurance_by_day(const State& s) {
  auto otherwise = InsuranceStatus::uninsured;
  std::set<Date> steps;
  for (const auto& c : s.covers) {
    if (!c.valid_from) otherwise = InsuranceStatus::in_review;
    else steps.insert({*c.valid_from, *c.valid_until + 1});
  }
  std::string timetable = name_of(otherwise);
  for (const Date day : steps) {
    const bool insured = std::any_of(s.covers.begin(), s.covers.end(), [&](const Cover& c) {
      return c.valid_from && *c.valid_from <= day && day <= *c.valid_until;
    });
    timetable += "|" + day.text() + "=" + name_of(insured ? InsuranceStatus::insured : otherwise);
  }
  return timetable;
}

const Kind& kind() {
  static const Kind k = [] {
    const auto parties = by(Who::contractor, Who::owner, Who::regulator);
    const auto code = [](const auto& c) { return code_of(c); };
    return KindOf<State>("project", "projects", {"项目", "Project"})
        .opens<Register>({"增加项目", "Register a project"}, parties, code, code)
        .again()  // so that a code held by another jurisdiction gets an answer of its own
        .check<Register>(check_entry<Register>)
        .opens<Import>({"导入项目", "Import a row"}, by(Who::regulator, Who::engine), code, code)
        .again()
        .command<Amend>({"编辑", "Amend"}, parties,
                        in(Phase::active, Phase::suspended, Phase::completed))
        .check<Amend>(check_entry<Amend>)
        .command<Suspend>({"停工", "Suspend"}, parties, in(Phase::active))
        .command<Resume>({"复工", "Resume"}, parties, in(Phase::suspended))
        .command<Complete>({"竣工", "Complete"}, parties, in(Phase::active, Phase::suspended))
        .command<Invalidate>({"置为失效", "Invalidate"}, by(Who::regulator),
                             in(Phase::active, Phase::suspended, Phase::completed))
        .command<Revalidate>({"恢复有效", "Revalidate"}, by(Who::regulator), in(Phase::invalid))
        .command<Confirm>({"确认特殊项目", "Confirm"}, by(Who::regulator),
                          in(Phase::active, Phase::suspended))
        .when([](const State& s) { return s.origin == Origin::registered && !s.confirmed; })
        .event<Registered>()
        .event<Imported>()
        .event<Amended>()
        .event<Suspended>()
        .event<Resumed>()
        .event<Completed>()
        .event<Invalidated>()
        .event<Revalidated>()
        .event<Confirmed>()
        .event<InsuranceChanged>()
        .event<GuaranteeChanged>()
        .daily<InsuranceStatus>("insurance_status", {"投保状态", "Insurance"}, insurance_by_day)
        .parties([](const CaseHead& h, const State& s) { return parties_of(s, h.jurisdiction); })
        .project([](const State& s) { return s.project_code.value; })
        .done();
  }();
  return k;
}

}  // namespace surety::project
