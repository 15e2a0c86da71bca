// The account's rules: nobody gives what he does not hold, nobody locks himself or all others out.
#include "engine/kinds/account.hpp"
#include "engine/disclosure.hpp"
#include "engine/kind_table.hpp"

#include <algorithm>

#include "engine/authorisation.hpp"
#include "engine/kinds/organisation.hpp"
#include "engine/kinds/role.hpp"

namespace surety::account {

namespace {

bool platform(const Actor& a) { return a.engine || stands(a, Who::security_administrator, {}); }

/// The kind of the organisation an account is to belong to; empty if there is none.
std::string kind_of(const std::string& organisation, const Facts& facts) {
  if (auto found = facts.find("organisation", organisation))
    return name_of(found->as<organisation::State>().organisation_kind);
  if (facts.find("enterprise", organisation)) return "enterprise";
  if (facts.find("guarantor", organisation)) return "guarantor";
  return {};
}

/// Built-in roles by their name, own roles by their number; each permission must be the giver's.
std::optional<Refusal> not_to_grant(const std::vector<std::string>& roles,
                                    const std::string& organisation, const Context& ctx) {
  std::string administers_by;
  for (const auto& name : roles) {
    if (built_in_role(name)) {
      if (!administrators_role({name}).empty()) {
        if (!administers_by.empty() && administers_by != name)
          return refuse(Code::roles_exclude_each_other);
        administers_by = name;
      }
      // Undivided administration is not for one of those who share it to give.
      if (name == "administrator" && !separated_duty(ctx.actor).empty())
        return refuse(Code::permission_not_held).with("role", name);
      const auto& held = ctx.actor.permissions;
      const bool all = ctx.actor.organisation_kind == name &&
                       std::find(held.begin(), held.end(), "*") != held.end();
      if (!platform(ctx.actor) && !all)
        return refuse(Code::permission_not_held).with("role", name);
      continue;
    }
    const auto found = ctx.facts.find("role", name);
    if (!found) return refuse(Code::unknown_role).with("role", name);
    const auto& own = found->as<role::State>();
    if (own.state != role::Phase::active || own.organisation.value != organisation)
      return refuse(Code::unknown_role).with("role", name);
    if (platform(ctx.actor)) continue;
    for (const auto& permission : own.permissions)
      if (!holds_permission(ctx.actor, permission))
        return refuse(Code::permission_not_held).with("permission", permission);
  }
  return std::nullopt;
}

bool own(const Context& ctx) { return !ctx.actor.engine && ctx.actor.account == ctx.head.id; }

/// Two who let each other go at once do not see each other here: see engine/administrators.hpp.
std::optional<Refusal> last_one(const State& s, std::string_view command_name, const void* command,
                                const Context& ctx) {
  if (ctx.actor.engine || !ends_administration(s, command_name, command)) return std::nullopt;
  for (const auto& other : ctx.facts.having("account", "organisation", s.organisation.value))
    if (other.head.id != ctx.head.id && administers(other.as<State>())) return std::nullopt;
  return refuse(Code::last_administrator).with("organisation", s.organisation.value);
}

template <class C>
std::optional<Refusal> last_one(const State& s, const C& c, const Context& ctx) {
  return last_one(s, describe<C>().name, &c, ctx);
}

/// A new password is a way into the account: not into that of another kind of administrator.
bool of_another_duty(const State& s, const Actor& actor) {
  const auto duty = separated_duty(actor);
  if (duty.empty()) return false;
  const auto role = administrators_role(s.roles);
  return role.empty() ? duty != system_administrator : role != duty;
}

Decision opened(const Create& c, const Context& ctx) {
  const std::string organisation = c.organisation ? c.organisation->value : ctx.actor.organisation;
  if (kind_of(organisation, ctx.facts).empty())
    return refuse(Code::unknown_reference).with("organisation", organisation);
  if (auto refusal = not_to_grant(c.roles, organisation, ctx)) return *refusal;
  // A password that somebody else chose is good for one sign-in.
  const bool chosen_by_its_owner = ctx.actor.engine || ctx.historical;
  return happened(Created{c.username, c.display_name, c.phone, c.roles, {organisation},
                          c.admin.value_or(false), !chosen_by_its_owner, c.password});
}

}  // namespace

const Assignment* assignment_of(const State& s, std::string_view organisation) {
  const auto found = std::find_if(s.assignments.begin(), s.assignments.end(), [&](const auto& a) {
    return a.organisation.value == organisation;
  });
  return found == s.assignments.end() ? nullptr : &*found;
}

bool administers(const State& s) {
  return s.state == Phase::active &&
         (s.admin || administrators_role(s.roles) == security_administrator);
}

bool ends_administration(const State& s, std::string_view command_name, const void* command) {
  if (!administers(s)) return false;
  State after = s;
  if (command_name == describe<Delete>().name) return true;
  if (command_name == describe<Disable>().name) return true;
  if (command_name == describe<Update>().name) {
    const auto& c = *static_cast<const Update*>(command);
    after.roles = c.roles.value_or(s.roles);
    after.admin = c.admin.value_or(s.admin);
  } else if (command_name == describe<Grant>().name) {
    const auto& c = *static_cast<const Grant*>(command);
    after.roles = c.roles;
    after.admin = c.admin.value_or(s.admin);
  }
  return !administers(after);
}

Decision decide(const State&, const Create& c, const Context& ctx) {
  if (ctx.head.version > 0) return refuse(Code::username_taken);
  const std::string organisation = c.organisation ? c.organisation->value : ctx.actor.organisation;
  if (!separated_duty(ctx.actor).empty()) return refuse(Code::duties_separated);
  if (!platform(ctx.actor) &&
      (!ctx.actor.admin || organisation.empty() || organisation != ctx.actor.organisation))
    return refuse(Code::forbidden);
  return opened(c, ctx);
}

Decision decide(const State&, const Open& c, const Context& ctx) {
  if (ctx.head.version > 0) return refuse(Code::username_taken);
  return opened({c.username, c.display_name, c.phone, {}, c.organisation, c.password, {}}, ctx);
}

Decision decide(const State&, const Enrol& c, const Context& ctx) {
  if (ctx.head.version > 0) return nothing_changed();
  if (kind_of(c.organisation.value, ctx.facts) != "enterprise")
    return refuse(Code::unknown_reference).with("organisation", c.organisation.value);
  return happened(Enrolled{c.username, c.display_name, c.organisation});
}

Decision decide(const State&, const EnrolPerson& c, const Context& ctx) {
  if (ctx.head.version > 0) return nothing_changed();
  return happened(PersonEnrolled{c.username, c.display_name});
}

Decision decide(const State& s, const Update& c, const Context& ctx) {
  if ((c.roles || c.admin) && !separated_duty(ctx.actor).empty())
    return refuse(Code::duties_separated);
  if (c.roles)
    if (auto refusal = not_to_grant(*c.roles, s.organisation.value, ctx)) return *refusal;
  if (c.admin && !*c.admin && own(ctx)) return refuse(Code::own_account);
  if (auto refusal = last_one(s, c, ctx)) return *refusal;
  Updated e;
  if (c.display_name && *c.display_name != s.display_name) e.display_name = c.display_name;
  if (c.phone && *c.phone != s.phone) e.phone = c.phone;
  if (c.roles && *c.roles != s.roles) e.roles = c.roles;
  if (c.admin && *c.admin != s.admin) e.admin = c.admin;
  return to_json(e) == "{}" ? nothing_changed() : happened(e);
}

Decision decide(const State& s, const Grant& c, const Context& ctx) {
  if (own(ctx)) return refuse(Code::own_account);
  if (auto refusal = not_to_grant(c.roles, s.organisation.value, ctx)) return *refusal;
  if (auto refusal = last_one(s, c, ctx)) return *refusal;
  Updated e;
  if (c.roles != s.roles) e.roles = c.roles;
  if (c.admin && *c.admin != s.admin) e.admin = c.admin;
  return e.roles || e.admin ? happened(e) : nothing_changed();
}

Decision decide(const State& s, const Assign& c, const Context& ctx) {
  const auto& organisation = c.organisation.value;
  if (own(ctx)) return refuse(Code::own_account);
  if (kind_of(organisation, ctx.facts).empty())
    return refuse(Code::unknown_reference).with("organisation", organisation);
  if (organisation == s.organisation.value)
    return refuse(Code::already_registered).with("organisation", organisation);
  // The platform is administered in one's own name alone.
  if (!administrators_role(c.roles).empty()) return refuse(Code::roles_exclude_each_other);
  if (auto refusal = not_to_grant(c.roles, organisation, ctx)) return *refusal;
  const Assigned e{c.organisation, c.roles, c.admin.value_or(false)};
  const auto* there = assignment_of(s, organisation);
  if (there && there->roles == e.roles && there->admin == e.admin) return nothing_changed();
  return happened(e);
}

Decision decide(const State& s, const Unassign& c, const Context&) {
  if (!assignment_of(s, c.organisation.value)) return nothing_changed();
  return happened(Unassigned{c.organisation});
}

Decision decide(const State& s, const SetPassword& c, const Context& ctx) {
  if (!own(ctx) && of_another_duty(s, ctx.actor)) return refuse(Code::duties_separated);
  return happened(PasswordSet{c.password, !own(ctx) && !ctx.historical});
}

Decision decide(const State& s, const Disable& c, const Context& ctx) {
  if (own(ctx)) return refuse(Code::own_account);
  if (auto refusal = last_one(s, c, ctx)) return *refusal;
  return happened(Disabled{c.reason});
}

Decision decide(const State&, const Enable& c, const Context&) {
  return happened(Enabled{c.reason});
}

Decision decide(const State& s, const Delete& c, const Context& ctx) {
  if (own(ctx)) return refuse(Code::own_account);
  if (auto refusal = last_one(s, c, ctx)) return *refusal;
  return happened(Deleted{});
}

Decision decide(const State& s, const RecordFirstSignIn&, const Context&) {
  if (s.first_signed_in_at) return nothing_changed();
  return happened(FirstSignedIn{s.organisation});
}

void evolve(State& s, const Created& e, const Happening&) {
  s.username = e.username;
  s.display_name = e.display_name;
  s.phone = e.phone;
  s.roles = e.roles;
  s.organisation = e.organisation;
  s.admin = e.admin;
  s.must_change_password = e.must_change_password;
  s.password_ref = e.password_ref;
}

void evolve(State& s, const Enrolled& e, const Happening&) {
  s.username = e.username;
  s.display_name = e.display_name;
  s.organisation = e.organisation;
  s.roles = {"enterprise"};
  s.admin = true;
}

void evolve(State& s, const PersonEnrolled& e, const Happening&) {
  s.username = e.username;
  s.display_name = e.display_name;
}

void evolve(State& s, const Updated& e, const Happening&) {
  if (e.display_name) s.display_name = *e.display_name;
  if (e.phone) s.phone = *e.phone;
  if (e.roles) s.roles = *e.roles;
  if (e.admin) s.admin = *e.admin;
}

void evolve(State& s, const Assigned& e, const Happening&) {
  std::erase_if(s.assignments, [&](const auto& a) { return a.organisation == e.organisation; });
  s.assignments.push_back({e.organisation, e.roles, e.admin});
}

void evolve(State& s, const Unassigned& e, const Happening&) {
  std::erase_if(s.assignments, [&](const auto& a) { return a.organisation == e.organisation; });
}

void evolve(State& s, const PasswordSet& e, const Happening&) {
  s.password_ref = e.password_ref;
  s.must_change_password = e.must_change_password;
}

void evolve(State& s, const Disabled&, const Happening&) { s.state = Phase::disabled; }
void evolve(State& s, const Enabled&, const Happening&) { s.state = Phase::active; }

void evolve(State& s, const Deleted&, const Happening&) {
  s.state = Phase::deleted;
  s.roles.clear();  // what it held is in use no longer
  s.assignments.clear();
  s.password_ref.reset();
}

void evolve(State& s, const FirstSignedIn&, const Happening& h) {
  s.first_signed_in_at = h.recorded_at;
}

const Kind& kind() {
  static const Kind k = [] {
    const auto name = [](const auto& c) { return c.username.value; };
    const auto admins = by(Who::organisation_admin, Who::administrator, Who::engine);
    return KindOf<State>("account", "accounts", {"账号", "Account"})
        .platform()
        .opens<Create>({"新增账号", "Create"}, admins, name, name)
        .again()  // so that a name that is there gets an answer of its own
        .opens<Open>({"开户", "Open"}, by(Who::administrator), name, name)
        .again()
        .opens<Enrol>({"证书登录开户", "Enrol"}, by(Who::engine), name, name)
        .again()
        .opens<EnrolPerson>({"自然人开户", "Enrol a person"}, by(Who::engine), name, name)
        .again()
        .command<Update>({"编辑账号", "Update"}, admins, in(Phase::active, Phase::disabled))
        .command<Grant>({"授权", "Grant"}, by(Who::security_administrator),
                        in(Phase::active, Phase::disabled))
        .command<Assign>({"分配机构", "Assign to an organisation"},
                         by(Who::security_administrator, Who::engine),
                         in(Phase::active, Phase::disabled))
        .command<Unassign>({"撤销机构分配", "Withdraw an assignment"},
                           by(Who::security_administrator, Who::engine),
                           in(Phase::active, Phase::disabled))
        .command<SetPassword>({"设置密码", "Set the password"},
                              by(Who::organisation_admin, Who::administrator,
                                 Who::security_administrator, Who::oneself),
                              in(Phase::active, Phase::disabled))
        .command<Disable>({"停用账号", "Disable"}, admins, in(Phase::active))
        .command<Enable>({"启用账号", "Enable"}, admins, in(Phase::disabled))
        .command<Delete>({"删除账号", "Delete"}, admins, in(Phase::active, Phase::disabled))
        .command<RecordFirstSignIn>({"记录首次登录", "Record the first sign-in"}, by(Who::engine),
                                    in(Phase::active))
        .command<Disclose>({"查看完整信息", "Disclose"},
                           by(Who::oneself, Who::organisation_admin), in_any())
        .event<Disclosed>()
        .erasable(by(Who::organisation_admin, Who::administrator), in(Phase::deleted))
        .event<Created>()
        .event<Enrolled>()
        .event<PersonEnrolled>()
        .event<Updated>()
        .event<Assigned>()
        .event<Unassigned>()
        .event<PasswordSet>()
        .event<Disabled>()
        .event<Enabled>()
        .event<Deleted>()
        .event<FirstSignedIn>()
        .parties([](const CaseHead& h, const State& s) {
          return Parties{.self = s.organisation.value, .account = h.id};
        })
        .done();
  }();
  return k;
}

}  // namespace surety::account
