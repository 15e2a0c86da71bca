// Roles × kinds × rows: the one place that knows who may do and see what. domain.md §6.
#include "engine/authorisation.hpp"

#include <algorithm>

#include "engine/acting.hpp"
#include "engine/kinds/organisation.hpp"
#include "engine/regions.hpp"

namespace surety {

namespace {

bool lists(const Actor& actor, std::string_view permission) {
  return std::find(actor.permissions.begin(), actor.permissions.end(), permission) !=
         actor.permissions.end();
}

/// A pending, rejected or suspended enterprise: it sees itself, and nothing that is public either.
bool confined(const Actor& a) {
  return a.organisation_kind == "enterprise" && a.credit_code.empty();
}

bool code_is(const Actor& a, const std::string& party) {
  return !party.empty() && a.credit_code == party;
}

/// The kind of organisation whose relation this is; empty for those of persons.
std::string_view kind_behind(Who who) {
  switch (who) {
    case Who::owner:
    case Who::contractor:
    case Who::contractor_alone: return "enterprise";
    case Who::guarantor: return "guarantor";
    case Who::bank: return "account-bank";
    case Who::insurer: return "insurer";
    case Who::broker: return "broker";
    case Who::provider: return "service-provider";
    case Who::regulator: return "regulator";
    case Who::auditor: return "auditor";
    case Who::administrator:
    case Who::security_administrator: return "administrator";
    case Who::anyone:
    case Who::signed_in:
    case Who::self:
    case Who::organisation_admin:
    case Who::engine:
    case Who::oneself:
    case Who::reporter: return {};
  }
  return {};
}

/// The role that does this alone where the platform's administration is divided.
std::string_view duty_behind(Who who) {
  if (who == Who::administrator) return system_administrator;
  return who == Who::security_administrator ? security_administrator : std::string_view();
}

bool has_role(const Actor& a, std::string_view name) {
  return !name.empty() && lists(a, "role:" + std::string(name));
}

/// Begins with the actor's region code, its trailing pairs of 00 removed: the project's region, or
/// the jurisdiction. One without a region is over nothing.
bool in_area(const Actor& a, const Parties& p) {
  if (a.region_code.empty()) return false;
  const auto within = [&](const std::string& code) {
    return !code.empty() && region_covers(a.region_code, code);
  };
  return within(p.region) || within(p.jurisdiction) ||
         std::any_of(p.also_in.begin(), p.also_in.end(), within);
}

/// An insurer may itself be the provider of the safety services of its policies.
bool may_be_kind(const Actor& a, Who who) {
  return acts_as(a, kind_behind(who)) || (who == Who::provider && acts_as(a, "insurer"));
}

bool menu_grants(const Actor& actor, const Kind& kind, const CommandRule& rule) {
  const auto& all = menus();
  return std::any_of(all.begin(), all.end(), [&](const Menu& menu) {
    return lists(actor, menu.name) && menu.grants(kind, rule);
  });
}

/// Identities end in a slash, so that no code is the beginning of another.
std::string key_of(std::string_view letter, std::string_view value) {
  return std::string(letter) + ":" + std::string(value) + "/";
}

}  // namespace

bool acts_as(const Actor& actor, std::string_view organisation_kind) {
  if (has_role(actor, organisation_kind)) return true;
  return actor.organisation_kind == organisation_kind &&
         (organisation_kind != "administrator" ||
          (separated_duty(actor).empty() && !actor.permissions.empty()));
}

std::string_view separated_duty(const Actor& actor) {
  for (const auto duty : {system_administrator, security_administrator, audit_administrator})
    if (has_role(actor, duty)) return duty;
  return {};
}

bool watches_operations(const Actor& a) {
  return has_role(a, audit_administrator) || has_role(a, "administrator") ||
         (acts_as(a, "administrator") && lists(a, "*"));
}

std::string administrators_role(const std::vector<std::string>& roles) {
  for (const auto& role : roles)
    if (role == "administrator" || role == system_administrator ||
        role == security_administrator || role == audit_administrator)
      return role;
  return {};
}

bool stands(const Actor& a, Who who, const Parties& p) {
  if (a.engine) return true;
  switch (who) {
    case Who::anyone: return true;
    case Who::signed_in: return !a.account.empty();
    case Who::self: return !p.self.empty() && (a.organisation == p.self || a.credit_code == p.self);
    case Who::owner: return acts_as(a, kind_behind(who)) && code_is(a, p.owner);
    case Who::contractor: return acts_as(a, kind_behind(who)) && code_is(a, p.contractor);
    case Who::contractor_alone: return p.guarantor.empty() && stands(a, Who::contractor, p);
    case Who::guarantor: return acts_as(a, kind_behind(who)) && code_is(a, p.guarantor);
    case Who::bank: return acts_as(a, kind_behind(who)) && code_is(a, p.bank);
    case Who::insurer: return acts_as(a, kind_behind(who)) && code_is(a, p.insurer);
    case Who::broker: return acts_as(a, kind_behind(who)) && code_is(a, p.broker);
    case Who::provider: return may_be_kind(a, who) && code_is(a, p.provider);
    case Who::regulator:
    case Who::auditor: return acts_as(a, kind_behind(who)) && in_area(a, p);
    case Who::administrator:
    case Who::security_administrator:
      return acts_as(a, kind_behind(who)) || has_role(a, duty_behind(who));
    case Who::organisation_admin: return a.admin && !p.self.empty() && a.organisation == p.self;
    case Who::engine: return false;
    case Who::oneself: return !a.account.empty() && a.account == p.account;
    case Who::reporter: return !p.reporter.empty() && a.organisation == p.reporter;
  }
  return false;
}

bool stands_any(const Actor& actor, const Whose& whose, const Parties& parties) {
  return std::any_of(whose.begin(), whose.end(),
                     [&](Who who) { return stands(actor, who, parties); });
}

bool permitted(const Actor& a, const Kind& kind, const CommandRule& rule) {
  if (a.engine) return true;
  const std::string command = kind.name + "." + rule.name;
  const bool granted = lists(a, "*") || lists(a, command) || menu_grants(a, kind, rule);
  for (Who who : rule.who) {
    switch (who) {
      case Who::anyone: return true;
      case Who::signed_in:
        if (!a.account.empty() && !confined(a)) return true;
        break;
      case Who::oneself:
        if (!a.account.empty()) return true;
        break;
      case Who::organisation_admin:
        if (a.admin) return true;
        break;
      case Who::self:
        // Of a business kind one is oneself only as an organisation of that very kind.
        if (granted && (kind.platform || a.organisation_kind == kind.name)) return true;
        break;
      case Who::reporter:
        if (granted && (a.organisation_kind == "service-provider" ||
                        a.organisation_kind == "insurer" || a.organisation_kind == "regulator"))
          return true;
        break;
      case Who::engine: break;
      case Who::owner:
      case Who::contractor:
      case Who::contractor_alone:
      case Who::guarantor:
      case Who::bank:
      case Who::insurer:
      case Who::broker:
      case Who::provider:
      case Who::regulator:
      case Who::auditor:
      case Who::administrator:
      case Who::security_administrator:
        if (has_role(a, kind_behind(who)) || has_role(a, duty_behind(who))) return true;
        if (granted && a.organisation_kind == kind_behind(who)) return true;
        if (granted && who == Who::provider && a.organisation_kind == "insurer") return true;
        break;
    }
  }
  return false;
}

bool offered(const Actor& a, const Kind& kind, const CommandRule& rule) {
  return std::find(rule.who.begin(), rule.who.end(), Who::anyone) == rule.who.end() &&
         permitted(a, kind, rule);
}

bool holds_permission(const Actor& actor, std::string_view permission) {
  for (const auto& menu : menus())
    if (menu.name == permission)
      return actor.engine || lists(actor, "*") || lists(actor, permission);
  const auto dot = permission.find('.');
  if (dot == std::string_view::npos) return false;
  const Kind* kind = kind_named(permission.substr(0, dot));
  const CommandRule* rule = kind ? kind->command(permission.substr(dot + 1)) : nullptr;
  return rule && permitted(actor, *kind, *rule);
}

/// Kinds whose cases an administrator sees: the platform's own, and those on which it has commands
/// (enterprises: approve, suspend). domain.md §3 and §6.
static bool administered(const Kind& kind) {
  return kind.platform ||
         std::any_of(kind.commands.begin(), kind.commands.end(), [](const CommandRule& rule) {
           return !rule.opens &&
                  std::find(rule.who.begin(), rule.who.end(), Who::administrator) != rule.who.end();
         });
}

std::vector<std::string> scope_keys(const Kind& kind, const Parties& p) {
  std::vector<std::string> keys;
  const auto add = [&](std::string_view letter, const std::string& value) {
    if (!value.empty()) keys.push_back(key_of(letter, value));
  };
  if (administered(kind)) keys.push_back("!");
  if (p.everybody) keys.push_back("*");
  add("o", p.self);
  add("e", p.owner);
  if (p.contractor != p.owner) add("e", p.contractor);
  add("g", p.guarantor);
  for (const auto& guarantor : p.further_guarantors)
    if (guarantor != p.guarantor) add("g", guarantor);
  add("b", p.bank);
  add("i", p.insurer);
  add("k", p.broker);
  add("s", p.provider);
  add("f", p.filed_with);
  add("r", p.region);
  add("j", p.jurisdiction);
  for (const auto& jurisdiction : p.also_in)
    if (jurisdiction != p.jurisdiction) add("j", jurisdiction);
  add("a", p.account);
  return keys;
}

std::vector<std::string> scope_prefixes(const Actor& a, const Kind& kind) {
  if (a.engine) return {""};
  if (a.account.empty()) return {};
  std::vector<std::string> prefixes;
  const auto add = [&](std::string_view letter, const std::string& value) {
    if (!value.empty()) prefixes.push_back(key_of(letter, value));
  };
  if (kind.name == "account" || a.organisation_kind == natural_person) add("a", a.account);
  // Colleagues' accounts and roles are the administrator's business; the organisation is
  // everybody's.
  if (!kind.platform || kind.name == "organisation" || a.admin) {
    add("o", a.organisation);
    if (a.credit_code != a.organisation) add("o", a.credit_code);
  }
  if (confined(a)) return prefixes;
  prefixes.push_back("*");
  const auto duty = separated_duty(a);
  if (administered(kind) && (acts_as(a, "administrator") || duty == system_administrator ||
                             (kind.platform && !duty.empty())))
    prefixes.push_back("!");
  static constexpr std::pair<std::string_view, std::string_view> letters[] = {
      {"enterprise", "e"}, {"guarantor", "g"}, {"account-bank", "b"},
      {"insurer", "i"},    {"broker", "k"},    {"service-provider", "s"}};
  for (const auto& [organisation_kind, letter] : letters)
    if (acts_as(a, organisation_kind)) add(letter, a.credit_code);
  if (may_be_kind(a, Who::provider) && !acts_as(a, "service-provider")) add("s", a.credit_code);
  for (const auto& permission : a.permissions) {
    if (acts_as(a, "broker") && permission.starts_with(link_mark))
      add("f", permission.substr(link_mark.size()));
    if (acts_as(a, "insurer") && permission.starts_with(branch_mark))
      add("i", permission.substr(branch_mark.size()));
  }
  if ((acts_as(a, "regulator") || acts_as(a, "auditor")) && !a.region_code.empty()) {
    const std::string area(region_prefix(a.region_code));
    prefixes.push_back("r:" + area);
    prefixes.push_back("j:" + area);
  }
  return prefixes;
}

bool sees(const Actor& actor, const Kind& kind, const Parties& parties) {
  const auto keys = scope_keys(kind, parties);
  for (const auto& prefix : scope_prefixes(actor, kind))
    for (const auto& key : keys)
      if (key.compare(0, prefix.size(), prefix) == 0) return true;
  return actor.engine;
}

bool built_in_role(std::string_view name) {
  if (name == system_administrator || name == security_administrator || name == audit_administrator)
    return true;
  for (const auto& choice : choices_of(static_cast<const organisation::Type*>(nullptr)))
    if (choice.name == name) return true;
  return false;
}

bool Menu::grants(const Kind& kind, const CommandRule& rule) const {
  if (std::find(kinds.begin(), kinds.end(), kind.name) == kinds.end()) return false;
  return commands.empty() || std::find(commands.begin(), commands.end(),
                                       kind.name + "." + rule.name) != commands.end();
}

const std::vector<Menu>& menus() {
  static const std::vector<Menu> all = [] {
    std::vector<Menu> menus{
        {"enterprises", {"企业管理", "Enterprises"}, {"enterprise"}},
        {"projects", {"项目管理", "Projects"}, {"project"}},
        {"orders",
         {"订单管理", "Orders"},
         {"policy"},
         {"policy.apply", "policy.record-offline", "policy.upload", "policy.return",
          "policy.resubmit", "policy.withdraw", "policy.approve", "policy.quote",
          "policy.withdraw-quote", "policy.accept-quote", "policy.decline-quote",
          "policy.send-payment-notice", "policy.submit-payment", "policy.approve-payment",
          "policy.reject-payment", "policy.issue", "policy.disclose"}},
        {"policies",
         {"保单管理", "Policies"},
         {"policy"},
         {"policy.endorse", "policy.assign-service-provider", "policy.record-service-fee",
          "policy.reverse-service-fee", "policy.note-project-change", "policy.cancel",
          "policy.disclose", "policy.erase-personal-data"}},
        {"safety-services", {"安责险服务", "Safety services"}, {"service-order"}},
        {"safety-expenses", {"安全生产费用", "Safety expenses"}, {"expense-ledger"}},
        {"hazards", {"隐患排查", "Hazards"}, {"hazard", "inspection"}},
        {"insurance-claims", {"理赔管理", "Insurance claims"}, {"insurance-claim"}},
        {"guarantors", {"保证人诚信档案", "Guarantors"}, {"guarantor"}},
        {"guarantees", {"担保管理", "Guarantees"}, {"guarantee"}},
        {"payment-plans", {"支付信息归集", "Payment plans"}, {"payment-plan"}},
        {"guarantee-claims", {"代偿索赔", "Claims on guarantees"}, {"guarantee-claim"}},
        {"alerts", {"预警处置", "Alerts"}, {"alert"}},
        {"organisations", {"机构管理", "Organisations"}, {"organisation"}},
        {"accounts", {"账号管理", "Accounts"}, {"account"}},
        {"roles", {"角色管理", "Roles"}, {"role"}},
        {"staff-members", {"综合人事管理", "Staff"}, {"staff-member"}},
        {"webhooks", {"事件推送", "Webhooks"}, {"webhook"}}};
    // Whatever nobody gave a menu has one of its own.
    for (const Kind* kind : kinds()) {
      const bool named = std::any_of(menus.begin(), menus.end(), [&](const Menu& m) {
        return std::find(m.kinds.begin(), m.kinds.end(), kind->name) != m.kinds.end();
      });
      if (!named && !kind->commands.empty())
        menus.push_back({kind->plural, kind->label, {kind->name}, {}});
    }
    return menus;
  }();
  return all;
}

}  // namespace surety
