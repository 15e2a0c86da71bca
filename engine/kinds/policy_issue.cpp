// Issue, endorsement and the end of a policy; with its end its service order ends.
#include "engine/alerts.hpp"
#include "engine/kinds/policy_rules.hpp"
#include "engine/kinds/service_order.hpp"

namespace surety::policy {
namespace {

using project::InsuranceStatus;

/// No day of the project is insured twice.
std::optional<Refusal> refuse_overlap(const Context& ctx, Date from, Date until) {
  for (const auto& one : ctx.root.all("policy")) {
    const auto& s = one.as<State>();
    if (one.head.id == ctx.head.id || s.state != Phase::in_force) continue;
    if (until < *s.valid_from || *s.valid_until < from) continue;
    return refuse(Code::already_insured)
        .with("policy", one.head.id)
        .with("state", name_of(s.state))
        .with("valid_until", s.valid_until->text());
  }
  return std::nullopt;
}

/// Tells the orders that serve the policy what it has come to.
void tell_orders(Decision& d, const Context& ctx, const service_order::PolicyChanged& change) {
  for (const auto& one : ctx.root.all("service-order")) {
    const auto& s = one.as<service_order::State>();
    if (s.policy == ctx.head.id && s.serves()) d.also("service-order", one.head.id, change);
  }
}

Decision ended(Decision d, const State& s, const Context& ctx) {
  tell_project(d, s.project, ctx.head.id, InsuranceStatus::uninsured);
  tell_orders(d, ctx, {.ended = true});
  if (s.service_order)
    close_alerts(d, ctx, "service-order/" + *s.service_order, "service-acceptance", "",
                 "policy-ended");
  return d;
}

/// The terms of the issue, over those of the quote.
void apply(State& to, const Issue& c) {
  to.policy_number = c.policy_number;
  to.valid_from = c.valid_from;
  to.valid_until = c.valid_until;
  to.premium = c.premium;
  to.aggregate_limit = c.aggregate_limit;
  to.policy_document = c.policy_document;
  take(to.per_accident_limit, c.per_accident_limit);
  take(to.per_person_death_limit, c.per_person_death_limit);
  take(to.per_person_medical_limit, c.per_person_medical_limit);
  take(to.accident_prevention_fee, c.accident_prevention_fee);
  take(to.promised_services, c.promised_services);
  take(to.plan, c.plan);
  to.invoice = c.invoice;
  to.contract = c.contract;
  to.agreement = c.agreement;
}

/// The endorsed terms: what is left out stays.
template <class To>
void apply(To& to, const Endorse& c) {
  take(to.premium, c.premium);
  take(to.aggregate_limit, c.aggregate_limit);
  take(to.per_accident_limit, c.per_accident_limit);
  take(to.per_person_death_limit, c.per_person_death_limit);
  take(to.per_person_medical_limit, c.per_person_medical_limit);
  take(to.accident_prevention_fee, c.accident_prevention_fee);
  take(to.valid_from, c.valid_from);
  take(to.valid_until, c.valid_until);
  take(to.promised_services, c.promised_services);
  take(to.policy_document, c.policy_document);
}

}  // namespace

Decision decide(const State& s, const Issue& c, const Context& ctx) {
  if (auto refusal = refuse_number(ctx, s.insurer, c.policy_number)) return *refusal;
  if (auto refusal = refuse_plan(ctx, c.plan)) return *refusal;
  if (auto refusal = refuse_overlap(ctx, c.valid_from, c.valid_until)) return *refusal;
  State next = s;
  apply(next, c);
  review(next, ctx.rules());
  if (auto refusal = refuse_review(next)) return *refusal;
  Issued e{c};
  if (!ctx.historical || !e.issued_at) e.issued_at = ctx.now;
  Decision d = happened(e);
  tell_project(d, s.project, ctx.head.id, InsuranceStatus::insured, c.valid_from, c.valid_until);
  return d;
}

Decision decide(const State& s, const Endorse& c, const Context& ctx) {
  Endorse only_reason;
  only_reason.reason = c.reason;
  if (to_json(c) == to_json(only_reason))
    return refuse(Code::invalid_range).with("field", "reason");
  State next = s;
  apply(next, c);
  if (const auto problems = check_terms(next); !problems.empty())
    return refuse(Code::invalid_range).with("field", problems.front().path.substr(1));
  if (auto refusal = refuse_overlap(ctx, *next.valid_from, *next.valid_until)) return *refusal;
  Decision d = happened(Endorsed{c});
  if (c.valid_from || c.valid_until)
    tell_project(d, s.project, ctx.head.id, InsuranceStatus::insured, next.valid_from,
                 next.valid_until);
  if (c.valid_until || c.promised_services)
    tell_orders(d, ctx, {.valid_until = c.valid_until, .promised_services = c.promised_services});
  return d;
}

Decision decide(const State&, const NoteProjectChange& c, const Context&) {
  return happened(ProjectChangeNoted{c});
}

Decision decide(const State& s, const Cancel& c, const Context& ctx) {
  return ended(happened(Cancelled{c}), s, ctx);
}

Decision remind(const State& s, const Deadline&, const Context&) {
  return happened(ExpiryReminded{*s.valid_until});
}
Decision expire(const State& s, const Deadline&, const Context& ctx) {
  return ended(happened(Expired{*s.valid_until}), s, ctx);
}

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const Issued& e, const Happening& h) {
  apply(s, e);
  s.state = Phase::in_force;
  s.insurance_type = e.insurance_type.value_or(s.order_type == OrderType::online
                                                   ? InsuranceType::online
                                                   : InsuranceType::offline);
  s.issued_at = e.issued_at ? *e.issued_at : h.recorded_at;
  // Nobody is told today of what was issued in the past and is entered now.
  s.told_of_issue = s.issued_at->date() == h.recorded_at.date();
  reckon_fees(s);
  review(s, h.book.rules);
}

// An endorsement is what a changed project may have called for.
void evolve(State& s, const Endorsed& e, const Happening& h) {
  apply(s, e);
  s.endorsements.push_back(e);
  s.project_change.reset();
  reckon_fees(s);
  review(s, h.book.rules);
}

void evolve(State& s, const ProjectChanged& e, const Happening& h) {
  take(s.planned_start, e.planned_start);
  take(s.planned_finish, e.planned_finish);
  s.project_change = e;
  review(s, h.book.rules);
}

void evolve(State& s, const ProjectChangeNoted& e, const Happening&) {
  s.project_change.reset();
  if (e.note) s.note = e.note;
}

void evolve(State& s, const Cancelled& e, const Happening& h) {
  s.state = Phase::cancelled;
  s.reason = e.reason;
  s.ended_at = h.recorded_at;
}

void evolve(State& s, const ExpiryReminded& e, const Happening&) { s.reminded_of = e.valid_until; }

void evolve(State& s, const Expired&, const Happening& h) {
  s.state = Phase::expired;
  s.ended_at = h.recorded_at;
}

// ---------------------------------------------------------------------------------------------

std::vector<Problem> check(const Issue& c, Date) { return check_terms(c); }
std::vector<Problem> check(const Endorse& c, Date) { return check_terms(c); }

}  // namespace surety::policy
