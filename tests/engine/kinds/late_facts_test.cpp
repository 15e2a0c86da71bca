// Done within its period and recorded after it: the alert is rescinded, and both days are kept.
#include "tests/engine/kinds/guarantee_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::hainan;
using namespace surety::payment_plan;

namespace {

Scenario submitted() {
  auto s = on_project(kind(), "Z-1");
  s.on("2024-12-01").given_in("guarantee", "G-1", applied(), issued()).given(plan_submitted());
  return s;
}

ConfirmReceipt receipt(Money amount, std::string_view on = "2025-01-10") {
  return {"预付款", amount, day(on), document('v')};
}
PaymentReceiptConfirmed received(const ConfirmReceipt& c, bool settled, bool late = false) {
  return {{c}, settled, late};
}

}  // namespace

TEST_CASE("guarantee: what the first version told was received on the day of its record") {
  const auto& rule = *guarantee::kind().event("receipt-confirmed");
  const Rulebook none;
  const auto recorded = moment("2025-03-20T10:00:00.000+08:00");
  CHECK(rule.version() == 2);
  CHECK(rule.upcast(R"({"remarks":"已收","late":true})", 1, {recorded, "", "", none}) ==
        to_json(guarantee::ReceiptConfirmed{"已收", true, day("2025-03-20")}));
}

TEST_CASE("guarantee: received in time and confirmed late, the alert is rescinded") {
  const guarantee::ConfirmReceipt in_time{std::nullopt, day("2025-03-11")};
  const guarantee::ConfirmReceipt before_issue{std::nullopt, day("2025-02-28")};
  auto s = guarantee_case();
  s.on("2025-03-01")
      .given(applied(), issued())
      .passes("receipt-confirmation")
      .raised("receipt-confirmation")
      .on("2025-03-20")
      .as(as_contractor)
      .when(before_issue)
      .then_refused(Code::invalid_range, {{"recorded_on", "\"2025-03-01\""}})
      .when(in_time)
      .then(guarantee::ReceiptConfirmed{std::nullopt, false, day("2025-03-11")})
      .rescinded_alert("receipt-confirmation", "confirmed-in-time");
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
