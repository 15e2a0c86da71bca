// Which lines of the menus a person gets: what it may read, and nothing twice.
#include "adapters/http/menu.hpp"

#include <algorithm>
#include <array>

#include "adapters/http/router.hpp"
#include "engine/acting.hpp"
#include "projections/query.hpp"

namespace surety::http {
namespace {

bool has(const std::vector<std::string>& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

/// Whoever works in roles of his organisation's own has the menus from which they grant something.
bool granted(const Actor& actor, const Menu& menu) {
  const auto built_in = [](const std::string& p) { return p == "*" || p.starts_with("role:"); };
  const auto& held = actor.permissions;
  if (std::any_of(held.begin(), held.end(), built_in)) return true;
  return std::any_of(held.begin(), held.end(), [&](const std::string& p) {
    const auto dot = std::min(p.find('.'), p.size());
    const Kind* kind = kind_named(std::string_view(p).substr(0, dot));
    const CommandRule* rule = kind ? kind->command(p.substr(std::min(dot + 1, p.size()))) : nullptr;
    return p == menu.name || (rule && menu.grants(*kind, *rule));
  });
}

/// Nobody does anything with such cases: they are there for those who look on.
bool only_recorded(const Kind& kind) {
  return std::all_of(kind.commands.begin(), kind.commands.end(),
                     [](const CommandRule& rule) { return rule.who == by(Who::engine); });
}

/// Something of this kind can be seen or done; what everybody may see is no reason to look there.
bool useful(const Actor& actor, const Kind& kind, const Menu& menu) {
  if (!kind.platform && scope_prefixes(actor, kind).size() > 2) return true;
  if (only_recorded(kind)) return watches_operations(actor) || acts_as(actor, "auditor");
  return std::any_of(kind.commands.begin(), kind.commands.end(), [&](const CommandRule& rule) {
    return menu.grants(kind, rule) && permitted(actor, kind, rule);
  });
}

bool reads(const Actor& actor, const Kind& kind, std::string_view permission = {}) {
  // Who holds no permission: nothing but what its table names.
  if (actor.organisation_kind == natural_person) return true;
  const auto& all = menus();
  return std::any_of(all.begin(), all.end(), [&](const Menu& menu) {
    return (permission.empty() || menu.name == permission) && has(menu.kinds, kind.name) &&
           granted(actor, menu) && useful(actor, kind, menu);
  });
}

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  path = path.substr(0, path.find('?'));
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    parts.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return parts;
}

bool area_watched(const Actor& actor) {
  return (acts_as(actor, "regulator") || acts_as(actor, "auditor")) && !actor.region_code.empty();
}

/// Kinds whose list has a page of its own.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> own_pages{{
    {"organisations", "organisation"},
    {"dictionaries", "dictionary"},
    {"rules", "rulebook"},
    {"holidays", "holiday-calendar"}}};

std::optional<std::string_view> kind_of_page(std::string_view page) {
  for (const auto& [path, kind] : own_pages)
    if (path == page) return kind;
  return std::nullopt;
}

/// May open the page of this address, which is one of the table or of `elsewhere`.
bool opens(const Actor& actor, const std::string& path, std::string_view permission = {}) {
  const auto parts = parts_of(path);
  if (parts[0] == "l" || parts[0] == "ledger") {
    const View* view = view_named(parts[1]);
    return view && view->kind && reads(actor, *view->kind, permission);
  }
  if (parts[0] == "do") {
    const Kind* kind = kind_named(parts[1]);
    return kind && permitted(actor, *kind, *kind->command(parts[2]));
  }
  if (const auto kind = kind_of_page(parts[0])) return reads(actor, *kind_named(*kind), permission);
  if (parts[0] == "statistics") return area_watched(actor);
  if (parts[0] == "audit") return acts_as(actor, "auditor");
  if (parts[0] == "overview") return acts_as(actor, "administrator");
  if (parts[0] == "matrix") return sees_permissions(actor);
  if (parts[0] == "operations") return watches_operations(actor);
  if (parts[0] == "screen") return area_watched(actor) && !actor.jurisdiction.empty();
  if (parts[0] == "alerts") return area_watched(actor);
  if (parts[0] == "refusals") return acts_as(actor, "auditor");
  if (parts[0] == "messages") return acts_as(actor, "administrator") || actor.admin;
  if (parts[0] == "import") {
    const Kind& project = *kind_named("project");
    return permitted(actor, project, *project.command("import"));
  }
  return true;
}

std::string plural_of_own(const Actor& actor) {
  for (const char* kind : {"enterprise", "guarantor"})
    if (actor.organisation_kind == kind && actor.organisation == actor.credit_code)
      return kind_named(kind)->plural;
  return "organisations";
}

std::string filled(std::string path, const Actor& actor) {
  const auto fill = [&](std::string_view mark, const std::string& value) {
    if (const auto at = path.find(mark); at != std::string::npos)
      path.replace(at, mark.size(), value);
  };
  fill("{jurisdiction}", actor.jurisdiction);
  fill("{plural}", plural_of_own(actor));
  fill("{own}", actor.organisation);
  return path;
}

const RoleMenu* menu_of(std::string_view role, std::string_view jurisdiction) {
  for (const auto& menu : role_menus())
    if (menu.role == role && menu.jurisdiction == jurisdiction) return &menu;
  return nullptr;
}

/// The rows of the table that are the person's: by its capacities, its organisation, its roles.
std::vector<const RoleMenu*> menus_of(const Actor& actor,
                                      const std::vector<std::string>& capacities) {
  std::vector<const RoleMenu*> found;
  for (const char* capacity : {"owner", "contractor"})
    if (has(capacities, capacity))
      if (const auto* menu = menu_of(capacity, actor.jurisdiction)) found.push_back(menu);
  const auto add = [&](std::string_view role) {
    const auto* here = menu_of(role, actor.jurisdiction);
    if (const auto* menu = here ? here : menu_of(role, "")) found.push_back(menu);
  };
  if (found.empty()) add(actor.organisation_kind);
  for (const auto& permission : actor.permissions)
    if (permission.starts_with("role:")) add(std::string_view(permission).substr(5));
  if (actor.admin && !acts_as(actor, "administrator")) add("organisation-admin");
  return found;
}

/// Pages that are no list of a kind.
const std::vector<MenuPage>& elsewhere() {
  static const std::vector<MenuPage> all{{"/due", {"期限", "Deadlines"}},
                                         {"/import", {"导入项目", "Import projects"}},
                                         {"/refusals", {"被拒绝的操作", "Refused commands"}},
                                         {"/messages", {"消息记录", "Messages"}},
                                         {"/statistics", {"统计报表", "Statistics"}},
                                         {"/help", {"帮助", "Help"}}};
  return all;
}

bool leads_to(const Navigation& n, std::string_view path) {
  return std::any_of(n.entries.begin(), n.entries.end(), [&](const MenuEntry& entry) {
    return std::any_of(entry.pages.begin(), entry.pages.end(), [&](const MenuPage& page) {
      return std::string_view(page.path).substr(0, page.path.find('?')) == path;
    });
  });
}

bool there(const Navigation& n, const MenuEntry& entry) {
  return std::any_of(n.entries.begin(), n.entries.end(), [&](const MenuEntry& other) {
    return other.name == entry.name;
  });
}

void add_entry(Navigation& n, const Actor& actor, const MenuEntry& entry) {
  MenuEntry mine{entry.name, entry.label, {}, entry.permission};
  for (const auto& page : entry.pages) {
    if (!opens(actor, page.path, entry.permission)) continue;
    mine.pages.push_back({filled(page.path, actor), page.label});
  }
  if (!mine.pages.empty() && !there(n, mine)) n.entries.push_back(std::move(mine));
}

/// What leads where the menu leads already is not said in other words.
bool said_before(const Navigation& n, const Actor& actor, const MenuEntry& entry) {
  const auto& path = entry.pages.front().path;
  return leads_to(n, path.starts_with("/c/") ? "/l/" + plural_of_own(actor) : path);
}

/// Where a list is shown, if not by the page for all of them.
std::string page_of(const View& view) {
  if (view.name == "service-fees") return "/ledger/service-fees";
  if (view.name == "safety-expenses" || view.name == "expense-ledgers")
    return "/ledger/safety-expenses";
  for (const auto& [path, kind] : own_pages)
    if (view.kind && view.kind->name == kind) return "/" + std::string(path);
  return "/l/" + view.name;
}

void add_more(Navigation& n, const Actor& actor) {
  for (const auto& page : elsewhere())
    if (opens(actor, page.path) && !leads_to(n, page.path)) n.more.push_back(page);
  for (const auto& view : views()) {
    const auto path = page_of(view);
    const bool told = leads_to(n, path) ||
                      std::any_of(n.more.begin(), n.more.end(),
                                  [&](const MenuPage& page) { return page.path == path; });
    if (view.name != "todos" && view.kind && !told && reads(actor, *view.kind))
      n.more.push_back({path, view.label});
  }
}

bool offers(const Actor& actor, const Menu& menu) {
  return granted(actor, menu) &&
         std::any_of(menu.kinds.begin(), menu.kinds.end(), [&](const std::string& name) {
           const Kind* kind = kind_named(name);
           return kind && useful(actor, *kind, menu);
         });
}

}  // namespace

Navigation navigation_of(const Actor& actor, const std::vector<std::string>& capacities) {
  Navigation n;
  for (const auto* menu : menus_of(actor, capacities)) {
    const std::string landing = filled(menu->landing, actor);
    if (n.landing.empty() && opens(actor, landing)) n.landing = landing;
    const bool beside = menu->role == "organisation-admin";
    for (const auto& entry : menu->entries)
      if (!beside || !said_before(n, actor, entry)) add_entry(n, actor, entry);
  }
  if (n.landing.empty()) n.landing = "/w";
  if (actor.organisation_kind != natural_person) add_more(n, actor);
  for (const auto& menu : menus())
    if (offers(actor, menu)) n.permissions.push_back(&menu);
  return n;
}

}  // namespace surety::http
