// The guarantee's table: who may do what in which state, what it owes until when, and to whom.
#include <algorithm>

#include "engine/alerts.hpp"
#include "engine/kinds/guarantee_rules.hpp"
#include "engine/disclosure.hpp"
#include "engine/kind_table.hpp"
#include "engine/message_receipt.hpp"

namespace surety::guarantee {

void tell_project(Decision& d, const std::string& project, const std::string& guarantee,
                  project::GuaranteeStatus status) {
  d.also("project", project, project::GuaranteeChanged{guarantee, status});
}

Parties parties(const CaseHead& head, const State& s) {
  Parties p;
  p.owner = s.owner.value;
  p.contractor = s.contractor.value;
  if (s.guarantor) p.guarantor = s.guarantor->value;
  if (s.bank_credit_code) p.bank = s.bank_credit_code->value;
  p.region = s.region_code.value;
  p.jurisdiction = head.jurisdiction;
  return p;
}

Deadline receipt_deadline(const Periods& p, const State& s) {
  return p.days("receipt-confirmation", *s.recorded_on, p.rules().receipt_confirmation_days,
                "receipt_confirmation_days");
}

namespace {

/// The oldest month that waits and the one after it; later ones open as these end, so that each
/// passes once and the list stays short. None for the month of the end or after.
void add_reports(std::vector<Deadline>& open, const State& s, const Periods& p) {
  if (!s.has_account() || !s.next_report_month) return;
  Month month = *s.next_report_month;
  for (int shown = 0; shown < 2; month = month.next()) {
    if (s.ended_at && Month::of(s.ended_at->date()) <= month) return;
    const bool reported = std::any_of(s.balance_reports.begin(), s.balance_reports.end(),
                                      [&](const MonthReport& r) { return r.month == month; });
    if (reported) continue;
    open.push_back(report_deadline(p, month));
    ++shown;
  }
}

void add_adjustments(std::vector<Deadline>& open, const State& s, const Periods& p) {
  if (s.mode != Mode::letter && s.mode != Mode::escrow) return;
  for (const auto& c : s.causes)
    if (!c.requested_on)
      open.push_back(p.days("adjustment", c.occurred_on, p.rules().adjustment_days,
                            "adjustment_days", c.cause));
}

bool agreed(const State& s) { return s.agreement || !s.documents.empty(); }

std::vector<Deadline> open_deadlines(const State& s, const Periods& p) {
  std::vector<Deadline> open;
  if (s.state == Phase::in_underwriting)
    open.push_back(p.working_days("application-review", *s.applied_on, p.rules().review_days,
                                  "review_days"));
  const bool stands = s.lives() || s.state == Phase::registered;
  if (stands && s.mode != Mode::letter && s.permit_issued_on && !agreed(s))
    open.push_back(p.at_once("agreement-before-permit", *s.permit_issued_on));
  add_reports(open, s, p);
  if (!s.lives()) return open;
  if (s.mode == Mode::letter && s.recorded_on && !s.receipt_confirmed_at)
    open.push_back(receipt_deadline(p, s));
  add_adjustments(open, s, p);
  if (s.valid_until && s.reminded_of != s.valid_until)
    open.push_back(p.before("expiry-reminder", *s.valid_until, p.rules().expiry_reminder_days,
                            "expiry_reminder_days"));
  if (s.valid_until && s.mode == Mode::letter)
    open.push_back(p.until("expiry", *s.valid_until, *s.valid_until));
  return open;
}

Decision remind(const State& s, const Deadline&, const Context&) {
  return happened(ExpiryReminded{*s.valid_until});
}
Decision expire(const State& s, const Deadline&, const Context& ctx) {
  Decision d = happened(Expired{*s.valid_until});
  tell_project(d, s.project, ctx.head.id, project::GuaranteeStatus::missing);
  return d;
}

// The table of domain.md §4 gives this event a name of its own.
Decision review_overdue(const State& s, const Deadline& due, const Context& ctx) {
  Decision d;
  d.named("review-overdue",
          DeadlinePassed{due.name, due.subject, due.started_on, due.passes_at});
  raise_alert(d, ctx, parties(ctx.head, s), s.project, due.name, due.subject, due.passes_at);
  return d;
}

/// A message about the end to the representatives of both parties, where their phones are known.
std::vector<Effect> open_effects(const CaseHead& head, const State& s) {
  std::vector<Effect> owed;
  if (!s.reminded_of) return owed;
  const auto tell = [&](const std::string& whom, const std::optional<Phone>& phone) {
    if (!phone) return;
    Effect e;
    e.name = "sms-expiry-" + whom + "-" + s.reminded_of->text();
    const auto& ended = head.effects_ended;
    if (std::find(ended.begin(), ended.end(), e.name) != ended.end()) return;
    e.channel = Effect::Channel::sms;
    e.to = phone->value;
    e.body = "工程“" + s.project_name + "”的工程款支付担保（" +
             s.letter_number.value_or(s.contract_number) + "）将于" + s.reminded_of->text() +
             "到期，请及时办理。";
    owed.push_back(std::move(e));
  };
  tell("owner", s.owner_phone);
  tell("contractor", s.contractor_phone);
  return owed;
}

/// What no second guarantee may hold: an account while in force, a letter's number.
std::vector<std::pair<std::string, std::string>> unique(const State& s) {
  std::vector<std::pair<std::string, std::string>> held;
  if (s.lives() && s.account_number) held.emplace_back("account-number", s.account_number->value);
  if (s.letter_number && s.guarantor)
    held.emplace_back("letter-number", s.guarantor->value + "/" + *s.letter_number);
  if (s.platform_number) held.emplace_back("platform-letter-number", *s.letter_number);
  return held;
}

bool is_letter(const State& s) { return s.mode == Mode::letter; }
bool has_account(const State& s) { return s.has_account(); }
bool waits(const State& s) { return s.adjustment.has_value(); }

template <class C>
std::vector<Problem> checked(const C& c, Date today) {
  return check(c, today);
}
template <class C>
std::string project_of(const C& c) {
  return c.project;
}

void add_openings(KindOf<State>& k) {
  const Whose owner = by(Who::owner);
  k.opens<Apply>({"申请担保", "Apply"}, owner, project_of<Apply>).check<Apply>(checked);
  k.opens<Backfill>({"补录", "Back-fill"}, owner, project_of<Backfill>).check<Backfill>(checked);
  k.opens<RegisterEscrow>({"登记共管资金", "Register escrow"}, owner, project_of<RegisterEscrow>)
      .check<RegisterEscrow>(checked);
  k.opens<RegisterPresale>({"登记预售资金", "Register presale"}, owner, project_of<RegisterPresale>)
      .check<RegisterPresale>(checked);
  k.opens<RegisterFiscal>({"登记政府财政投资", "Register fiscal"}, owner,
                          project_of<RegisterFiscal>)
      .check<RegisterFiscal>(checked);
}

void add_commands(KindOf<State>& k) {
  const Whose owner = by(Who::owner);
  const Whose answerer = by(Who::guarantor, Who::contractor_alone);
  const auto living = in(Phase::in_force, Phase::suspended);
  const auto ever = in(Phase::in_force, Phase::suspended, Phase::terminated, Phase::lapsed,
                       Phase::released);
  k.command<Disclose>({"查看完整信息", "Disclose"},
                      by(Who::owner, Who::contractor, Who::guarantor, Who::bank, Who::regulator),
                      in_any());
  k.erasable(by(Who::regulator), in(Phase::withdrawn, Phase::terminated, Phase::lapsed,
                                    Phase::released, Phase::expired));
  k.command<RecordMessageReceipt>({"登记短信回执", "Record a message's receipt"}, by(Who::engine),
                                  in_any());
  k.command<Issue>({"出函", "Issue"}, by(Who::guarantor), in(Phase::in_underwriting))
      .check<Issue>(checked);
  k.command<Return>({"退回", "Return"}, by(Who::guarantor), in(Phase::in_underwriting));
  k.command<Resubmit>({"重新提交", "Resubmit"}, owner, in(Phase::returned)).check<Resubmit>(checked);
  k.command<Withdraw>({"撤回", "Withdraw"}, owner, in(Phase::in_underwriting, Phase::returned));
  k.command<RecordFiling>({"备案", "File"}, by(Who::regulator), in(Phase::registered));
  k.command<Amend>({"编辑", "Amend"}, owner, in(Phase::registered)).check<Amend>(checked);
  k.command<ReportBalance>({"报送余额", "Report balance"}, owner, ever).when(has_account);
  k.command<RecordAccountMovement>({"登记账户变动", "Record movement"}, by(Who::bank), living)
      .when(has_account);
  k.command<ConfirmReceipt>({"确认收函", "Confirm receipt"}, by(Who::contractor), living)
      .when([](const State& s) { return is_letter(s) && !s.receipt_confirmed_at; });
  k.command<RequestAdjustment>({"申请变更", "Request adjustment"}, owner, living)
      .check<RequestAdjustment>(checked)
      .when([](const State& s) { return !waits(s); });
  k.command<ApproveAdjustment>({"同意变更", "Approve adjustment"}, answerer, living).when(waits);
  k.command<RejectAdjustment>({"驳回变更", "Reject adjustment"}, answerer, living).when(waits);
  k.command<ConfirmCleared>({"确认结清", "Confirm cleared"}, by(Who::contractor), living)
      .when([](const State& s) { return !s.certificate; });
  k.command<Release>({"解除担保", "Release"}, owner, living);
  k.command<ChangeContract>({"合同变更", "Change the contract"}, owner, living);
  k.command<ConfirmAgreement>({"确认协议", "Confirm the agreement"}, by(Who::bank), living)
      .when([](const State& s) { return s.awaits_bank; });
  k.command<RenewAgreement>({"重签协议", "Renew agreement"}, owner, living).when(has_account);
}

void add_events(KindOf<State>& k) {
  k.event<Disclosed>().event<MessageReceiptRecorded>();
  k.event<Applied>().event<Backfilled>().event<EscrowRegistered>().event<PresaleRegistered>();
  k.event<FiscalRegistered>().event<Issued>().event<Returned>().event<Resubmitted>();
  k.event<Withdrawn>().event<FilingRecorded>().event<Amended>().event<BalanceReported>();
  k.event<AccountMovementRecorded>().event<AgreementConfirmed>().event<AgreementRenewed>();
  k.event<ReceiptConfirmed>().formerly<ReceiptConfirmedV1>(
      [](const ReceiptConfirmedV1& e, const Happening& h) {
        return ReceiptConfirmed{e.remarks, e.late, h.recorded_at.date()};
      });
  k.event<ContractChanged>();
  k.event<AdjustmentRequested>().event<Adjusted>().event<AdjustmentRejected>();
  k.event<AdjustmentDue>().event<Drawn>().event<ClearedConfirmed>().event<Released>();
  k.event<ExpiryReminded>().event<Expired>();
}

void add_deadlines(KindOf<State>& k) {
  using Pass = std::function<Decision(const State&, const Deadline&, const Context&)>;
  const Label review{"申请审核", "Review of the application"};
  k.event<DeadlinePassed>("review-overdue", review).deadline("application-review", review,
                                                             Pass(review_overdue));
  k.deadline("receipt-confirmation", {"收函确认", "Confirmation of receipt"}, true);
  k.deadline("adjustment", {"担保变更", "Adjustment"}, true);
  k.deadline("balance-report", {"余额报送", "Monthly balance report"}, true);
  k.deadline("agreement-before-permit", {"许可前签订协议", "Agreement before the permit"}, true);
  k.deadline("expiry-reminder", {"到期提醒", "Reminder of the end"}, Pass(remind));
  k.deadline("expiry", {"到期", "End"}, Pass(expire));
}

}  // namespace

const Kind& kind() {
  static const Kind kind = [] {
    KindOf<State> k("guarantee", "guarantees", {"工程款支付担保", "Payment guarantee"});
    add_openings(k);
    add_commands(k);
    add_events(k);
    add_deadlines(k);
    return k.parties(parties)
        .open_deadlines(open_deadlines)
        .open_effects(open_effects)
        .unique(unique)
        .project([](const State& s) { return s.project; })
        .done();
  }();
  return kind;
}

}  // namespace surety::guarantee
