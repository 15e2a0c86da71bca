// The claim: within what is due and unpaid and what is left of the guarantee (HN 2.2.4).
#include "tests/engine/kinds/guarantee_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::hainan;
using namespace surety::guarantee_claim;

namespace {

/// The sample letter in force; of its plan 6130万 are due since 2024-12-31.
Scenario claim_case(std::string id = "C-1") {
  auto s = on_project(kind(), std::move(id));
  s.on("2025-03-03")
      .given_in("guarantee", "G-1", applied(), issued())
      .given_in("payment-plan", "Z-1", plan_submitted());
  return s;
}

File file(Money amount, Ground ground = Ground::overdue_payment) {
  return {"G-1", "李四", Phone{"13900139000"}, ground, "逾期未付", amount, {document('d')}};
}

Filed filed(const File& c) {
  Filed e{c};
  e.project = "P-1";
  e.contract_number = "HT-1";
  e.project_name = "海口市图书馆";
  e.letter_number = "10240515000288";
  e.owner = PartyCode{the_owner};
  e.contractor = PartyCode{the_contractor};
  e.guarantor = the_guarantor;
  e.region_code = RegionCode{"460100"};
  return e;
}

Approve approve(Money paid) { return {paid, day("2025-03-03"), std::nullopt}; }

payment_plan::PaymentReceiptConfirmed received(Money amount) {
  return {{"预付款", amount, day("2025-01-10"), document('v')}, false};
}

}  // namespace

// proves HN-174, HN-184
TEST_CASE("guarantee claim: the contractor claims what is due, within the guarantee") {
  claim_case().as(as_contractor).when(file(wan(1'613))).then(filed(file(wan(1'613))))
      .then_state("filed");
  claim_case().as(as_contractor).when(file(wan(1'614))).then_refused(
      Code::claim_above_limit, {{"limit", "1613000000"},
                                {"unpaid_due", "6130000000"},
                                {"remaining_amount", "1613000000"}});
  claim_case().as(as_owner).when(file(wan(1))).then_refused(Code::forbidden);
}

// proves HN-174, HN-184
TEST_CASE("guarantee claim: receipts and nodes not yet due lower the limit") {
  claim_case()
      .given_in("payment-plan", "Z-1", received(wan(6'000)))
      .as(as_contractor)
      .when(file(wan(131)))
      .then_refused(Code::claim_above_limit, {{"limit", "130000000"}, {"unpaid_due", "130000000"}})
      .when(file(wan(130)))
      .then(filed(file(wan(130))));
  claim_case().on("2024-12-31").as(as_contractor).when(file(Money{1})).then_refused(
      Code::claim_above_limit, {{"unpaid_due", "0"}});
}

TEST_CASE("guarantee claim: what was paid out under guarantees of the contract counts") {
  auto s = claim_case("C-2");
  s.given_in("payment-plan", "Z-1", received(wan(6'000)))
      .given_in("guarantee-claim", "C-1", filed(file(wan(100))), Approved{approve(wan(100))})
      .as(as_contractor)
      .when(file(wan(31)))
      .then_refused(Code::claim_above_limit, {{"unpaid_due", "30000000"}});
}

// proves HN-173
TEST_CASE("guarantee claim: the wage account is not bound by the nodes, yet by what is left") {
  claim_case()
      .on("2024-12-30")
      .as(as_contractor)
      .when(file(wan(1'613), Ground::wage_account))
      .then(filed(file(wan(1'613), Ground::wage_account)));
  claim_case()
      .given_in("guarantee", "G-1", guarantee::Drawn{"C-0", wan(13), day("2025-03-02")})
      .as(as_contractor)
      .when(file(wan(1'601), Ground::wage_account))
      .then_refused(Code::claim_above_limit,
          {{"limit", "1600000000"}, {"remaining_amount", "1600000000"}});
}

// proves HN-189
TEST_CASE("guarantee claim: only under a guarantee in force that is there") {
  on_project(kind(), "C-1").as(as_contractor).when(file(wan(1)))
      .then_refused(Code::unknown_reference);
  on_project(kind(), "C-1")
      .given_in("guarantee", "G-1", applied())
      .as(as_contractor)
      .when(file(wan(1)))
      .then_refused(Code::guarantee_not_in_force, {{"state", "\"in-underwriting\""}});
  auto c = file(wan(1));
  c.documents.clear();
  claim_case().as(as_contractor).when(c).then_problem("/documents", "too-few");
}

// proves HN-188
TEST_CASE("guarantee claim: more material, then paid: the guarantee shrinks and must be adjusted") {
  auto s = claim_case();
  s.given(filed(file(wan(50))))
      .as(as_contractor)
      .when(approve(wan(50)))
      .then_refused(Code::forbidden)
      .as(as_guarantor)
      .when(RequestMaterial{"请补充结算单"})
      .then(MaterialRequested{{"请补充结算单"}})
      .then_state("awaiting-material")
      .when(approve(wan(50)))
      .then_refused(Code::not_in_this_state)
      .as(as_contractor)
      .when(Supplement{{document('e')}, std::nullopt})
      .then(Supplemented{{{document('e')}, std::nullopt}})
      .then_state("filed")
      .as(as_guarantor)
      .when(approve(wan(50)))
      .then(Approved{approve(wan(50))})
      .and_in("guarantee", "G-1", guarantee::Drawn{"C-1", wan(50), day("2025-03-03")})
      .then_state("paid");
  const auto& g = s.state_of<guarantee::State>("guarantee/G-1");
  CHECK(g.remaining_amount == wan(1'563));
  REQUIRE(g.causes.size() == 1);
  CHECK(g.causes[0] == guarantee::Cause{"claim-C-1", day("2025-03-03"), std::nullopt});
}

TEST_CASE("guarantee claim: the limit is checked again at the approval") {
  claim_case()
      .given(filed(file(wan(50))))
      .given_in("payment-plan", "Z-1", received(wan(6'100)))
      .as(as_guarantor)
      .when(approve(wan(50)))
      .then_refused(Code::claim_above_limit, {{"limit", "30000000"}})
      .when(approve(wan(30)))
      .then(Approved{approve(wan(30))});
  claim_case().given(filed(file(wan(50)))).as(as_guarantor).when(approve(wan(51))).then_refused(
      Code::claim_above_limit, {{"limit", "50000000"}});
}

// proves HN-189
TEST_CASE("guarantee claim: filed in time it outlives the letter's end") {
  claim_case()
      .given(filed(file(wan(50))))
      .given_in("guarantee", "G-1", guarantee::Expired{day("2026-02-28")})
      .as(as_guarantor)
      .when(approve(wan(50)))
      .then(Approved{approve(wan(50))});
}

TEST_CASE("guarantee claim: rejected with a reason, or withdrawn") {
  claim_case().given(filed(file(wan(50)))).as(as_guarantor).when(Reject{"不属担保范围"})
      .then(Rejected{"不属担保范围"}).then_state("rejected");
  claim_case().given(filed(file(wan(50)))).as(as_contractor).when(Withdraw{})
      .then(Withdrawn{}).then_state("withdrawn")
      .when(Withdraw{}).then_refused(Code::not_in_this_state);
}
