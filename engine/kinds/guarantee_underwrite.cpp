// What becomes of an opening: issue, return, resubmission; filing of the fiscal record.
#include <fmt/format.h>

#include "engine/alerts.hpp"
#include "engine/kinds/guarantee_rules.hpp"
#include "engine/kinds/payment_plan.hpp"

namespace surety::guarantee {
namespace {

const std::string out_of_range = name_of(Code::invalid_range);

/// What is given replaces, what is left out stays.
template <class To, class From>
void take(To& to, const std::optional<From>& from) {
  if (from) to = *from;
}

void apply(Contract& to, const ContractChange& c) {
  take(to.contract_type, c.contract_type);
  take(to.contract_number, c.contract_number);
  take(to.contract_amount, c.contract_amount);
  take(to.permit_number, c.permit_number);
  take(to.permit_issued_on, c.permit_issued_on);
  take(to.owner_representative, c.owner_representative);
  take(to.contractor_representative, c.contractor_representative);
  take(to.owner_phone, c.owner_phone);
  take(to.contractor_phone, c.contractor_phone);
  take(to.owner_credit_rating, c.owner_credit_rating);
  take(to.contractor_credit_rating, c.contractor_credit_rating);
  take(to.fee_ratio, c.fee_ratio);
  take(to.start, c.start);
  take(to.finish, c.finish);
}

void apply(State& to, const Resubmit& c) {
  apply(static_cast<Contract&>(to), c);
  take(to.guarantor, c.guarantor);
  take(to.guarantee_type, c.guarantee_type);
  take(to.uses_fiscal_budget, c.uses_fiscal_budget);
  take(to.guaranteed_amount, c.guaranteed_amount);
  take(to.progressive_agreed, c.progressive_agreed);
  take(to.agreement, c.agreement);
  to.remaining_amount = to.guaranteed_amount;
}

void apply(State& to, const Amend& c) {
  apply(static_cast<Contract&>(to), c);
  take(to.fiscal_ratio, c.fiscal_ratio);
  take(to.budget_amount, c.budget_amount);
  take(to.approving_body, c.approving_body);
  take(to.approved_on, c.approved_on);
  take(to.documents, c.documents);
  take(to.valid_until, c.valid_until);
  to.guaranteed_amount = to.remaining_amount = to.budget_amount;
}

std::vector<Problem> check_change(const ContractChange& c) {
  if (c.start && c.finish && *c.finish < *c.start) return {{"/finish", out_of_range}};
  return {};
}

/// The change against what stays: its start may contradict the finish that was there.
std::optional<Refusal> refuse_dates(const Contract& c) {
  if (c.start && c.finish && *c.finish < *c.start)
    return refuse(Code::invalid_range).with("field", "finish");
  return std::nullopt;
}

void close_review(Decision& d, const Context& ctx) {
  close_alerts(d, ctx, ctx.head.key(), "application-review", "", "reviewed-late");
}

/// HN-80: "10", the day as yyMMdd, six digits; these follow from the second and the partition's own
/// number, and go on to the next free one.
std::string platform_number(const Context& ctx) {
  const std::string id = ctx.new_id();  // yyyyMMddHHmmssNNNN
  const auto two = [&](std::size_t at) { return std::stoi(id.substr(at, 2)); };
  int serial = ((two(8) * 60 + two(10)) * 60 + two(12)) * 10 + (id.back() - '0');
  while (true) {
    auto number = fmt::format("10{}{:06}", id.substr(2, 6), serial);
    if (ctx.facts.holder("platform-letter-number", number).empty()) return number;
    serial = (serial + 1) % 1'000'000;
  }
}

}  // namespace

Decision decide(const State& s, const Issue& c, const Context& ctx) {
  if (auto refusal = refuse_guarantor(ctx, *s.guarantor, nullptr)) return *refusal;
  if (auto refusal = refuse_amount(s.least_amount, s.contract_amount, c.guaranteed_amount))
    return *refusal;
  const std::string number = c.letter_number ? *c.letter_number : platform_number(ctx);
  if (auto refusal = refuse_letter_number(ctx, *s.guarantor, number)) return *refusal;
  Issued e{number, c.valid_from, c.valid_until, c.premium, c.guaranteed_amount, c.letter,
           c.policy_number, c.issued_at, !c.letter_number};
  if (!ctx.historical || !e.issued_at) e.issued_at = ctx.now;
  Decision d = happened(e);
  tell_project(d, s.project, ctx.head.id, project::GuaranteeStatus::in_force);
  close_review(d, ctx);
  return d;
}

Decision decide(const State&, const Return& c, const Context& ctx) {
  Decision d = happened(Returned{c.reason});
  close_review(d, ctx);
  return d;
}

Decision decide(const State& s, const Resubmit& c, const Context& ctx) {
  State next = s;
  apply(next, c);
  const bool progressive = next.progressive_agreed.value_or(false);
  if (progressive && !next.agreement) return refuse(Code::agreement_required);
  if (auto refusal = refuse_dates(next)) return *refusal;
  if (auto refusal = refuse_contract(ctx, next)) return *refusal;
  Resubmitted e{c};
  std::string name;
  if (auto refusal = refuse_guarantor(ctx, *next.guarantor, &name)) return *refusal;
  e.guarantor_name = name;
  e.least_amount = least_amount(ctx, Mode::letter, next.contract_amount, progressive);
  if (auto refusal = refuse_amount(e.least_amount, next.contract_amount, *next.guaranteed_amount))
    return *refusal;
  Decision d = happened(e);
  payment_plan::join_plan(d, ctx, next.project, next.contract_number, *next.guarantor);
  return d;
}

Decision decide(const State& s, const Withdraw& c, const Context& ctx) {
  Decision d = happened(Withdrawn{c.reason});
  tell_project(d, s.project, ctx.head.id, project::GuaranteeStatus::missing);
  close_alerts(d, ctx, ctx.head.key(), "application-review", "", "withdrawn");
  return d;
}

Decision decide(const State& s, const RecordFiling& c, const Context& ctx) {
  Decision d = happened(FilingRecorded{c.note});
  tell_project(d, s.project, ctx.head.id, project::GuaranteeStatus::in_force);
  return d;
}

Decision decide(const State& s, const Amend& c, const Context& ctx) {
  State next = s;
  apply(next, c);
  if (auto refusal = refuse_dates(next)) return *refusal;
  if (auto refusal = refuse_contract(ctx, next)) return *refusal;
  if (next.contract_amount < *next.budget_amount)
    return refuse(Code::amount_above_contract).with("contract_amount", next.contract_amount);
  return happened(Amended{c});
}

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const Issued& e, const Happening& h) {
  s.state = Phase::in_force;
  s.letter_number = e.letter_number;
  s.platform_number = e.platform_number;
  s.valid_from = e.valid_from;
  s.valid_until = e.valid_until;
  s.premium = e.premium;
  s.guaranteed_amount = s.remaining_amount = e.guaranteed_amount;
  s.letter = e.letter;
  s.policy_number = e.policy_number;
  s.issued_at = e.issued_at ? e.issued_at : h.recorded_at;
  s.recorded_on = h.recorded_at.date();
}

void evolve(State& s, const Returned& e, const Happening&) {
  s.state = Phase::returned;
  s.reason = e.reason;
}

void evolve(State& s, const Resubmitted& e, const Happening& h) {
  apply(s, e);
  s.state = Phase::in_underwriting;
  s.guarantor_name = e.guarantor_name;
  s.least_amount = e.least_amount;
  s.applied_on = h.recorded_at.date();
}

void evolve(State& s, const Withdrawn& e, const Happening& h) {
  s.state = Phase::withdrawn;
  s.ended_at = h.recorded_at;
  if (e.reason) s.reason = e.reason;
}

void evolve(State& s, const FilingRecorded&, const Happening& h) {
  s.state = Phase::in_force;
  s.filed_at = h.recorded_at;
}

void evolve(State& s, const Amended& e, const Happening&) { apply(s, e); }

std::vector<Problem> check(const Issue& c, Date) {
  if (c.valid_until <= c.valid_from) return {{"/valid_until", out_of_range}};
  return {};
}
std::vector<Problem> check(const Resubmit& c, Date) { return check_change(c); }
std::vector<Problem> check(const Amend& c, Date) { return check_change(c); }

}  // namespace surety::guarantee
