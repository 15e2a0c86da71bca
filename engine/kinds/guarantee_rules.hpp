// Every rule of the guarantee by its signature: the table of contents of guarantee_*.cpp.
#pragma once

#include "engine/kinds/guarantee.hpp"
#include "events/project.hpp"

namespace surety::guarantee {

// guarantee_open.cpp: applications, back-fill, registrations.
Decision decide(const State&, const Apply&, const Context&);
Decision decide(const State&, const Backfill&, const Context&);
Decision decide(const State&, const RegisterEscrow&, const Context&);
Decision decide(const State&, const RegisterPresale&, const Context&);
Decision decide(const State&, const RegisterFiscal&, const Context&);
void evolve(State&, const Applied&, const Happening&);
void evolve(State&, const Backfilled&, const Happening&);
void evolve(State&, const EscrowRegistered&, const Happening&);
void evolve(State&, const PresaleRegistered&, const Happening&);
void evolve(State&, const FiscalRegistered&, const Happening&);
std::vector<Problem> check_contract(const Contract&);
std::vector<Problem> check(const Apply&, Date);
std::vector<Problem> check(const Backfill&, Date);
std::vector<Problem> check(const RegisterEscrow&, Date);
std::vector<Problem> check(const RegisterPresale&, Date);
std::vector<Problem> check(const RegisterFiscal&, Date);

/// What a letter in this state would be refused for: contract, amount, guarantor.
std::optional<Refusal> refuse_contract(const Context&, const Contract&);
std::optional<Refusal> refuse_amount(std::optional<Money> least, Money contract, Money amount);
std::optional<Refusal> refuse_guarantor(const Context&, const CreditCode&, std::string* name);
std::optional<Refusal> refuse_letter_number(const Context&, const CreditCode& guarantor,
                                            const std::string& number);
/// The least amount of a guarantee in that mode, empty where the rulebook enforces none.
std::optional<Money> least_amount(const Context&, Mode, Money contract_amount, bool progressive);

// guarantee_underwrite.cpp: what guarantor, owner and regulator make of an opening.
Decision decide(const State&, const Issue&, const Context&);
Decision decide(const State&, const Return&, const Context&);
Decision decide(const State&, const Resubmit&, const Context&);
Decision decide(const State&, const Withdraw&, const Context&);
Decision decide(const State&, const RecordFiling&, const Context&);
Decision decide(const State&, const Amend&, const Context&);
void evolve(State&, const Issued&, const Happening&);
void evolve(State&, const Returned&, const Happening&);
void evolve(State&, const Resubmitted&, const Happening&);
void evolve(State&, const Withdrawn&, const Happening&);
void evolve(State&, const FilingRecorded&, const Happening&);
void evolve(State&, const Amended&, const Happening&);
std::vector<Problem> check(const Issue&, Date);
std::vector<Problem> check(const Resubmit&, Date);
std::vector<Problem> check(const Amend&, Date);

// guarantee_account.cpp: the account's months and movements, its agreement.
Decision decide(const State&, const ReportBalance&, const Context&);
Decision decide(const State&, const RecordAccountMovement&, const Context&);
Decision decide(const State&, const ConfirmAgreement&, const Context&);
Decision decide(const State&, const RenewAgreement&, const Context&);
void evolve(State&, const BalanceReported&, const Happening&);
void evolve(State&, const AccountMovementRecorded&, const Happening&);
void evolve(State&, const AgreementConfirmed&, const Happening&);
void evolve(State&, const AgreementRenewed&, const Happening&);
void evolve(State&, const DeadlinePassed&, const Happening&);
/// The first month that is to be reported.
Month first_report_month(const State&);
Deadline report_deadline(const Periods&, Month);

// guarantee_adjust.cpp: receipt, adjustments, draws, the end.
Decision decide(const State&, const ConfirmReceipt&, const Context&);
Decision decide(const State&, const RequestAdjustment&, const Context&);
Decision decide(const State&, const ApproveAdjustment&, const Context&);
Decision decide(const State&, const RejectAdjustment&, const Context&);
Decision decide(const State&, const ChangeContract&, const Context&);
Decision decide(const State&, const ConfirmCleared&, const Context&);
Decision decide(const State&, const Release&, const Context&);
void evolve(State&, const ReceiptConfirmed&, const Happening&);
void evolve(State&, const AdjustmentRequested&, const Happening&);
void evolve(State&, const Adjusted&, const Happening&);
void evolve(State&, const AdjustmentRejected&, const Happening&);
void evolve(State&, const AdjustmentDue&, const Happening&);
void evolve(State&, const Drawn&, const Happening&);
void evolve(State&, const ContractChanged&, const Happening&);
void evolve(State&, const ClearedConfirmed&, const Happening&);
void evolve(State&, const Released&, const Happening&);
void evolve(State&, const ExpiryReminded&, const Happening&);
void evolve(State&, const Expired&, const Happening&);
std::vector<Problem> check(const RequestAdjustment&, Date);

// guarantee.cpp
/// What the project shows of the guarantee (HN-25).
void tell_project(Decision&, const std::string& project, const std::string& guarantee,
                  project::GuaranteeStatus);
Parties parties(const CaseHead&, const State&);
Deadline receipt_deadline(const Periods&, const State&);

}  // namespace surety::guarantee
