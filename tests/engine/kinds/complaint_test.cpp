// Complaints: filed by anybody, answered and closed by the region's department, in time or late.
#include <doctest/doctest.h>

#include "engine/acting.hpp"
#include "engine/authorisation.hpp"
#include "engine/kinds/alert.hpp"
#include "engine/kinds/complaint.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
using namespace surety::complaint;
namespace t = surety::tests;
using t::Scenario;

namespace {

File unpaid() {
  return {RegionCode{"460106"}, "王某", Phone{"13800001234"}, Subject::payment,
          "进度款逾期未付", {}, "某建设单位", {}};
}

Scenario filed() {
  Scenario s(kind(), "T-1", "T-1");
  s.as(t::nobody()).when(unpaid());
  return s;
}

}  // namespace

TEST_CASE("complaint: filed by anybody for a region of the jurisdiction") {
  filed().then(Filed{unpaid()}).then_state("filed").nothing_due();
  Scenario(kind(), "T-1", "T-1").as(t::insurer("x")).when(unpaid()).then_state("filed");
  auto elsewhere = unpaid();
  elsewhere.region_code = {"230110"};
  Scenario(kind(), "T-1", "T-1").as(t::nobody()).when(elsewhere).then_refused(Code::invalid_range);
  elsewhere.region_code = {"999999"};
  Scenario(kind(), "T-1", "T-1").as(t::nobody()).when(elsewhere).then_problem("/region_code",
                                                                           "unknown-reference");
}

// proves HN-02
TEST_CASE("complaint: a natural person follows its own, an organisation's people see none by it") {
  Actor person;
  person.account = "np-wang";
  person.organisation_kind = natural_person;
  Scenario s(kind(), "T-1", "T-1");
  s.as(person).when(unpaid()).then_state("filed");
  const Parties parties{.account = s.state<State>().filed_by.value_or("")};
  CHECK(sees(person, kind(), parties));
  person.account = "np-li";
  CHECK_FALSE(sees(person, kind(), parties));
  s.as(person).when(Reply{"自答", {}}).then_refused(Code::forbidden);
  Scenario by_staff(kind(), "T-1", "T-1");
  by_staff.as(t::insurer("x")).when(unpaid());
  CHECK_FALSE(by_staff.state<State>().filed_by);
  CHECK_FALSE(filed().state<State>().filed_by);
}

TEST_CASE("complaint: the department answers, again if need be, and closes") {
  auto s = filed();
  const auto department = t::regulator("460000");
  s.as(department).when(Close{"已督促付款"}).then_refused(Code::not_in_this_state);
  s.as(t::regulator("230000")).when(Reply{"正在核实", {}}).then_refused(Code::forbidden);
  s.as(t::insurer("x")).when(Reply{"正在核实", {}}).then_refused(Code::forbidden);
  s.as(department).when(Reply{"正在核实", {}}).then(Replied{{"正在核实", {}}});
  s.then_state("replied").when(Reply{"已督促付款", {}});
  CHECK(s.state<State>().replies.size() == 2);
  s.when(Close{"已付款"}).then(Closed{{"已付款"}}).then_state("closed");
  s.when(Reply{"再答", {}}).then_refused(Code::not_in_this_state);
}

TEST_CASE("complaint: handed on to another department of the jurisdiction") {
  auto s = filed();
  s.as(t::regulator("460000")).when(Transfer{{"460100"}, "属市级管辖"});
  s.then(Transferred{{{"460100"}, "属市级管辖"}});
  CHECK(s.state<State>().region_code.value == "460100");
  s.when(Transfer{{"460100"}, "属市级管辖"}).then_nothing();
  s.when(Transfer{{"230100"}, "属外省"}).then_refused(Code::invalid_range);
  s.when(Transfer{{"999999"}, "?"}).then_problem("/region_code", "unknown-reference");
}

TEST_CASE("complaint: where the rulebook names a length, an answer is due") {
  auto rules = t::rulebook("460000").rules;
  rules.complaint_reply_days = 15;
  Scenario s(kind(), "T-1", "T-1");
  s.under(rules).on("2025-03-01").as(t::nobody()).when(unpaid()).due("reply", "", "2025-03-17");
  auto in_time = s;
  in_time.as(t::regulator("460000")).when(Reply{"正在核实", {}}).nothing_due();
  s.passes("reply").raised("reply");
  s.as(t::regulator("460000")).when(Reply{"正在核实", {}}).closed_alert("reply", "replied-late");
}
