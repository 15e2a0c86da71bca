// The role (角色): a named set of permissions inside one organisation. domain.md §3.
#pragma once

#include "events/values.hpp"

namespace surety::role {

struct Define {
  std::string name;
  std::vector<std::string> permissions;
  std::optional<PartyCode> organisation;
};
DESCRIBE(Define, "新增角色", "A set of permissions gets a name.", (name, "角色名", "Name", .max = 64),
         (permissions, "权限", "Menus, or single commands", .min = 1, .max = 500),
         (organisation, "机构", "By default one's own; another only for the administrator"))

struct Update {
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> permissions;
};
DESCRIBE(Update, "修改角色", "Holds from the next request of every holder.",
         (name, "角色名", "Name", .max = 64), (permissions, "权限", "Permissions", .max = 500))
struct Delete {};
DESCRIBE(Delete, "删除角色", "Only while nobody holds it.")

struct Defined {
  std::string name;
  std::vector<std::string> permissions;
  PartyCode organisation;
};
DESCRIBE(Defined, "已新增", "The role was defined.", (name, "角色名", "Name"),
         (permissions, "权限", "Permissions", .max = 500), (organisation, "机构", "Organisation"))
struct Updated {
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> permissions;
};
DESCRIBE(Updated, "已修改", "What changed.", (name, "角色名", "Name"),
         (permissions, "权限", "Permissions", .max = 500))
struct Deleted {};
DESCRIBE(Deleted, "已删除", "The role is gone.")

}  // namespace surety::role
