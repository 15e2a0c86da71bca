// Which role may give which command, for those who look at it: roles across, commands down.
#include <algorithm>

#include "adapters/http/json_out.hpp"
#include "adapters/http/list_export.hpp"
#include "adapters/http/router.hpp"
#include "engine/kinds/organisation.hpp"

namespace surety::http {
namespace {

struct KnownRole {
  std::string name;
  Label label;
  Actor holder;
};

/// Somebody who holds the role and nothing else, asked the very question that a command asks.
KnownRole role(std::string name, Label label, std::string organisation_kind) {
  Actor holder;
  holder.account = holder.organisation = holder.credit_code = "somebody";
  holder.organisation_kind = std::move(organisation_kind);
  // As the engine grants them: of its own kind of organisation a role is everything.
  holder.permissions = {name == holder.organisation_kind ? "*" : "role:" + name};
  return {std::move(name), label, std::move(holder)};
}

std::vector<KnownRole> known_roles() {
  std::vector<KnownRole> roles;
  for (const auto& kind : choices_of(static_cast<const organisation::Type*>(nullptr)))
    roles.push_back(role(std::string(kind.name), {kind.zh, kind.en}, std::string(kind.name)));
  roles.push_back(role(std::string(system_administrator), {"系统管理员", "System administrator"},
                       "administrator"));
  roles.push_back(role(std::string(security_administrator),
                       {"安全管理员", "Security administrator"}, "administrator"));
  roles.push_back(role(std::string(audit_administrator), {"审计管理员", "Audit administrator"},
                       "administrator"));
  return roles;
}

void fill(Sheet& sheet, const std::vector<KnownRole>& roles) {
  std::vector<std::string> titles{"业务", "操作", "指令"};
  for (const auto& r : roles) titles.emplace_back(r.label.zh);
  sheet.titles(titles);
  for (const Kind* kind : kinds())
    for (const auto& rule : kind->commands) {
      std::vector<SheetCell> cells{{std::string(kind->label.zh)},
                                   {std::string(rule.label.zh)},
                                   {kind->name + "." + rule.name}};
      for (const auto& r : roles) cells.push_back({permitted(r.holder, *kind, rule) ? "√" : ""});
      sheet.row(cells);
    }
}

std::string titled(std::string_view name, const Label& label) {
  return JsonObject().text("name", name).text("title", label.zh).text("title_en", label.en).done();
}

std::optional<Response> permissions(const CallPtr& call) {
  if (!sees_permissions(call->actor)) throw Refused(403, "forbidden");
  const auto roles = known_roles();
  if (const auto format = format_of(*call))
    return sheet_file(*format, "permissions", "权限矩阵",
                      [&](Sheet& sheet) { fill(sheet, roles); });
  std::vector<std::string> role_items, command_items;
  for (const auto& r : roles) role_items.push_back(titled(r.name, r.label));
  for (const Kind* kind : kinds())
    for (const auto& rule : kind->commands) {
      std::vector<std::string> holders;
      for (const auto& r : roles)
        if (permitted(r.holder, *kind, rule)) holders.push_back(r.name);
      command_items.push_back(JsonObject()
                                  .text("command", kind->name + "." + rule.name)
                                  .text("title", rule.label.zh)
                                  .text("title_en", rule.label.en)
                                  .raw("kind", titled(kind->name, kind->label))
                                  .texts("roles", holders)
                                  .done());
    }
  return json_response(JsonObject()
                           .raw("roles", json_list(role_items))
                           .raw("commands", json_list(command_items))
                           .done());
}

}  // namespace

bool sees_permissions(const Actor& actor) {
  return acts_as(actor, "administrator") || acts_as(actor, "auditor") || actor.admin ||
         !separated_duty(actor).empty();
}

void add_permission_routes(Router& router) {
  router.add("GET", "/api/v1/meta/permissions", Access::signed_in, permissions);
}

}  // namespace surety::http
