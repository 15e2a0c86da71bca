// 预警: opened and closed by the engine, acknowledged and resolved by the regulator (HN-164).
#include "engine/kinds/alert.hpp"
#include "engine/kind_table.hpp"

namespace surety::alert {

Decision decide(const State&, const Acknowledge& c, const Context&) {
  return happened(Acknowledged{c.note});
}

Decision decide(const State&, const Resolve& c, const Context&) {
  return happened(Resolved{c.outcome, c.note});
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
          .command<Acknowledge>({"知悉", "Acknowledge"}, by(Who::regulator), in(Phase::open))
          .command<Resolve>({"处理", "Resolve"}, by(Who::regulator),
                            in(Phase::open, Phase::acknowledged))
          .event<Opened>()
          .event<Acknowledged>()
          .event<Resolved>()
          .event<Closed>()
          .parties(parties)
          .project([](const State& s) { return s.project.value_or(""); })
          .done();
  return kind;
}

}  // namespace surety::alert
