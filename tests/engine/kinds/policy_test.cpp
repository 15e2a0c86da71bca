// The order: application, review, quotation, payment, issue (HLJ 3–4, QZI 3.1).
#include "engine/authorisation.hpp"
#include "tests/engine/kinds/insurance_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::insurance;
using namespace surety::policy;
using project::InsuranceStatus;

namespace {

project::InsuranceChanged told(InsuranceStatus status) { return {"B-1", status, {}, {}}; }

Quote quote() {
  Quote c;
  c.premium = yuan(333);
  c.aggregate_limit = wan(500);
  c.per_accident_limit = wan(200);
  c.per_person_death_limit = wan(80);
  c.per_person_medical_limit = wan(8);
  return c;
}
Scenario quoted() {
  auto s = policy_case("350500");
  s.given(site_applied(), Quoted{quote()});
  return s;
}
SubmitPayment payment() { return {document('p'), yuan(333), day("2025-03-02")}; }

RecordOffline offline() {
  RecordOffline c;
  c.project = "P-1";
  c.policyholder = the_contractor;
  c.contact_phone = Phone{"13314518976"};
  return c;
}
Upload upload() {
  return {"P-1", {}, the_insurer, "PDAA-9", day("2025-01-01"), day("2025-12-31"), document('6')};
}

}  // namespace

TEST_CASE("policy: the contractor applies, the insurer agrees and issues") {
  auto s = policy_case();
  s.as(as_contractor)
      .when(application())
      .then(applied())
      .and_in("project", "P-1", told(InsuranceStatus::in_review))
      .then_state("in-review")
      .as(as_insurer)
      .when(Approve{})
      .then(Approved{})
      .then_state("awaiting-issue")
      .when(issue())
      .then(issued())
      .and_in("project", "P-1", insured())
      .then_state("in-force")
      .owes("sms-issued");
  CHECK(s.state<State>().insurance_type == InsuranceType::online);
}

TEST_CASE("policy: an application that cannot be") {
  auto c = application();
  c.agreement_accepted = false;
  policy_case().as(as_contractor).when(c).then_problem("/agreement_accepted", "not-accepted");
  c = application();
  c.project.reset();
  policy_case().as(as_contractor).when(c).then_problem("/project", "missing");
  c = application();
  c.signed_agreement.reset();
  policy_case().as(as_contractor).when(c).then_refused(Code::required_by_rulebook);
  c = application();
  c.insurer = other_insurer;
  policy_case().as(as_contractor).when(c).then_refused(Code::not_linked);
  c.insurer = the_provider;
  policy_case().as(as_contractor).when(c).then_refused(Code::unknown_reference,
                                                        {{"field", "\"insurer\""}});
  c = application();
  c.plan = "Z";
  policy_case().as(as_contractor).when(c).then_refused(Code::unknown_plan);
  policy_case().as(as_insurer).when(application()).then_refused(Code::forbidden);
  auto s = policy_case();
  s.given_in("project", "P-1", project::Completed{day("2025-03-01"), {}});
  s.as(as_contractor).when(application()).then_refused(Code::project_not_active);
}

TEST_CASE("policy: an enterprise without its particulars completes them first") {
  enterprise::Enrolled e;
  e.credit_code = the_contractor;
  e.name = "哈尔滨海硕科技开发有限公司";
  auto s = policy_case();
  s.fact("enterprise", the_contractor.value, e);
  s.as(as_contractor).when(application()).then_refused(Code::enterprise_incomplete);
}

// proves HLJ-54, HLJ-68
TEST_CASE("policy: returned with a reason, mended and handed in again") {
  Resubmit mended;
  mended.plan = "A";
  mended.contact_name = "李四";
  auto s = policy_case();
  s.given(applied())
      .as(as_contractor)
      .when(Return{"缺章"})
      .then_refused(Code::forbidden)
      .as(as_insurer)
      .when(Return{"缺章"})
      .then(Returned{{"缺章"}})
      .and_in("project", "P-1", told(InsuranceStatus::uninsured))
      .then_state("returned")
      .when(Approve{})
      .then_refused(Code::not_in_this_state, {{"state", "\"returned\""}})
      .as(as_contractor)
      .when(mended)
      .then(Resubmitted{mended})
      .then_state("in-review");
  CHECK(s.state<State>().contact_name == "李四");
  CHECK(s.state<State>().business_licence == document('1'));
}

TEST_CASE("policy: withdrawn before the issue, not after it") {
  policy_case()
      .given(applied())
      .as(as_contractor)
      .when(Withdraw{})
      .then(Withdrawn{})
      .and_in("project", "P-1", told(InsuranceStatus::uninsured))
      .then_state("withdrawn");
  policy_case()
      .given(applied(), Approved{}, issued())
      .as(as_contractor)
      .when(Withdraw{})
      .then_refused(Code::not_in_this_state);
}

TEST_CASE("policy: one per project under way or in force, a further one near the end") {
  const auto second = [](std::string_view on) {
    auto s = world(kind(), "B-2");
    s.given_in("policy", "B-1", applied(), Approved{}, issued());
    s.on(on).as(as_contractor);
    return s;
  };
  auto s = world(kind(), "B-2");
  s.given_in("policy", "B-1", applied()).as(as_contractor).when(application()).then_refused(
      Code::already_insured, {{"policy", "\"B-1\""}, {"state", "\"in-review\""}});
  second("2026-01-07").when(application()).then_refused(Code::already_insured);
  auto renewal = second("2026-01-08");
  renewal.when(application()).then_state("in-review");
  auto early = issue("PDAA-2");
  early.valid_from = day("2026-03-09");
  early.valid_until = day("2027-03-09");
  auto right = early;
  right.valid_from = day("2026-03-10");
  auto issued_then = Issued{right};
  issued_then.issued_at = moment("2026-01-08");
  renewal.as(as_insurer).when(Approve{}).when(early).then_refused(Code::already_insured);
  renewal.when(right).then(issued_then);
  auto late = upload();
  late.valid_from = day("2026-03-09");
  late.valid_until = day("2027-03-08");
  second("2026-02-01").when(late).then_refused(Code::already_insured);
}

TEST_CASE("policy: a returned order gives way, and comes back only while the place is free") {
  auto s = policy_case();
  s.given(applied(), Returned{{"缺章"}})
      .given_in("policy", "B-2", applied())
      .as(as_contractor)
      .when(Resubmit{})
      .then_refused(Code::already_insured);
}

TEST_CASE("policy: offline orders are entered by the insurer, for the project's contractor") {
  OfflineOrderRecorded e{offline()};
  e.insurer = the_insurer;
  e.project_name = "南岔区体育场";
  e.region_code = RegionCode{"230700"};
  e.plan = "A";
  policy_case().as(as_insurer).when(offline()).then(e).then_state("awaiting-issue");
  auto c = offline();
  c.policyholder = the_insurer;
  policy_case().as(as_insurer).when(c).then_refused(Code::unknown_reference,
                                                    {{"field", "\"policyholder\""}});
}

TEST_CASE("policy: one taken out elsewhere is uploaded, confirmed and entered") {
  auto s = policy_case();
  s.as(as_contractor).when(upload()).then_state("in-review");
  CHECK(s.state<State>().order_type == OrderType::uploaded);
  s.as(as_insurer).when(Approve{}).then(Approved{}).then_state("awaiting-issue");
  auto c = upload();
  c.valid_until = c.valid_from;
  policy_case().as(as_contractor).when(c).then_problem("/valid_until", "invalid-range");
}

// proves QZI-43, QZI-62
TEST_CASE("policy: a number is one policy's with its insurer") {
  auto s = policy_case();
  Issued elsewhere{issue("PDAA-9")};
  s.fact("policy", "B-7", applied(), Approved{}, elsewhere)
      .as(as_contractor)
      .when(upload())
      .then_refused(Code::policy_number_taken, {{"policy_number", "\"PDAA-9\""}})
      .when(application())
      .as(as_insurer)
      .when(Approve{})
      .when(issue("PDAA-9"))
      .then_refused(Code::policy_number_taken);
}

TEST_CASE("policy: the terms of an issue fit each other") {
  auto c = issue();
  c.per_accident_limit = wan(501);
  auto s = policy_case();
  s.given(applied(), Approved{}).as(as_insurer);
  s.when(c).then_problem("/per_accident_limit", "invalid-range");
  c = issue();
  c.accident_prevention_fee = yuan(33'301);
  s.when(c).then_problem("/accident_prevention_fee", "invalid-range");
  c = issue();
  c.valid_until = c.valid_from;
  s.when(c).then_problem("/valid_until", "invalid-range");
  c = issue();
  c.agreement.reset();
  s.when(c).then_refused(Code::required_by_rulebook);
}

TEST_CASE("policy: Quanzhou's site project opens with the order") {
  project::Registered site;
  site.project_code = ProjectCode{"site-" + the_contractor.value};
  site.name = "深圳筑链科技有限公司";
  site.address = "泉州市丰泽区";
  site.region_code = RegionCode{""};
  site.contractor = PartyCode{the_contractor.value};
  auto actor = as_contractor;
  actor.region_code = "350503";
  site.region_code = RegionCode{"350503"};
  policy_case("350500")
      .as(actor)
      .when(site_application())
      .then(site_applied())
      .and_in("project", "site-" + the_contractor.value, site)
      .then_state("in-review");
  auto c = site_application();
  c.intended_services.reset();
  policy_case("350500").as(actor).when(c).then_refused(Code::required_by_rulebook);
}

TEST_CASE("policy: where a quotation comes first, from the quote to the issue") {
  auto s = policy_case("350500");
  s.given(site_applied())
      .as(as_insurer)
      .when(Approve{})
      .then_refused(Code::not_in_this_state)
      .when(quote())
      .then(Quoted{quote()})
      .then_state("quoted")
      .when(AcceptQuote{})
      .then_refused(Code::forbidden)
      .as(as_contractor)
      .when(AcceptQuote{})
      .then(QuoteAccepted{})
      .then_state("awaiting-payment-notice")
      .as(as_insurer)
      .when(SendPaymentNotice{document('n')})
      .then(PaymentNoticeSent{{document('n')}})
      .then_state("awaiting-payment")
      .when(payment())
      .then_refused(Code::forbidden)
      .as(as_contractor)
      .when(payment())
      .then(PaymentSubmitted{payment()})
      .then_state("payment-in-review")
      .as(as_insurer)
      .when(RejectPayment{"未到账"})
      .then(PaymentRejected{{"未到账"}})
      .then_state("awaiting-payment")
      .as(as_contractor)
      .when(payment())
      .as(as_insurer)
      .when(ApprovePayment{})
      .then(PaymentApproved{})
      .then_state("awaiting-issue")
      .when(issue())
      .then_refused(Code::required_by_rulebook);
  CHECK(s.state<State>().amount_due == yuan(333));
  auto c = issue();
  c.per_person_death_limit = wan(80);
  c.per_person_medical_limit = wan(8);
  c.invoice = c.contract = document('8');
  s.when(c).then_state("in-force");
}

TEST_CASE("policy: no quotation where the rulebook wants none") {
  policy_case().given(applied()).as(as_insurer).when(quote()).then_refused(
      Code::not_in_this_state);
}

// proves QZI-53
TEST_CASE("policy: a quote is withdrawn, declined or lapses, and another may follow") {
  quoted().as(as_insurer).when(WithdrawQuote{}).then(QuoteWithdrawn{}).then_state("in-review");
  quoted().as(as_contractor).when(WithdrawQuote{}).then_refused(Code::forbidden);
  quoted().as(as_contractor).when(DeclineQuote{"太贵"}).then(QuoteDeclined{{"太贵"}})
      .then_state("in-review");
  quoted().as(as_insurer).when(DeclineQuote{"太贵"}).then_refused(Code::forbidden);
  auto s = quoted();
  s.due("quote-validity", "", "2025-04-03")
      .passes("quote-validity")
      .then(QuoteLapsed{day("2025-03-03")})
      .raised_none()
      .then_state("in-review")
      .as(as_insurer)
      .when(quote())
      .then_state("quoted");
  CHECK(s.state<State>().quotes == 2);
  quoted().as(as_contractor).when(AcceptQuote{}).not_due("quote-validity");
}

TEST_CASE("policy: five working days for the insurer's answer, then the regulator hears") {
  auto s = policy_case();
  s.given(applied())
      .due("application-review", "", "2025-03-11")
      .passes("application-review")
      .raised("application-review")
      .as(as_insurer)
      .when(Approve{})
      .closed_alert("application-review", "reviewed-late");
  policy_case().given(applied(), Approved{}).not_due("application-review");
  policy_case().given(applied(), Returned{{"缺章"}}).nothing_due();
}

// proves HLJ-59
TEST_CASE("policy: a broker sees every online filing of the insurers it works with") {
  auto s = policy_case();
  s.given(applied());
  const auto parties = kind().parties({}, &s.state<State>());
  Actor linked = broker(credit_code(40).value);
  CHECK_FALSE(sees(linked, kind(), parties));
  linked.permissions.push_back("link:" + the_insurer.value);
  CHECK(sees(linked, kind(), parties));
  auto offline_one = s.state<State>();
  offline_one.order_type = OrderType::offline;
  offline_one.broker.reset();
  CHECK_FALSE(sees(linked, kind(), kind().parties({}, &offline_one)));
}

// proves HLJ-67
TEST_CASE("policy: the reviewer sees how the order stands to the implementing rules") {
  auto planned = applied();
  planned.planned_start = day("2025-04-01");
  planned.planned_finish = day("2026-06-30");
  const auto verdict = [](const Scenario& s, ReviewCheck check) {
    for (const auto& point : s.state<State>().review)
      if (point.check == check) return point.verdict;
    FAIL("no such point");
    return Verdict::open;
  };
  auto s = policy_case();
  s.given(planned);
  CHECK(verdict(s, ReviewCheck::papers_complete) == Verdict::holds);
  CHECK(verdict(s, ReviewCheck::period_covers_construction) == Verdict::open);
  CHECK(verdict(s, ReviewCheck::sum_insured) == Verdict::open);
  auto c = issue();
  c.valid_from = day("2025-04-01");
  c.per_person_death_limit = wan(39);
  s.as(as_insurer).when(Approve{}).when(c).then_refused(Code::review_fails,
                                                        {{"check", "\"sum-insured\""}});
  c.per_person_death_limit = wan(40);
  s.when(c).then_state("in-force");
  CHECK(verdict(s, ReviewCheck::sum_insured) == Verdict::holds);
  // A soft point is seen and does not stop anybody.
  CHECK(verdict(s, ReviewCheck::period_covers_construction) == Verdict::fails);
}

// proves HLJ-67
TEST_CASE("policy: nothing that fails a hard point is agreed to, before the floor nothing is held to it") {
  Rules strict = rulebook("230000").rules;
  strict.review_rules = {{ReviewCheck::period_covers_construction, true}};
  auto s = policy_case();
  Uploaded e{upload()};
  e.planned_start = day("2024-12-01");
  e.planned_finish = day("2025-06-30");
  s.under(strict).given(e).as(as_insurer).when(Approve{}).then_refused(
      Code::review_fails, {{"check", "\"period-covers-construction\""}});

  auto early = policy_case();
  auto c = issue();
  c.per_person_death_limit = wan(30);
  early.given(applied(), Approved{}).as(as_insurer).when(c).then_state("in-force");
}
