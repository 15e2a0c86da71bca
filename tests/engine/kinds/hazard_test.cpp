// Hazards, inspections, major hazard sources (BX 风险管理, QZS 4.3, HLJ annex 2).
#include "tests/engine/kinds/insurance_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::insurance;

namespace {

hazard::Report found() {
  hazard::Report c;
  c.category = "临边防护";
  c.description = "三层临边无防护";
  c.level = hazard::Level::major;
  c.photos = {document('f')};
  c.rectify_by = day("2025-03-20");
  c.service_order = "S-1";
  return c;
}
hazard::Reported reported() {
  hazard::Reported e{found()};
  e.source = hazard::Origin::service;
  e.project = "P-1";
  e.project_name = "南岔区体育场";
  e.reporter = as_provider.organisation;
  e.region_code = RegionCode{"230700"};
  e.contractor = PartyCode{the_contractor.value};
  e.insurer = the_insurer;
  e.provider = the_provider;
  e.policy = "B-1";
  e.service_order = "S-1";
  return e;
}
Scenario served() {
  auto s = under_policy(hazard::kind(), "H-1");
  s.given_in("service-order", "S-1", ordered(), service_order::Accepted{}).as(as_provider);
  return s;
}
Scenario open_hazard() {
  auto s = served();
  s.given(reported());
  return s;
}
hazard::Rectify rectified() { return {{document('g')}, "已加装防护栏"}; }

inspection::Record look() {
  return {"P-1", day("2025-03-02"), {"王检查"},
          {{"脚手架", "连墙件缺失", hazard::Level::general, {}, day("2025-03-15")},
           {"临时用电", "一闸多机", hazard::Level::major, {}, day("2025-03-08")}}};
}

major_hazard_source::Register source() {
  return {"P-1", "深基坑", "深基坑工程", "东侧", "监测、支护", "张工", Phone{"13314518976"}};
}

}  // namespace

TEST_CASE("hazard: reported by the provider of an order in service") {
  served().when(found()).then(reported()).then_state("open");
  served().as(provider(other_provider.value)).when(found()).then_refused(Code::forbidden);
  auto c = found();
  c.photos.clear();
  served().when(c).then_problem("/photos", "too-few");
  c = found();
  c.service_record = 1;
  served().when(c).then_refused(Code::no_such_record);
  auto s = under_policy(hazard::kind(), "H-1");
  s.given_in("service-order", "S-1", ordered()).as(as_provider).when(found()).then_refused(
      Code::order_not_in_service);
}

TEST_CASE("hazard: rectified, reopened with a new day, rectified again and verified") {
  auto s = open_hazard();
  s.as(as_contractor)
      .when(rectified())
      .then(hazard::Rectified{rectified()})
      .then_state("rectified")
      .nothing_due()
      .when(hazard::Verify{})
      .then_refused(Code::forbidden)
      .as(as_provider)
      .when(hazard::Reopen{"仍有缺口", day("2025-03-25")})
      .then(hazard::Reopened{{"仍有缺口", day("2025-03-25")}})
      .due("rectification", "1", "2025-03-26")
      .when(hazard::Verify{})
      .then_refused(Code::not_in_this_state)
      .when(rectified())
      .when(hazard::Verify{})
      .then(hazard::Verified{})
      .then_state("closed");
  open_hazard().as(as_insurer).when(rectified()).then_refused(Code::forbidden);
  open_hazard().given(hazard::Rectified{rectified()}).as(as_contractor)
      .when(hazard::Reopen{"仍有缺口", day("2025-03-25")}).then_refused(Code::forbidden);
}

TEST_CASE("hazard: its day passes, the regulator hears, and hears of the late rectification") {
  open_hazard()
      .due("rectification", "", "2025-03-21")
      .passes("rectification")
      .raised("rectification")
      .as(as_contractor)
      .when(rectified())
      .closed_alert("rectification", "rectified-late");
}

// proves QZS-37
TEST_CASE("hazard: its service shows how many were found and how many are not closed") {
  using service_order::HazardsCounted;
  auto s = served();
  service_order::RecordService look_round;
  look_round.kind = ServiceKind::hazard_inspection;
  look_round.held_on = day("2025-03-12");
  s.given_in("service-order", "S-1", service_order::ServiceRecorded{look_round});
  auto c = found();
  c.service_record = 1;
  s.when(c).and_in("service-order", "S-1", HazardsCounted{1, 1, 1});
  s.as(as_contractor).when(rectified());
  CHECK(s.state_of<service_order::State>("service-order/S-1").services[0].hazards_open == 1);
  s.as(as_provider).when(hazard::Verify{}).and_in("service-order", "S-1", HazardsCounted{1, 1, 0});
  CHECK(s.state_of<service_order::State>("service-order/S-1").services[0].hazards_closed == 1);
}

TEST_CASE("hazard: closed by its rectification where the rulebook wants no second look") {
  auto rules = rulebook("230000").rules;
  rules.recheck_hazards = false;
  auto s = served();
  s.under(rules).given(reported()).as(as_contractor).when(rectified()).then_state("closed");
}

TEST_CASE("inspection: each problem opens a hazard of the one who inspected") {
  auto s = under_policy(inspection::kind(), "I-1");
  s.as(as_regulator).when(look()).and_some("hazard.reported").then_state("recorded");
  const auto& e = s.state<inspection::State>();
  REQUIRE(e.hazards.size() == 2);
  CHECK(e.insurer == the_insurer);
  const auto& h = s.state_of<hazard::State>("hazard/" + e.hazards[1]);
  CHECK(h.category == "临时用电");
  CHECK(h.source == hazard::Origin::inspection);
  CHECK(h.reporter == as_regulator.organisation);
  CHECK(h.inspection == "I-1");
}

// proves QZI-05
TEST_CASE("inspection: by the region's regulator or the project's insurer, nobody else") {
  under_policy(inspection::kind(), "I-1").as(as_insurer).when(look()).then_state("recorded");
  under_policy(inspection::kind(), "I-1")
      .as(insurer(other_insurer.value))
      .when(look())
      .then_refused(Code::unknown_reference, {{"field", "\"project\""}});
  under_policy(inspection::kind(), "I-1").as(regulator("460000")).when(look()).then_refused(
      Code::unknown_reference);
}

// proves QZI-05
TEST_CASE("inspection: planned by the insurer, carried out by who planned it, opening hazards") {
  using namespace inspection;
  const Plan plan{"P-1", day("2025-03-10"), {"王检查"}, {"脚手架", "临时用电"}};
  const CarryOut visit{day("2025-03-09"), {"王检查", "李检查"}, look().problems, "限期整改"};
  auto s = under_policy(kind(), "I-1");
  s.as(as_insurer).when(plan).then_state("planned").due("visit", "", "2025-03-11");
  CHECK(s.state<State>().insurer == the_insurer);
  s.as(as_contractor).when(visit).then_refused(Code::forbidden);
  s.as(as_insurer).on("2025-03-09").when(visit).and_some("hazard.reported");
  s.then_state("recorded").nothing_due();
  CHECK(s.state<State>().hazards.size() == 2);
  CHECK(s.state<State>().items == plan.items);
  CHECK(s.state_of<hazard::State>("hazard/" + s.state<State>().hazards[0]).inspection == "I-1");
  s.when(visit).then_refused(Code::not_in_this_state);
}

// proves QZI-05
TEST_CASE("inspection: a plan lies ahead, may be cancelled, and is overdue after its day") {
  using namespace inspection;
  Plan plan{"P-1", day("2025-03-02"), {"王检查"}, {"脚手架"}};
  under_policy(kind(), "I-1").as(as_insurer).when(plan).then_refused(Code::invalid_range);
  plan.planned_on = day("2025-03-10");
  under_policy(kind(), "I-1").as(insurer(other_insurer.value)).when(plan).then_refused(
      Code::unknown_reference);
  auto s = under_policy(kind(), "I-1");
  s.as(as_regulator).when(plan);
  auto missed = s;
  missed.passes("visit").raised_none().then_state("planned");
  s.as(as_insurer).when(Cancel{"停工"}).then_refused(Code::forbidden);
  s.as(as_regulator).when(Cancel{"停工"}).then(Cancelled{{"停工"}}).then_state("cancelled");
  s.nothing_due();
}

// proves BX-19
TEST_CASE("major hazard source: registered, updated and retired by the contractor") {
  using namespace major_hazard_source;
  Update deeper;
  deeper.location = "西侧";
  Update same;
  same.name = "深基坑";
  auto s = world(kind(), "M-1");
  s.as(as_contractor)
      .when(source())
      .then(Registered{source(), "南岔区体育场", RegionCode{"230700"},
                       PartyCode{the_contractor.value}})
      .when(deeper)
      .then(Updated{deeper})
      .when(same)
      .then_nothing()
      .when(Retire{})
      .then(Retired{})
      .then_state("retired")
      .when(deeper)
      .then_refused(Code::not_in_this_state)
      .when(Retire{})
      .then_refused(Code::not_in_this_state);
  world(kind(), "M-1").as(as_provider).when(source()).then_refused(Code::forbidden);
}
