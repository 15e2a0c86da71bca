// Who may do and see what: roles × kinds × rows, domain.md §6.
#include <doctest/doctest.h>

#include "engine/authorisation.hpp"
#include "tests/engine/filing.hpp"

using namespace surety;
using namespace surety::tests;

namespace {

Actor over(std::string kind, std::string region_code) {
  Actor a = regulator(region_code);
  a.organisation_kind = std::move(kind);
  return a;
}

}  // namespace

TEST_CASE("rows of a business case: each role sees its own and no other's") {
  const Kind& kind = named("guarantee");
  CHECK(sees(owner("OWNER"), kind, filing));
  CHECK(sees(owner("BUILDER"), kind, filing));
  CHECK_FALSE(sees(owner("BANK-G"), kind, filing));
  CHECK(sees(of_kind("guarantor", "BANK-G"), kind, filing));
  CHECK_FALSE(sees(of_kind("guarantor", "OWNER"), kind, filing));
  CHECK(sees(account_bank("BANK"), kind, filing));
  CHECK_FALSE(sees(account_bank("BANK-G"), kind, filing));
  CHECK(sees(insurer("INSURER"), kind, filing));
  CHECK_FALSE(sees(insurer("BROKER"), kind, filing));
  CHECK(sees(broker("BROKER"), kind, filing));
  CHECK(sees(provider("PROVIDER"), kind, filing));
  CHECK_FALSE(sees(provider("INSURER"), kind, filing));
  CHECK(sees(over("regulator", "230000"), kind, filing));
  CHECK(sees(over("regulator", "230700"), kind, filing));
  CHECK(sees(over("regulator", "230703"), kind, filing));
  CHECK_FALSE(sees(over("regulator", "230100"), kind, filing));
  CHECK_FALSE(sees(over("regulator", "460000"), kind, filing));
  CHECK(sees(over("auditor", "000000"), kind, filing));
  CHECK(sees(over("auditor", "230000"), kind, filing));
  CHECK_FALSE(sees(over("auditor", "210500"), kind, filing));
  CHECK_FALSE(sees(administrator(), kind, filing));
  CHECK_FALSE(sees(nobody(), kind, filing));
  CHECK(sees(the_engine(), kind, filing));
}

TEST_CASE("rows: what is public is so to everybody signed in, and to nobody else") {
  const Parties listed{.guarantor = "BANK-G", .everybody = true};
  CHECK(sees(owner("OTHER"), named("guarantor"), listed));
  CHECK_FALSE(sees(nobody(), named("guarantor"), listed));
}

TEST_CASE("rows: no code is the beginning of another") {
  const Parties other{.guarantor = "91110108765016311A-ins"};
  CHECK_FALSE(sees(of_kind("guarantor", "91110108765016311A"), named("guarantee"), other));
}

TEST_CASE("rows of the insurance kinds: the party of each role, the region of regulators") {
  for (const char* name : {"policy", "service-order", "hazard", "inspection", "insurance-claim"}) {
    const Kind& kind = named(name);
    CHECK(sees(contractor("BUILDER"), kind, filing));
    CHECK_FALSE(sees(contractor("INSURER"), kind, filing));
    CHECK(sees(insurer("INSURER"), kind, filing));
    CHECK_FALSE(sees(insurer("OTHER"), kind, filing));
    CHECK(sees(provider("PROVIDER"), kind, filing));
    CHECK_FALSE(sees(provider("OTHER"), kind, filing));
    CHECK(sees(over("regulator", "230700"), kind, filing));
    CHECK_FALSE(sees(over("regulator", "350500"), kind, filing));
    CHECK(sees(over("auditor", "000000"), kind, filing));
    CHECK_FALSE(sees(administrator(), kind, filing));
  }
}

TEST_CASE("an insurer may itself serve its policies, and verifies what it reported") {
  CHECK(stands(insurer("INSURER"), Who::provider, {.provider = "INSURER"}));
  CHECK_FALSE(stands(insurer("INSURER"), Who::provider, {.provider = "PROVIDER"}));
  CHECK_FALSE(stands(broker("PROVIDER"), Who::provider, {.provider = "PROVIDER"}));
  CHECK(stands(insurer("INSURER"), Who::reporter, {.reporter = "INSURER"}));
  CHECK_FALSE(stands(insurer("INSURER"), Who::reporter, {.reporter = "PROVIDER"}));
  CHECK(may(insurer("INSURER"), "hazard", "verify"));
  CHECK_FALSE(may(contractor("BUILDER"), "hazard", "verify"));
}

TEST_CASE("platform rows: the administrator all, an organisation's administrator its own") {
  const Parties colleague{.self = "OWNER", .account = "wang"};
  const Kind& kind = named("account");
  CHECK(sees(administrator(), kind, colleague));
  CHECK(sees(owner("OWNER"), kind, colleague));
  CHECK_FALSE(sees(owner("BUILDER"), kind, colleague));
  Actor clerk = owner("OWNER");
  clerk.admin = false;
  clerk.account = "li";
  CHECK_FALSE(sees(clerk, kind, colleague));
  clerk.account = "wang";
  CHECK(sees(clerk, kind, colleague));
  clerk.account = "li";
  CHECK(sees(clerk, named("organisation"), {.self = "OWNER"}));
  CHECK_FALSE(sees(regulator("230000"), kind, colleague));
}

TEST_CASE("the scope of lists and the scope of single rows are one") {
  for (const auto& actor :
       {owner("OWNER"), of_kind("guarantor", "BANK-G"), over("regulator", "230700"),
        over("auditor", "000000"), administrator(), nobody()}) {
    bool found = false;
    for (const auto& key : scope_keys(named("guarantee"), filing))
      for (const auto& prefix : scope_prefixes(actor, named("guarantee")))
        found = found || key.compare(0, prefix.size(), prefix) == 0;
    CHECK(found == sees(actor, named("guarantee"), filing));
  }
}

TEST_CASE("commands: a built-in role grants what its kind of organisation stands for") {
  CHECK(may(owner("A"), "project", "register"));
  CHECK(may(regulator("230000"), "project", "register"));
  CHECK_FALSE(may(of_kind("guarantor", "G"), "project", "register"));
  CHECK_FALSE(may(owner("A"), "project", "invalidate"));
  CHECK(may(regulator("230000"), "project", "invalidate"));
  CHECK(may(of_kind("guarantor", "G"), "guarantee", "issue"));
  CHECK_FALSE(may(owner("A"), "guarantee", "issue"));
  CHECK_FALSE(may(over("auditor", "000000"), "guarantee", "issue"));
  CHECK_FALSE(may(administrator(), "guarantee", "issue"));
  CHECK(may(administrator(), "organisation", "create"));
  CHECK(may(administrator(), "rulebook", "publish"));
  CHECK_FALSE(may(regulator("230000"), "rulebook", "publish"));
  CHECK(may(of_kind("guarantor", "G"), "guarantor", "file"));
  CHECK_FALSE(may(owner("A"), "guarantor", "file"));
  CHECK(may(nobody(), "enterprise", "register"));
  CHECK_FALSE(may(nobody(), "project", "register"));
  CHECK(may(the_engine(), "enterprise", "enrol"));
  CHECK_FALSE(may(administrator(), "enterprise", "enrol"));
}

TEST_CASE("commands: an own role grants what it lists, a menu all of its kinds, within the "
          "relation") {
  Actor clerk = of_kind("guarantor", "G");
  clerk.admin = false;
  clerk.permissions = {"guarantee.issue"};
  CHECK(may(clerk, "guarantee", "issue"));
  CHECK_FALSE(may(clerk, "guarantee", "return"));
  CHECK_FALSE(may(clerk, "account", "create"));
  clerk.permissions = {"guarantees"};
  CHECK(may(clerk, "guarantee", "return"));
  CHECK_FALSE(may(clerk, "guarantee", "apply"));
  CHECK_FALSE(may(clerk, "guarantee-claim", "approve"));
  clerk.permissions = {};
  CHECK_FALSE(may(clerk, "guarantee", "issue"));
}

TEST_CASE("relations: the parties by their codes, the regulator by region or jurisdiction") {
  CHECK(stands(owner("OWNER"), Who::owner, filing));
  CHECK_FALSE(stands(owner("BUILDER"), Who::owner, filing));
  CHECK_FALSE(stands(of_kind("guarantor", "OWNER"), Who::owner, filing));
  CHECK(stands(over("regulator", "230703"), Who::regulator, filing));
  CHECK_FALSE(stands(over("regulator", "230704"), Who::regulator, filing));
  CHECK_FALSE(stands(owner(""), Who::owner, {}));
  CHECK(stands(owner("OWNER"), Who::organisation_admin, {.self = "OWNER"}));
  CHECK_FALSE(stands(owner("OWNER"), Who::organisation_admin, {.self = "BUILDER"}));
  Parties two = filing;
  two.also_in = {"460000"};
  CHECK(stands(regulator("460000"), Who::regulator, two));
}

TEST_CASE("one holds what one may do: menus and commands, unknown ones never") {
  CHECK(holds_permission(of_kind("guarantor", "G"), "guarantee.issue"));
  CHECK_FALSE(holds_permission(owner("A"), "guarantee.issue"));
  CHECK(holds_permission(owner("A"), "projects"));
  CHECK_FALSE(holds_permission(owner("A"), "no.such"));
  CHECK_FALSE(holds_permission(owner("A"), "nonsense"));
}

TEST_CASE("menus: orders and policies are two, and each command of a policy is in one of them") {
  Actor clerk = of_kind("insurer", "INSURER");
  clerk.permissions = {"orders"};
  CHECK(may(clerk, "policy", "issue"));
  CHECK_FALSE(may(clerk, "policy", "cancel"));
  clerk.permissions = {"policies"};
  CHECK(may(clerk, "policy", "cancel"));
  CHECK_FALSE(may(clerk, "policy", "issue"));
  const Kind& policy = named("policy");
  for (const auto& rule : policy.commands) {
    if (rule.who == by(Who::engine)) continue;
    const bool granted = std::any_of(menus().begin(), menus().end(),
                                     [&](const Menu& menu) { return menu.grants(policy, rule); });
    CHECK_MESSAGE(granted, rule.name);
  }
}
