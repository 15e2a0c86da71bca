// The person's own menu, and what a role of its organisation may be granted.
#include <algorithm>

#include "adapters/http/json_out.hpp"
#include "adapters/http/menu.hpp"
#include "adapters/http/router.hpp"
#include "engine/kinds/enterprise.hpp"
#include "projections/query.hpp"

namespace surety::http {
namespace {

JsonObject titled(std::string_view name, const Label& label) {
  return JsonObject().text("name", name).text("title", label.zh).text("title_en", label.en);
}

const View* view_at(const std::string& path) {
  if (!path.starts_with("/l/")) return nullptr;
  return view_named(std::string_view(path).substr(3, path.find('?') - 3));
}

std::string page_json(const MenuPage& page) {
  const View* view = view_at(page.path);
  return titled(view ? view->name : page.path, page.label).text("path", page.path).done();
}

void add_new(std::vector<std::string>& list, const std::string& one) {
  if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
}

std::string entry_json(const MenuEntry& entry) {
  std::vector<std::string> views, kinds, pages;
  for (const auto& page : entry.pages) {
    pages.push_back(page_json(page.label.zh.empty() ? MenuPage{page.path, entry.label} : page));
    const View* view = view_at(page.path);
    if (!view) continue;
    add_new(views, view->name);
    if (view->kind) add_new(kinds, view->kind->name);
  }
  return titled(entry.name, entry.label)
      .texts("views", views)
      .texts("kinds", kinds)
      .raw("pages", json_list(pages))
      .done();
}

std::string permission_json(const Menu& menu) {
  std::vector<std::string> views;
  for (const auto& name : menu.kinds)
    if (const Kind* kind = kind_named(name); kind && view_named(kind->plural))
      views.push_back(kind->plural);
  return titled(menu.name, menu.label).texts("views", views).texts("kinds", menu.kinds).done();
}

std::vector<std::string> capacities_of(const Call& call) {
  std::vector<std::string> out;
  if (call.actor.organisation_kind != "enterprise") return out;
  if (const auto found = call.fold->find("enterprise", call.actor.organisation))
    for (const auto capacity : found->as<enterprise::State>().capacities)
      out.emplace_back(name_of(capacity));
  return out;
}

std::optional<Response> menu(const CallPtr& call) {
  const auto mine = navigation_of(call->actor, capacities_of(*call));
  std::vector<std::string> items, more, permissions;
  for (const auto& entry : mine.entries) items.push_back(entry_json(entry));
  for (const auto& page : mine.more) more.push_back(page_json(page));
  for (const auto* one : mine.permissions) permissions.push_back(permission_json(*one));
  return json_response(JsonObject()
                           .text("landing", mine.landing)
                           .raw("items", json_list(items))
                           .raw("more", json_list(more))
                           .raw("permissions", json_list(permissions))
                           .done());
}

}  // namespace

void add_menu_routes(Router& router) {
  router.add("GET", "/api/v1/meta/menu", Access::password_due, menu);
}

}  // namespace surety::http
