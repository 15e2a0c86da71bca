// The guarantee in force: receipt, months, adjustments, reminder, expiry, release (HN 2.2.2-3).
#include "tests/engine/kinds/guarantee_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::hainan;
using namespace surety::guarantee;

namespace {

Scenario letter(std::string_view on = "2025-03-01") {
  auto s = guarantee_case();
  s.on(on).given(applied(), issued());
  return s;
}
Scenario account(std::string_view on = "2025-01-25") {
  auto s = guarantee_case();
  s.on(on).given(escrow_registered());
  return s;
}

ReportBalance report(std::string_view of, Money balance = wan(500)) {
  return {month(of), balance, document('s')};
}
BalanceReported reported(const ReportBalance& c, bool late, bool below) {
  return {{c}, late, below};
}

DeadlinePassed passed(std::string deadline, std::string subject, std::string_view from,
                      std::string_view at) {
  return {std::move(deadline), std::move(subject), day(from), Instant::start_of(day(at))};
}

RequestAdjustment request(AdjustmentType type) { return {type, "工程停工", day("2025-03-02")}; }
AdjustmentRequested requested(const RequestAdjustment& c) { return {c}; }
Adjusted adjusted(const RequestAdjustment& c) {
  return {c.type, c.reason, c.effective_on, c.new_valid_until, c.new_amount, std::nullopt};
}

}  // namespace

// proves HN-160
TEST_CASE("guarantee: receipt is confirmed on the tenth day, once, by the contractor alone") {
  letter()
      .on("2025-03-11T23:59:59.999+08:00")
      .as(as_owner)
      .when(ConfirmReceipt{})
      .then_refused(Code::forbidden)
      .as(as_contractor)
      .when(ConfirmReceipt{})
      .then(ReceiptConfirmed{std::nullopt, false, day("2025-03-11")})
      .not_due("receipt-confirmation")
      .then_allows("confirm-receipt", false)
      .when(ConfirmReceipt{})
      .then_refused(Code::not_in_this_state);
}

TEST_CASE("guarantee: nobody confirms: overdue and an alert, closed by the late confirmation") {
  letter()
      .passes("receipt-confirmation")
      .then({"receipt-confirmation-overdue",
             passed("receipt-confirmation", "", "2025-03-01", "2025-03-12")})
      .raised("receipt-confirmation")
      .not_due("receipt-confirmation")
      .on("2025-03-20")
      .as(as_contractor)
      .when(ConfirmReceipt{})
      .then(ReceiptConfirmed{std::nullopt, true, day("2025-03-20")})
      .closed_alert("receipt-confirmation", "confirmed-late");
}

TEST_CASE("guarantee: receipt is a matter of letters") {
  account().as(as_contractor).when(ConfirmReceipt{}).then_refused(Code::not_in_this_state);
}

TEST_CASE("guarantee: a month's balance is reported once, not before it begins or the deposit") {
  account()
      .on("2025-02-10")
      .as(as_owner)
      .when(report("2025-01"))
      .then(reported(report("2025-01"), false, false))
      .not_due("balance-report", "2025-01")
      .due("balance-report", "2025-02", "2025-03-11")
      .when(report("2025-01"))
      .then_refused(Code::month_already_reported, {{"month", "\"2025-01\""}})
      .when(report("2024-12"))
      .then_refused(Code::month_not_due)
      .when(report("2025-03"))
      .then_refused(Code::month_not_due)
      .as(as_contractor)
      .when(report("2025-02"))
      .then_refused(Code::forbidden);
  letter().as(as_owner).when(report("2025-03")).then_refused(Code::not_in_this_state);
}

// proves HN-85
TEST_CASE("guarantee: each unreported month passes once, in order, and is closed by its report") {
  auto e = escrow_registered();
  e.deposited_on = day("2024-01-05");
  guarantee_case()
      .on("2024-01-20")
      .given(e)
      .passes("balance-report", "2024-01")  // T6: month 2024-01, 2024-02-11 00:00
      .then({"balance-report-overdue",
          passed("balance-report", "2024-01", "2024-01-31", "2024-02-11")})
      .raised("balance-report", "2024-01")
      .due("balance-report", "2024-02", "2024-03-11")
      .not_due("balance-report", "2024-01")
      .passes("balance-report", "2024-02")
      .raised("balance-report", "2024-02")
      .passes("balance-report", "2024-03")
      .raised("balance-report", "2024-03")
      .on("2024-04-20")
      .as(as_owner)
      .when(report("2024-01"))
      .then(reported(report("2024-01"), true, false))
      .closed_alert("balance-report", "reported-late")
      .due("balance-report", "2024-04", "2024-05-11");
}

TEST_CASE("guarantee: a month reported ahead of an older one is skipped when its turn comes") {
  account()
      .on("2025-02-05")
      .as(as_owner)
      .when(report("2025-02"))
      .then(reported(report("2025-02"), false, false))
      .due("balance-report", "2025-01", "2025-02-11")
      .due("balance-report", "2025-03", "2025-04-11")
      .when(report("2025-01"))
      .then(reported(report("2025-01"), false, false))
      .not_due("balance-report", "2025-02")
      .due("balance-report", "2025-04", "2025-05-11");
}

TEST_CASE("guarantee: after the end only the months before it are owed") {
  account()
      .on("2025-02-05")
      .given(Released{document('s')})
      .due("balance-report", "2025-01", "2025-02-11")
      .not_due("balance-report", "2025-02")
      .as(as_owner)
      .when(report("2025-02"))
      .then_refused(Code::month_not_due)
      .when(report("2025-01"))
      .then(reported(report("2025-01"), false, false))
      .nothing_due();
}

// proves HN-31
TEST_CASE("guarantee: below the least amount there is one alert until it recovers") {
  account()
      .on("2025-02-05")
      .as(as_owner)
      .when(report("2025-01", wan(499)))
      .then(reported(report("2025-01", wan(499)), false, true))
      .raised("balance-below-minimum")
      .when(report("2025-02", wan(498)))
      .raised_none()
      .as(as_bank)
      .when(RecordAccountMovement{day("2025-02-05"), wan(2), MovementKind::deposit, "S-1",
          wan(500)})
      .then(AccountMovementRecorded{
          {day("2025-02-05"), wan(2), MovementKind::deposit, "S-1", wan(500)}, false})
      .closed_alert("balance-below-minimum", "recovered")
      .when(RecordAccountMovement{day("2025-02-06"), wan(1), MovementKind::withdrawal, "S-2",
          wan(499)})
      .raised("balance-below-minimum");
}

TEST_CASE("guarantee: the bank's movement is idempotent by its serial, and the bank's alone") {
  const RecordAccountMovement movement{day("2025-02-05"), wan(1), MovementKind::deposit, "S-1",
      wan(501)};
  account()
      .as(as_owner)
      .when(movement)
      .then_refused(Code::forbidden)
      .as(account_bank(credit_code(9).value))
      .when(movement)
      .then_refused(Code::forbidden)
      .as(as_bank)
      .when(movement)
      .then(AccountMovementRecorded{movement, false})
      .when(movement)
      .then_nothing();
}

// proves HN-36
TEST_CASE("guarantee: the agreement is signed again before work resumes") {
  account().as(as_owner).when(RenewAgreement{document('n')}).then(AgreementRenewed{document('n')});
  letter().as(as_owner).when(RenewAgreement{document('n')}).then_refused(Code::not_in_this_state);
}

// proves HN-168
TEST_CASE("guarantee: a stoppage leaves ten days for the adjustment") {
  letter("2024-09-01")
      .given(AdjustmentDue{"suspension-2024-09-21", day("2024-09-21")})
      .due("adjustment", "suspension-2024-09-21", "2024-10-02")
      .passes("adjustment", "suspension-2024-09-21")
      .then({"adjustment-overdue",
             passed("adjustment", "suspension-2024-09-21", "2024-09-21", "2024-10-02")})
      .raised("adjustment", "suspension-2024-09-21");
}

TEST_CASE("guarantee: where holidays roll over, National Day moves the adjustment's last day") {
  Rules rules = rulebook("460000").rules;
  rules.roll_over_holidays = true;
  auto s = guarantee_case();
  s.under(rules).on("2024-09-01").given(applied(), issued());
  s.given(AdjustmentDue{"suspension-2024-09-21", day("2024-09-21")})
      .due("adjustment", "suspension-2024-09-21", "2024-10-09");
}

TEST_CASE("guarantee: the request, not its approval, ends the deadline, a rejection reopens none") {
  auto c = request(AdjustmentType::suspend);
  auto e = requested(c);
  e.causes = {{"suspension-2025-03-01"}};
  letter()
      .given(AdjustmentDue{"suspension-2025-03-01", day("2025-03-01")})
      .on("2025-03-12T00:00:00.000+08:00")
      .as(as_owner)
      .when(c)
      .then(e)
      .closed_alert("adjustment", "requested-late")
      .not_due("adjustment")
      .then_allows("request-adjustment", false)
      .when(c)
      .then_refused(Code::not_in_this_state)
      .as(as_contractor)
      .then_allows("approve-adjustment", false)
      .then_allows("reject-adjustment", false)
      .when(RejectAdjustment{"不同意"})
      .then_refused(Code::forbidden)
      .as(as_guarantor)
      .when(RejectAdjustment{"不同意"})
      .then(AdjustmentRejected{"不同意"})
      .then_state("in-force")
      .not_due("adjustment");
}

TEST_CASE("guarantee: a request may answer some causes and leave the others running") {
  auto c = request(AdjustmentType::extend);
  c.new_valid_until = day("2026-12-31");
  c.causes = {{"claim-7"}};
  letter()
      .given(AdjustmentDue{"suspension-2025-03-01", day("2025-03-01")},
             Drawn{"7", wan(50), day("2025-03-01")})
      .on("2025-03-02")
      .as(as_owner)
      .when(c)
      .then(requested(c))
      .due("adjustment", "suspension-2025-03-01", "2025-03-12")
      .not_due("adjustment", "claim-7");
  c.causes = {{"claim-8"}};
  letter().as(as_owner).when(c).then_refused(Code::unknown_reference, {{"cause", "\"claim-8\""}});
}

TEST_CASE("guarantee: presale and fiscal know no adjustment deadline") {
  auto s = guarantee_case();
  s.given(opened<PresaleRegistered>(presale(), wan(500)),
          AdjustmentDue{"suspension-2025-03-01", day("2025-03-01")})
      .not_due("adjustment");
}

// proves HN-169
TEST_CASE("guarantee: adjustments lead to suspended, in force, lapsed, terminated") {
  const auto approve = [](Scenario& s, AdjustmentType type, std::string_view to) {
    const auto c = request(type);
    s.as(as_owner).when(c).then(requested(c));
    s.as(as_guarantor).when(ApproveAdjustment{}).then(adjusted(c)).then_state(to);
  };
  auto s = letter();
  s.as(as_owner).when(request(AdjustmentType::resume)).then_refused(
      Code::not_in_this_state, {{"state", "\"in-force\""}});
  approve(s, AdjustmentType::suspend, "suspended");
  s.due("receipt-confirmation", "", "2025-03-12").due("expiry", "", "2026-03-01");
  s.as(as_owner).when(request(AdjustmentType::suspend)).then_refused(Code::not_in_this_state);
  approve(s, AdjustmentType::resume, "in-force");
  auto lapsing = s;
  approve(lapsing, AdjustmentType::lapse, "lapsed");
  lapsing.nothing_due();
  approve(s, AdjustmentType::terminate, "terminated");
  s.nothing_due().as(as_owner).when(request(AdjustmentType::resume))
      .then_refused(Code::not_in_this_state);
}

// proves HN-169
TEST_CASE("guarantee: an extension moves reminder and expiry on") {
  auto c = request(AdjustmentType::extend);
  letter().as(as_owner).when(c).then_problem("/new_valid_until", "missing");
  c.new_valid_until = day("2026-02-28");
  letter().as(as_owner).when(c)
      .then_refused(Code::invalid_range, {{"valid_until", "\"2026-02-28\""}});
  c.new_valid_until = day("2026-06-30");
  letter()
      .on("2026-02-28")
      .as(as_owner)
      .when(c)
      .then(requested(c))
      .as(as_guarantor)
      .when(ApproveAdjustment{})
      .then(adjusted(c))
      .due("expiry", "", "2026-07-01")
      .due("expiry-reminder", "", "2026-05-31");
}

TEST_CASE("guarantee: a new amount restores what was drawn, and keeps to the least amount") {
  auto c = request(AdjustmentType::amount);
  letter().as(as_owner).when(c).then_problem("/new_amount", "missing");
  c.new_amount = wan(1'612);
  letter().as(as_owner).when(c).then_refused(Code::amount_below_minimum,
                                             {{"least_amount", "1613000000"}});
  c.new_amount = wan(1'663);
  auto e = requested(c);
  e.causes = {{"claim-7"}};
  auto s = letter();
  s.given(Drawn{"7", wan(50), day("2025-03-01")});
  CHECK(s.state<State>().remaining_amount == wan(1'563));
  s.as(as_owner).when(c).then(e).as(as_guarantor).when(ApproveAdjustment{}).then(adjusted(c));
  CHECK(s.state<State>().guaranteed_amount == wan(1'663));
  CHECK(s.state<State>().remaining_amount == wan(1'613));
}

TEST_CASE("guarantee: where there is no guarantor the contractor answers") {
  const auto c = request(AdjustmentType::suspend);
  account()
      .on("2025-01-26")
      .as(as_owner)
      .when(c)
      .then(requested(c))
      .as(as_contractor)
      .when(ApproveAdjustment{})
      .then(adjusted(c))
      .then_state("suspended");
}

TEST_CASE("guarantee: thirty days before the end the parties with a known phone are reminded") {
  auto e = applied();
  e.owner_phone = Phone{"13800138001"};
  auto s = guarantee_case();
  s.on("2025-03-01")
      .given(e, issued())
      .due("expiry-reminder", "", "2026-01-29")
      .passes("expiry-reminder")
      .then(ExpiryReminded{day("2026-02-28")})
      .owes("sms-expiry-owner-2026-02-28")
      .not_due("expiry-reminder");
  CHECK(kind().open_effects({}, &s.state<State>()).size() == 1);
}

TEST_CASE("guarantee: the letter's last day belongs to it: expired at 00:00 of the day after") {
  auto i = issued();
  i.valid_from = day("2023-06-01");
  i.valid_until = day("2024-05-31");
  guarantee_case()
      .on("2024-05-15")
      .given(applied(), i)
      .due("expiry", "", "2024-06-01")
      .passes("expiry")
      .then(Expired{day("2024-05-31")})
      .then_state("expired")
      .nothing_due();
}

// proves HN-119
TEST_CASE("guarantee: escrow is reminded of its end, never expired by it") {
  auto e = escrow_registered();
  e.valid_until = day("2025-12-31");
  guarantee_case().on("2025-01-25").given(e).due("expiry-reminder", "", "2025-12-01")
      .not_due("expiry");
}

// proves HN-37
TEST_CASE("guarantee: release wants the works completed, the plan settled, the certificate") {
  const auto received = [](const char* node, Money amount) {
    return payment_plan::PaymentReceiptConfirmed{{node, amount, day("2025-03-01"), document('v')},
        true};
  };
  letter()
      .as(as_owner)
      .when(Release{document('s')})
      .then_refused(Code::not_settled,
                    {{"missing", R"(["project-completed","plan-settled","certificate"])"}});
  auto s = letter();
  s.given_in("project", "P-1", project::Completed{day("2025-02-01"), {}})
      .given_in("payment-plan", "Z-1", plan_submitted(), received("预付款", wan(6'130)))
      .as(as_owner)
      .when(ConfirmCleared{document('c')})
      .then_refused(Code::forbidden)
      .as(as_contractor)
      .when(ConfirmCleared{document('c')})
      .then(ClearedConfirmed{document('c')})
      .as(as_owner)
      .when(Release{document('s')})
      .then_refused(Code::not_settled, {{"missing", R"(["plan-settled"])"}});
  s.given_in("payment-plan", "Z-1", received("进度款", wan(10'000)))
      .when(Release{document('s')})
      .then(Released{document('s')})
      .then_state("released")
      .nothing_due();
}
