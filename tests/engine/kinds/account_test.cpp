// An account that works for several organisations: assigned, withdrawn, in each its own roles.
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

const CreditCode home = t::credit_code(11), branch = t::credit_code(12);
constexpr const char* branch_role = "202501010900000002";

organisation::Created entered(const CreditCode& code,
                              organisation::Type kind = organisation::Type::insurer) {
  return {kind, "人保财险", code, {"230100"}, RegionCode{"230000"}};
}

account::Created clerk() {
  account::Created e;
  e.username = {"clerk"};
  e.roles = {"insurer"};
  e.organisation = {home.value};
  return e;
}

Scenario accounts() {
  Scenario s(account::kind(), "clerk", "clerk");
  s.fact("organisation", home.value, entered(home));
  s.fact("organisation", branch.value, entered(branch));
  s.fact("role", branch_role, role::Defined{"理赔", {"alerts"}, {branch.value}});
  s.given(clerk()).as(t::administrator());
  return s;
}

account::Assign to(const CreditCode& code, std::vector<std::string> roles) {
  return {{code.value}, std::move(roles), {}};
}

}  // namespace

// proves BX-27
TEST_CASE("account: assigned to a further organisation, in roles of that one, and withdrawn") {
  auto s = accounts();
  s.when(to(branch, {branch_role}));
  s.then(account::Assigned{{branch.value}, {branch_role}, false});
  s.when(to(branch, {branch_role})).then_nothing();
  s.when(to(branch, {"insurer"})).then(account::Assigned{{branch.value}, {"insurer"}, false});
  CHECK(s.state<account::State>().assignments.size() == 1);
  CHECK(s.state<account::State>().organisation.value == home.value);
  s.when(account::Unassign{{branch.value}}).then(account::Unassigned{{branch.value}});
  s.when(account::Unassign{{branch.value}}).then_nothing();
}

TEST_CASE("account: who assigns, and what cannot be assigned") {
  auto s = accounts();
  s.as(t::of_kind("insurer", home.value)).when(to(branch, {"insurer"}));
  s.then_refused(Code::forbidden);
  s.as(t::administrator());
  s.when(to(home, {"insurer"})).then_refused(Code::already_registered);
  s.when(to(t::credit_code(13), {"insurer"})).then_refused(Code::unknown_reference);
  s.when(to(branch, {"administrator"})).then_refused(Code::roles_exclude_each_other);
  s.when(to(branch, {"202501010900000009"})).then_refused(Code::unknown_role);
  auto another = accounts();
  another.fact("role", "202501010900000003", role::Defined{"理赔", {"alerts"}, {home.value}});
  another.when(to(branch, {"202501010900000003"})).then_refused(Code::unknown_role);
}

TEST_CASE("role: one that is held by an assignment is in use") {
  Scenario s(role::kind(), branch_role, branch.value);
  s.given(role::Defined{"理赔", {"alerts"}, {branch.value}});
  s.fact("account", "clerk", clerk(),
         account::Assigned{{branch.value}, {branch_role}, false});
  s.as(t::of_kind("insurer", branch.value)).when(role::Delete{}).then_refused(Code::role_in_use);
}
