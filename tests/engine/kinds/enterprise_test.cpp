// The enterprise: it registers or enrols, each jurisdiction admits it or not, it keeps its data.
#include <doctest/doctest.h>

#include "engine/authorisation.hpp"
#include "engine/fold_event.hpp"
#include "engine/kinds/account.hpp"
#include "engine/kinds/enterprise.hpp"
#include "engine/kinds/rulebook.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
namespace t = surety::tests;
using t::Scenario;

namespace {

const CreditCode firm = t::credit_code(5);

enterprise::Register form(const char* region_code = "210502") {
  return {firm, "本溪一建", {enterprise::Capacity::contractor}, "张三", {region_code}, "平山区",
          "李四", {"13800000000"}, {"benxi-yijian"}, "secret:1", {}, t::document('l'),
          std::string(enterprise::phone_verified)};
}

/// All four jurisdictions have a rulebook.
Scenario platform() {
  Scenario s(enterprise::kind(), firm.value, firm.value);
  for (const char* code : {"230000", "210500", "350500", "460000"})
    s.fact("rulebook", code, rulebook::Published{1, Date::stored("2024-01-01"), {}, code});
  s.in("210500").on("2025-03-01");
  return s;
}

Scenario registered() {
  auto s = platform();
  s.as(t::nobody()).when(form());
  return s;
}

Scenario active() {
  auto s = registered();
  s.as(t::regulator("210500")).when(enterprise::Approve{});
  return s;
}

Actor itself() { return t::contractor(firm.value); }

}  // namespace

TEST_CASE("enterprise: anybody registers, the jurisdiction is that of the region, an account is owed") {
  auto s = registered();
  s.then_state("pending-review").owes("create-account");
  const auto& state = s.state<enterprise::State>();
  REQUIRE(state.admissions.size() == 1);
  CHECK(state.admissions[0].jurisdiction.value == "210500");
  const auto effects = enterprise::kind().open_effects({.kind = "enterprise", .id = firm.value}, &state);
  REQUIRE(effects.size() == 1);
  CHECK(effects[0].root == "benxi-yijian");
  account::Create create;
  REQUIRE(from_json(effects[0].body, create, Source::stored).empty());
  CHECK(create.organisation->value == firm.value);
  CHECK(create.password == "secret:1");
  CHECK(enterprise::kind().open_effects({.effects_ended = {"create-account"}}, &state).empty());
}

// proves BX-34
TEST_CASE("enterprise: in Benxi it brings its licence and a phone that is its own") {
  auto s = registered();
  CHECK(s.state<enterprise::State>().phone_verified);
  CHECK(s.state<enterprise::State>().business_licence == t::document('l'));
  for (const bool licence : {true, false}) {
    auto without = form();
    if (licence) without.business_licence.reset();
    else without.phone_code.reset();
    platform().as(t::nobody()).when(without).then_refused(Code::required_by_rulebook);
  }
  s.as(t::regulator("210500")).when(enterprise::Reject{"营业执照不清晰", {}});
  enterprise::Resubmit better;
  better.business_licence = t::document('m');
  s.as(itself()).when(better).then_state("pending-review");
  CHECK(s.state<enterprise::State>().business_licence == t::document('m'));
}

TEST_CASE("enterprise: a county of no jurisdiction, a taken username, capacities twice") {
  platform().as(t::nobody()).when(form("110101")).then_refused(Code::no_rulebook);
  platform().as(t::nobody()).when(form("999999")).then_problem("/region_code", "unknown-reference");
  auto s = platform();
  account::Created there;
  there.username = {"benxi-yijian"};
  s.fact("account", "benxi-yijian", there);
  s.as(t::nobody()).when(form()).then_refused(Code::username_taken);
  auto twice = form();
  twice.capacities = {enterprise::Capacity::owner, enterprise::Capacity::owner};
  platform().when(twice).then_problem("/capacities", "invalid-range");
}

TEST_CASE("enterprise: its jurisdiction's regulator or the administrator approves, no other") {
  auto s = registered();
  s.as(t::regulator("460000")).when(enterprise::Approve{}).then_refused(Code::forbidden);
  s.as(itself()).when(enterprise::Approve{}).then_refused(Code::forbidden);
  s.as(t::regulator("210500"))
      .when(enterprise::Approve{})
      .then(enterprise::Approved{{"210500"}})
      .then_state("active");
  s.when(enterprise::Approve{}).then_refused(Code::already_admitted);
  registered().as(t::administrator()).when(enterprise::Approve{}).then_state("active");
}

TEST_CASE("enterprise: rejected with a reason, it mends and asks again") {
  auto s = registered();
  s.as(t::regulator("210500"))
      .when(enterprise::Reject{"缺营业执照", {}})
      .then_state("rejected");
  s.when(enterprise::Approve{}).then_refused(Code::not_admitted);
  s.as(itself()).when(enterprise::UpdateInformation{}).then_refused(Code::not_in_this_state);
  enterprise::Resubmit again;
  again.address = "平山区一号";
  s.when(again).then_state("pending-review");
  CHECK(s.state<enterprise::State>().address == "平山区一号");
}

TEST_CASE("enterprise: a second jurisdiction admits it apart, anybody's form changes nothing else") {
  auto s = active();
  auto elsewhere = form();
  elsewhere.jurisdiction = RegionCode{"460000"};
  elsewhere.name = "冒名";
  s.as(t::nobody()).when(elsewhere).then(enterprise::AdmissionRequested{{"460000"}}).then_state("active");
  CHECK(s.state<enterprise::State>().name == "本溪一建");
  s.when(elsewhere).then_refused(Code::already_registered);
  s.when(form()).then_refused(Code::already_registered);
  s.as(t::regulator("460000")).when(enterprise::Reject{"无项目", {}}).then_state("active");
  CHECK(s.state<enterprise::State>().admissions[1].state == enterprise::Phase::rejected);
  s.as(itself()).then_allows("resubmit");
}

TEST_CASE("enterprise: a certificate admits at once, also what was pending") {
  auto s = registered();
  s.as(t::the_engine()).when(enterprise::Enrol{firm, "本溪一建有限公司", {}}).then_state("active");
  CHECK(s.state<enterprise::State>().name == "本溪一建有限公司");
  s.when(enterprise::Enrol{firm, "本溪一建有限公司", {}}).then_nothing();
}

namespace {

/// A deployment for one province.
class OneProvince final : public Facts {
 public:
  std::optional<Case> find(std::string_view kind, std::string_view id) const override {
    if (kind != "rulebook" || id != "230000") return std::nullopt;
    return unopened(*kind_named("rulebook"), id);
  }
  std::string holder(std::string_view, std::string_view) const override { return {}; }
};

}  // namespace

TEST_CASE("enterprise: where nothing else says so, the certificate's code names the jurisdiction") {
  const auto of = [](const char* code) {
    const enterprise::Enrol c{{code}, "某建筑工程有限公司", {}};
    return opening_jurisdiction(type_of<enterprise::Enrol>(), &c, t::the_engine(), OneProvince());
  };
  CHECK(of("91230100MA18WJ3U08") == "230000");
  CHECK(of("91440300MA5FBK637G") == "");
}

// proves BX-08
TEST_CASE("enterprise: it keeps its information, shut out, it does not") {
  auto s = active();
  enterprise::UpdateInformation c;
  c.legal_representative = "王五";
  enterprise::InformationUpdated updated;
  updated.legal_representative = "王五";
  s.as(itself()).when(c).then(updated);
  s.when(c).then_nothing();
  s.as(t::contractor(t::credit_code(6).value)).when(c).then_refused(Code::forbidden);
  s.as(t::administrator()).when(enterprise::Suspend{"停用"}).then_state("suspended");
  s.as(itself()).when(c).then_refused(Code::not_in_this_state);
  s.as(t::administrator()).when(enterprise::Reinstate{}).then_state("active");
}

TEST_CASE("enterprise: refreshing needs a source, whose counts the platform alone brings") {
  auto s = active();
  s.as(itself()).when(enterprise::RefreshProjects{}).then_refused(Code::no_project_source);
  s.when(enterprise::RecordRefresh{1, 2, 3}).then_refused(Code::forbidden);
  s.as(t::the_engine())
      .when(enterprise::RecordRefresh{1, 2, 3})
      .then(enterprise::ProjectsRefreshed{1, 2, 3});
}
