// The project's life: entered, imported, amended, stopped, completed, taken out of the count.
#include <doctest/doctest.h>

#include "engine/kinds/guarantee.hpp"
#include "engine/kinds/project.hpp"
#include "engine/kinds/rulebook.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
namespace t = surety::tests;
using t::day;
using t::Scenario;

namespace {

const CreditCode builder = t::credit_code(1), developer = t::credit_code(2);

project::Register hainan_project() {
  project::Register c;
  c.project_code = {"2025-460100-47-01-000001"};
  c.name = "海口江东新区安置房";
  c.region_code = {"460106"};
  c.contractor = builder;
  c.owner = developer;
  c.planned_start = day("2025-01-01");
  c.planned_finish = day("2026-01-01");
  return c;
}

project::Registered registered() {
  project::Registered e;
  const auto c = hainan_project();
  e.project_code = *c.project_code;
  e.name = c.name;
  e.region_code = c.region_code;
  e.contractor = {builder.value};
  e.owner = PartyCode{developer.value};
  e.planned_start = c.planned_start;
  e.planned_finish = c.planned_finish;
  return e;
}

project::Import row() {
  project::Import c;
  c.project_code = {"2019-230700-49-01-001516"};
  c.name = "伊春市南岔区铁路家属区";
  c.region_code = "230700";
  c.contractor = {"11230703001784935X"};
  c.investment_total = t::wan(6100);
  return c;
}

Scenario there(const std::string& code = "2025-460100-47-01-000001") {
  Scenario s(project::kind(), code, code);
  s.given(registered()).on("2025-03-01");
  return s;
}

/// A letter in force until that day, under the project.
void with_guarantee(Scenario& s, guarantee::Mode mode, const char* valid_until) {
  if (mode == guarantee::Mode::letter) {
    guarantee::Issued e;
    e.letter_number = "1";
    e.valid_from = day("2025-01-01");
    e.valid_until = day(valid_until);
    e.guaranteed_amount = t::wan(1613);
    s.given_in("guarantee", "G-1", guarantee::Applied{}, e);
  } else {
    guarantee::PresaleRegistered e;
    s.given_in("guarantee", "G-1", e);
  }
}

}  // namespace

TEST_CASE("project: its contractor, its owner and the regulator register it, others do not") {
  for (const auto& actor : {t::contractor(builder.value), t::owner(developer.value), t::regulator("460000")})
    Scenario(project::kind()).on("2025-03-01").as(actor).when(hainan_project()).then_state("active");
  Scenario(project::kind())
      .on("2025-03-01")
      .as(t::contractor(t::credit_code(9).value))
      .when(hainan_project())
      .then_refused(Code::forbidden);
  Scenario(project::kind())
      .on("2025-03-01")
      .as(t::regulator("230000"))
      .when(hainan_project())
      .then_refused(Code::forbidden);
}

TEST_CASE("project: what a jurisdiction requires beside the platform's fields") {
  auto bare = hainan_project();
  bare.owner.reset();
  Scenario(project::kind()).as(t::contractor(builder.value)).when(bare).then_refused(
      Code::required_by_rulebook);
  bare.region_code = {"230703"};
  Scenario(project::kind()).in("230000").as(t::contractor(builder.value)).when(bare).then_refused(
      Code::required_by_rulebook);
  bare.investment_total = t::wan(6100);
  Scenario(project::kind()).in("230000").as(t::contractor(builder.value)).when(bare).then_state("active");
  Scenario(project::kind()).in("210500").as(t::contractor(builder.value)).when(bare).then_refused(
      Code::required_by_rulebook);
  auto benxi = hainan_project();
  benxi.address = "平山区";
  benxi.construction_cost = t::yuan(1'000'000);
  benxi.credit_code = builder;
  benxi.category = project::Category::building;
  benxi.duration_days = 365;
  benxi.region_code = {"210502"};
  Scenario(project::kind()).in("210500").as(t::contractor(builder.value)).when(benxi).then_state("active");
}

TEST_CASE("project: what the form alone shows") {
  auto c = hainan_project();
  c.planned_finish = day("2024-12-31");
  Scenario(project::kind()).when(c).then_problem("/planned_finish", "invalid-range");
  c = hainan_project();
  c.credit_code = developer;
  Scenario(project::kind()).when(c).then_problem("/credit_code", "invalid-range");
  c = hainan_project();
  c.region_code = {"999999"};
  Scenario(project::kind()).when(c).then_problem("/region_code", "unknown-reference");
}

// proves HLJ-33
TEST_CASE("project: its region lies in the jurisdiction, in Heilongjiang it is a county") {
  const auto as_builder = t::contractor(builder.value);
  auto c = hainan_project();
  c.investment_total = t::wan(6100);
  c.region_code = {"460100"};
  Scenario(project::kind()).as(as_builder).when(c).then_state("active");
  c.region_code = {"230110"};
  Scenario(project::kind()).as(as_builder).when(c).then_refused(
      Code::invalid_range, {{"field", "\"region_code\""}});
  Scenario(project::kind()).in("230000").as(as_builder).when(c).then_state("active");
  for (const char* region : {"230700", "230000", "110101"}) {
    c.region_code = {region};
    Scenario(project::kind()).in("230000").as(as_builder).when(c).then_refused(Code::invalid_range);
  }
}

// proves HLJ-36
TEST_CASE("project: a code there already, and one that another jurisdiction holds") {
  there().as(t::contractor(builder.value)).when(hainan_project()).then_refused(Code::already_registered);
  auto from_benxi = row();
  from_benxi.project_code = {"33"};
  from_benxi.jurisdiction = RegionCode{"210500"};
  there("33").as(t::the_engine()).when(from_benxi).then_refused(Code::project_code_taken,
                                                              {{"suggested", "\"33-210500\""}});
}

// proves HLJ-113
TEST_CASE("project: a row of the table comes in, the same changes nothing, another amends") {
  Scenario s(project::kind(), "x", "2019-230700-49-01-001516");
  s.in("230000").on("2025-03-01").as(t::regulator("230000")).when(row()).then_state("active");
  CHECK(s.state<project::State>().origin == project::Origin::table);
  CHECK(s.state<project::State>().credit_code_valid);
  s.when(row()).then_nothing();
  auto changed = row();
  changed.investment_total = t::wan(6200);
  project::Amended amended;
  amended.investment_total = t::wan(6200);
  s.when(changed).then(amended);
}

TEST_CASE("project: a table's bad codes are kept and flagged, a command refuses them") {
  auto bad = row();
  bad.contractor = {"9131011513230855XX"};
  bad.region_code = "11";
  Scenario s(project::kind());
  s.in("230000").as(t::regulator("230000")).when(bad).then_state("active");
  CHECK_FALSE(s.state<project::State>().credit_code_valid);
  CHECK(s.state<project::State>().region_code.value == "11");
  auto c = hainan_project();
  c.contractor = {"9131011513230855XX"};
  Scenario(project::kind()).when(c).then_problem("/contractor", "credit-code-check-digit");
}

TEST_CASE("project: one that was registered comes to stand in the table") {
  auto s = there();
  project::Import same;
  same.project_code = {"2025-460100-47-01-000001"};
  same.name = registered().name;
  same.region_code = "460106";
  same.contractor = {builder.value};
  project::Amended amended;
  amended.origin = project::Origin::table;
  s.as(t::regulator("460000")).when(same).then(amended);
}

// proves BX-56
TEST_CASE("project: while it is insured its contractor stays, until the cover has ended") {
  auto s = there();
  s.given(project::InsuranceChanged{"P1", project::InsuranceStatus::insured, day("2025-01-01"),
                                    day("2025-12-31")});
  project::Amend other;
  other.contractor = t::credit_code(9);
  s.as(t::owner(developer.value)).when(other).then_refused(Code::already_insured);
  s.on("2026-01-01").when(other).then_state("active");
  CHECK(s.state<project::State>().contractor.value == t::credit_code(9).value);
}

TEST_CASE("project: only the regulator confirms, invalidates and revalidates") {
  auto s = there();
  s.as(t::owner(developer.value)).when(project::Confirm{}).then_refused(Code::forbidden);
  s.when(project::Invalidate{"重复"}).then_refused(Code::forbidden);
  s.as(t::regulator("460000")).when(project::Confirm{}).then(project::Confirmed{});
  s.when(project::Confirm{}).then_refused(Code::not_in_this_state);
  s.when(project::Revalidate{"误报"}).then_refused(Code::not_in_this_state);
  s.when(project::Invalidate{"重复"}).then(project::Invalidated{"重复"}).then_state("invalid");
  s.when(project::Revalidate{"误报"}).then(project::Revalidated{"误报"}).then_state("active");
}

TEST_CASE("project: stopped, resumed, completed, each in its state") {
  auto s = there();
  s.as(t::contractor(builder.value));
  s.when(project::Resume{day("2025-02-20"), {}}).then_refused(Code::not_in_this_state);
  s.when(project::Suspend{day("2025-02-10"), "停工"}).then_state("suspended");
  s.when(project::Resume{day("2025-02-09"), {}}).then_refused(Code::invalid_range);
  s.when(project::Resume{day("2025-02-20"), {}}).then(project::Resumed{day("2025-02-20"), {}});
  s.when(project::Complete{day("2025-02-28"), {}}).then_state("completed");
  s.when(project::Suspend{day("2025-03-01"), {}}).then_refused(Code::not_in_this_state);
}

// proves HN-168
TEST_CASE("project: a stoppage calls for the adjustment of letters and escrow, not of presale funds") {
  auto s = there();
  with_guarantee(s, guarantee::Mode::letter, "2026-06-30");
  s.as(t::contractor(builder.value)).when(project::Suspend{day("2025-02-10"), {}});
  s.and_in("guarantee", "G-1", guarantee::AdjustmentDue{"suspension-2025-02-10", day("2025-02-10")});
  auto presale = there();
  with_guarantee(presale, guarantee::Mode::presale, "");
  presale.as(t::contractor(builder.value))
      .when(project::Suspend{day("2025-02-10"), {}})
      .then(project::Suspended{day("2025-02-10"), {}});
  CHECK(presale.events().size() == 1);
}

// proves HN-168
TEST_CASE("project: a finish moved past a letter's end calls for its adjustment, short of it does not") {
  project::Amend later;
  later.planned_finish = day("2026-06-30");
  project::Amended amended;
  amended.planned_finish = later.planned_finish;
  auto s = there();
  with_guarantee(s, guarantee::Mode::letter, "2026-06-30");
  s.as(t::contractor(builder.value)).when(later).then(amended);
  CHECK(s.events().size() == 1);
  later.planned_finish = day("2026-07-01");
  s.when(later).and_in("guarantee", "G-1",
                       guarantee::AdjustmentDue{"finish-moved-2025-03-01", day("2025-03-01")});
  s.when(later).then_nothing();
  later.planned_finish = day("2024-12-31");
  s.when(later).then_refused(Code::invalid_range);
}
