// Personal data leave a case when its records need be kept no longer, and not before.
#include "engine/erasure.hpp"

#include <doctest/doctest.h>

#include "engine/kinds/complaint.hpp"
#include "engine/kinds/policy.hpp"
#include "events/disclosure.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
namespace t = surety::tests;
using t::Scenario;

namespace {

const ErasePersonalData over{"保存期届满"};

Scenario closed_on(const std::string& day) {
  Scenario s(complaint::kind(), "T-1", "T-1");
  s.on(day).as(t::nobody());
  s.when(complaint::File{RegionCode{"460106"}, "王某", Phone{"13800001234"},
                         complaint::Subject::payment, "进度款逾期未付", {}, "某建设单位", {}});
  s.as(t::regulator("460000")).when(complaint::Reply{"已督促付款", {}});
  s.when(complaint::Close{"已付款"}).then_state("closed");
  return s;
}

bool names_personal(const Type& type) {
  if (type.element) return names_personal(*type.element);
  if (type.shape != Shape::object) return false;
  for (const Member& m : type.fields().members)
    if (m.rule.personal || names_personal(*m.type)) return true;
  return false;
}

}  // namespace

TEST_CASE("erasure: not before the retention period of the rulebook is over, and the day is told") {
  auto s = closed_on("2025-03-01");
  s.on("2035-03-01").when(over).then_refused(
      Code::retention_runs, {{"from", "\"2035-03-02\""}, {"last_event_on", "\"2025-03-01\""},
                             {"retention_years", "10"}});
  s.on("2035-03-02").when(over).then(PersonalDataErased{"保存期届满"}).then_state("closed");
}

TEST_CASE("erasure: the rulebook says how long, and ten years hold where it does not") {
  auto rules = t::rulebook("460000").rules;
  rules.retention_years = 3;
  auto s = closed_on("2025-03-01");
  s.under(rules).on("2028-03-02").when(over).then(PersonalDataErased{"保存期届满"});
  rules.retention_years.reset();
  auto silent = closed_on("2024-02-29");
  silent.under(rules).on("2034-02-28").when(over).then_refused(Code::retention_runs);
  silent.on("2034-03-01").when(over).then(PersonalDataErased{"保存期届满"});
}

TEST_CASE("erasure: who looked into the case lately shows that it is still needed") {
  auto s = closed_on("2025-03-01");
  s.on("2030-01-01").when(Disclose{{"phone"}, "复核"});
  s.on("2035-03-02").when(over).then_refused(Code::retention_runs, {{"from", "\"2040-01-02\""}});
}

TEST_CASE("erasure: personal fields read as erased, the others as they were, and once is enough") {
  auto s = closed_on("2025-03-01");
  s.on("2035-03-02").when(over);
  const auto& state = s.state<complaint::State>();
  CHECK(state.phone.text() == erased_text);
  CHECK(state.complainant == erased_text);
  CHECK(state.content == "进度款逾期未付");
  s.on("2050-01-01").when(over).then_refused(Code::no_personal_data);
  s.when(Disclose{{"phone"}, "复核"}).then_refused(Code::personal_data_erased);
}

TEST_CASE("erasure: pictures of identity cards leave the state, other papers stay") {
  policy::State s;
  s.contact_phone = Phone{"13800001234"};
  s.legal_representative_id_front = t::document('a');
  s.business_licence = t::document('b');
  blank_personal(type_of<policy::State>(), &s);
  CHECK(s.contact_phone->text() == erased_text);
  CHECK_FALSE(s.legal_representative_id_front);
  CHECK(s.business_licence);
}

TEST_CASE("erasure: the regulator of the case alone, and only once the case is over") {
  auto s = closed_on("2025-03-01");
  s.on("2035-03-02").as(t::regulator("230000")).when(over).then_refused(Code::forbidden);
  s.as(t::administrator()).when(over).then_refused(Code::forbidden);
  Scenario open(complaint::kind(), "T-2", "T-2");
  open.on("2025-03-01").as(t::nobody()).when(
      complaint::File{RegionCode{"460106"}, "王某", Phone{"13800001234"},
                      complaint::Subject::payment, "进度款逾期未付", {}, "某建设单位", {}});
  open.on("2045-03-01").as(t::regulator("460000")).when(over).then_refused(
      Code::not_in_this_state, {{"state", "\"filed\""}});
}

TEST_CASE("erasure: the keys are owed until their destruction is told") {
  CaseHead head;
  const complaint::State s;
  const auto owed = [&] { return complaint::kind().open_effects(head, &s); };
  CHECK(owed().empty());
  head.erased_in = 7;
  REQUIRE(owed().size() == 1);
  CHECK(owed()[0].name == "destroy-keys-7");
  CHECK(owed()[0].channel == Effect::Channel::destruction);
  head.effects_ended = {"destroy-keys-7"};
  CHECK(owed().empty());
}

TEST_CASE("erasure: every kind whose events hold personal fields has it, in some states only") {
  int found = 0;
  for (const Kind* kind : kinds()) {
    bool personal = false;
    for (const auto& event : kind->events) personal = personal || names_personal(*event.type);
    const auto* rule = kind->command("erase-personal-data");
    INFO(kind->name);
    CHECK(personal == (rule != nullptr));
    CHECK(personal == (kind->command("disclose") != nullptr));
    if (!rule) continue;
    ++found;
    CHECK_FALSE(rule->states.empty());
    CHECK(kind->event("personal-data-erased") != nullptr);
  }
  CHECK(found == 10);
}
