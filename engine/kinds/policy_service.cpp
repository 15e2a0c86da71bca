// Who serves the policy, and what was spent on it (安全服务费用台账).
#include "engine/alerts.hpp"
#include "engine/kinds/policy_rules.hpp"
#include "engine/kinds/service_order.hpp"

namespace surety::policy {
namespace {

const ServiceFee* entry_of(const State& s, std::int64_t number) {
  if (number < 1 || number > static_cast<std::int64_t>(s.service_fees.size())) return nullptr;
  return &s.service_fees[static_cast<std::size_t>(number - 1)];
}

constexpr std::string_view exceeded = "service-fees-exceeded";

bool above_agreed(const State& s, std::int64_t total) {
  return s.accident_prevention_fee && total > s.accident_prevention_fee->fen;
}

}  // namespace

void reckon_fees(State& s) {
  s.service_fees_balance.reset();
  if (s.accident_prevention_fee)
    s.service_fees_balance = *s.accident_prevention_fee - s.service_fees_total;
}

Decision decide(const State& s, const AssignServiceProvider& c, const Context& ctx) {
  if (s.service_status != ServiceStatus::none)
    return refuse(Code::service_provider_assigned)
        .with("service_order", s.service_order.value_or(""));
  return service_order::assign(ctx, ctx.head.id, s, c.provider);
}

// The ledger may say more than was agreed, the regulator hears of it (BX-13).
Decision decide(const State& s, const RecordServiceFee& c, const Context& ctx) {
  Decision d = happened(ServiceFeeRecorded{c});
  const auto before = s.service_fees_total.fen;
  if (!above_agreed(s, before) && above_agreed(s, before + c.amount.fen))
    raise_alert(d, ctx, parties(ctx.head, s), s.project, exceeded, "", ctx.now);
  return d;
}

Decision decide(const State& s, const ReverseServiceFee& c, const Context& ctx) {
  const auto* entry = entry_of(s, c.entry);
  if (!entry) return refuse(Code::no_such_entry).with("entry", c.entry);
  if (entry->reversed) return refuse(Code::already_reversed).with("entry", c.entry);
  Decision d = happened(ServiceFeeReversed{c});
  if (!above_agreed(s, s.service_fees_total.fen - entry->amount.fen))
    close_alerts(d, ctx, ctx.head.key(), exceeded, "", "reversed");
  return d;
}

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const ServiceProviderAssigned& e, const Happening&) {
  s.provider = e.provider;
  s.service_order = e.service_order;
  s.service_status = ServiceStatus::awaiting_acceptance;
}

void evolve(State& s, const ServiceStatusChanged& e, const Happening&) {
  if (s.service_order != e.service_order) return;
  s.service_status = e.status;
  if (e.reason) s.reason = e.reason;
}

void evolve(State& s, const ServicesCounted& e, const Happening&) {
  s.recorded_services = e.recorded_services;
}

void evolve(State& s, const ServiceFeeRecorded& e, const Happening& h) {
  ServiceFee fee{e};
  fee.entry = static_cast<std::int64_t>(s.service_fees.size()) + 1;
  fee.recorded_at = h.recorded_at;
  s.service_fees.push_back(fee);
  s.service_fees_total += fee.amount;
  reckon_fees(s);
}

void evolve(State& s, const ServiceFeeReversed& e, const Happening&) {
  auto& fee = s.service_fees[static_cast<std::size_t>(e.entry - 1)];
  fee.reversed = e.reason;
  s.service_fees_total = s.service_fees_total - fee.amount;
  reckon_fees(s);
}

}  // namespace surety::policy
