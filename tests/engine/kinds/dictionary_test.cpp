// Base data: dictionaries of a jurisdiction, entries disabled and never deleted; a year's holidays.
#include "engine/kinds/dictionary.hpp"

#include <doctest/doctest.h>

#include "engine/kinds/holiday_calendar.hpp"
#include "engine/kinds/rulebook.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
namespace t = surety::tests;
using t::day;
using t::Scenario;

namespace {

using namespace surety::dictionary;

Define hazards() {
  return {RegionCode{"350500"}, Username{"hazard-categories"}, "隐患类别",
          {{"edge", "临边防护", {}}, {"power", "临时用电", "Power"}}};
}

Scenario defined() {
  Scenario s(dictionary::kind(), "350500.hazard-categories", "350500.hazard-categories");
  s.fact("rulebook", "350500", rulebook::Published{1, day("2024-01-01"), {}, "350500"});
  s.as(t::administrator()).when(hazards());
  return s;
}

Scenario holidays() {
  Scenario s(holiday_calendar::kind(), "CN", "CN");
  s.as(t::administrator());
  return s;
}

holiday_calendar::PublishYear of_2027() {
  return {2027, "国办通知", {day("2027-01-01"), day("2027-02-08")}, {day("2027-02-14")}};
}

}  // namespace

TEST_CASE("dictionary: defined by the administrator or the jurisdiction's regulator") {
  defined().then(Defined{hazards()}).then_state("defined");
  defined().when(hazards()).then_refused(Code::already_registered);
  Scenario none(dictionary::kind(), "x", "x");
  none.as(t::administrator()).when(hazards()).then_refused(Code::no_rulebook);
  none.as(t::regulator("230000")).when(hazards()).then_refused(Code::forbidden);
  none.as(t::insurer("x")).when(hazards()).then_refused(Code::forbidden);
  auto twice = hazards();
  twice.entries[1].code = "edge";
  none.as(t::administrator()).when(twice).then_problem("/entries/1/code", "entry-exists");
}

// proves QZI-06
TEST_CASE("dictionary: an entry is added, renamed, disabled and enabled, never deleted") {
  auto s = defined();
  const AddEntry crane{{"crane", "起重机械", {}}};
  s.when(crane).then(EntryAdded{crane});
  s.when(crane).then_refused(Code::entry_exists);
  s.when(RenameEntry{"edge", "临边洞口防护", {}}).then(EntryRenamed{{"edge", "临边洞口防护", {}}});
  s.when(RenameEntry{"edge", "临边洞口防护", {}}).then_nothing();
  s.when(RenameEntry{"roof", "屋面", {}}).then_refused(Code::unknown_entry);
  s.when(DisableEntry{"edge", {}}).then(EntryDisabled{{"edge", {}}});
  CHECK_FALSE(s.state<dictionary::State>().offers("edge"));
  CHECK(s.state<dictionary::State>().offers("power"));
  CHECK(s.state<dictionary::State>().entries.size() == 3);
  s.when(DisableEntry{"edge", {}}).then_nothing();
  s.when(EnableEntry{"edge"}).then(EntryEnabled{{"edge"}});
  s.when(EnableEntry{"roof"}).then_refused(Code::unknown_entry);
  s.when(DisableEntry{"roof", {}}).then_refused(Code::unknown_entry);
  const std::string page = "https://www.example.org/";
  s.when(RenameEntry{"power", "临时用电", "Power", page});
  CHECK(s.state<dictionary::State>().entries[1].address == page);
  s.when(RenameEntry{"power", "临时用电", "Power", page}).then_nothing();
  s.as(t::regulator("230000")).when(EnableEntry{"edge"}).then_refused(Code::forbidden);
  s.as(t::regulator("350500")).when(DisableEntry{"edge", {}}).then_state("defined");
}

TEST_CASE("dictionary: what an entry leads to is a page, never a script") {
  auto s = defined();
  const std::string script = "javascript:alert(1)";
  s.when(AddEntry{{"bad", "网址", {}, script}}).then_problem("/address", "web-address");
  s.when(RenameEntry{"edge", "临边防护", {}, script}).then_problem("/address", "web-address");
  auto all = hazards();
  all.entries[1].address = script;
  s.when(all).then_problem("/entries/1/address", "web-address");
}

// proves QZI-06
TEST_CASE("holidays: a year is published on top of those known, and may be corrected") {
  auto s = holidays();
  s.when(of_2027()).then_state("published");
  const auto& state = s.state<holiday_calendar::State>();
  CHECK(state.calendar_version == "CN-2027-1");
  const Calendar now = holiday_calendar::calendar_of(state);
  CHECK(now.published(2027));
  CHECK(now.published(2026));
  CHECK(now.rest(day("2027-02-08")));
  CHECK_FALSE(now.rest(day("2027-02-14")));
  CHECK(now.rest(day("2026-02-17")) == t::calendar().rest(day("2026-02-17")));
  s.when(of_2027()).then_nothing();
  auto corrected = of_2027();
  corrected.rest_days.push_back(day("2027-02-09"));
  s.when(corrected);
  CHECK(s.state<holiday_calendar::State>().calendar_version == "CN-2027-2");
  CHECK(later("CN-2027-10", "CN-2027-9"));
  CHECK_FALSE(later("CN-2026-10", "CN-2027-1"));
}

TEST_CASE("holidays: days of that year alone, worked days only on weekends, by administrators") {
  auto c = of_2027();
  c.rest_days.push_back(day("2026-12-31"));
  holidays().when(c).then_problem("/rest_days/2", "invalid-range");
  c = of_2027();
  c.make_up_workdays = {day("2027-02-15")};  // a Monday
  holidays().when(c).then_problem("/make_up_workdays/0", "invalid-range");
  c = of_2027();
  c.rest_days.push_back(day("2027-02-14"));
  holidays().when(c).then_problem("/make_up_workdays/0", "invalid-range");
  auto s = holidays();
  s.when(of_2027());
  c = of_2027();
  c.make_up_workdays.clear();
  s.as(t::regulator("460000")).when(c).then_refused(Code::forbidden);
}
