// Who an account is: its organisation, its roles, the jurisdiction its openings fall under.
#include <algorithm>

#include "engine/acting.hpp"
#include "engine/authorisation.hpp"
#include "engine/kinds/account.hpp"
#include "engine/kinds/enterprise.hpp"
#include "engine/kinds/guarantor.hpp"
#include "engine/kinds/organisation.hpp"
#include "engine/kinds/role.hpp"
#include "engine/kinds/webhook.hpp"
#include "engine/regions.hpp"

namespace surety {

namespace {

/// True if the organisation lets its people in.
bool stand_for(Actor& actor, const organisation::State& s) {
  actor.organisation_kind = name_of(s.organisation_kind);
  actor.credit_code = s.credit_code.value;
  actor.region_code = s.region_code.value;
  if (s.jurisdiction) actor.jurisdiction = s.jurisdiction->value;
  for (const auto& insurer : s.insurers)
    actor.permissions.push_back(std::string(link_mark) + insurer.value);
  return s.state == organisation::Phase::active;
}

/// The admission a person of the enterprise works under: that of its own region if there is one.
const enterprise::Admission* home(const enterprise::State& s) {
  const enterprise::Admission* best = nullptr;
  const auto rank = [&](const enterprise::Admission& a) {
    return (a.state == enterprise::Phase::active ? 2 : 0) +
           (region_covers(a.jurisdiction.value, s.region_code.value) ? 1 : 0);
  };
  for (const auto& a : s.admissions)
    if (!best || rank(a) > rank(*best)) best = &a;
  return best;
}

bool stand_for(Actor& actor, const enterprise::State& s) {
  actor.organisation_kind = "enterprise";
  actor.region_code = s.region_code.value;
  if (const auto* admission = home(s)) actor.jurisdiction = admission->jurisdiction.value;
  if (s.state == enterprise::Phase::active) actor.credit_code = s.credit_code.value;
  return s.state != enterprise::Phase::suspended;
}

constexpr std::size_t branches_max = 1'000;

/// A head office sees what its branches work on, each at its own place in the tree.
void add_branches(Actor& actor, const Facts& facts) {
  std::vector<std::string> above{actor.organisation};
  for (std::size_t i = 0; i < above.size() && above.size() < branches_max; ++i)
    for (const auto& branch : facts.having("organisation", "superior", above[i])) {
      if (std::find(above.begin(), above.end(), branch.head.id) != above.end()) continue;
      above.push_back(branch.head.id);
      actor.permissions.push_back(std::string(branch_mark) +
                                  branch.as<organisation::State>().credit_code.value);
    }
}

void add_role(Actor& actor, const std::string& role, const Facts& facts) {
  if (role == actor.organisation_kind) {
    actor.permissions.push_back("*");
  } else if (built_in_role(role)) {
    actor.permissions.push_back("role:" + role);
  } else if (auto found = facts.find("role", role)) {
    const auto& own = found->as<role::State>();
    if (own.state == role::Phase::active && own.organisation.value == actor.organisation)
      actor.permissions.insert(actor.permissions.end(), own.permissions.begin(),
                               own.permissions.end());
  }
}

std::string text_of(const Type& type, const void* object, std::string_view member_name) {
  const Member* member = type.fields().find(member_name);
  if (!member) return {};
  const Type* inner = member->type;
  const void* value = member->of(object);
  if (inner->shape == Shape::optional) {
    if (inner->size(value) == 0) return {};
    value = inner->item_of(value, 0);
    inner = inner->element;
  }
  return inner->shape == Shape::text ? inner->text(value) : std::string();
}

/// True if the actor's organisation is there and lets its people in.
bool stand_for_organisation(Actor& actor, const Facts& facts) {
  if (const auto found = facts.find("organisation", actor.organisation))
    return stand_for(actor, found->as<organisation::State>());
  if (const auto found = facts.find("enterprise", actor.organisation))
    return stand_for(actor, found->as<enterprise::State>());
  const auto found = facts.find("guarantor", actor.organisation);
  if (!found) return false;
  actor.organisation_kind = "guarantor";
  actor.credit_code = actor.organisation;
  actor.jurisdiction = found->head.jurisdiction;
  return true;
}

}  // namespace

Actor reader_of(const std::string& organisation, const Facts& facts) {
  Actor actor;
  actor.account = "@webhook";  // no account bears such a name
  actor.organisation = organisation;
  return stand_for_organisation(actor, facts) ? actor : Actor{};
}

std::vector<std::string> organisations_of(const Case& account) {
  const auto& s = account.as<account::State>();
  std::vector<std::string> all{s.organisation.value};
  for (const auto& a : s.assignments) all.push_back(a.organisation.value);
  return all;
}

Actor actor_of(const Case& account, const Facts& facts, std::string_view acting_for) {
  const auto& s = account.as<account::State>();
  if (s.state != account::Phase::active) return {};
  const bool at_home = acting_for.empty() || acting_for == s.organisation.value;
  const auto* assigned = at_home ? nullptr : account::assignment_of(s, acting_for);
  if (!at_home && !assigned) return {};
  Actor actor;
  actor.account = s.username.value;
  actor.organisation = at_home ? s.organisation.value : assigned->organisation.value;
  actor.admin = at_home ? s.admin : assigned->admin;
  if (actor.organisation.empty()) {
    actor.organisation_kind = natural_person;
    return actor;
  }
  if (!stand_for_organisation(actor, facts)) return {};
  if (actor.organisation_kind == "insurer") add_branches(actor, facts);
  for (const auto& role : at_home ? s.roles : assigned->roles) add_role(actor, role, facts);
  // Whoever does a part of the platform's administration does no other part of it.
  if (!separated_duty(actor).empty()) actor.admin = false;
  if (actor.organisation_kind == "enterprise" && actor.credit_code.empty()) {
    // Pending or rejected: it sees itself and may resubmit, nothing else.
    actor.permissions = {"enterprise.resubmit"};
    actor.admin = false;
  }
  return actor;
}

Actor actor_of(const Case& account, const Facts& facts) { return actor_of(account, facts, {}); }

std::string jurisdiction_of_region(std::string_view region_code, const Facts& facts) {
  if (region_code.size() != 6) return {};
  for (std::size_t kept : {std::size_t{6}, std::size_t{4}, std::size_t{2}}) {
    const std::string code = std::string(region_code.substr(0, kept)) + std::string(6 - kept, '0');
    if (facts.find("rulebook", code)) return code;
  }
  return {};
}

std::string opening_jurisdiction(const Type& command_type, const void* command, const Actor& actor,
                                 const Facts& facts) {
  if (auto named = text_of(command_type, command, "jurisdiction"); !named.empty()) return named;
  if (!actor.jurisdiction.empty()) return actor.jurisdiction;
  if (const auto region = text_of(command_type, command, "region_code"); !region.empty())
    return jurisdiction_of_region(region, facts);
  // Digits 3 to 8 of a credit code are the registering authority's region (GB 32100).
  const auto code = text_of(command_type, command, "credit_code");
  return code.size() == 18 ? jurisdiction_of_region(code.substr(2, 6), facts) : std::string();
}

}  // namespace surety
