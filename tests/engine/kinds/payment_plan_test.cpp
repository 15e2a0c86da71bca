// The payment plan: complete to the fen, changed by consent, warned of after sixty days (HN 2.2.2).
#include "tests/engine/kinds/guarantee_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::hainan;
using namespace surety::payment_plan;

namespace {

/// On a project with the sample letter in force.
Scenario plan_case() {
  auto s = on_project(kind(), "Z-1");
  s.on("2024-12-01").given_in("guarantee", "G-1", applied(), issued());
  return s;
}
Scenario submitted() {
  auto s = plan_case();
  s.given(plan_submitted());
  return s;
}

ConfirmReceipt receipt(Money amount, std::string_view on = "2025-01-10") {
  return {"预付款", amount, day(on), document('v')};
}
PaymentReceiptConfirmed received(const ConfirmReceipt& c, bool settled, bool late = false) {
  return {{c}, settled, late};
}

}  // namespace

// proves HN-157, HN-158
TEST_CASE("payment plan: the owner lists all payments of the contract, to the fen") {
  plan_case()
      .as(as_owner)
      .when(plan())
      .then(plan_submitted())
      .then_state("active")
      .due("payment", "预付款", "2025-03-02")
      .due("payment", "进度款", "2025-08-30");
  auto c = plan();
  c.nodes[0].amount.fen -= 1;
  plan_case().as(as_owner).when(c).then_refused(
      Code::plan_incomplete, {{"contract_amount", "16130000000"}, {"sum", "16129999999"}});
}

TEST_CASE("payment plan: one per contract, found from every guarantee of it") {
  auto c = plan();
  c.guarantee = "G-2";
  auto s = on_project(kind(), "Z-2");
  s.given_in("guarantee", "G-1", applied(), issued())
      .given_in("guarantee", "G-2", applied(), issued())
      .given_in("payment-plan", "Z-1", plan_submitted())
      .as(as_owner)
      .when(c)
      .then_refused(Code::plan_exists, {{"contract_number", "\"HT-1\""}});
}

TEST_CASE("payment plan: every guarantor of its contract sees it, whoever comes first") {
  const CreditCode other = credit_code(8);
  auto second = applied();
  second.guarantor = other;
  auto s = plan_case();
  s.given_in("guarantee", "G-2", second)
      .as(as_owner)
      .when(plan())
      .then(plan_submitted(), GuarantorJoined{other});
  CHECK(s.state<State>().guaranteed_by(other));
  CHECK_FALSE(s.state<State>().guaranteed_by(credit_code(9)));

  auto application_of_other = application();
  application_of_other.guarantor = other;
  auto e = opened<guarantee::Applied>(application_of_other, wan(1'613));
  auto later = on_project(guarantee::kind(), "G-2");
  later.fact("guarantor", other.value, guarantor_filed(other), guarantor::Listed{})
      .given_in("guarantee", "G-1", applied(), issued())
      .given_in("payment-plan", "Z-1", plan_submitted())
      .as(as_owner)
      .when(application_of_other)
      .then(e)
      .and_in("payment-plan", "Z-1", GuarantorJoined{other});
}

// proves HN-155, HN-156
TEST_CASE("payment plan: the owner's alone, for a guarantee in force that is there") {
  plan_case().as(as_contractor).when(plan()).then_refused(Code::forbidden);
  on_project(kind(), "Z-1").as(as_owner).when(plan()).then_refused(Code::unknown_reference);
  on_project(kind(), "Z-1")
      .given_in("guarantee", "G-1", applied())
      .as(as_owner)
      .when(plan())
      .then_refused(Code::guarantee_not_in_force, {{"state", "\"in-underwriting\""}});
}

TEST_CASE("payment plan: node names are unique, and a plan has nodes") {
  auto c = plan();
  c.nodes[1].name = c.nodes[0].name;
  plan_case().as(as_owner).when(c).then_problem("/nodes/1/name", "invalid-range");
  c.nodes.clear();
  plan_case().as(as_owner).when(c).then_problem("/nodes", "too-few");
}

TEST_CASE("payment plan: worked dates of a node's sixty days") {
  const auto due = [](std::string_view due_on, std::string_view passes_at) {
    auto e = plan_submitted();
    e.nodes[0].due_on = day(due_on);
    plan_case().given(e).due("payment", "预付款", passes_at);
  };
  due("2023-12-31", "2024-03-01");
  due("2024-12-31", "2025-03-02");
  due("2024-01-01", "2024-03-02");
}

// proves HN-165
TEST_CASE("payment plan: receipts in part add up, the node is settled when they reach its amount") {
  submitted()
      .on("2025-01-10")
      .as(as_owner)
      .when(receipt(wan(130)))
      .then_refused(Code::forbidden)
      .when(RecordPayment{"预付款", wan(6'130), day("2025-01-09"), document('v')})
      .then(PaymentRecorded{{"预付款", wan(6'130), day("2025-01-09"), document('v')}})
      .as(as_contractor)
      .when(receipt(wan(130)))
      .then(received(receipt(wan(130)), false))
      .due("payment", "预付款", "2025-03-02")
      .when(receipt(wan(6'000)))
      .then(received(receipt(wan(6'000)), true))
      .not_due("payment", "预付款")
      .then_state("active")
      .when(receipt(wan(1)))
      .then_refused(Code::node_settled, {{"node", "\"预付款\""}});
}

TEST_CASE("payment plan: all nodes settled, the plan is") {
  auto last = receipt(wan(10'000));
  last.node = "进度款";
  submitted()
      .given(received(receipt(wan(6'130)), true))
      .on("2025-01-10")
      .as(as_contractor)
      .when(last)
      .then(received(last, true))
      .then_state("settled")
      .nothing_due();
}

// proves HN-161, HN-162
TEST_CASE("payment plan: a receipt shows a voucher or a settlement document, and names a node") {
  auto c = receipt(wan(1));
  c.voucher.reset();
  submitted().as(as_contractor).when(c).then_problem("/voucher", "missing");
  c.settlement_document = document('d');
  c.node = "尾款";
  submitted().as(as_contractor).when(c).then_refused(Code::no_such_node, {{"node", "\"尾款\""}});
  submitted().as(as_owner).when(RecordPayment{"尾款", wan(1), day("2025-01-09"), document('v')})
      .then_refused(Code::no_such_node);
}

// proves HN-163, HN-164
TEST_CASE("payment plan: sixty days over, an alert, settled late, it closes by itself") {
  submitted()
      .passes("payment", "预付款")
      .then({"payment-overdue", DeadlinePassed{"payment", "预付款", day("2024-12-31"),
                                               moment("2025-03-02T00:00:00.000+08:00")}})
      .raised("payment", "预付款")
      .on("2025-03-20")
      .as(as_contractor)
      .when(receipt(wan(30)))
      .then(received(receipt(wan(30)), false))
      .when(receipt(wan(6'100), "2025-03-02"))
      .then(received(receipt(wan(6'100), "2025-03-02"), true, true))
      .closed_alert("payment", "settled-late");
}

TEST_CASE("payment plan: received in time and confirmed late, the alert is rescinded, both stay") {
  auto s = submitted();
  s.passes("payment", "预付款").raised("payment", "预付款");
  const auto id = s.last_id();
  s.on("2025-03-20")
      .as(as_contractor)
      .when(receipt(wan(6'130), "2025-03-01"))
      .then(received(receipt(wan(6'130), "2025-03-01"), true))
      .rescinded_alert("payment", "settled-in-time");
  const auto& alert = s.state_of<alert::State>("alert/" + id);
  CHECK(alert.occurred_on == day("2025-03-01"));
  CHECK(alert.raised_at == moment("2025-03-02T00:00:00.000+08:00"));
  REQUIRE(alert.closed_at);
  CHECK(alert.closed_at->date() == day("2025-03-20"));
}

TEST_CASE("payment plan: a node is settled on the day of its last receipt, in whatever order") {
  submitted()
      .passes("payment", "预付款")
      .on("2025-03-20")
      .as(as_contractor)
      .when(receipt(wan(30), "2025-03-02"))
      .then(received(receipt(wan(30), "2025-03-02"), false))
      .when(receipt(wan(6'100), "2025-01-10"))
      .then(received(receipt(wan(6'100), "2025-01-10"), true, true))
      .closed_alert("payment", "settled-late");
}

TEST_CASE("payment plan: two nodes of the same day give two alerts") {
  auto e = plan_submitted();
  e.nodes[1].due_on = e.nodes[0].due_on;
  plan_case().given(e).passes("payment", "预付款").raised("payment", "预付款").passes("payment", "进度款")
      .raised(
      "payment", "进度款");
}

// proves HN-166
TEST_CASE("payment plan: a change wants the contractor's consent and keeps settled nodes") {
  ProposeChange c{plan().nodes};
  c.nodes[1].due_on = day("2025-09-30");
  auto s = submitted();
  s.as(as_owner)
      .when(AcceptChange{})
      .then_refused(Code::forbidden)
      .as(as_contractor)
      .when(AcceptChange{})
      .then_refused(Code::not_in_this_state)
      .as(as_owner)
      .when(c)
      .then(ChangeProposed{c})
      .due("payment", "进度款", "2025-08-30")
      .when(c)
      .then_refused(Code::not_in_this_state);
  auto refused = s;
  refused.as(as_contractor)
      .when(RefuseChange{"不同意"})
      .then(ChangeRefused{"不同意"})
      .due("payment", "进度款", "2025-08-30");
  s.as(as_contractor)
      .when(AcceptChange{})
      .then(Changed{c.nodes, std::nullopt})
      .due("payment", "进度款", "2025-11-30");
}

// proves HN-166
TEST_CASE("payment plan: a settled node is not changed, and the sum stays the contract's") {
  ProposeChange c{plan().nodes};
  c.nodes[0].due_on = day("2025-02-01");
  submitted()
      .given(received(receipt(wan(6'130)), true))
      .as(as_owner)
      .when(c)
      .then_refused(Code::node_settled, {{"node", "\"预付款\""}});
  c = {plan().nodes};
  c.nodes[1].amount = wan(9'999);
  submitted().as(as_owner).when(c).then_refused(Code::plan_incomplete);
}

TEST_CASE("payment plan: no node falls below what was received on it") {
  ProposeChange c{plan().nodes};
  c.nodes[0].amount = wan(100);
  c.nodes[1].amount = wan(16'030);
  submitted()
      .given(received(receipt(wan(130)), false))
      .as(as_owner)
      .when(c)
      .then_refused(Code::invalid_range, {{"node", "\"预付款\""}});
}

TEST_CASE("payment plan: an alert of a node due another day is superseded by the change") {
  ProposeChange c{plan().nodes};
  c.nodes[0].due_on = day("2025-06-30");
  submitted()
      .passes("payment", "预付款")
      .as(as_owner)
      .when(c)
      .as(as_contractor)
      .when(AcceptChange{})
      .closed_alert("payment", "plan-changed")
      .due("payment", "预付款", "2025-08-30");
}
