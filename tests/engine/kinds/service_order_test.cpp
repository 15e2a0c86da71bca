// The service order: accepted, served, completed or ended with the policy (QZS 4, BX 风险管理).
#include "tests/engine/kinds/insurance_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::insurance;
using namespace surety::service_order;
using policy::ServiceStatus;

namespace {

Scenario order() {
  auto s = under_policy(kind(), "S-1");
  s.given_in("policy", "B-1", policy::ServiceProviderAssigned{{the_provider}, "S-1"})
      .given(ordered())
      .as(as_provider);
  return s;
}
Scenario serving() {
  auto s = order();
  s.given(Accepted{}).on("2025-03-12");
  return s;
}
RecordService service(ServiceKind kind) {
  return {kind, day("2025-03-12"), "三级安全教育", "项目部"};
}
policy::ServiceStatusChanged status(ServiceStatus to, std::optional<std::string> reason = {}) {
  return {"S-1", to, std::move(reason)};
}

}  // namespace

TEST_CASE("service order: accepted by its provider alone, and the policy shows it") {
  order().when(Accept{}).then(Accepted{}).and_in("policy", "B-1",
                                                 status(ServiceStatus::in_service))
      .then_state("in-service");
  order().as(provider(other_provider.value)).when(Accept{}).then_refused(Code::forbidden);
  serving().when(Accept{}).then_refused(Code::not_in_this_state);
}

TEST_CASE("service order: the insurer itself may serve") {
  auto e = ordered();
  e.provider = the_insurer;
  auto s = under_policy(kind(), "S-1");
  s.given(e).as(as_insurer).when(Accept{}).then(Accepted{});
}

TEST_CASE("service order: declined, the insurer may assign another") {
  order()
      .when(Decline{"人手不足"})
      .then(Declined{{"人手不足"}})
      .and_in("policy", "B-1", status(ServiceStatus::none, "人手不足"))
      .then_state("declined");
  serving().when(Decline{"人手不足"}).then_refused(Code::not_in_this_state);
}

TEST_CASE("service order: withdrawn by the insurer with a reason") {
  serving()
      .as(as_insurer)
      .when(Withdraw{"更换"})
      .then(Withdrawn{{"更换"}})
      .and_in("policy", "B-1", status(ServiceStatus::none, "更换"))
      .then_state("withdrawn");
  serving().when(Withdraw{"更换"}).then_refused(Code::forbidden);
}

TEST_CASE("service order: replaced, another opens in the same commit") {
  auto s = serving();
  s.as(as_insurer).when(Replace{"服务不到位", other_provider});
  const std::string other = s.last_id();
  s.then(Replaced{{"服务不到位", other_provider}, other})
      .and_in("policy", "B-1", policy::ServiceProviderAssigned{{other_provider}, other})
      .and_some("service-order.ordered")
      .then_state("replaced");
  serving().as(as_insurer).when(Replace{"服务不到位", the_provider}).then_refused(
      Code::service_provider_assigned);
}

TEST_CASE("service order: five days to accept it, then an alert") {
  order()
      .due("service-acceptance", "", "2025-03-09")
      .passes("service-acceptance")
      .raised("service-acceptance")
      .when(Accept{})
      .closed_alert("service-acceptance", "accepted-late");
  serving().nothing_due();
}

TEST_CASE("service order: contract and plan come from the provider in service") {
  const SignContract contract{document('c')};
  const SubmitPlan plan{document('d'), {{ServiceKind::safety_training, day("2025-04-01")}}};
  serving().when(contract).then(ContractSigned{contract}).when(plan).then(PlanSubmitted{plan});
  order().when(contract).then_refused(Code::not_in_this_state);
  order().when(plan).then_refused(Code::not_in_this_state);
}

TEST_CASE("service order: a record counts, a void one does not") {
  const auto training = service(ServiceKind::safety_training);
  auto s = serving();
  s.when(training)
      .then(ServiceRecorded{training})
      .and_in("policy", "B-1", policy::ServicesCounted{counts(1, 0)})
      .when(VoidService{1, "日期有误"})
      .then(ServiceVoided{{1, "日期有误"}})
      .when(VoidService{1, "日期有误"})
      .then_refused(Code::record_void)
      .when(VoidService{2, "日期有误"})
      .then_refused(Code::no_such_record);
  CHECK(s.state<State>().recorded_services.of(ServiceKind::safety_training) == 0);
  order().when(training).then_refused(Code::not_in_this_state);
}

TEST_CASE("service order: the policyholder confirms a record once") {
  serving()
      .given(ServiceRecorded{service(ServiceKind::safety_training)})
      .when(ConfirmService{1})
      .then_refused(Code::forbidden)
      .as(as_contractor)
      .when(ConfirmService{1})
      .then(ServiceConfirmed{{1}})
      .when(ConfirmService{1})
      .then_refused(Code::already_confirmed);
}

TEST_CASE("service order: complete when all that was promised is held, else with a reason") {
  auto s = serving();
  s.when(service(ServiceKind::safety_training))
      .when(Complete{})
      .then_refused(Code::services_outstanding)
      .when(service(ServiceKind::hazard_inspection))
      .when(Complete{})
      .then(Completed{})
      .and_in("policy", "B-1", status(ServiceStatus::completed))
      .then_state("completed");
  serving().when(Complete{"工程停工"}).then(Completed{{"工程停工"}});
}

// proves QZS-34
TEST_CASE("service order: a completed one is reopened by the insurer while the policy holds") {
  auto s = serving();
  s.when(Complete{"工程停工"}).when(Reopen{"复工"}).then_refused(Code::forbidden);
  s.as(as_insurer).when(Reopen{"复工"}).then(Reopened{{"复工"}});
  s.and_in("policy", "B-1", status(ServiceStatus::in_service, "复工")).then_state("in-service");
  s.when(Reopen{"复工"}).then_refused(Code::not_in_this_state);
  s.as(as_provider).when(service(ServiceKind::safety_training)).then_state("in-service");
  auto over = serving();
  over.when(Complete{"工程停工"}).given_in("policy", "B-1", policy::Cancelled{{"退保"}});
  over.as(as_insurer).when(Reopen{"复工"}).then_refused(Code::policy_not_in_force);
}

TEST_CASE("service order: the shortfall's alert ends with the last service held") {
  auto s = serving();
  s.when(service(ServiceKind::safety_training))
      .on("2026-02-10")
      .when(service(ServiceKind::hazard_inspection))
      .closed_alert("service-shortfall", "supplied-late");
}

TEST_CASE("service order: rated by the policyholder when it is over") {
  serving()
      .given(Completed{})
      .as(as_contractor)
      .when(Rate{5, "很好"})
      .then(Rated{{5, "很好"}});
  serving().as(as_contractor).when(Rate{5, {}}).then_refused(Code::not_in_this_state);
  serving().as(as_contractor).when(Rate{6, {}}).then_problem("/stars", "out-of-range");
}

// proves QZS-18
TEST_CASE("service order: the policy's end ends it") {
  auto s = world(policy::kind(), "B-1");
  s.given(applied(), policy::Approved{}, issued())
      .given_in("service-order", "S-1", ordered())
      .as(as_insurer)
      .when(policy::Cancel{"工程终止"})
      .and_in("service-order", "S-1", PolicyChanged{true, {}, {}});
  CHECK(s.state_of<State>("service-order/S-1").state == Phase::ended);
}

// proves QZS-35
TEST_CASE("service order: a service lies between its acceptance and the policy's end") {
  auto early = service(ServiceKind::safety_training);
  early.held_on = day("2025-03-09");
  serving().when(early).then_refused(
      Code::service_outside_period, {{"from", "\"2025-03-10\""}, {"until", "\"2026-03-09\""}});
  auto accepted_late = order();
  accepted_late.on("2025-03-20").when(Accept{});
  accepted_late.when(service(ServiceKind::safety_training))
      .then_refused(Code::service_outside_period, {{"from", "\"2025-03-20\""}});
  auto last = service(ServiceKind::safety_training);
  last.held_on = day("2026-03-09");
  serving().when(last).then_state("in-service");
  last.held_on = day("2026-03-10");
  serving().when(last).then_refused(Code::service_outside_period);
}

// proves QZS-02
TEST_CASE("service order: the provider is told of a new order where it said whom to tell") {
  auto s = under_policy(policy::kind(), "B-1");
  s.fact("organisation", the_provider.value, organisation::ContactSet{{"李服务", {"13314518976"}}});
  s.as(as_insurer).when(policy::AssignServiceProvider{the_provider});
  auto e = ordered();
  e.provider_phone = Phone{"13314518976"};
  s.and_in("service-order", s.last_id(), e);
  auto told = under_policy(kind(), "S-1");
  told.given(e).owes("sms-ordered");
  CHECK(order().state<State>().provider_phone == std::nullopt);
}

// proves QZS-22
TEST_CASE("service order: a risk assessment has its report") {
  auto c = service(ServiceKind::risk_identification);
  serving().when(c).then_problem("/documents", "missing");
  c.documents = {document('r')};
  serving().when(c).then(ServiceRecorded{c});
}
