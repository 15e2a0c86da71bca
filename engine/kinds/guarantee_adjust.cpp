// A guarantee's life: receipt, adjustments, draws on it, and how it ends (HN 2.2.2, 2.2.3).
#include <algorithm>

#include "engine/alerts.hpp"
#include "engine/authorisation.hpp"
#include "engine/kinds/guarantee_rules.hpp"
#include "engine/kinds/payment_plan.hpp"
#include "engine/kinds/project.hpp"

namespace surety::guarantee {
namespace {

Cause* cause_named(State& s, const std::string& name) {
  for (auto& cause : s.causes)
    if (cause.cause == name) return &cause;
  return nullptr;
}

std::vector<std::string> open_causes(const State& s) {
  std::vector<std::string> open;
  for (const auto& cause : s.causes)
    if (!cause.requested_on) open.push_back(cause.cause);
  return open;
}

Money drawn(const State& s) {
  Money sum{0};
  for (const auto& draw : s.draws) sum += draw.amount;
  return sum;
}

/// What the wished adjustment contradicts in this state.
std::optional<Refusal> refuse_type(const State& s, const RequestAdjustment& c) {
  const bool runs = s.state == Phase::in_force;
  if ((c.type == AdjustmentType::suspend && !runs) || (c.type == AdjustmentType::resume && runs))
    return refuse(Code::not_in_this_state).with("state", name_of(s.state));
  if (c.type == AdjustmentType::extend && s.valid_until && *c.new_valid_until <= *s.valid_until)
    return refuse(Code::invalid_range).with("valid_until", s.valid_until->text());
  if (c.type != AdjustmentType::amount) return std::nullopt;
  if (*c.new_amount < drawn(s)) return refuse(Code::invalid_range).with("drawn", drawn(s));
  if (s.mode == Mode::letter)
    return refuse_amount(s.least_amount, s.contract_amount, *c.new_amount);
  if (s.least_amount && *c.new_amount < *s.least_amount)
    return refuse(Code::amount_below_minimum).with("least_amount", *s.least_amount);
  return std::nullopt;
}

void end(State& s, Phase phase, const Happening& h) {
  s.state = phase;
  s.ended_at = h.recorded_at;
  s.adjustment.reset();
}

}  // namespace

Decision decide(const State& s, const ConfirmReceipt& c, const Context& ctx) {
  const auto received_on = c.received_on.value_or(ctx.today);
  if (received_on < *s.recorded_on)
    return refuse(Code::invalid_range).with("recorded_on", s.recorded_on->text());
  const auto due = receipt_deadline(ctx.periods(), s).passes_at;
  Decision d = happened(
      ReceiptConfirmed{c.remarks, due <= Instant::start_of(received_on), received_on});
  settle_alerts(d, ctx, ctx.head.key(), "receipt-confirmation", "", "confirmed", received_on);
  return d;
}

Decision decide(const State& s, const RequestAdjustment& c, const Context& ctx) {
  if (auto refusal = refuse_type(s, c)) return *refusal;
  const auto open = open_causes(s);
  AdjustmentRequested e{c};
  e.causes = c.causes.value_or(open);
  for (const auto& cause : *e.causes)
    if (std::find(open.begin(), open.end(), cause) == open.end())
      return refuse(Code::unknown_reference).with("cause", cause);
  if (e.causes->empty()) e.causes.reset();
  Decision d = happened(e);
  if (e.causes)
    for (const auto& cause : *e.causes)
      close_alerts(d, ctx, ctx.head.key(), "adjustment", cause, "requested-late");
  return d;
}

Decision decide(const State& s, const ApproveAdjustment& c, const Context& ctx) {
  if (auto refusal = refuse_type(s, *s.adjustment)) return *refusal;
  const auto& a = *s.adjustment;
  Decision d = happened(Adjusted{a.type, a.reason, a.effective_on, a.new_valid_until, a.new_amount,
                                 c.remarks});
  if (a.type == AdjustmentType::lapse || a.type == AdjustmentType::terminate)
    tell_project(d, s.project, ctx.head.id, project::GuaranteeStatus::missing);
  return d;
}

Decision decide(const State&, const RejectAdjustment& c, const Context&) {
  return happened(AdjustmentRejected{c.reason});
}

Decision decide(const State&, const ConfirmCleared& c, const Context&) {
  return happened(ClearedConfirmed{c.certificate});
}

// HN-37: works and payments complete, the contractor's certificate; what is missing is told.
Decision decide(const State& s, const Release& c, const Context& ctx) {
  std::string missing;
  const auto lacks = [&](std::string_view what) {
    missing += (missing.empty() ? "\"" : ",\"") + std::string(what) + "\"";
  };
  const auto project = ctx.find<project::State>("project", s.project);
  if (!project || project->state != project::Phase::completed) lacks("project-completed");
  const auto plan =
      payment_plan::plan_of(ctx.root, s.project, s.contract_number, ctx.head.id);
  if (!plan || plan->as<payment_plan::State>().state != payment_plan::Phase::settled)
    lacks("plan-settled");
  if (!s.certificate) lacks("certificate");
  if (!missing.empty()) return refuse(Code::not_settled).raw("missing", "[" + missing + "]");
  Decision d = happened(Released{c.settlement_proof});
  tell_project(d, s.project, ctx.head.id, project::GuaranteeStatus::missing);
  return d;
}

// HN-38: the least amount is reckoned again; who lacks it, or holds an account by agreement, has
// the days of an adjustment. Every guarantee of the contract secures the same amount.
Decision decide(const State& s, const ChangeContract& c, const Context& ctx) {
  if (c.contract_amount == s.contract_amount) return nothing_changed();
  if (c.contract_amount < *s.guaranteed_amount)
    return refuse(Code::amount_above_contract).with("contract_amount", c.contract_amount);
  Decision d;
  for (const auto& one : ctx.root.all("guarantee")) {
    const auto& g = one.as<State>();
    const bool itself = one.head.id == ctx.head.id;
    const bool same = s.contract_number != "无" && g.contract_number == s.contract_number;
    if (!itself && !(same && g.lives())) continue;
    ContractChanged e{c};
    e.least_amount =
        least_amount(ctx, g.mode, c.contract_amount, g.progressive_agreed.value_or(false));
    d.also("guarantee", one.head.id, e);
    const bool short_of = e.least_amount && *g.guaranteed_amount < *e.least_amount;
    if (g.mode == Mode::fiscal || (g.mode == Mode::letter && !short_of)) continue;
    d.also("guarantee", one.head.id,
           AdjustmentDue{"contract-changed-" + c.occurred_on.text(), ctx.today});
  }
  return d;
}

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const ReceiptConfirmed&, const Happening& h) {
  s.receipt_confirmed_at = h.recorded_at;
}

void evolve(State& s, const AdjustmentRequested& e, const Happening& h) {
  s.adjustment = e;
  if (!e.causes) return;
  for (const auto& name : *e.causes)
    if (auto* cause = cause_named(s, name)) cause->requested_on = h.recorded_at.date();
}

void evolve(State& s, const Adjusted& e, const Happening& h) {
  s.adjustments.push_back(e);
  s.adjustment.reset();
  switch (e.type) {
    case AdjustmentType::lapse: end(s, Phase::lapsed, h); break;
    case AdjustmentType::terminate: end(s, Phase::terminated, h); break;
    case AdjustmentType::suspend: s.state = Phase::suspended; break;
    case AdjustmentType::resume: s.state = Phase::in_force; break;
    case AdjustmentType::extend: s.valid_until = e.new_valid_until; break;
    case AdjustmentType::amount:
      s.guaranteed_amount = e.new_amount;
      s.remaining_amount = *e.new_amount - drawn(s);
      if (s.amount) s.amount = e.new_amount;
      if (s.budget_amount) s.budget_amount = e.new_amount;
      break;
  }
}

// The causes it answered stay answered: a rejection reopens none.
void evolve(State& s, const AdjustmentRejected& e, const Happening&) {
  s.adjustment.reset();
  s.reason = e.reason;
}

void evolve(State& s, const AdjustmentDue& e, const Happening&) {
  if (!cause_named(s, e.cause)) s.causes.push_back({e.cause, e.occurred_on, std::nullopt});
}

void evolve(State& s, const Drawn& e, const Happening&) {
  s.draws.push_back({e.claim, e.amount, e.paid_on});
  if (s.remaining_amount) s.remaining_amount = *s.remaining_amount - e.amount;
  if (s.lives() && !cause_named(s, "claim-" + e.claim))
    s.causes.push_back({"claim-" + e.claim, e.paid_on, std::nullopt});
}

void evolve(State& s, const ContractChanged& e, const Happening&) {
  s.contract_amount = e.contract_amount;
  s.least_amount = e.least_amount;
}

void evolve(State& s, const ClearedConfirmed& e, const Happening& h) {
  s.certificate = e.certificate;
  s.cleared_at = h.recorded_at;
}

void evolve(State& s, const Released& e, const Happening& h) {
  s.settlement_proof = e.settlement_proof;
  end(s, Phase::released, h);
}

void evolve(State& s, const ExpiryReminded& e, const Happening&) { s.reminded_of = e.valid_until; }
void evolve(State& s, const Expired&, const Happening& h) { end(s, Phase::expired, h); }

std::vector<Problem> check(const RequestAdjustment& c, Date) {
  if (c.type == AdjustmentType::extend && !c.new_valid_until)
    return {{"/new_valid_until", "missing"}};
  if (c.type == AdjustmentType::amount && !c.new_amount) return {{"/new_amount", "missing"}};
  return {};
}

}  // namespace surety::guarantee
