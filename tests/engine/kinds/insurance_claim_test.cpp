// The claim under a policy: reported by the insurer (HLJ 二.3) or filed by the policyholder (BX).
#include "tests/engine/kinds/insurance_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::insurance;
using namespace surety::insurance_claim;

namespace {

Scenario claim_case() {
  auto s = under_policy(kind(), "C-1");
  s.on("2025-06-01");
  return s;
}
Report report() { return {"B-1", day("2025-05-20"), 3, 1, yuan(500'000), "塔吊倾覆"}; }
File file() { return {"B-1", day("2025-05-20"), "塔吊倾覆", {document('d')}}; }

template <class E>
E under_b1(E e) {
  e.project = "P-1";
  e.project_name = "南岔区体育场";
  e.region_code = RegionCode{"230700"};
  e.policy_number = "PDAA-1";
  e.policyholder = PartyCode{the_contractor.value};
  e.insurer = the_insurer;
  e.broker = the_broker;
  e.policy = "B-1";
  e.accident_on = day("2025-05-20");
  e.description = "塔吊倾覆";
  return e;
}
Reported reported() {
  auto e = under_b1(Reported{});
  e.casualties = 3;
  e.deaths = 1;
  e.estimated_loss = yuan(500'000);
  return e;
}
Filed filed() {
  auto e = under_b1(Filed{});
  e.documents = {document('d')};
  return e;
}
Pay pay(std::int64_t y) { return {yuan(y), day("2025-05-31"), {}}; }

}  // namespace

TEST_CASE("insurance claim: reported by the policy's insurer, paid in parts, settled") {
  auto s = claim_case();
  s.as(as_insurer)
      .when(report())
      .then(reported())
      .then_state("reported")
      .when(pay(100'000))
      .then(Paid{pay(100'000)})
      .when(pay(50'000))
      .when(Settle{})
      .then(Settled{})
      .then_state("settled")
      .when(pay(1))
      .then_refused(Code::not_in_this_state)
      .when(Settle{})
      .then_refused(Code::not_in_this_state);
  CHECK(s.state<State>().paid_amount == yuan(150'000));
}

TEST_CASE("insurance claim: a report that cannot be") {
  auto c = report();
  c.deaths = 4;
  claim_case().as(as_insurer).when(c).then_problem("/deaths", "invalid-range");
  c = report();
  c.accident_on = day("2025-03-09");
  claim_case().as(as_insurer).when(c).then_refused(
      Code::outside_policy_period,
      {{"valid_from", "\"2025-03-10\""}, {"valid_until", "\"2026-03-09\""}});
  claim_case().as(insurer(other_insurer.value)).when(report()).then_refused(Code::forbidden);
  claim_case().as(as_contractor).when(report()).then_refused(Code::forbidden);
  auto s = world(kind(), "C-1");
  s.given_in("policy", "B-1", applied()).on("2025-06-01").as(as_insurer).when(report())
      .then_refused(Code::policy_not_in_force, {{"state", "\"in-review\""}});
}

TEST_CASE("insurance claim: an accident before the cancellation still counts, one after not") {
  auto s = claim_case();
  s.on("2025-05-25")
      .given_in("policy", "B-1", policy::Cancelled{{"工程终止"}})
      .on("2025-06-01")
      .as(as_insurer)
      .when(report())
      .then_state("reported");
  auto late = report();
  late.accident_on = day("2025-05-26");
  s = claim_case();
  s.on("2025-05-25")
      .given_in("policy", "B-1", policy::Cancelled{{"工程终止"}})
      .on("2025-06-01")
      .as(as_insurer)
      .when(late)
      .then_refused(Code::outside_policy_period);
}

TEST_CASE("insurance claim: filed by the policyholder, supplemented, accepted, paid") {
  claim_case()
      .as(as_contractor)
      .when(file())
      .then(filed())
      .then_state("filed")
      .as(as_insurer)
      .when(pay(100))
      .then_refused(Code::not_in_this_state)
      .when(RequestSupplement{"缺死亡证明"})
      .then(SupplementRequested{{"缺死亡证明"}})
      .then_state("awaiting-supplement")
      .when(Accept{})
      .then_refused(Code::not_in_this_state)
      .as(as_contractor)
      .when(Supplement{{document('e')}, {}})
      .then(Supplemented{{{document('e')}, {}}})
      .then_state("filed")
      .when(Accept{})
      .then_refused(Code::forbidden)
      .as(as_insurer)
      .when(Accept{})
      .then(Accepted{})
      .then_state("accepted")
      .when(UpdateProgress{"现场查勘"})
      .then(ProgressUpdated{{"现场查勘"}})
      .when(pay(100))
      .then(Paid{pay(100)});
  claim_case().as(as_insurer).when(file()).then_refused(Code::forbidden);
  claim_case().given(filed()).as(as_contractor).when(Supplement{{document('e')}, {}}).then_refused(
      Code::not_in_this_state);
}

TEST_CASE("insurance claim: refused with a reason, or withdrawn by the policyholder") {
  claim_case().given(filed()).as(as_insurer).when(Refuse{"不属保险责任"})
      .then(Refused{{"不属保险责任"}}).then_state("refused")
      .when(UpdateProgress{"查勘"}).then_refused(Code::not_in_this_state);
  claim_case().given(filed()).as(as_contractor).when(Withdraw{}).then(Withdrawn{})
      .then_state("withdrawn").when(Withdraw{}).then_refused(Code::not_in_this_state);
  claim_case().given(reported()).as(as_insurer).when(Refuse{"不属保险责任"}).then_refused(
      Code::not_in_this_state);
}

// proves HLJ-90, HLJ-91
TEST_CASE("insurance claim: corrected with a reason, void with a reason, never erased") {
  Correct c;
  c.reason = "录入错误";
  c.casualties = 2;
  auto s = claim_case();
  s.given(reported()).as(as_insurer).when(c).then(Corrected{c});
  CHECK(s.state<State>().casualties == 2);
  c.casualties = 0;
  s.when(c).then_refused(Code::invalid_range, {{"field", "\"deaths\""}});
  s.as(as_contractor).when(Void{"重复"}).then_refused(Code::forbidden);
  s.as(as_insurer).when(Void{"重复"}).then(Voided{{"重复"}}).then_state("void");
  s.when(Void{"重复"}).then_refused(Code::not_in_this_state);
  s.when(c).then_refused(Code::not_in_this_state);
}
