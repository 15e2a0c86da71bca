// The guarantee's beginnings: application, issue, back-fill, escrow, presale, fiscal (HN 2.2.1).
#include "tests/engine/kinds/guarantee_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::hainan;
using namespace surety::guarantee;


TEST_CASE("guarantee: the owner applies, with the parties of the project and the least amount") {
  guarantee_case()
      .on("2025-03-03")
      .as(as_owner)
      .when(application())
      .then(applied())
      .then_state("in-underwriting")
      .then_allows("withdraw")
      .then_allows("issue", false)
      .due("application-review", "", "2025-03-11");
}

// proves HN-24
TEST_CASE("guarantee: only the owner of the project applies") {
  guarantee_case().as(as_contractor).when(application()).then_refused(Code::forbidden);
  guarantee_case().as(owner(credit_code(9).value)).when(application())
      .then_refused(Code::forbidden);
}

TEST_CASE("guarantee: there must be a project, and it must not be over") {
  Scenario(kind(), "G-1", "P-9").as(as_owner).when(application())
      .then_refused(Code::unknown_reference);
  guarantee_case()
      .given_in("project", "P-1", project::Completed{day("2025-02-01"), {}})
      .as(as_owner)
      .when(application())
      .then_refused(Code::project_not_active, {{"state", "\"completed\""}});
  guarantee_case()
      .given_in("project", "P-1", project::Suspended{day("2025-02-01"), {}})
      .as(as_owner)
      .when(application())
      .then(applied());
}

// proves HN-64
TEST_CASE("guarantee: owner and contractor differ") {
  auto same = project_registered();
  same.contractor = PartyCode{the_owner};
  Scenario(kind(), "G-1", "P-1")
      .given_in("project", "P-1", same)
      .as(as_owner)
      .when(application())
      .then_refused(Code::owner_is_contractor);
}

TEST_CASE("guarantee: less than the least amount is refused, with the least amount told") {
  guarantee_case()
      .as(as_owner)
      .when(application(wan(16'130), Money{wan(1'613).fen - 1}))
      .then_refused(Code::amount_below_minimum, {{"least_amount", "1613000000"}});
}

// proves HN-32
TEST_CASE("guarantee: 1001万 progressive needs 100.05万, and amounts are compared, not ratios") {
  auto c = application(wan(1'001), yuan(1'000'500));
  c.progressive_agreed = true;
  guarantee_case().as(as_owner).when(c).then_refused(Code::agreement_required);
  c.agreement = document('a');
  auto e = opened<Applied>(c, yuan(1'000'500));
  guarantee_case().as(as_owner).when(c).then(e);
  c.guaranteed_amount = yuan(1'000'499);
  guarantee_case().as(as_owner).when(c).then_refused(Code::amount_below_minimum,
                                                     {{"least_amount", "100050000"}});
}

TEST_CASE("guarantee: two fields against each other are told before anything is decided") {
  guarantee_case()
      .as(as_owner)
      .when(application(wan(100), wan(101)))
      .then_problem("/guaranteed_amount", "invalid-range");
  auto c = application();
  c.start = day("2025-05-01");
  c.finish = day("2025-04-30");
  guarantee_case().as(as_owner).when(c).then_problem("/finish", "invalid-range");
  auto i = issue();
  i.valid_until = i.valid_from;
  guarantee_case().given(applied()).as(as_guarantor).when(i)
      .then_problem("/valid_until", "invalid-range");
}

// proves HN-22, HN-51
TEST_CASE("guarantee: only a listed guarantor can be named") {
  auto c = application();
  c.guarantor = credit_code(8);
  guarantee_case().as(as_owner).when(c).then_refused(Code::guarantor_not_listed);
  guarantee_case()
      .fact("guarantor", credit_code(8).value, guarantor_filed(credit_code(8)))
      .as(as_owner)
      .when(c)
      .then_refused(Code::guarantor_not_listed);
}

TEST_CASE("guarantee: a suspended guarantor issues no new letter, the old go on") {
  guarantee_case()
      .given(applied())
      .fact("guarantor", the_guarantor.value, guarantor::Suspended{})
      .as(as_guarantor)
      .when(issue())
      .then_refused(Code::guarantor_not_listed);
  guarantee_case()
      .given(applied(), issued())
      .fact("guarantor", the_guarantor.value, guarantor::Suspended{})
      .as(as_contractor)
      .when(ConfirmReceipt{})
      .then(ReceiptConfirmed{std::nullopt, false, day("2025-03-01")});
}

TEST_CASE("guarantee: all of one contract number name the same amount, save where it has none") {
  auto first = applied();
  auto other = application(wan(10'000), wan(1'000));
  guarantee_case()
      .given_in("guarantee", "G-0", first)
      .as(as_owner)
      .when(other)
      .then_refused(Code::contract_amount_differs, {{"contract_amount", "16130000000"}});
  guarantee_case()
      .given_in("guarantee", "G-0", first, Withdrawn{})
      .as(as_owner)
      .when(other)
      .then(opened<Applied>(other, wan(1'000)));
  first.contract_number = other.contract_number = "无";
  guarantee_case()
      .given_in("guarantee", "G-0", first)
      .as(as_owner)
      .when(other)
      .then(opened<Applied>(other, wan(1'000)));
}

TEST_CASE("guarantee: the guarantor issues, the contractor has ten days to confirm") {
  Issued e = issued();
  e.issued_at = moment("2024-07-05T15:00:00.000+08:00");
  guarantee_case()
      .on("2024-07-05")
      .given(applied())
      .on("2024-07-05T15:00:00.000+08:00")
      .as(as_guarantor)
      .when(issue())
      .then(e)
      .then_state("in-force")
      .due("receipt-confirmation", "", "2024-07-16")
      .not_due("application-review");
}

TEST_CASE("guarantee: worked dates of the receipt: leap year, common year, the last millisecond") {
  const auto confirm_by = [](std::string_view issued_at, std::string_view passes_at) {
    guarantee_case().on(issued_at).given(applied(), issued())
        .due("receipt-confirmation", "", passes_at);
  };
  confirm_by("2024-05-15T13:52:26.000+08:00", "2024-05-26");
  confirm_by("2024-02-20", "2024-03-02");
  confirm_by("2023-02-20", "2023-03-03");
  confirm_by("2024-07-05T23:59:59.999+08:00", "2024-07-16");
  confirm_by("2024-07-06T00:00:00.000+08:00", "2024-07-17");
}

TEST_CASE("guarantee: only an import's own time of issue is believed") {
  auto i = issue();
  i.issued_at = moment("2024-05-15T13:52:26.000+08:00");
  Issued e = issued();
  e.issued_at = i.issued_at;
  guarantee_case().given(applied()).historical().as(as_guarantor).when(i).then(e);
  e.issued_at = moment("2025-03-01");
  guarantee_case().given(applied()).as(as_guarantor).when(i).then(e);
}

TEST_CASE("guarantee: what is issued is neither below the least amount nor above the contract") {
  auto i = issue();
  i.guaranteed_amount = wan(1'612);
  guarantee_case().given(applied()).as(as_guarantor).when(i).then_refused(
      Code::amount_below_minimum, {{"least_amount", "1613000000"}});
  i.guaranteed_amount = wan(16'131);
  guarantee_case().given(applied()).as(as_guarantor).when(i).then_refused(
      Code::amount_above_contract, {{"contract_amount", "16130000000"}});
}

TEST_CASE("guarantee: a letter's number is unique at its guarantor") {
  guarantee_case()
      .given_in("guarantee", "G-0", applied(), issued())
      .given(applied())
      .as(as_guarantor)
      .when(issue())
      .then_refused(Code::letter_number_taken, {{"letter_number", "\"10240515000288\""}});
}

TEST_CASE("guarantee: returned with a reason, sent again as changed, or taken back") {
  guarantee_case()
      .given(applied())
      .as(as_owner)
      .when(Return{"材料不全"})
      .then_refused(Code::forbidden)
      .as(as_guarantor)
      .when(Return{"材料不全"})
      .then(Returned{"材料不全"})
      .then_state("returned")
      .not_due("application-review")
      .when(issue())
      .then_refused(Code::not_in_this_state, {{"state", "\"returned\""}});

  Resubmit change;
  change.guaranteed_amount = wan(1'700);
  Resubmitted e{change};
  e.guarantor_name = "海南担保有限公司";
  e.least_amount = wan(1'613);
  auto s = guarantee_case()
               .given(applied(), Returned{"材料不全"})
               .on("2025-03-10")
               .as(as_owner)
               .when(change)
               .then(e)
               .then_state("in-underwriting")
               .due("application-review", "", "2025-03-18");
  CHECK(s.state<State>().guaranteed_amount == wan(1'700));
  CHECK(s.state<State>().contract_number == "HT-1");
  s.when(Withdraw{"不再需要"}).then(Withdrawn{"不再需要"}).then_state("withdrawn").nothing_due();
}

TEST_CASE("guarantee: a resubmission is judged as an application") {
  Resubmit c;
  c.guaranteed_amount = wan(1);
  guarantee_case().given(applied(), Returned{"x"}).as(as_owner).when(c).then_refused(
      Code::amount_below_minimum, {{"least_amount", "1613000000"}});
  c = {};
  c.progressive_agreed = true;
  guarantee_case().given(applied(), Returned{"x"}).as(as_owner).when(c).then_refused(
      Code::agreement_required);
  c = {};
  c.guarantor = credit_code(8);
  guarantee_case().given(applied(), Returned{"x"}).as(as_owner).when(c).then_refused(
      Code::guarantor_not_listed);
}

TEST_CASE("guarantee: nobody reviews for five working days: review overdue, and an alert") {
  guarantee_case()
      .on("2025-03-03")
      .given(applied())
      .passes("application-review")
      .then({"review-overdue", DeadlinePassed{"application-review", "", day("2025-03-03"),
                                              moment("2025-03-11T00:00:00.000+08:00")}})
      .raised("application-review")
      .nothing_due()
      .on("2025-03-12")
      .as(as_guarantor)
      .when(Return{"材料不全"})
      .closed_alert("application-review", "reviewed-late");
}

TEST_CASE("guarantee: back-fill in time, and receipt counted from its record") {
  const auto c = backfill("2024-08-01");
  guarantee_case()
      .on("2024-08-31")
      .as(as_owner)
      .when(c)
      .then(opened<Backfilled>(c, wan(1'613)))
      .raised_none()
      .then_state("in-force")
      .due("receipt-confirmation", "", "2024-09-11");
}

// proves HN-41
TEST_CASE("guarantee: a back-fill on the thirty-first day is late, and told") {
  const auto c = backfill("2024-08-01");
  auto e = opened<Backfilled>(c, wan(1'613));
  e.late = true;
  auto s = guarantee_case().on("2024-09-01T00:00:00.000+08:00").as(as_owner).when(c).then(e)
      .raised("backfill");
  CHECK(s.state<State>().late);
}

// proves HN-40, HN-44
TEST_CASE("guarantee: the back-fill window begins on 2024-07-01") {
  guarantee_case().on("2024-07-02").as(as_owner).when(backfill("2024-06-30")).then_refused(
      Code::backfill_outside_window, {{"backfill_from", "\"2024-07-01\""}});
  const auto first = backfill("2024-07-01");
  guarantee_case().on("2024-07-02").as(as_owner).when(first).then(
      opened<Backfilled>(first, wan(1'613)));
}

// proves HN-40, HN-44
TEST_CASE("guarantee: a regulator may turn the window round") {
  Rules rules = rulebook("460000").rules;
  rules.backfill_from.reset();
  rules.backfill_until = day("2024-06-30");
  guarantee_case().under(rules).on("2024-07-02").as(as_owner).when(backfill("2024-07-01"))
      .then_refused(
      Code::backfill_outside_window, {{"backfill_until", "\"2024-06-30\""}});
  const auto last = backfill("2024-06-30");
  guarantee_case().under(rules).on("2024-07-30").as(as_owner).when(last).then(
      opened<Backfilled>(last, wan(1'613)));
}

TEST_CASE("guarantee: escrow is in force at once, its first month is that of the deposit") {
  guarantee_case()
      .on("2025-01-25")
      .as(as_owner)
      .when(escrow())
      .then(escrow_registered())
      .raised_none()
      .then_state("in-force")
      .not_due("receipt-confirmation")
      .not_due("expiry")
      .due("balance-report", "2025-01", "2025-02-11");
  auto c = escrow();
  c.amount = Money{wan(500).fen - 1};
  guarantee_case().on("2025-01-25").as(as_owner).when(c).then_refused(
      Code::amount_below_minimum, {{"least_amount", "500000000"}});
  c = escrow();
  c.valid_from = day("2025-01-19");
  guarantee_case().as(as_owner).when(c).then_problem("/valid_from", "invalid-range");
}

TEST_CASE("guarantee: one account is under one guarantee in force") {
  auto c = escrow();
  guarantee_case()
      .given_in("guarantee", "G-0", escrow_registered())
      .as(as_owner)
      .when(c)
      .then_refused(Code::account_number_in_use);
  guarantee_case()
      .fact("guarantee", "G-far", escrow_registered())
      .as(as_owner)
      .when(c)
      .then_refused(Code::account_number_in_use);
  guarantee_case()
      .given_in("guarantee", "G-0", escrow_registered(), Released{document('s')})
      .as(as_owner)
      .when(c)
      .then(escrow_registered());
}

TEST_CASE("guarantee: presale reports from the month of its registration") {
  const auto c = presale();
  guarantee_case()
      .on("2025-03-31")
      .as(as_owner)
      .when(c)
      .then(opened<PresaleRegistered>(c, wan(500)))
      .then_state("in-force")
      .due("balance-report", "2025-03", "2025-04-11");
}

// proves HN-29, HN-83
TEST_CASE("guarantee: an agreement that comes after the permit is told") {
  auto c = escrow();
  c.permit_issued_on = day("2025-01-10");
  guarantee_case().on("2025-01-25").as(as_owner).when(c).raised("agreement-before-permit");
  c.permit_issued_on = day("2025-01-25");
  guarantee_case().on("2025-01-25").as(as_owner).when(c).raised_none();
}

// proves HN-80
TEST_CASE("guarantee: a letter without a number gets one of the platform, of the day, free") {
  auto c = issue();
  c.letter_number.reset();
  auto s = guarantee_case();
  s.given(applied()).on("2025-03-01").as(as_guarantor).when(c).then_state("in-force");
  const auto number = s.state<State>().letter_number.value();
  CHECK(number.size() == 14);
  CHECK(number.starts_with("10250301"));
  CHECK(s.state<State>().platform_number);
  CHECK(kind().unique(&s.state<State>()).size() == 2);

  auto again = guarantee_case();
  auto held = issued();
  held.letter_number = number;
  held.platform_number = true;
  again.fact("guarantee", "G-9", applied(), held);
  again.given(applied()).on("2025-03-01").as(as_guarantor).when(c).then_state("in-force");
  CHECK(again.state<State>().letter_number.value() > number);
}
