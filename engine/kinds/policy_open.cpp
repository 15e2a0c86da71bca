// How a policy begins: application, offline order, upload; what becomes of an application.
#include <algorithm>

#include "engine/alerts.hpp"
#include "engine/authorisation.hpp"
#include "engine/kinds/enterprise.hpp"
#include "engine/kinds/organisation.hpp"
#include "engine/kinds/policy_rules.hpp"
#include "engine/kinds/project.hpp"

namespace surety::policy {
namespace {

using project::InsuranceStatus;

/// A further policy may be applied for this long before the end of the one in force (domain.md §3).
constexpr int renewal_days = 60;

/// One policy per project; `begins` where the period is known already.
std::optional<Refusal> refuse_second(const Context& ctx, std::optional<Date> begins) {
  for (const auto& one : ctx.root.all("policy")) {
    const auto& s = one.as<State>();
    if (one.head.id == ctx.head.id || !s.occupies()) continue;
    const auto taken = refuse(Code::already_insured)
                           .with("policy", one.head.id)
                           .with("state", name_of(s.state));
    if (s.state != Phase::in_force) return taken;
    const bool renewal = *s.valid_until - renewal_days <= ctx.today;
    if (renewal && (!begins || *s.valid_until < *begins)) continue;
    return Refusal(taken).with("valid_until", s.valid_until->text());
  }
  return std::nullopt;
}

const enterprise::State* enterprise_of(const std::optional<Case>& found) {
  return found ? &found->as<enterprise::State>() : nullptr;
}

/// Fills in project, its name and region; a policyholder's own site project opens with the policy.
template <class Event>
std::optional<Refusal> place(const Context& ctx, Decision& d, Event& e) {
  const auto found = ctx.facts.find("enterprise", e.policyholder.value);
  const auto* holder = enterprise_of(found);
  if (holder) e.policyholder_name = holder->name;
  if (e.project) {
    const auto project = ctx.find<project::State>("project", *e.project);
    if (!project || project->contractor.value != e.policyholder.value)
      return refuse(Code::unknown_reference).with("field", project ? "policyholder" : "project");
    if (project->state != project::Phase::active && project->state != project::Phase::suspended)
      return refuse(Code::project_not_active).with("state", name_of(project->state));
    e.project_name = project->name;
    e.region_code = project->region_code;
    e.planned_start = project->planned_start;
    e.planned_finish = project->planned_finish;
    return std::nullopt;
  }
  project::Registered site;
  site.project_code = ProjectCode{"site-" + e.policyholder.value};
  site.name = e.beneficiary->name;
  site.address = e.beneficiary->address;
  site.region_code = holder ? holder->region_code : RegionCode{ctx.actor.region_code};
  site.contractor = PartyCode{e.policyholder.value};
  e.project = site.project_code.value;
  e.project_name = site.name;
  e.region_code = site.region_code;
  if (!ctx.root.find("project", *e.project)) d.also("project", *e.project, site);
  return std::nullopt;
}

/// HLJ: the insurer is one the chosen broker works with.
std::optional<Refusal> refuse_partners(const Context& ctx, const CreditCode& insurer,
                                       const std::optional<CreditCode>& broker) {
  if (auto refusal = refuse_organisation(ctx, insurer, "insurer", "insurer")) return refusal;
  if (!broker) return std::nullopt;
  if (auto refusal = refuse_organisation(ctx, *broker, "broker", "broker")) return refusal;
  const auto found = ctx.facts.find("organisation", broker->value);
  const auto& linked = found->as<organisation::State>().insurers;
  if (std::find(linked.begin(), linked.end(), insurer) != linked.end()) return std::nullopt;
  return refuse(Code::not_linked).with("broker", broker->value).with("insurer", insurer.value);
}

/// An enterprise that came by certificate fills in what is missing first (HLJ-23).
std::optional<Refusal> refuse_incomplete(const Context& ctx) {
  const auto found = ctx.facts.find("enterprise", ctx.actor.credit_code);
  const auto* s = enterprise_of(found);
  if (!s) return std::nullopt;
  const bool complete = !s->legal_representative.empty() && !s->address.empty() &&
                        !s->region_code.empty() && !s->contact_phone.empty();
  if (complete) return std::nullopt;
  return refuse(Code::enterprise_incomplete);
}

void choose_plan(const Context& ctx, std::optional<std::string>& plan) {
  if (!plan && !ctx.rules().plans.empty()) plan = ctx.rules().plans.front();
}

template <class C>
std::vector<Problem> check_place(const C& c) {
  if (c.project || c.beneficiary) return {};
  return {{"/project", "missing"}};
}

template <class Event>
void open(State& s, const Event& e, OrderType type, const Happening& h) {
  s.order_type = type;
  s.project = *e.project;
  s.project_name = e.project_name;
  s.region_code = e.region_code;
  s.beneficiary = e.beneficiary;
  s.policyholder = PartyCode{e.policyholder.value};
  s.policyholder_name = e.policyholder_name;
  s.insurer = e.insurer;
  s.broker = e.broker;
  s.contact_name = e.contact_name;
  s.contact_phone = e.contact_phone;
  s.planned_start = e.planned_start;
  s.planned_finish = e.planned_finish;
  s.applied_at = h.recorded_at;
  s.review_since = h.recorded_at.date();
}

/// The particulars that an application and an offline order have in common.
template <class Event>
void describe_order(State& s, const Event& e) {
  s.plan = e.plan;
  s.intended_services = e.intended_services;
  s.investment_total = e.investment_total;
  s.business_licence = e.business_licence;
  s.legal_representative_id_front = e.legal_representative_id_front;
  s.legal_representative_id_back = e.legal_representative_id_back;
  if (e.applied_at) s.applied_at = *e.applied_at;
}

void apply(State& s, const Resubmit& c) {
  take(s.beneficiary, c.beneficiary);
  take(s.insurer, c.insurer);
  take(s.broker, c.broker);
  take(s.contact_name, c.contact_name);
  take(s.contact_phone, c.contact_phone);
  take(s.business_licence, c.business_licence);
  take(s.legal_representative_id_front, c.legal_representative_id_front);
  take(s.legal_representative_id_back, c.legal_representative_id_back);
  take(s.bid_award_notice, c.bid_award_notice);
  take(s.signed_agreement, c.signed_agreement);
  take(s.agreement_version, c.agreement_version);
  take(s.plan, c.plan);
  take(s.intended_services, c.intended_services);
  take(s.investment_total, c.investment_total);
  take(s.policy_number, c.policy_number);
  take(s.valid_from, c.valid_from);
  take(s.valid_until, c.valid_until);
  take(s.policy_document, c.policy_document);
}

}  // namespace

// ---------------------------------------------------------------------------------------------

std::optional<Refusal> refuse_organisation(const Context& ctx, const CreditCode& code,
                                           std::string_view kind, std::string_view field) {
  const auto found = ctx.facts.find("organisation", code.value);
  const auto* s = found ? &found->as<organisation::State>() : nullptr;
  if (s && s->state == organisation::Phase::active && name_of(s->organisation_kind) == kind)
    return std::nullopt;
  return refuse(Code::unknown_reference).with("field", field);
}

std::optional<Refusal> refuse_number(const Context& ctx, const CreditCode& insurer,
                                     const std::string& number) {
  const std::string holder = ctx.facts.holder("policy-number", insurer.value + "/" + number);
  bool taken = !holder.empty() && holder != ctx.head.key();
  for (const auto& one : ctx.root.all("policy")) {
    const auto& s = one.as<State>();
    taken |= one.head.id != ctx.head.id && s.issued_at && s.insurer == insurer &&
             s.policy_number == number;
  }
  if (!taken) return std::nullopt;
  return refuse(Code::policy_number_taken).with("policy_number", number);
}

std::optional<Refusal> refuse_plan(const Context& ctx, const std::optional<std::string>& plan) {
  const auto& plans = ctx.rules().plans;
  if (!plan || plans.empty() || std::find(plans.begin(), plans.end(), *plan) != plans.end())
    return std::nullopt;
  return refuse(Code::unknown_plan).with("plan", *plan);
}

void tell_project(Decision& d, const std::string& project, const std::string& policy,
                  InsuranceStatus status, std::optional<Date> from, std::optional<Date> until) {
  d.also("project", project, project::InsuranceChanged{policy, status, from, until});
}

void close_review(Decision& d, const Context& ctx, std::string_view outcome) {
  close_alerts(d, ctx, ctx.head.key(), "application-review", "", outcome);
}

Decision decide(const State&, const Apply& c, const Context& ctx) {
  if (auto refusal = refuse_incomplete(ctx)) return *refusal;
  if (auto refusal = refuse_partners(ctx, c.insurer, c.broker)) return *refusal;
  if (auto refusal = refuse_plan(ctx, c.plan)) return *refusal;
  Applied e{c};
  Decision d;
  e.policyholder = PartyCode{ctx.actor.credit_code};
  if (auto refusal = place(ctx, d, e)) return *refusal;
  if (auto refusal = refuse_second(ctx, std::nullopt)) return *refusal;
  choose_plan(ctx, e.plan);
  if (!ctx.historical) e.applied_at.reset();
  d.and_then(e);
  tell_project(d, *e.project, ctx.head.id, InsuranceStatus::in_review);
  return d;
}

Decision decide(const State&, const RecordOffline& c, const Context& ctx) {
  OfflineOrderRecorded e{c};
  Decision d;
  e.insurer = CreditCode{ctx.actor.credit_code};
  if (auto refusal = refuse_partners(ctx, e.insurer, c.broker)) return *refusal;
  if (auto refusal = refuse_plan(ctx, c.plan)) return *refusal;
  if (auto refusal = place(ctx, d, e)) return *refusal;
  if (auto refusal = refuse_second(ctx, std::nullopt)) return *refusal;
  choose_plan(ctx, e.plan);
  if (!ctx.historical) e.applied_at.reset();
  d.and_then(e);
  tell_project(d, *e.project, ctx.head.id, InsuranceStatus::in_review);
  return d;
}

Decision decide(const State&, const Upload& c, const Context& ctx) {
  if (auto refusal = refuse_partners(ctx, c.insurer, c.broker)) return *refusal;
  Uploaded e{c};
  Decision d;
  e.policyholder = PartyCode{ctx.actor.credit_code};
  if (auto refusal = place(ctx, d, e)) return *refusal;
  if (auto refusal = refuse_second(ctx, c.valid_from)) return *refusal;
  if (auto refusal = refuse_number(ctx, c.insurer, c.policy_number)) return *refusal;
  d.and_then(e);
  tell_project(d, *e.project, ctx.head.id, InsuranceStatus::in_review);
  return d;
}

Decision decide(const State& s, const Return& c, const Context& ctx) {
  Decision d = happened(Returned{c});
  tell_project(d, s.project, ctx.head.id, InsuranceStatus::uninsured);
  close_review(d, ctx);
  return d;
}

Decision decide(const State& s, const Resubmit& c, const Context& ctx) {
  State next = s;
  apply(next, c);
  if (auto refusal = refuse_partners(ctx, next.insurer, next.broker)) return *refusal;
  if (auto refusal = refuse_plan(ctx, c.plan)) return *refusal;
  if (next.valid_from && next.valid_until && *next.valid_until <= *next.valid_from)
    return refuse(Code::invalid_range).with("field", "valid_until");
  if (auto refusal = refuse_second(ctx, next.valid_from)) return *refusal;
  if (next.policy_number)
    if (auto refusal = refuse_number(ctx, next.insurer, *next.policy_number)) return *refusal;
  Decision d = happened(Resubmitted{c});
  tell_project(d, s.project, ctx.head.id, InsuranceStatus::in_review);
  return d;
}

Decision decide(const State& s, const Withdraw& c, const Context& ctx) {
  Decision d = happened(Withdrawn{c});
  tell_project(d, s.project, ctx.head.id, InsuranceStatus::uninsured);
  close_review(d, ctx, "withdrawn");
  return d;
}

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const Applied& e, const Happening& h) {
  open(s, e, OrderType::online, h);
  describe_order(s, e);
  s.bid_award_notice = e.bid_award_notice;
  s.signed_agreement = e.signed_agreement;
  s.agreement_version = e.agreement_version;
  s.agreement_accepted_at = h.recorded_at;
  s.quote_first = h.book.rules.quotation == Quotation::required;
  review(s, h.book.rules);
}

void evolve(State& s, const OfflineOrderRecorded& e, const Happening& h) {
  open(s, e, OrderType::offline, h);
  describe_order(s, e);
  s.state = Phase::awaiting_issue;
  review(s, h.book.rules);
}

void evolve(State& s, const Uploaded& e, const Happening& h) {
  open(s, e, OrderType::uploaded, h);
  s.policy_number = e.policy_number;
  s.valid_from = e.valid_from;
  s.valid_until = e.valid_until;
  s.policy_document = e.policy_document;
  review(s, h.book.rules);
}

void evolve(State& s, const Returned& e, const Happening&) {
  s.state = Phase::returned;
  s.reason = e.reason;
}

void evolve(State& s, const Resubmitted& e, const Happening& h) {
  apply(s, e);
  s.state = Phase::in_review;
  s.review_since = h.recorded_at.date();
  review(s, h.book.rules);
}

void evolve(State& s, const Withdrawn& e, const Happening& h) {
  s.state = Phase::withdrawn;
  s.ended_at = h.recorded_at;
  if (e.reason) s.reason = e.reason;
}

// ---------------------------------------------------------------------------------------------

std::vector<Problem> check(const Apply& c, Date) {
  auto problems = check_place(c);
  if (!c.agreement_accepted) problems.push_back({"/agreement_accepted", "not-accepted"});
  return problems;
}
std::vector<Problem> check(const RecordOffline& c, Date) { return check_place(c); }
std::vector<Problem> check(const Upload& c, Date) {
  auto problems = check_place(c);
  if (c.valid_until <= c.valid_from)
    problems.push_back({"/valid_until", name_of(Code::invalid_range)});
  return problems;
}
std::vector<Problem> check(const Resubmit& c, Date) {
  if (c.agreement_accepted && !*c.agreement_accepted)
    return {{"/agreement_accepted", "not-accepted"}};
  return {};
}

}  // namespace surety::policy
