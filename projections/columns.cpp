// The columns that a described state gives by itself, and those that can be looked up by its codes.
#include <algorithm>
#include <set>

#include "engine/fold_keys.hpp"
#include "projections/packed.hpp"
#include "projections/table.hpp"

namespace surety {
namespace {

constexpr std::int64_t short_list = 500;   ///< plain values: shown in lists up to this bound
constexpr std::size_t small_object = 4;    ///< objects of no more members are spread out

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](auto end) { return name.ends_with(end); });
}

/// Names, numbers and codes are what people type into the search box.
bool searched(const Member& member, const Type& type) {
  if (type.shape != Shape::text || member.rule.personal) return false;
  static const std::set<std::string_view> codes{"credit-code", "party-code", "project-code",
                                                "case-number", "username", "account-number"};
  if (codes.count(type.format)) return true;
  return type.format.empty() && (ends_with_any(member.name, {"name", "number", "code"}) ||
                                 !member.rule.refers.empty() || member.name == "project" ||
                                 member.name == "id");
}

Column column_of(const Member& member, std::string name) {
  const Type& type = bare(*member.type);
  static constexpr std::string_view shapes[] = {"flag",   "integer",  "text", "choice",
                                                "object", "optional", "list"};
  Column column;
  column.name = std::move(name);
  column.label = member.label;
  column.format = type.format.empty() ? shapes[static_cast<std::size_t>(type.shape)] : type.format;
  column.searched = searched(member, type);
  column.personal = member.rule.personal || type.format == "phone";
  column.type = &type;
  column.unit = member.rule.unit;
  return column;
}

/// Personal values are masked in the row already, so that no filter can be used to guess them;
/// sealed ones stay sealed for the edge to open and mask.
std::string stored_cell(const Column& column, std::string cell) {
  if (!column.personal || cell.starts_with("sealed:")) return cell;
  return masked(column.format, cell);
}

Cell member_cell(Column column, std::function<const void*(const Case&, const void*)> object,
                 const Member& member) {
  const auto* m = &member;
  return {column, [column, object = std::move(object), m](const Case& c, const void* item) {
            return stored_cell(column, cell_of(*m->type, m->of(object(c, item))));
          }};
}

template <class T>
Cell head_cell(std::string name, Label label, T CaseHead::*member) {
  const Type& type = type_of<T>();
  Column column{std::move(name), label, std::string(type.format), false, false, &type, {}};
  if (column.format.empty()) column.format = type.shape == Shape::text ? "text" : "integer";
  column.searched = column.name == "id";
  return {column, [member, &type](const Case& c, const void*) {
            return cell_of(type, &(c.head.*member));
          }};
}

struct Lookup {
  std::string_view by, column;
  Label label;
  std::vector<View::Source> sources;
};

/// In this order, so that a name can be looked up by a code that was itself looked up.
const std::vector<Lookup>& lookups() {
  const std::vector<View::Source> enterprise{{"enterprises", "name"}, {"organisations", "name"}};
  const std::vector<View::Source> organisation{{"organisations", "name"}, {"enterprises", "name"},
                                               {"guarantors", "name"}};
  static const std::vector<Lookup> all{
      {"project", "project_name", {"工程名称", "Project's name"}, {{"projects", "name"}}},
      {"project", "region_code", {"行政区划", "Region"}, {{"projects", "region_code"}}},
      {"owner", "owner_name", {"建设单位名称", "Owner's name"}, enterprise},
      {"contractor", "contractor_name", {"施工单位名称", "Contractor's name"}, enterprise},
      {"policyholder", "policyholder_name", {"投保人名称", "Policyholder's name"}, enterprise},
      {"guarantor",
       "guarantor_name",
       {"保证人名称", "Guarantor's name"},
       {{"guarantors", "name"}, {"organisations", "name"}}},
      {"insurer", "insurer_name", {"保险公司名称", "Insurer's name"}, organisation},
      {"broker", "broker_name", {"经纪公司名称", "Broker's name"}, organisation},
      {"provider", "provider_name", {"服务机构名称", "Provider's name"}, organisation},
      {"organisation", "organisation_name", {"机构名称", "Organisation's name"}, organisation},
      {"superior", "superior_name", {"上级机构名称", "Superior's name"}, organisation}};
  return all;
}

}  // namespace

std::vector<Cell> cells_of(const Type& object, bool from_item) {
  std::vector<Cell> cells;
  for (const Member& member : object.fields().members) {
    if (member.rule.secret) continue;
    const auto whole = [from_item](const Case& c, const void* item) -> const void* {
      return from_item ? item : c.state.get();
    };
    if (member.type->shape == Shape::object) {
      const auto& parts = member.type->fields().members;
      if (parts.size() > small_object) continue;
      for (const Member& part : parts) {
        if (!has_cell(*part.type) || part.rule.secret) continue;
        const auto* m = &member;
        cells.push_back(member_cell(
            column_of(part, std::string(member.name) + "." + std::string(part.name)),
            [m, whole](const Case& c, const void* item) { return m->of(whole(c, item)); }, part));
      }
      continue;
    }
    if (!has_cell(*member.type)) continue;
    const bool list = bare(*member.type).shape == Shape::list;
    if (list && (member.rule.max > short_list || bare(*member.type).element->format == "document"))
      continue;
    cells.push_back(member_cell(column_of(member, std::string(member.name)), whole, member));
  }
  return cells;
}

void add_head(std::vector<Cell>& cells) {
  const auto add = [&](Cell cell, bool first = false) {
    for (const auto& there : cells)
      if (there.column.name == cell.column.name) return;
    cells.insert(first ? cells.begin() : cells.end(), std::move(cell));
  };
  add(head_cell("id", {"编号", "Id"}, &CaseHead::id), true);
  add(head_cell("root", {"主线", "Root"}, &CaseHead::root));
  add(head_cell("jurisdiction", {"辖区", "Jurisdiction"}, &CaseHead::jurisdiction));
  add(head_cell("version", {"版本", "Version"}, &CaseHead::version));
  add(head_cell("opened_at", {"立案时间", "Opened at"}, &CaseHead::opened_at));
  add(head_cell("changed_at", {"更新时间", "Changed at"}, &CaseHead::changed_at));
}

View view_of(const Table& table) {
  View view{table.name, table.label, table.kinds.front(), table.family(), {}, {}, table.shows_case};
  for (const auto& cell : table.cells) view.columns.push_back(cell.column);
  const auto at = [&](std::string_view name) {
    return std::find_if(view.columns.begin(), view.columns.end(),
                        [&](const Column& c) { return c.name == name; });
  };
  for (const auto& lookup : lookups()) {
    const auto by = at(lookup.by);
    if (by == view.columns.end() || at(lookup.column) != view.columns.end()) continue;
    view.joins.push_back({static_cast<std::size_t>(by - view.columns.begin()), lookup.sources});
    const bool name = lookup.column.ends_with("name");
    view.columns.push_back({std::string(lookup.column), lookup.label, "text", name, false,
                            &type_of<std::string>(), {}});
  }
  return view;
}

}  // namespace surety
