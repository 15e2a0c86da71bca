// Three administrators instead of one (三员): one opens accounts, one grants, one looks on.
#include <doctest/doctest.h>

#include "engine/authorisation.hpp"
#include "engine/kinds/account.hpp"
#include "engine/kinds/organisation.hpp"
#include "engine/kinds/role.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
namespace t = surety::tests;
using t::Scenario;

namespace {

Actor holder_of(std::string_view role) {
  Actor a = t::administrator();
  a.account = "the-" + std::string(role);
  a.organisation = "platform";
  a.permissions = {"role:" + std::string(role)};
  a.admin = false;
  return a;
}

account::Created there(std::vector<std::string> roles, bool admin = false) {
  account::Created e;
  e.username = {"clerk"};
  e.roles = std::move(roles);
  e.organisation = {"platform"};
  e.admin = admin;
  return e;
}

Scenario platform() {
  Scenario s(account::kind(), "clerk", "clerk");
  s.fact("organisation", "platform",
         organisation::Created{organisation::Type::administrator, "平台", t::credit_code(1),
                               {"000000"}, {}});
  return s;
}

const account::Open clerk{{"clerk"}, "张三", {"13800000000"}, {}, "secret:1"};

}  // namespace

TEST_CASE("separated duties: who opens an account grants it nothing, who grants opens none") {
  auto s = platform();
  s.as(holder_of(security_administrator)).when(clerk).then_refused(Code::forbidden);
  s.as(holder_of(system_administrator));
  s.when(account::Create{{"clerk"}, "张三", {"13800000000"}, {"regulator"}, {}, "secret:1", {}})
      .then_refused(Code::duties_separated);
  s.when(clerk).then_state("active");
  CHECK(s.state<account::State>().roles.empty());
  CHECK(s.state<account::State>().must_change_password);
  s.when_json("update", R"({"roles":["regulator"]})").then_refused(Code::duties_separated);
  s.when_json("update", R"({"admin":true})").then_refused(Code::duties_separated);
  s.when_json("update", R"({"display_name":"李四"})").then_state("active");
  s.when(account::Grant{{"regulator"}, {}}).then_refused(Code::forbidden);
  s.as(holder_of(audit_administrator)).when(account::Grant{{"regulator"}, {}});
  s.then_refused(Code::forbidden);
  s.as(holder_of(security_administrator)).when(account::Grant{{"regulator"}, {}});
  CHECK(s.state<account::State>().roles == std::vector<std::string>{"regulator"});
  s.when(account::Disable{}).then_refused(Code::forbidden);
  s.as(holder_of(system_administrator)).when(account::Disable{}).then_state("disabled");
}

TEST_CASE("separated duties: the roles exclude each other on one account") {
  const auto grant = [](std::vector<std::string> roles) {
    return platform().given(there({})).as(t::administrator()).when(account::Grant{roles, {}});
  };
  const std::string one{system_administrator}, two{security_administrator},
      three{audit_administrator};
  for (const auto& roles : {std::vector{one, two}, {two, three}, {one, three}, {one, two, three},
                            {"administrator", three}})
    grant(roles).then_refused(Code::roles_exclude_each_other);
  for (const auto& role : {one, two, three, std::string("administrator")})
    grant({role, "regulator"}).then_state("active");
}

TEST_CASE("separated duties: nobody grants himself, nor what is all three at once") {
  auto s = platform();
  s.given(there({std::string(security_administrator)}));
  auto himself = holder_of(security_administrator);
  himself.account = "clerk";
  s.as(himself).when(account::Grant{{std::string(audit_administrator)}, {}});
  s.then_refused(Code::own_account);
  platform().given(there({})).as(holder_of(security_administrator))
      .when(account::Grant{{"administrator"}, {}}).then_refused(Code::permission_not_held);
}

TEST_CASE("separated duties: a password is no way into another duty") {
  const auto set = [](std::string_view by, std::vector<std::string> roles) {
    return platform().given(there(std::move(roles))).as(holder_of(by))
        .when(account::SetPassword{"secret:2"});
  };
  const std::string system{system_administrator}, security{security_administrator},
      audit{audit_administrator};
  set(system, {"regulator"}).then_state("active");
  set(system, {system}).then_state("active");
  set(security, {security}).then_state("active");
  for (const auto& role : {security, audit, std::string("administrator")})
    set(system, {role}).then_refused(Code::duties_separated);
  for (const auto& role : {system, audit, std::string("regulator")})
    set(security, {role}).then_refused(Code::duties_separated);
  set(audit, {"regulator"}).then_refused(Code::forbidden);
}

TEST_CASE("separated duties: the first administrator may go once somebody else can grant") {
  auto s = platform();
  s.given(there({"administrator"}, true)).as(holder_of(system_administrator));
  s.when(account::Disable{}).then_refused(Code::last_administrator);
  s.fact("account", "guard", there({std::string(security_administrator)}));
  s.as(holder_of(system_administrator)).when(account::Disable{}).then_state("disabled");
}
