// The account as folded. Permissions are worked out per request by `actor_of`.
#pragma once

#include "engine/kind.hpp"
#include "events/account.hpp"

namespace surety::account {

enum class Phase { active, disabled, deleted };
DESCRIBE_ENUM(Phase, (active, "正常", "Active"), (disabled, "停用", "Disabled"),
              (deleted, "已删除", "Deleted"))

/// Another organisation the account may act for.
struct Assignment {
  PartyCode organisation;
  std::vector<std::string> roles;
  bool admin = false;
};
DESCRIBE(Assignment, "机构分配", "Another organisation it may act for.",
         (organisation, "机构", "Organisation"), (roles, "角色", "Roles there", .max = 20),
         (admin, "机构管理员", "Administers that organisation"))

struct State {
  Phase state{};
  Username username;
  std::string display_name;
  Phone phone;
  std::vector<std::string> roles;
  PartyCode organisation;
  bool admin = false;
  bool must_change_password = false;
  std::optional<std::string> password_ref;
  std::optional<Instant> first_signed_in_at;
  std::vector<Assignment> assignments;
};
DESCRIBE(State, "账号", "An account.", (state, "状态", "State"), (username, "账号", "Username"),
         (display_name, "姓名", "Name"), (phone, "手机号", "Phone", .personal = true),
         (roles, "角色", "Roles", .max = 20), (organisation, "机构", "Organisation"),
         (admin, "机构管理员", "Administers the organisation"),
         (must_change_password, "须修改密码", "The next sign-in demands a new password"),
         (password_ref, "密码引用", "Reference to the password", .secret = true),
         (first_signed_in_at, "首次登录时间", "First signed in at"),
         (assignments, "其他机构", "Other organisations it may act for", .max = 50))

const Assignment* assignment_of(const State&, std::string_view organisation);
/// May sign in and administers its organisation, or may make somebody who does.
bool administers(const State&);
/// True if the account administers now and will not after this command of its kind.
bool ends_administration(const State&, std::string_view command_name, const void* command);

const Kind& kind();

}  // namespace surety::account
