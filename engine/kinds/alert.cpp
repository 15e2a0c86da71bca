// 预警: opened and closed by the engine, acknowledged and resolved by the regulator (HN-164).
#include "engine/kinds/alert.hpp"

#include <algorithm>

#include "engine/alerts.hpp"
#include "engine/kind_table.hpp"

namespace surety::alert {

namespace {

constexpr std::string_view duplicate = "duplicate-number";
constexpr std::string_view handling = "warning-handling";

bool holds(const std::optional<Case>& c, const Open& asked) {
  if (!c || !c->kind->unique) return false;
  const auto held = c->kind->unique(c->state.get());
  return std::find(held.begin(), held.end(), std::pair(asked.unique, asked.value)) != held.end();
}

}  // namespace

// The race was seen by a leader that had read both roots; what one of them gave back since is none.
Decision decide(const State&, const Open& c, const Context& ctx) {
  const auto subject = ctx.root.find(c.subject.kind, c.subject.id);
  if (!holds(subject, c) || !holds(ctx.facts.find(c.other.kind, c.other.id), c))
    return nothing_changed();
  const auto& kind = *subject->kind;
  const void* state = subject->state.get();
  auto opened = alert_about(subject->head,
                            kind.parties(subject->head, state),
                            kind.project ? kind.project(state) : std::string(),
                            duplicate,
                            c.value,
                            ctx.now);
  opened.other = c.other;
  return happened(opened);
}

Decision decide(const State&, const Acknowledge& c, const Context&) {
  return happened(Acknowledged{c.note});
}

Decision decide(const State&, const Resolve& c, const Context& ctx) {
  Decision d = happened(Resolved{c.outcome, c.note});
  close_alerts(d, ctx, ctx.head.key(), handling, "", "resolved-late");
  return d;
}

void evolve(State& s, const Opened& e, const Happening& h) {
  static_cast<Opened&>(s) = e;
  s.state = Phase::open;
  s.raised_at = h.recorded_at;
}

void evolve(State& s, const Acknowledged& e, const Happening& h) {
  s.state = Phase::acknowledged;
  s.acknowledged_by = std::string(h.actor);
  s.acknowledged_at = h.recorded_at;
  if (e.note) s.note = e.note;
}

void evolve(State& s, const Resolved& e, const Happening& h) {
  s.state = Phase::resolved;
  s.resolved_by = std::string(h.actor);
  s.resolved_at = h.recorded_at;
  s.outcome = e.outcome;
  s.note = e.note;
}

// Who acknowledged or resolved it stays (domain.md §7).
void evolve(State& s, const Closed& e, const Happening& h) {
  s.state = Phase::closed;
  s.closed_at = h.recorded_at;
  s.outcome = e.outcome;
}

void evolve(State& s, const Rescinded& e, const Happening& h) {
  s.state = Phase::rescinded;
  s.closed_at = h.recorded_at;
  s.outcome = e.outcome;
  s.occurred_on = e.occurred_on;
}

// HN-08: who has taken an alert up has so many days for it, where the rulebook sets them; that this
// was missed is itself an alert, which has no such period again.
static std::vector<Deadline> open_deadlines(const State& s, const Periods& p) {
  const auto& days = p.rules().warning_handling_days;
  if (s.state != Phase::acknowledged || !days || s.deadline == handling) return {};
  return {p.days(std::string(handling), s.acknowledged_at->date(), *days,
                 "warning_handling_days")};
}

static Parties parties(const CaseHead& head, const State& s) {
  const auto text = [](const std::optional<PartyCode>& code) { return code ? code->value : ""; };
  Parties p;
  p.owner = text(s.owner);
  p.contractor = text(s.contractor);
  p.guarantor = text(s.guarantor);
  p.bank = text(s.bank);
  p.insurer = text(s.insurer);
  p.broker = text(s.broker);
  p.provider = text(s.provider);
  p.region = s.region_code ? s.region_code->value : "";
  p.jurisdiction = head.jurisdiction;
  return p;
}

const Kind& kind() {
  static const Kind kind =
      KindOf<State>("alert", "alerts", {"预警", "Alert"})
          .opens<Open>({"重复号码预警", "Open"}, by(Who::engine))
          .command<Acknowledge>({"知悉", "Acknowledge"}, by(Who::regulator), in(Phase::open))
          .command<Resolve>({"处理", "Resolve"}, by(Who::regulator),
                            in(Phase::open, Phase::acknowledged))
          .event<Opened>()
          .event<Acknowledged>()
          .event<Resolved>()
          .event<Closed>()
          .event<Rescinded>()
          .deadline(std::string(handling), {"预警处理", "Dealing with an alert"}, true)
          .open_deadlines(open_deadlines)
          .parties(parties)
          .project([](const State& s) { return s.project.value_or(""); })
          .done();
  return kind;
}

}  // namespace surety::alert
