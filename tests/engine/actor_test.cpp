// Who an account is: its organisation and its roles, as they stand at the time of each request.
#include <doctest/doctest.h>

#include "engine/acting.hpp"
#include "engine/authorisation.hpp"
#include "engine/kinds/account.hpp"
#include "engine/kinds/enterprise.hpp"
#include "engine/kinds/organisation.hpp"
#include "engine/kinds/role.hpp"
#include "tests/engine/filing.hpp"

using namespace surety;
using namespace surety::tests;

namespace {

/// Cases of other roots, as a test puts them.
class Known : public Facts {
 public:
  template <class S>
  void put(const Kind& kind, std::string id, S state) {
    Case c;
    c.head.kind = kind.name;
    c.head.id = id;
    c.head.version = 1;
    c.kind = &kind;
    c.state = std::make_shared<S>(std::move(state));
    cases_[kind.name + "/" + id] = c;
  }
  std::optional<Case> find(std::string_view kind, std::string_view id) const override {
    const auto found = cases_.find(std::string(kind) + "/" + std::string(id));
    return found == cases_.end() ? std::nullopt : std::optional(found->second);
  }
  std::string holder(std::string_view, std::string_view) const override { return {}; }
  std::vector<Case> having(std::string_view kind, std::string_view member,
                           std::string_view value) const override {
    std::vector<Case> found;
    for (const auto& [key, c] : cases_)
      if (c.head.kind == kind && member_has(c, member, value)) found.push_back(c);
    return found;
  }

 private:
  std::map<std::string, Case> cases_;
};

account::State account_of(std::string organisation, std::vector<std::string> roles) {
  account::State s;
  s.username = {"li"};
  s.organisation = {std::move(organisation)};
  s.roles = std::move(roles);
  s.admin = true;
  return s;
}

Actor signed_in(const Known& facts, const account::State& s) {
  Known with = facts;
  with.put(account::kind(), s.username.value, s);
  return actor_of(*with.find("account", s.username.value), with);
}

}  // namespace

TEST_CASE("rows: a broker sees the filings of the insurers it is linked with, while it is") {
  const Parties online{.insurer = "INSURER", .filed_with = "INSURER"};
  Known facts;
  organisation::State firm;
  firm.organisation_kind = organisation::Type::broker;
  firm.credit_code = credit_code(5);
  firm.region_code = {"230000"};
  facts.put(organisation::kind(), "broker-1", firm);
  CHECK_FALSE(sees(signed_in(facts, account_of("broker-1", {"broker"})), named("policy"), online));
  firm.insurers = {{"INSURER"}};
  facts.put(organisation::kind(), "broker-1", firm);
  const Actor linked = signed_in(facts, account_of("broker-1", {"broker"}));
  CHECK(sees(linked, named("policy"), online));
  CHECK_FALSE(sees(linked, named("policy"), {.insurer = "INSURER"}));
  CHECK_FALSE(may(linked, "policy", "issue"));
}

TEST_CASE("an account acts for its organisation, with the permissions of its roles") {
  Known facts;
  organisation::State bank;
  bank.organisation_kind = organisation::Type::guarantor;
  bank.credit_code = credit_code(1);
  bank.region_code = {"460100"};
  bank.jurisdiction = RegionCode{"460000"};
  facts.put(organisation::kind(), "bank-1", bank);
  role::State clerk;
  clerk.permissions = {"guarantee.issue"};
  clerk.organisation = {"bank-1"};
  facts.put(role::kind(), "202501010900000001", clerk);

  const Actor built_in = signed_in(facts, account_of("bank-1", {"guarantor"}));
  CHECK(built_in.organisation_kind == "guarantor");
  CHECK(built_in.credit_code == credit_code(1).value);
  CHECK(built_in.jurisdiction == "460000");
  CHECK(built_in.permissions == std::vector<std::string>{"*"});
  const Actor own = signed_in(facts, account_of("bank-1", {"202501010900000001"}));
  CHECK(own.permissions == std::vector<std::string>{"guarantee.issue"});
  CHECK(may(own, "guarantee", "issue"));
  CHECK_FALSE(may(own, "guarantee", "return"));

  auto disabled = account_of("bank-1", {"guarantor"});
  disabled.state = account::Phase::disabled;
  CHECK(signed_in(facts, disabled).account.empty());
  bank.state = organisation::Phase::suspended;
  facts.put(organisation::kind(), "bank-1", bank);
  CHECK(signed_in(facts, account_of("bank-1", {"guarantor"})).account.empty());
  CHECK(signed_in(facts, account_of("nowhere", {"guarantor"})).account.empty());
}

TEST_CASE("an administrator with a second built-in role acts in both") {
  Known facts;
  organisation::State platform;
  platform.organisation_kind = organisation::Type::administrator;
  platform.region_code = {"000000"};
  facts.put(organisation::kind(), "platform", platform);
  const Actor plain = signed_in(facts, account_of("platform", {"administrator"}));
  const Actor both = signed_in(facts, account_of("platform", {"administrator", "auditor"}));
  CHECK_FALSE(sees(plain, named("guarantee"), filing));
  CHECK(sees(both, named("guarantee"), filing));
  CHECK(may(both, "organisation", "create"));
}

TEST_CASE("a pending or rejected enterprise sees itself and may resubmit, nothing else") {
  const std::string code = credit_code(7).value;
  enterprise::State firm;
  firm.credit_code = {code};
  firm.region_code = {"210502"};
  firm.admissions = {{{"210500"}, enterprise::Phase::pending_review, {}}};
  for (auto phase : {enterprise::Phase::pending_review, enterprise::Phase::rejected}) {
    Known facts;
    firm.state = phase;
    facts.put(enterprise::kind(), code, firm);
    const Actor actor = signed_in(facts, account_of(code, {"enterprise"}));
    CHECK(actor.account == "li");
    CHECK(sees(actor, named("enterprise"), {.self = code}));
    CHECK_FALSE(sees(actor, named("enterprise"), {.self = "ANOTHER"}));
    CHECK_FALSE(sees(actor, named("project"), {.contractor = code}));
    CHECK_FALSE(sees(actor, named("guarantor"), {.everybody = true}));
    CHECK(may(actor, "enterprise", "resubmit"));
    CHECK_FALSE(may(actor, "enterprise", "update-information"));
    CHECK_FALSE(may(actor, "project", "register"));
    CHECK_FALSE(may(actor, "account", "create"));
    CHECK(may(actor, "account", "set-password"));
  }
  Known facts;
  firm.state = enterprise::Phase::active;
  firm.admissions[0].state = enterprise::Phase::active;
  facts.put(enterprise::kind(), code, firm);
  const Actor actor = signed_in(facts, account_of(code, {"enterprise"}));
  CHECK(actor.credit_code == code);
  CHECK(actor.jurisdiction == "210500");
  CHECK(sees(actor, named("project"), {.contractor = code}));
  CHECK(may(actor, "project", "register"));
}

// proves BX-27
TEST_CASE("actor: an account acts for one of its organisations at a time, in its roles there") {
  Known facts;
  organisation::State first, second;
  first.organisation_kind = second.organisation_kind = organisation::Type::insurer;
  first.credit_code = {"FIRST"};
  second.credit_code = {"SECOND"};
  facts.put(organisation::kind(), "FIRST", first);
  facts.put(organisation::kind(), "SECOND", second);
  auto s = account_of("FIRST", {"insurer"});
  s.assignments = {{{"SECOND"}, {"no-such-role"}, false}};
  facts.put(account::kind(), "li", s);
  const Case li = *facts.find("account", "li");
  const Actor home = actor_of(li, facts), there = actor_of(li, facts, "SECOND");
  CHECK(organisations_of(li) == std::vector<std::string>{"FIRST", "SECOND"});
  CHECK(sees(home, named("policy"), {.insurer = "FIRST"}));
  CHECK_FALSE(sees(home, named("policy"), {.insurer = "SECOND"}));
  CHECK(sees(there, named("policy"), {.insurer = "SECOND"}));
  CHECK_FALSE(sees(there, named("policy"), {.insurer = "FIRST"}));
  CHECK(may(home, "policy", "quote"));
  CHECK_FALSE(may(there, "policy", "quote"));
  CHECK(home.admin);
  CHECK_FALSE(there.admin);
  CHECK(actor_of(li, facts, "THIRD").account.empty());
  s.assignments.clear();
  facts.put(account::kind(), "li", s);
  CHECK(actor_of(*facts.find("account", "li"), facts, "SECOND").account.empty());
}

// proves HN-02
TEST_CASE("actor: a natural person stands for no organisation, sees what is public, may nothing") {
  Known facts;
  account::State s = account_of("", {});
  s.admin = false;
  const Actor person = signed_in(facts, s);
  CHECK(person.account == "li");
  CHECK(person.organisation_kind == natural_person);
  CHECK(sees(person, named("notice"), {.everybody = true}));
  CHECK(sees(person, named("account"), {.account = "li"}));
  for (const char* kind : {"project", "policy", "guarantee", "enterprise"})
    CHECK_FALSE(sees(person, named(kind), filing));
  for (const Kind* kind : kinds())
    for (const auto& rule : kind->commands)
      if (offered(person, *kind, rule))
        CHECK(std::find(rule.who.begin(), rule.who.end(), Who::oneself) != rule.who.end());
}

// proves BX-26
TEST_CASE("actor: an insurer's head office sees its branches' cases, a branch not its siblings'") {
  Known facts;
  const auto put = [&](const char* code, std::optional<PartyCode> superior) {
    organisation::State s;
    s.organisation_kind = organisation::Type::insurer;
    s.credit_code = {code};
    s.superior = std::move(superior);
    facts.put(organisation::kind(), code, s);
  };
  put("HEAD", {});
  put("NORTH", PartyCode{"HEAD"});
  put("SOUTH", PartyCode{"HEAD"});
  put("CITY", PartyCode{"NORTH"});
  const auto acting = [&](const char* code) {
    return signed_in(facts, account_of(code, {"insurer"}));
  };
  const Kind& policy = named("policy");
  for (const char* code : {"HEAD", "NORTH", "SOUTH", "CITY"})
    CHECK(sees(acting("HEAD"), policy, {.insurer = code}));
  CHECK(sees(acting("NORTH"), policy, {.insurer = "CITY"}));
  CHECK_FALSE(sees(acting("NORTH"), policy, {.insurer = "SOUTH"}));
  CHECK_FALSE(sees(acting("NORTH"), policy, {.insurer = "HEAD"}));
  CHECK_FALSE(sees(acting("CITY"), policy, {.insurer = "NORTH"}));
  CHECK_FALSE(stands(acting("HEAD"), Who::insurer, {.insurer = "NORTH"}));
}

TEST_CASE("offered: what anybody may do is nobody's own permission") {
  const auto* rule = named("enterprise").command("register");
  CHECK(permitted(administrator(), named("enterprise"), *rule));
  CHECK_FALSE(offered(administrator(), named("enterprise"), *rule));
}

namespace {

Known platform() {
  Known facts;
  organisation::State s;
  s.organisation_kind = organisation::Type::administrator;
  facts.put(organisation::kind(), "platform", s);
  return facts;
}

}  // namespace

TEST_CASE("separated administrators: each does his own part and sees no business") {
  const auto held_by = [](std::string role) {
    return signed_in(platform(), account_of("platform", {std::move(role)}));
  };
  const auto system = held_by("system-administrator"), security = held_by("security-administrator"),
             audit = held_by("audit-administrator"), alone = held_by("administrator");
  for (const auto* a : {&system, &security, &audit}) CHECK_FALSE(a->admin);
  for (const auto& [kind, command] : {std::pair{"account", "open"}, {"account", "disable"},
                                      {"organisation", "create"}, {"rulebook", "publish"},
                                      {"enterprise", "suspend"}}) {
    CHECK(may(alone, kind, command));
    CHECK(may(system, kind, command));
    CHECK_FALSE(may(security, kind, command));
    CHECK_FALSE(may(audit, kind, command));
  }
  for (const auto& [kind, command] : {std::pair{"account", "grant"}, {"role", "define"}}) {
    CHECK(may(alone, kind, command));
    CHECK(may(security, kind, command));
    CHECK_FALSE(may(system, kind, command));
    CHECK_FALSE(may(audit, kind, command));
  }
  CHECK(watches_operations(alone));
  CHECK(watches_operations(audit));
  CHECK_FALSE(watches_operations(system));
  CHECK_FALSE(watches_operations(security));
  // Opened, and granted nothing yet.
  const auto fresh = signed_in(platform(), account_of("platform", {}));
  CHECK_FALSE(watches_operations(fresh));
  CHECK_FALSE(may(fresh, "account", "open"));
  const Parties somebody{.self = "INSURER", .account = "clerk"};
  for (const auto* a : {&system, &security, &audit}) CHECK(sees(*a, account::kind(), somebody));
  CHECK(sees(system, enterprise::kind(), {.self = "FIRM"}));
  CHECK_FALSE(sees(security, enterprise::kind(), {.self = "FIRM"}));
  for (const auto* a : {&system, &security, &audit}) CHECK_FALSE(sees(*a, named("policy"), filing));
}
