// Who a person is, what its roles allow and which rows it sees. domain.md §6.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/kind.hpp"

namespace surety {

/// The actor behind an account, from the folded organisation, enterprise or guarantor it belongs to
/// and its roles; nobody (an empty actor) if account or organisation are shut out. Pure.
///
/// A pending, rejected or suspended enterprise gets no credit code: it is party to nothing.
Actor actor_of(const Case& account, const Facts&);

/// A broker's link with an insurer, as it stands among the actor's permissions: `link:<code>`.
inline constexpr std::string_view link_mark = "link:";

/// Acts for an organisation of that kind: its own, or a built-in role given beside it.
bool acts_as(const Actor&, std::string_view organisation_kind);

/// True if the actor holds this permission itself, and so may grant it: a menu or `kind.command`.
bool holds_permission(const Actor&, std::string_view permission);

/// True if the command is one of the actor's own; what anybody may do, signed in or not, is not.
bool offered(const Actor&, const Kind&, const CommandRule&);

/// True if the actor stands in one of these relations; what opening commands ask, which have no
/// folded parties yet.
bool stands_any(const Actor&, const Whose&, const Parties&);

/// The names of the built-in roles: those of the organisation kinds, and three for platforms where
/// nobody shall administer alone (三员): who opens accounts, who grants, who looks on.
bool built_in_role(std::string_view name);
inline constexpr std::string_view system_administrator = "system-administrator";
inline constexpr std::string_view security_administrator = "security-administrator";
inline constexpr std::string_view audit_administrator = "audit-administrator";
/// Which of those three the actor is, and so does not administer otherwise; empty: none.
std::string_view separated_duty(const Actor&);
/// May read what everybody did and was refused: neither who opens accounts nor who grants.
bool watches_operations(const Actor&);
/// The first of these roles by which the platform is administered, the undivided one included, and
/// of which an account holds one at most; empty: none.
std::string administrators_role(const std::vector<std::string>& roles);

/// A named set of commands that a role may grant as one; 订单管理 …
struct Menu {
  std::string name;
  Label label;
  std::vector<std::string> kinds;     ///< every command of these case kinds
  std::vector<std::string> commands;  ///< or these only: `policy.quote`
  bool grants(const Kind&, const CommandRule&) const;
};
const std::vector<Menu>& menus();

/// The jurisdiction an opening command falls under: named in it, else the account's, else the one
/// whose code begins the command's region code; empty if there is no such rulebook.
std::string opening_jurisdiction(const Type& command_type, const void* command, const Actor&,
                                 const Facts&);
/// The most specific jurisdiction with a rulebook whose code begins this region code.
std::string jurisdiction_of_region(std::string_view region_code, const Facts&);

}  // namespace surety
