// The alert: seen and dealt with by the regulator of its region, closed when its cause ends.
#include "tests/engine/kinds/guarantee_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::hainan;
using namespace surety::alert;

namespace {

Opened opened_alert() {
  Opened e;
  e.deadline = "payment";
  e.subject = {"payment-plan", "Z-1"};
  e.node = "预付款";
  e.project = "P-1";
  e.region_code = RegionCode{"460100"};
  e.due_at = moment("2025-03-02T00:00:00.000+08:00");
  e.owner = PartyCode{the_owner};
  return e;
}
Scenario an_alert() {
  auto s = on_project(kind(), "A-1");
  s.on("2025-03-02").given(opened_alert()).then_state("open");
  return s;
}

}  // namespace

// proves HN-164
TEST_CASE("alert: acknowledged, then resolved, by the regulator of the region alone") {
  auto s = an_alert();
  s.as(as_owner)
      .when(Acknowledge{})
      .then_refused(Code::forbidden)
      .as(regulator("230000"))
      .when(Acknowledge{})
      .then_refused(Code::forbidden)
      .as(as_regulator)
      .when(Acknowledge{"已电话核实"})
      .then(Acknowledged{"已电话核实"})
      .then_state("acknowledged")
      .when(Acknowledge{})
      .then_refused(Code::not_in_this_state)
      .when(Resolve{"已督促支付", "约谈建设单位"})
      .then(Resolved{"已督促支付", "约谈建设单位"})
      .then_state("resolved");
  CHECK(s.state<State>().acknowledged_by == as_regulator.text());
  CHECK(s.state<State>().outcome == "已督促支付");
  s.when(Resolve{"再次", "再次"}).then_refused(Code::not_in_this_state);
}

TEST_CASE("alert: closed by the engine it keeps who acknowledged it") {
  auto s = an_alert();
  s.as(as_regulator).when(Acknowledge{}).then(Acknowledged{});
  s.given(Closed{"settled-late"}).then_state("closed");
  CHECK(s.state<State>().acknowledged_by == as_regulator.text());
  CHECK(s.state<State>().outcome == "settled-late");
}

TEST_CASE("alert: it shows its cause, its subject and the parties of the subject") {
  auto s = on_project(payment_plan::kind(), "Z-1");
  s.on("2024-12-01").given(plan_submitted()).passes("payment", "预付款");
  const auto& alert = s.state_of<State>("alert/" + s.last_id());
  CHECK(alert.deadline == "payment");
  CHECK(alert.subject == Subject{"payment-plan", "Z-1"});
  CHECK(alert.node == "预付款");
  CHECK(alert.project == "P-1");
  CHECK(alert.region_code == RegionCode{"460100"});
  CHECK(alert.due_at == moment("2025-03-02T00:00:00.000+08:00"));
  CHECK(alert.owner == PartyCode{the_owner});
  CHECK(alert.guarantor == PartyCode{the_guarantor.value});
}

// proves HN-08
TEST_CASE("alert: taken up it is to be dealt with in the rulebook's days, where it sets them") {
  auto none = an_alert();
  none.as(as_regulator).when(Acknowledge{}).not_due("warning-handling");
  Rules rules = rulebook("460000").rules;
  rules.warning_handling_days = 60;
  auto s = an_alert();
  s.under(rules)
      .not_due("warning-handling")
      .as(as_regulator)
      .when(Acknowledge{})
      .due("warning-handling", "", "2025-05-02")
      .passes("warning-handling")
      .raised("warning-handling")
      .not_due("warning-handling")
      .on("2025-05-10")
      .when(Resolve{"已督促支付", "约谈建设单位"})
      .closed_alert("warning-handling", "resolved-late");
}
