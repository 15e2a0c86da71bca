// Agreement, quotation and payment (QZI 3.1.2–3.1.4).
#include "engine/alerts.hpp"
#include "engine/kinds/policy_rules.hpp"

namespace surety::policy {
namespace {

void wait_for_insurer(State& s, const Happening& h) {
  s.state = Phase::in_review;
  s.review_since = h.recorded_at.date();
}

}  // namespace

Decision decide(const State& s, const Approve& c, const Context& ctx) {
  if (auto refusal = refuse_review(s)) return *refusal;
  Decision d = happened(Approved{c});
  close_review(d, ctx);
  return d;
}

Decision decide(const State&, const Quote& c, const Context& ctx) {
  Decision d = happened(Quoted{c});
  close_review(d, ctx);
  return d;
}

Decision decide(const State&, const WithdrawQuote& c, const Context&) {
  return happened(QuoteWithdrawn{c});
}
Decision decide(const State&, const AcceptQuote&, const Context&) {
  return happened(QuoteAccepted{});
}
Decision decide(const State&, const DeclineQuote& c, const Context&) {
  return happened(QuoteDeclined{c});
}
Decision decide(const State&, const SendPaymentNotice& c, const Context&) {
  return happened(PaymentNoticeSent{c});
}
Decision decide(const State&, const SubmitPayment& c, const Context&) {
  return happened(PaymentSubmitted{c});
}
Decision decide(const State&, const ApprovePayment& c, const Context&) {
  return happened(PaymentApproved{c});
}
Decision decide(const State&, const RejectPayment& c, const Context&) {
  return happened(PaymentRejected{c});
}

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const Approved& e, const Happening&) {
  s.state = Phase::awaiting_issue;
  s.note = e.note;
}

void evolve(State& s, const Quoted& e, const Happening& h) {
  s.state = Phase::quoted;
  s.premium = e.premium;
  s.aggregate_limit = e.aggregate_limit;
  s.per_accident_limit = e.per_accident_limit;
  s.per_person_death_limit = e.per_person_death_limit;
  s.per_person_medical_limit = e.per_person_medical_limit;
  s.accident_prevention_fee = e.accident_prevention_fee;
  s.valid_from = e.valid_from;
  s.valid_until = e.valid_until;
  s.promised_services = e.promised_services;
  s.note = e.note;
  s.quoted_on = h.recorded_at.date();
  ++s.quotes;
}

void evolve(State& s, const QuoteWithdrawn& e, const Happening& h) {
  wait_for_insurer(s, h);
  if (e.reason) s.reason = e.reason;
}
void evolve(State& s, const QuoteAccepted&, const Happening&) {
  s.state = Phase::awaiting_payment_notice;
}
void evolve(State& s, const QuoteDeclined& e, const Happening& h) {
  wait_for_insurer(s, h);
  s.reason = e.reason;
}
void evolve(State& s, const QuoteLapsed&, const Happening& h) { wait_for_insurer(s, h); }

void evolve(State& s, const PaymentNoticeSent& e, const Happening&) {
  s.state = Phase::awaiting_payment;
  s.payment_notice = e.payment_notice;
  s.amount_due = e.amount_due ? e.amount_due : s.premium;
  s.pay_by = e.pay_by;
  s.note = e.note;
}

void evolve(State& s, const PaymentSubmitted& e, const Happening&) {
  s.state = Phase::payment_in_review;
  s.payment_proof = e.payment_proof;
  s.paid_amount = e.paid_amount;
  s.paid_on = e.paid_on;
}

void evolve(State& s, const PaymentApproved& e, const Happening&) {
  s.state = Phase::awaiting_issue;
  s.note = e.note;
}
void evolve(State& s, const PaymentRejected& e, const Happening&) {
  s.state = Phase::awaiting_payment;
  s.reason = e.reason;
}

std::vector<Problem> check(const Quote& c, Date) { return check_terms(c); }

}  // namespace surety::policy
