// A receipt within its period that is recorded after it: the alert is rescinded, both days stay.
#include "tests/engine/kinds/guarantee_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::hainan;
using namespace surety::guarantee;

TEST_CASE("guarantee: what the first version told was received on the day of its record") {
  const auto& rule = *kind().event("receipt-confirmed");
  const Rulebook none;
  const auto recorded = moment("2025-03-20T10:00:00.000+08:00");
  CHECK(rule.version() == 2);
  CHECK(rule.upcast(R"({"remarks":"已收","late":true})", 1, {recorded, "", "", none}) ==
        to_json(ReceiptConfirmed{"已收", true, day("2025-03-20")}));
}

TEST_CASE("guarantee: received in time and confirmed late, the alert is rescinded") {
  const ConfirmReceipt in_time{std::nullopt, day("2025-03-11")};
  const ConfirmReceipt before_issue{std::nullopt, day("2025-02-28")};
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
      .then(ReceiptConfirmed{std::nullopt, false, day("2025-03-11")})
      .rescinded_alert("receipt-confirmation", "confirmed-in-time");
}
