// Every rule of the policy by its signature: the table of contents of policy_*.cpp.
#pragma once

#include "engine/kinds/policy.hpp"
#include "engine/partial.hpp"
#include "events/project.hpp"

namespace surety::policy {

// policy_open.cpp: application, offline order, upload; return and resubmission.
Decision decide(const State&, const Apply&, const Context&);
Decision decide(const State&, const RecordOffline&, const Context&);
Decision decide(const State&, const Upload&, const Context&);
Decision decide(const State&, const Return&, const Context&);
Decision decide(const State&, const Resubmit&, const Context&);
Decision decide(const State&, const Withdraw&, const Context&);
void evolve(State&, const Applied&, const Happening&);
void evolve(State&, const OfflineOrderRecorded&, const Happening&);
void evolve(State&, const Uploaded&, const Happening&);
void evolve(State&, const Returned&, const Happening&);
void evolve(State&, const Resubmitted&, const Happening&);
void evolve(State&, const Withdrawn&, const Happening&);
std::vector<Problem> check(const Apply&, Date);
std::vector<Problem> check(const RecordOffline&, Date);
std::vector<Problem> check(const Upload&, Date);
std::vector<Problem> check(const Resubmit&, Date);

// policy_review.cpp: the reviewer's checklist.
/// How the order stands to each point; after every event that changes what is looked at.
void review(State&, const Rules&);
/// A hard point fails: it cannot be agreed to, nor issued.
std::optional<Refusal> refuse_review(const State&);

// policy_quote.cpp: agreement, quotation, payment.
Decision decide(const State&, const Approve&, const Context&);
Decision decide(const State&, const Quote&, const Context&);
Decision decide(const State&, const WithdrawQuote&, const Context&);
Decision decide(const State&, const AcceptQuote&, const Context&);
Decision decide(const State&, const DeclineQuote&, const Context&);
Decision decide(const State&, const SendPaymentNotice&, const Context&);
Decision decide(const State&, const SubmitPayment&, const Context&);
Decision decide(const State&, const ApprovePayment&, const Context&);
Decision decide(const State&, const RejectPayment&, const Context&);
void evolve(State&, const Approved&, const Happening&);
void evolve(State&, const Quoted&, const Happening&);
void evolve(State&, const QuoteWithdrawn&, const Happening&);
void evolve(State&, const QuoteAccepted&, const Happening&);
void evolve(State&, const QuoteDeclined&, const Happening&);
void evolve(State&, const QuoteLapsed&, const Happening&);
void evolve(State&, const PaymentNoticeSent&, const Happening&);
void evolve(State&, const PaymentSubmitted&, const Happening&);
void evolve(State&, const PaymentApproved&, const Happening&);
void evolve(State&, const PaymentRejected&, const Happening&);
std::vector<Problem> check(const Quote&, Date);

// policy_issue.cpp: issue, endorsement, the end.
Decision decide(const State&, const Issue&, const Context&);
Decision decide(const State&, const Endorse&, const Context&);
Decision decide(const State&, const NoteProjectChange&, const Context&);
Decision decide(const State&, const Cancel&, const Context&);
Decision remind(const State&, const Deadline&, const Context&);
Decision expire(const State&, const Deadline&, const Context&);
void evolve(State&, const Issued&, const Happening&);
void evolve(State&, const Endorsed&, const Happening&);
void evolve(State&, const ProjectChanged&, const Happening&);
void evolve(State&, const ProjectChangeNoted&, const Happening&);
void evolve(State&, const Cancelled&, const Happening&);
void evolve(State&, const ExpiryReminded&, const Happening&);
void evolve(State&, const Expired&, const Happening&);
std::vector<Problem> check(const Issue&, Date);
std::vector<Problem> check(const Endorse&, Date);

// policy_service.cpp: the service provider, the fees' ledger.
Decision decide(const State&, const AssignServiceProvider&, const Context&);
Decision decide(const State&, const RecordServiceFee&, const Context&);
Decision decide(const State&, const ReverseServiceFee&, const Context&);
void evolve(State&, const ServiceProviderAssigned&, const Happening&);
void evolve(State&, const ServiceStatusChanged&, const Happening&);
void evolve(State&, const ServicesCounted&, const Happening&);
void evolve(State&, const ServiceFeeRecorded&, const Happening&);
void evolve(State&, const ServiceFeeReversed&, const Happening&);

/// An active organisation of that kind, else a refusal that names the field.
std::optional<Refusal> refuse_organisation(const Context&, const CreditCode&,
                                           std::string_view kind, std::string_view field);
/// The number must be free with the insurer.
std::optional<Refusal> refuse_number(const Context&, const CreditCode& insurer,
                                     const std::string& number);
/// One of the rulebook's plans, where it names any.
std::optional<Refusal> refuse_plan(const Context&, const std::optional<std::string>& plan);
/// What goes beyond what: one accident beyond all, the fee beyond the premium, the end before the
/// start. The field that does.
template <class Terms>
std::vector<Problem> check_terms(const Terms& t) {
  std::vector<Problem> problems;
  const auto beyond = [&](const auto& less, const auto& more, const char* path) {
    const std::optional a(less), b(more);
    if (a && b && *b < *a) problems.push_back({path, name_of(Code::invalid_range)});
  };
  beyond(t.per_accident_limit, t.aggregate_limit, "/per_accident_limit");
  beyond(t.accident_prevention_fee, t.premium, "/accident_prevention_fee");
  const std::optional from(t.valid_from), until(t.valid_until);
  if (from && until && *until <= *from)
    problems.push_back({"/valid_until", name_of(Code::invalid_range)});
  return problems;
}
/// What the project shows of the policy.
/// What is left of the fee that was agreed.
void reckon_fees(State&);
void tell_project(Decision&, const std::string& project, const std::string& policy,
                  project::InsuranceStatus, std::optional<Date> from = {},
                  std::optional<Date> until = {});
/// The insurer has answered: an alert about the review ends.
void close_review(Decision&, const Context&, std::string_view outcome = "reviewed-late");

// policy.cpp
Parties parties(const CaseHead&, const State&);

}  // namespace surety::policy
