// What each role finds in its menu: the manuals' words in their order, and where each leads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/authorisation.hpp"

namespace surety::http {

/// `path` is a page's address; `{own}` in it stands for one's organisation, `{jurisdiction}` for
/// its jurisdiction. Without a label the page is called as its entry is.
struct MenuPage {
  std::string path;
  Label label{};
};

struct MenuEntry {
  std::string name;
  Label label;
  std::vector<MenuPage> pages;
  /// Of several permissions over one list the one that is meant; else any that has the list in it.
  std::string permission{};
};

struct RoleMenu {
  std::string_view role, jurisdiction;  ///< without a jurisdiction: wherever no other row is
  std::string landing;
  std::vector<MenuEntry> entries;
};
const std::vector<RoleMenu>& role_menus();

struct Navigation {
  std::string landing;  ///< where a sign-in leads
  std::vector<MenuEntry> entries;
  /// What the person may read besides and no entry leads to.
  std::vector<MenuPage> more;
  std::vector<const Menu*> permissions;  ///< those from which the person holds something
};

/// `capacities` are an enterprise's: `owner`, `contractor`.
Navigation navigation_of(const Actor&, const std::vector<std::string>& capacities);

}  // namespace surety::http
