// The role's rules: one defines only what one holds oneself, and deletes only what nobody holds.
#include "engine/kinds/role.hpp"
#include "engine/kind_table.hpp"

#include "engine/authorisation.hpp"

namespace surety::role {

namespace {

bool platform(const Actor& a) { return a.engine || stands(a, Who::security_administrator, {}); }

/// Nobody gives what he does not hold; the platform's administrator gives what exists.
std::optional<Refusal> not_to_grant(const std::vector<std::string>& permissions,
                                    const Context& ctx) {
  Actor everything;
  everything.engine = true;
  for (const auto& permission : permissions)
    if (!holds_permission(platform(ctx.actor) ? everything : ctx.actor, permission))
      return refuse(Code::permission_not_held).with("permission", permission);
  return std::nullopt;
}

std::string unique_name(const std::string& organisation, const std::string& name) {
  return organisation + "/" + name;
}

std::optional<Refusal> name_taken(const std::string& organisation, const std::string& name,
                                  const Context& ctx) {
  const auto holder = ctx.facts.holder("role-name", unique_name(organisation, name));
  if (holder.empty() || holder == ctx.head.key()) return std::nullopt;
  return refuse(Code::already_registered).with("role", holder);
}

}  // namespace

Decision decide(const State&, const Define& c, const Context& ctx) {
  const std::string organisation = c.organisation ? c.organisation->value : ctx.actor.organisation;
  if (organisation.empty()) return refuse(Code::unknown_reference);
  if (!platform(ctx.actor) && (!ctx.actor.admin || organisation != ctx.actor.organisation))
    return refuse(Code::forbidden);
  if (auto refusal = not_to_grant(c.permissions, ctx)) return *refusal;
  if (auto refusal = name_taken(organisation, c.name, ctx)) return *refusal;
  return happened(Defined{c.name, c.permissions, {organisation}});
}

Decision decide(const State& s, const Update& c, const Context& ctx) {
  if (c.permissions)
    if (auto refusal = not_to_grant(*c.permissions, ctx)) return *refusal;
  if (c.name)
    if (auto refusal = name_taken(s.organisation.value, *c.name, ctx)) return *refusal;
  Updated e;
  if (c.name && *c.name != s.name) e.name = c.name;
  if (c.permissions && *c.permissions != s.permissions) e.permissions = c.permissions;
  return e.name || e.permissions ? happened(e) : nothing_changed();
}

Decision decide(const State&, const Delete&, const Context& ctx) {
  for (const char* held : {"roles", "assignments"})
    if (!ctx.facts.having("account", held, ctx.head.id).empty()) return refuse(Code::role_in_use);
  return happened(Deleted{});
}

void evolve(State& s, const Defined& e, const Happening&) {
  s.name = e.name;
  s.permissions = e.permissions;
  s.organisation = e.organisation;
}

void evolve(State& s, const Updated& e, const Happening&) {
  if (e.name) s.name = *e.name;
  if (e.permissions) s.permissions = *e.permissions;
}

void evolve(State& s, const Deleted&, const Happening&) { s.state = Phase::deleted; }

const Kind& kind() {
  static const Kind k = [] {
    const auto admins = by(Who::organisation_admin, Who::security_administrator, Who::engine);
    // Its number is the leader's; its root the organisation, which the edge fills in.
    const auto root = [](const Define& c) { return c.organisation ? c.organisation->value : ""; };
    return KindOf<State>("role", "roles", {"角色", "Role"})
        .platform()
        .opens<Define>({"新增角色", "Define"}, admins, root)
        .command<Update>({"编辑角色", "Update"}, admins, in(Phase::active))
        .command<Delete>({"删除角色", "Delete"}, admins, in(Phase::active))
        .event<Defined>()
        .event<Updated>()
        .event<Deleted>()
        .unique([](const State& s) -> std::vector<std::pair<std::string, std::string>> {
          if (s.state == Phase::deleted) return {};
          return {{"role-name", unique_name(s.organisation.value, s.name)}};
        })
        .parties([](const CaseHead&, const State& s) {
          return Parties{.self = s.organisation.value};
        })
        .done();
  }();
  return k;
}

}  // namespace surety::role
