// 隐患: reported by who serves the policy or inspects, rectified by a day, verified by the reporter.
#include "engine/kinds/hazard.hpp"

#include "engine/alerts.hpp"
#include "engine/authorisation.hpp"
#include "engine/kind_table.hpp"
#include "engine/kinds/service_order.hpp"

namespace surety::hazard {
namespace {

Parties parties(const CaseHead& head, const State& s) {
  Parties p;
  p.contractor = s.contractor.value;
  if (s.insurer) p.insurer = s.insurer->value;
  if (s.provider) p.provider = s.provider->value;
  p.reporter = s.reporter;
  p.region = s.region_code.value;
  p.jurisdiction = head.jurisdiction;
  return p;
}

std::vector<Problem> check(const Report& c, Date) {
  if (c.photos.empty()) return {{"/photos", "too-few"}};
  return {};
}

std::vector<Deadline> open_deadlines(const State& s, const Periods& p) {
  if (s.state != Phase::open) return {};
  return {p.until("rectification", s.waits_since, s.rectify_by, s.round())};
}

/// A service shows how many hazards it found and how many are not closed (QZS-37); this one adds
/// so many to each.
void count(Decision& d, const Context& ctx, const std::optional<std::string>& order,
           const std::optional<std::int64_t>& record, std::int64_t found, std::int64_t open) {
  if (!order || !record) return;
  const auto served = ctx.find<service_order::State>("service-order", *order);
  if (!served) return;
  const auto& service = served->services[static_cast<std::size_t>(*record - 1)];
  d.also("service-order", *order,
         service_order::HazardsCounted{*record, service.hazards_found + found,
                                       service.hazards_open + open});
}

}  // namespace

Decision decide(const State&, const Report& c, const Context& ctx) {
  const auto order = ctx.find<service_order::State>("service-order", c.service_order);
  if (!order) return refuse(Code::unknown_reference).with("field", "service_order");
  if (!stands(ctx.actor, Who::provider, {.provider = order->provider.value}))
    return refuse(Code::forbidden);
  if (order->state != service_order::Phase::in_service)
    return refuse(Code::order_not_in_service).with("state", name_of(order->state));
  const auto records = static_cast<std::int64_t>(order->services.size());
  if (c.service_record && *c.service_record > records)
    return refuse(Code::no_such_record).with("record", *c.service_record);
  Reported e{c};
  e.source = Origin::service;
  e.project = order->project;
  e.project_name = order->project_name;
  e.reporter = ctx.actor.organisation;
  e.region_code = order->region_code;
  e.contractor = order->policyholder;
  e.insurer = order->insurer;
  e.provider = order->provider;
  e.policy = order->policy;
  e.service_order = c.service_order;
  e.service_record = c.service_record;
  e.location = c.location;
  e.responsible_person = c.responsible_person;
  Decision d = happened(e);
  count(d, ctx, e.service_order, e.service_record, 1, 1);
  return d;
}

Decision decide(const State& s, const Rectify& c, const Context& ctx) {
  Decision d = happened(Rectified{c});
  close_alerts(d, ctx, ctx.head.key(), "rectification", s.round(), "rectified-late");
  if (!ctx.rules().recheck_hazards) count(d, ctx, s.service_order, s.service_record, 0, -1);
  return d;
}

Decision decide(const State& s, const Verify& c, const Context& ctx) {
  Decision d = happened(Verified{c});
  count(d, ctx, s.service_order, s.service_record, 0, -1);
  return d;
}
Decision decide(const State&, const Reopen& c, const Context&) { return happened(Reopened{c}); }

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const Reported& e, const Happening& h) {
  static_cast<Reported&>(s) = e;
  s.reported_at = h.recorded_at;
  s.waits_since = h.recorded_at.date();
}

// Where the rulebook wants no second look, what is rectified is done.
void evolve(State& s, const Rectified& e, const Happening& h) {
  s.rectified_photos = e.photos;
  s.rectification = e.description;
  s.rectified_at = h.recorded_at;
  s.state = h.book.rules.recheck_hazards ? Phase::rectified : Phase::closed;
  if (s.state == Phase::closed) s.closed_at = h.recorded_at;
}

void evolve(State& s, const Verified& e, const Happening& h) {
  s.state = Phase::closed;
  s.closed_at = h.recorded_at;
  s.note = e.note;
}

void evolve(State& s, const Reopened& e, const Happening& h) {
  s.state = Phase::open;
  s.reason = e.reason;
  s.rectify_by = e.rectify_by;
  s.waits_since = h.recorded_at.date();
  ++s.reopenings;
}

const Kind& kind() {
  static const Kind kind =
      KindOf<State>("hazard", "hazards", {"隐患", "Hazard"})
          .opens<Report>({"新增隐患", "Report"}, by(Who::provider))
          .judges()
          .check<Report>(check)
          .command<Rectify>({"整改", "Rectify"}, by(Who::contractor, Who::provider),
                            in(Phase::open))
          .command<Verify>({"复查通过", "Verify"}, by(Who::reporter), in(Phase::rectified))
          .command<Reopen>({"复查不通过", "Reopen"}, by(Who::reporter), in(Phase::rectified))
          .event<Reported>()
          .event<Rectified>()
          .event<Verified>()
          .event<Reopened>()
          .deadline("rectification", {"隐患整改", "Rectification of the hazard"}, true)
          .parties(parties)
          .open_deadlines(open_deadlines)
          .project([](const State& s) { return s.project; })
          .done();
  return kind;
}

}  // namespace surety::hazard
