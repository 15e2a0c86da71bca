// The role as folded. The built-in roles have no case: they bear the organisation kinds' names.
#pragma once

#include "engine/kind.hpp"
#include "events/role.hpp"

namespace surety::role {

enum class Phase { active, deleted };
DESCRIBE_ENUM(Phase, (active, "有效", "Active"), (deleted, "已删除", "Deleted"))

struct State {
  Phase state{};
  std::string name;
  std::vector<std::string> permissions;
  PartyCode organisation;
};
DESCRIBE(State, "角色", "A named set of permissions.", (state, "状态", "State"),
         (name, "角色名", "Name"), (permissions, "权限", "Permissions", .max = 500),
         (organisation, "机构", "Organisation"))

const Kind& kind();

}  // namespace surety::role
