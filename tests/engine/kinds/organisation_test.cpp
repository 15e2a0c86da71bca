// Organisations, their accounts and roles: entered, linked, granted no more than one holds.
#include <doctest/doctest.h>

#include "engine/authorisation.hpp"
#include "engine/kinds/account.hpp"
#include "engine/kinds/organisation.hpp"
#include "engine/kinds/role.hpp"
#include "engine/kinds/rulebook.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
namespace t = surety::tests;
using t::Scenario;

namespace {

const CreditCode insurer = t::credit_code(11), other = t::credit_code(12);

organisation::Created entered(organisation::Type kind) {
  return {kind, "人保财险", insurer, {"230100"}, RegionCode{"230000"}};
}

account::Create clerk(std::vector<std::string> roles) {
  return {{"clerk"}, "张三", {"13800000000"}, std::move(roles), {}, "secret:1", {}};
}

Actor admin_of_insurer() { return t::of_kind("insurer", insurer.value); }

Scenario accounts() {
  Scenario s(account::kind(), "clerk", "clerk");
  s.fact("organisation", insurer.value, entered(organisation::Type::insurer));
  s.fact("role", "202501010900000001", role::Defined{"理赔", {"alerts"}, {insurer.value}});
  s.fact("role", "202501010900000002", role::Defined{"别家", {"alerts"}, {other.value}});
  s.fact("role", "202501010900000003", role::Defined{"过大", {"guarantee.issue"}, {insurer.value}});
  s.on("2025-03-01").as(admin_of_insurer());
  return s;
}

}  // namespace

// proves BX-26
TEST_CASE("organisation: the administrator alone enters one, its jurisdiction is its region's") {
  Scenario s(organisation::kind());
  s.fact("rulebook", "230000", rulebook::Published{1, Date::stored("2024-01-01"), {}, "230000"});
  const organisation::Create c{organisation::Type::insurer, "人保财险", insurer, {"230100"}, {}, {}};
  s.as(t::administrator()).when(c).then_state("active");
  CHECK(s.state<organisation::State>().jurisdiction->value == "230000");
  s.when(c).then_refused(Code::already_registered);
}

// proves BX-26
TEST_CASE("organisation: it has a place below one of its kind, and none above itself") {
  const CreditCode branch = t::credit_code(13);
  Scenario s(organisation::kind(), insurer.value, insurer.value);
  s.fact("organisation", other.value, entered(organisation::Type::insurer));
  s.fact("organisation", branch.value, entered(organisation::Type::insurer),
         organisation::Subordinated{PartyCode{insurer.value}});
  s.fact("organisation", "bureau", entered(organisation::Type::regulator));
  s.given(entered(organisation::Type::insurer)).as(t::administrator());
  const auto below = [](const std::string& superior) {
    return organisation::Subordinate{PartyCode{superior}};
  };
  s.when(below(other.value)).then(organisation::Subordinated{PartyCode{other.value}});
  s.when(below(other.value)).then_nothing();
  s.when(below(insurer.value)).then_refused(Code::invalid_range);
  s.when(below(branch.value)).then_refused(Code::invalid_range);
  s.when(below("bureau")).then_refused(Code::unknown_reference);
  s.when(below("nobody")).then_refused(Code::unknown_reference);
  s.when(organisation::Subordinate{}).then(organisation::Subordinated{});
  s.as(admin_of_insurer()).when(below(other.value)).then_refused(Code::forbidden);
}

TEST_CASE("organisation: entered below another") {
  Scenario s(organisation::kind());
  s.fact("organisation", other.value, entered(organisation::Type::insurer));
  organisation::Create c{organisation::Type::insurer, "分公司", insurer, {"230100"}, {}, {}};
  c.superior = PartyCode{"nobody"};
  s.as(t::administrator()).when(c).then_refused(Code::unknown_reference);
  c.superior = PartyCode{other.value};
  s.when(c).then_state("active");
  CHECK(s.state<organisation::State>().superior->value == other.value);
}

// proves HLJ-41
TEST_CASE("organisation: suspended and reinstated, only a broker is linked, each insurer once") {
  Scenario s(organisation::kind(), "broker", "broker");
  s.given(entered(organisation::Type::broker)).as(t::administrator());
  s.when(organisation::LinkInsurer{other}).then(organisation::InsurerLinked{other});
  s.when(organisation::LinkInsurer{other}).then_refused(Code::already_linked);
  s.when(organisation::UnlinkInsurer{other}).then(organisation::InsurerUnlinked{other});
  s.when(organisation::UnlinkInsurer{other}).then_refused(Code::not_linked);
  s.when(organisation::Suspend{}).then_state("suspended");
  s.when(organisation::LinkInsurer{other}).then_refused(Code::not_in_this_state);
  s.when(organisation::Reinstate{}).then_state("active");
  Scenario plain(organisation::kind(), "insurer", "insurer");
  plain.given(entered(organisation::Type::insurer)).as(t::administrator());
  plain.when(organisation::LinkInsurer{other}).then_refused(Code::not_in_this_state);
}

// proves HLJ-41
TEST_CASE("organisation: a cooperation begins and ends on its days, one that ends leaves no other") {
  Scenario s(organisation::kind(), "broker", "broker");
  const Date first = t::day("2025-03-10"), last = t::day("2025-06-30");
  s.given(entered(organisation::Type::broker)).on("2025-03-01").as(t::administrator());
  s.when(organisation::LinkInsurer{other, last, first}).then_problem("/until", "invalid-range");
  s.when(organisation::LinkInsurer{other, first, last})
      .then(organisation::InsurerLinked{other, first, last})
      .when(organisation::LinkInsurer{other})
      .then_refused(Code::already_linked);
  CHECK(s.state<organisation::State>().insurers.empty());
  s.when(organisation::LinkInsurer{insurer}).then(organisation::InsurerLinked{insurer});
  s.passes("cooperation-start", other.value).then(organisation::CooperationBegun{other});
  CHECK(s.state<organisation::State>().insurers == std::vector{insurer, other});
  s.passes("cooperation-end", other.value).then(organisation::InsurerUnlinked{other});
  CHECK(s.state<organisation::State>().insurers == std::vector{insurer});
}

TEST_CASE("account: an organisation's administrator opens accounts of his own organisation only") {
  auto s = accounts();
  auto foreign = clerk({"insurer"});
  foreign.organisation = PartyCode{other.value};
  s.when(foreign).then_refused(Code::forbidden);
  Actor plain = admin_of_insurer();
  plain.admin = false;
  s.as(plain).when(clerk({"insurer"})).then_refused(Code::forbidden);
  s.as(admin_of_insurer()).when(clerk({"insurer"})).then_state("active");
  CHECK(s.state<account::State>().must_change_password);
  CHECK(s.state<account::State>().organisation.value == insurer.value);
  s.when(clerk({"insurer"})).then_refused(Code::username_taken);
}

TEST_CASE("account: nobody grants what he does not hold, unknown roles are refused") {
  accounts().when(clerk({"guarantor"})).then_refused(Code::permission_not_held);
  accounts().when(clerk({"administrator"})).then_refused(Code::permission_not_held);
  accounts().when(clerk({"202501010900000001"})).then_state("active");
  accounts().when(clerk({"202501010900000002"})).then_refused(Code::unknown_role);
  accounts().when(clerk({"202501010900000003"})).then_refused(Code::permission_not_held);
  accounts().when(clerk({"no-such-role"})).then_refused(Code::unknown_role);
  auto elsewhere = clerk({"auditor"});
  elsewhere.organisation = PartyCode{insurer.value};
  accounts().as(t::administrator()).when(elsewhere).then_state("active");
  elsewhere.organisation = PartyCode{"nowhere"};
  accounts().as(t::administrator()).when(elsewhere).then_refused(Code::unknown_reference);
}

TEST_CASE("account: an own password ends the demand for one, another's begins it") {
  auto s = accounts();
  s.when(clerk({"insurer"}));
  Actor oneself = admin_of_insurer();
  oneself.account = "clerk";
  oneself.admin = false;
  s.as(oneself).when(account::SetPassword{"secret:2"}).then(account::PasswordSet{"secret:2", false});
  CHECK_FALSE(s.state<account::State>().must_change_password);
  s.as(admin_of_insurer()).when(account::SetPassword{"secret:3"});
  CHECK(s.state<account::State>().must_change_password);
  oneself.account = "colleague";
  s.as(oneself).when(account::SetPassword{"secret:4"}).then_refused(Code::forbidden);
  auto sample = accounts();
  sample.as(t::administrator()).historical();
  auto c = clerk({"insurer"});
  c.organisation = PartyCode{insurer.value};
  sample.when(c);
  CHECK_FALSE(sample.state<account::State>().must_change_password);
}

TEST_CASE("account: disabled, enabled, deleted, but never by its own holder") {
  auto s = accounts();
  s.when(clerk({"insurer"}));
  Actor oneself = admin_of_insurer();
  oneself.account = "clerk";
  s.as(oneself).when(account::Delete{}).then_refused(Code::own_account);
  s.when(account::Disable{}).then_refused(Code::own_account);
  s.as(admin_of_insurer()).when(account::Disable{}).then_state("disabled");
  s.when(account::Enable{}).then_state("active");
  s.as(t::the_engine()).when(account::RecordFirstSignIn{}).then(account::FirstSignedIn{{insurer.value}});
  s.when(account::RecordFirstSignIn{}).then_nothing();
  s.as(admin_of_insurer()).when(account::Delete{}).then_state("deleted");
  s.when(account::Enable{}).then_refused(Code::not_in_this_state);
}

// proves QZI-77
TEST_CASE("account: the last administrator of an organisation stays") {
  account::Created chief;
  chief.username = {"chief"};
  chief.organisation = {insurer.value};
  chief.admin = true;
  auto helper = chief;
  helper.username = {"helper"};
  Scenario s(account::kind(), "helper", "helper");
  s.fact("organisation", insurer.value, entered(organisation::Type::insurer));
  s.given(helper).as(t::administrator());
  for (const char* command : {"delete", "disable"})
    s.when_json(command, "{}").then_refused(Code::last_administrator);
  s.when_json("update", R"({"admin":false})").then_refused(Code::last_administrator);
  s.when_json("update", R"({"display_name":"李四"})").then_state("active");
  auto with = s;
  with.fact("account", "chief", chief).as(t::administrator());
  with.when_json("update", R"({"admin":false})").then_state("active");
  with.when_json("delete", "{}").then_state("deleted");
  auto disabled = s;
  disabled.fact("account", "chief", chief, account::Disabled{}).as(t::administrator());
  disabled.when(account::Delete{}).then_refused(Code::last_administrator);
}

TEST_CASE("organisation: two administrators deleted at once are not both released") {
  account::Created chief;
  chief.username = {"chief"};
  chief.organisation = {insurer.value};
  chief.admin = true;
  auto helper = chief;
  helper.username = {"helper"};
  Scenario s(organisation::kind(), insurer.value, insurer.value);
  s.given(entered(organisation::Type::insurer));
  s.fact("account", "chief", chief).fact("account", "helper", helper);
  s.as(t::administrator()).when(ReleaseAdministrator{{"chief"}, 1}).then_refused(Code::forbidden);
  s.as(t::the_engine()).when(ReleaseAdministrator{{"chief"}, 1});
  s.then(AdministratorReleased{{"chief"}, 1});
  // The news that the chief is gone has not come yet.
  s.when(ReleaseAdministrator{{"helper"}, 1}).then_refused(Code::last_administrator);
  s.when(ReleaseAdministrator{{"chief"}, 1}).then_nothing();
  // Something else happened to the chief first, so the release was for nothing.
  s.fact("account", "chief", account::PasswordSet{"secret:2", false});
  s.as(t::the_engine()).when(ReleaseAdministrator{{"helper"}, 1});
  s.then(AdministratorReleased{{"helper"}, 1});
  s.when(ReleaseAdministrator{{"chief"}, 2}).then_refused(Code::last_administrator);
}

// proves QZI-81
TEST_CASE("role: one defines what one holds, by a name of its own, and deletes what nobody holds") {
  Scenario s(role::kind(), "202501010900000009", insurer.value);
  s.as(admin_of_insurer());
  s.when(role::Define{"出函", {"guarantee.issue"}, {}}).then_refused(Code::permission_not_held);
  s.when(role::Define{"机构", {"no.such"}, {}}).then_refused(Code::permission_not_held);
  s.when(role::Define{"别家", {"alerts"}, PartyCode{other.value}}).then_refused(Code::forbidden);
  s.when(role::Define{"理赔", {"alerts", "projects"}, {}}).then_state("active");
  s.when(role::Update{{}, std::vector<std::string>{"alerts"}});
  CHECK(s.state<role::State>().permissions == std::vector<std::string>{"alerts"});
  s.as(t::of_kind("insurer", other.value)).when(role::Delete{}).then_refused(Code::forbidden);
  account::Created holder;
  holder.username = {"clerk"};
  holder.roles = {"202501010900000009"};
  auto held = s;
  held.fact("account", "clerk", holder);
  held.as(admin_of_insurer()).when(role::Delete{}).then_refused(Code::role_in_use);
  s.as(admin_of_insurer()).when(role::Delete{}).then_state("deleted");
}
