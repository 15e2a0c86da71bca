// 安全服务订单: acceptance, contract and plan, the services held, completion (QZS 4, BX 风险管理).
#include "engine/kinds/service_order.hpp"

#include "engine/alerts.hpp"
#include "engine/authorisation.hpp"
#include "engine/kind_table.hpp"
#include "engine/kinds/organisation.hpp"
#include "engine/kinds/policy_rules.hpp"
#include "engine/message_receipt.hpp"

namespace surety::service_order {
namespace {

using policy::ServiceStatus;

/// What is assessed is on paper (QZS-22).
std::vector<Problem> check(const RecordService& c, Date) {
  if (c.kind == ServiceKind::risk_identification && !c.documents)
    return {{"/documents", "missing"}};
  return {};
}

/// Word of the new order to who serves (QZS-02); none where nobody said whom to tell.
std::vector<Effect> open_effects(const CaseHead& head, const State& s) {
  const std::string name = "sms-ordered";
  const auto& ended = head.effects_ended;
  if (!s.provider_phone || std::find(ended.begin(), ended.end(), name) != ended.end()) return {};
  Effect e;
  e.name = name;
  e.channel = Effect::Channel::sms;
  e.to = s.provider_phone->value;
  e.body = "“" + s.project_name + "”的安全服务（保单号" + s.policy_number.value_or("") +
           "）已指定由贵机构承担，请及时受理。";
  return {e};
}

Parties parties(const CaseHead& head, const State& s) {
  Parties p;
  p.contractor = s.policyholder.value;
  p.insurer = s.insurer.value;
  p.provider = s.provider.value;
  p.region = s.region_code.value;
  p.jurisdiction = head.jurisdiction;
  return p;
}

const Service* service_of(const State& s, std::int64_t number) {
  if (number < 1 || number > static_cast<std::int64_t>(s.services.size())) return nullptr;
  return &s.services[static_cast<std::size_t>(number - 1)];
}
Service& service_at(State& s, std::int64_t number) {
  return s.services[static_cast<std::size_t>(number - 1)];
}

std::optional<Refusal> refuse_record(const State& s, std::int64_t number) {
  const auto* service = service_of(s, number);
  if (!service) return refuse(Code::no_such_record).with("record", number);
  if (service->void_reason) return refuse(Code::record_void).with("record", number);
  return std::nullopt;
}

void tell_status(Decision& d, const Context& ctx, const State& s, ServiceStatus status,
                 std::optional<std::string> reason = {}) {
  d.also("policy", s.policy, policy::ServiceStatusChanged{ctx.head.id, status, std::move(reason)});
}

void close_acceptance(Decision& d, const Context& ctx, std::string_view outcome) {
  close_alerts(d, ctx, ctx.head.key(), "service-acceptance", "", outcome);
}

/// The policy counts what all its orders have held; all of it held, its shortfall ends.
void count(Decision& d, const Context& ctx, const State& s, ServiceKind kind, std::int64_t n) {
  auto p = ctx.find<policy::State>("policy", s.policy);
  if (!p) return;
  p->recorded_services.add(kind, n);
  d.also("policy", s.policy, policy::ServicesCounted{p->recorded_services});
  if (p->promises_met())
    close_alerts(d, ctx, "policy/" + s.policy, "service-shortfall", "", "supplied-late");
}

}  // namespace

Decision assign(const Context& ctx, const std::string& policy_id, const policy::State& p,
                const CreditCode& provider) {
  if (provider != p.insurer)
    if (auto refusal =
            policy::refuse_organisation(ctx, provider, "service-provider", "provider"))
      return *refusal;
  Ordered e;
  e.policy = policy_id;
  e.project = p.project;
  e.project_name = p.project_name;
  e.region_code = p.region_code;
  e.policyholder = p.policyholder;
  e.policyholder_name = p.policyholder_name;
  e.policy_number = p.policy_number;
  e.insurer = p.insurer;
  e.provider = provider;
  e.valid_from = *p.valid_from;
  e.valid_until = *p.valid_until;
  e.promised_services = p.promised_services;
  if (const auto found = ctx.facts.find("organisation", provider.value))
    if (const auto& contact = found->as<organisation::State>().contact)
      e.provider_phone = contact->phone;
  const std::string id = ctx.new_id();
  Decision d;
  d.also("policy", policy_id, policy::ServiceProviderAssigned{{provider}, id});
  d.also("service-order", id, e);
  return d;
}

Decision decide(const State& s, const Accept& c, const Context& ctx) {
  Decision d = happened(Accepted{c});
  tell_status(d, ctx, s, ServiceStatus::in_service);
  close_acceptance(d, ctx, "accepted-late");
  return d;
}

Decision decide(const State& s, const Decline& c, const Context& ctx) {
  Decision d = happened(Declined{c});
  tell_status(d, ctx, s, ServiceStatus::none, c.reason);
  close_acceptance(d, ctx, "declined-late");
  return d;
}

Decision decide(const State& s, const Withdraw& c, const Context& ctx) {
  Decision d = happened(Withdrawn{c});
  tell_status(d, ctx, s, ServiceStatus::none, c.reason);
  close_acceptance(d, ctx, "withdrawn");
  return d;
}

Decision decide(const State& s, const Replace& c, const Context& ctx) {
  const auto p = ctx.find<policy::State>("policy", s.policy);
  if (!p) return refuse(Code::unknown_reference).with("field", "policy");
  if (c.provider == s.provider)
    return refuse(Code::service_provider_assigned).with("service_order", ctx.head.id);
  Decision assigned = assign(ctx, s.policy, *p, c.provider);
  if (assigned.refusal()) return assigned;
  const std::string& key = assigned.events().back().case_key;
  assigned.and_then(Replaced{{c}, key.substr(key.find('/') + 1)});
  close_acceptance(assigned, ctx, "replaced");
  return assigned;
}

Decision decide(const State&, const SignContract& c, const Context&) {
  return happened(ContractSigned{c});
}
Decision decide(const State&, const SubmitPlan& c, const Context&) {
  return happened(PlanSubmitted{c});
}

Decision decide(const State& s, const RecordService& c, const Context& ctx) {
  const Date first = std::max(s.valid_from, s.accepted_at->date());
  const bool outside = c.held_on < first || c.held_on > s.valid_until;
  // The past that a sample or an import tells is taken as it is told.
  if (outside && !ctx.historical)
    return refuse(Code::service_outside_period)
        .with("from", first.text())
        .with("until", s.valid_until.text());
  Decision d = happened(ServiceRecorded{c});
  count(d, ctx, s, c.kind, 1);
  return d;
}

Decision decide(const State& s, const VoidService& c, const Context& ctx) {
  if (auto refusal = refuse_record(s, c.record)) return *refusal;
  Decision d = happened(ServiceVoided{c});
  count(d, ctx, s, service_of(s, c.record)->kind, -1);
  return d;
}

Decision decide(const State& s, const ConfirmService& c, const Context&) {
  if (auto refusal = refuse_record(s, c.record)) return *refusal;
  if (service_of(s, c.record)->confirmed_at)
    return refuse(Code::already_confirmed).with("record", c.record);
  return happened(ServiceConfirmed{c});
}

Decision decide(const State& s, const Complete& c, const Context& ctx) {
  const auto p = ctx.find<policy::State>("policy", s.policy);
  if (p && !p->promises_met() && !c.shortfall_reason)
    return refuse(Code::services_outstanding)
        .raw("promised_services", to_json(*p->promised_services))
        .raw("recorded_services", to_json(p->recorded_services));
  Decision d = happened(Completed{c});
  tell_status(d, ctx, s, ServiceStatus::completed);
  return d;
}

Decision decide(const State& s, const Reopen& c, const Context& ctx) {
  const auto p = ctx.find<policy::State>("policy", s.policy);
  if (!p || p->state != policy::Phase::in_force) return refuse(Code::policy_not_in_force);
  Decision d = happened(Reopened{c});
  tell_status(d, ctx, s, ServiceStatus::in_service, c.reason);
  return d;
}

Decision decide(const State&, const Rate& c, const Context&) { return happened(Rated{c}); }

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const Ordered& e, const Happening& h) {
  static_cast<Ordered&>(s) = e;
  s.ordered_on = h.recorded_at.date();
}

void evolve(State& s, const Accepted&, const Happening& h) {
  s.state = Phase::in_service;
  s.accepted_at = h.recorded_at;
}

static void end(State& s, Phase phase, const Happening& h, const std::string& reason) {
  s.state = phase;
  s.ended_at = h.recorded_at;
  if (!reason.empty()) s.reason = reason;
}
void evolve(State& s, const Declined& e, const Happening& h) {
  end(s, Phase::declined, h, e.reason);
}
void evolve(State& s, const Withdrawn& e, const Happening& h) {
  end(s, Phase::withdrawn, h, e.reason);
}
void evolve(State& s, const Replaced& e, const Happening& h) {
  end(s, Phase::replaced, h, e.reason);
}
void evolve(State& s, const Completed& e, const Happening& h) {
  end(s, Phase::completed, h, {});
  s.shortfall_reason = e.shortfall_reason;
}

void evolve(State& s, const Reopened& e, const Happening&) {
  s.state = Phase::in_service;
  s.ended_at.reset();
  s.shortfall_reason.reset();
  s.reason = e.reason;
}

void evolve(State& s, const ContractSigned& e, const Happening&) { s.contract = e; }

void evolve(State& s, const PlanSubmitted& e, const Happening&) {
  s.plan_document = e.plan_document;
  s.planned_services = e.planned_services;
}

void evolve(State& s, const ServiceRecorded& e, const Happening& h) {
  Service service{e};
  service.record = static_cast<std::int64_t>(s.services.size()) + 1;
  service.recorded_at = h.recorded_at;
  service.recorded_by = std::string(h.actor);
  s.services.push_back(std::move(service));
  s.recorded_services.add(e.kind, 1);
}

void evolve(State& s, const ServiceVoided& e, const Happening&) {
  auto& service = service_at(s, e.record);
  service.void_reason = e.reason;
  s.recorded_services.add(service.kind, -1);
}

void evolve(State& s, const ServiceConfirmed& e, const Happening& h) {
  service_at(s, e.record).confirmed_at = h.recorded_at;
}

void evolve(State& s, const HazardsCounted& e, const Happening&) {
  auto& service = service_at(s, e.record);
  service.hazards_found = e.found;
  service.hazards_open = e.open;
  service.hazards_closed = e.found - e.open;
}

void evolve(State& s, const Rated& e, const Happening&) {
  s.stars = e.stars;
  s.comment = e.comment;
}

void evolve(State& s, const PolicyChanged& e, const Happening& h) {
  if (e.ended) end(s, Phase::ended, h, {});
  if (e.valid_until) s.valid_until = *e.valid_until;
  if (e.promised_services) s.promised_services = e.promised_services;
}

// ---------------------------------------------------------------------------------------------

namespace {

std::vector<Deadline> open_deadlines(const State& s, const Periods& p) {
  if (s.state != Phase::awaiting_acceptance) return {};
  return {p.days("service-acceptance", s.ordered_on, p.rules().service_acceptance_days,
                 "service_acceptance_days")};
}

// The table of domain.md §4 gives this event a name of its own.
Decision acceptance_overdue(const State& s, const Deadline& due, const Context& ctx) {
  Decision d;
  d.named("acceptance-overdue",
          DeadlinePassed{due.name, due.subject, due.started_on, due.passes_at});
  raise_alert(d, ctx, parties(ctx.head, s), s.project, due.name, due.subject, due.passes_at);
  return d;
}

void add_commands(KindOf<State>& k) {
  const Whose provider = by(Who::provider), insurer = by(Who::insurer);
  const Whose policyholder = by(Who::contractor);
  const auto serving = in(Phase::in_service);
  const auto over = in(Phase::in_service, Phase::completed, Phase::ended);
  k.command<Accept>({"受理", "Accept"}, provider, in(Phase::awaiting_acceptance));
  k.command<Decline>({"拒绝", "Decline"}, provider, in(Phase::awaiting_acceptance));
  k.command<Withdraw>({"撤回指定", "Withdraw"}, insurer,
                      in(Phase::awaiting_acceptance, Phase::in_service));
  k.command<Replace>({"更换服务机构", "Replace"}, insurer,
                     in(Phase::awaiting_acceptance, Phase::in_service));
  k.command<SignContract>({"签订委托服务合同", "Sign the contract"}, provider, serving);
  k.command<SubmitPlan>({"提交服务方案", "Submit the plan"}, provider, serving);
  k.command<RecordService>({"登记服务", "Record a service"}, provider, serving)
      .check<RecordService>(check);
  k.command<VoidService>({"作废服务记录", "Void a service"}, provider, serving);
  k.command<ConfirmService>({"确认服务记录", "Confirm a service"}, policyholder, over);
  k.command<Complete>({"完成服务", "Complete"}, provider, serving);
  k.command<Reopen>({"重新开启", "Reopen"}, insurer, in(Phase::completed));
  k.command<RecordMessageReceipt>({"登记短信回执", "Record a message's receipt"}, by(Who::engine),
                                  in_any());
  k.command<Rate>({"评价", "Rate"}, policyholder, in(Phase::completed, Phase::ended));
}

void add_events(KindOf<State>& k) {
  k.event<Ordered>().event<Accepted>().event<Declined>().event<Withdrawn>().event<Replaced>();
  k.event<ContractSigned>().event<PlanSubmitted>().event<ServiceRecorded>();
  k.event<ServiceVoided>().event<ServiceConfirmed>().event<Completed>().event<Rated>();
  k.event<PolicyChanged>().event<Reopened>().event<HazardsCounted>();
  k.event<MessageReceiptRecorded>();
}

}  // namespace

// It has no opening command: `policy.assign-service-provider` opens it.
const Kind& kind() {
  static const Kind kind = [] {
    using Pass = std::function<Decision(const State&, const Deadline&, const Context&)>;
    const Label acceptance{"服务接单", "Acceptance of the order"};
    KindOf<State> k("service-order", "service-orders", {"安全服务订单", "Service order"});
    add_commands(k);
    add_events(k);
    k.event<DeadlinePassed>("acceptance-overdue", acceptance)
        .deadline("service-acceptance", acceptance, Pass(acceptance_overdue));
    return k.parties(parties)
        .open_deadlines(open_deadlines)
        .open_effects(open_effects)
        .project([](const State& s) { return s.project; })
        .done();
  }();
  return kind;
}

}  // namespace surety::service_order
