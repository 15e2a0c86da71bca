// The dashboard of a jurisdiction, of its cities and of a city's counties, and where its projects
// are; what nobody has changed is not counted again.
#include "adapters/http/figures.hpp"

#include <mutex>

#include "adapters/http/list_export.hpp"
#include "adapters/http/router.hpp"
#include "adapters/http/streams.hpp"
#include "engine/kinds/rulebook.hpp"
#include "engine/regions.hpp"

namespace surety::http {
namespace {

using Figures = std::shared_ptr<const DashboardFigures>;

/// The newest figures of each jurisdiction, good for one position and one day. Thread-safe.
class Newest {
 public:
  template <class Count>
  Figures get(const std::string& jurisdiction, const std::string& as_of, Count count) {
    {
      std::lock_guard lock(mutex_);
      const auto& kept = kept_[jurisdiction];
      if (kept.second && kept.first == as_of) return kept.second;
    }
    auto fresh = std::make_shared<const DashboardFigures>(count());
    std::lock_guard lock(mutex_);
    kept_[jurisdiction] = {as_of, fresh};
    return fresh;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::pair<std::string, Figures>> kept_;
};

/// The jurisdiction of the route, for those who may see its figures; 404 otherwise.
const std::string& jurisdiction_of(const Call& call) {
  const auto& jurisdiction = call.parts.at(0);
  const Parties whole{.region = jurisdiction, .jurisdiction = jurisdiction};
  const bool may = stands(call.actor, Who::regulator, whole) ||
                   stands(call.actor, Who::auditor, whole);
  if (!may || !call.fold->find("rulebook", jurisdiction)) throw Refused(404, "not-found");
  return jurisdiction;
}

Figures figures_of(const CallPtr& call, const std::string& jurisdiction, Newest& newest) {
  const auto today = call->edge.today();
  return newest.get(jurisdiction, cursor_now(*call) + "/" + today.text(), [&] {
    const auto book = call->fold->find("rulebook", jurisdiction);
    const auto& versions = book->as<rulebook::State>().versions;
    const NeedsTable needs_table = [&](std::int64_t version) {
      for (const auto& v : versions)
        if (v.version == version) return v.rules.project_table;
      return false;
    };
    return dashboard(*call->store, call->edge.services.runtime.partitions(), jurisdiction,
                     needs_table, today);
  });
}

Response whole(const CallPtr& call, Newest& newest) {
  const auto& jurisdiction = jurisdiction_of(*call);
  const auto figures = figures_of(call, jurisdiction, newest);
  RegionFigures all;
  for (const auto& [code, f] : figures->regions) all.add(f);
  JsonObject json;
  json.number("signed_in_enterprises", figures->signed_in_enterprises)
      .number("named_enterprises", figures->named_enterprises)
      .raw("registered_ratio", number_or_null(ratio(figures->signed_in_enterprises,
                                                    figures->named_enterprises)));
  return json_response(write(json, all).text("as_of", cursor_now(*call)).done());
}

/// A row of the table: a part of the jurisdiction, or what lies in none of its parts.
struct Part {
  const Region* region = nullptr;
  RegionFigures figures;
};

bool is_prefecture(const std::string& code) {
  return code.ends_with("00") && !code.ends_with("0000");
}

/// The prefectures of the jurisdiction today, itself if it is one; or one prefecture's counties.
/// What was counted elsewhere comes last.
std::vector<Part> parts_of(const DashboardFigures& figures, const std::string& jurisdiction,
                           std::string_view under, Date today) {
  std::vector<Part> parts;
  for (const auto& r : regions()) {
    const bool here = under.empty()
                          ? is_prefecture(r.code) && region_covers(jurisdiction, r.code)
                          : r.code != under && region_covers(under, r.code);
    if (here && region_valid(r.code, today)) parts.push_back({&r, {}});
  }
  Part none;
  for (const auto& [code, f] : figures.regions) {
    if (!under.empty() && !region_covers(under, code)) continue;
    const auto today_code = region_today(code);
    const auto at = std::find_if(parts.begin(), parts.end(), [&](const Part& p) {
      return region_covers(p.region->code, under.empty() ? code : today_code);
    });
    (at == parts.end() ? none : *at).figures.add(f);
  }
  parts.push_back(std::move(none));
  return parts;
}

const Part& part_of(const std::vector<Part>& parts, const std::string& code) {
  const auto today_code = region_today(code);
  return *std::find_if(parts.begin(), parts.end() - 1, [&](const Part& p) {
    return region_covers(p.region->code, today_code);
  });
}

/// As many projects as lie in each cell, and of each prefecture those that do not say where they are.
Response places(const CallPtr& call, Newest& newest) {
  const auto& jurisdiction = jurisdiction_of(*call);
  const auto figures = figures_of(call, jurisdiction, newest);
  const auto parts = parts_of(*figures, jurisdiction, "", call->edge.today());
  std::map<std::string, std::int64_t> cells;
  std::map<const Part*, std::int64_t> placed;
  for (const auto& [code, of] : figures->places)
    for (const auto& [cell, count] : of) {
      cells[cell] += count;
      placed[&part_of(parts, code)] += count;
    }
  std::vector<std::string> items;
  const auto item = [&](const std::string& region, std::string_view longitude,
                        std::string_view latitude, std::int64_t count) {
    items.push_back(JsonObject()
                        .text_or_null("region_code", region)
                        .raw("longitude", std::string(longitude))
                        .raw("latitude", std::string(latitude))
                        .number("project_count", count)
                        .done());
  };
  for (const auto& [cell, count] : cells) {
    const auto comma = cell.find(',');
    item("", std::string_view(cell).substr(0, comma), std::string_view(cell).substr(comma + 1),
         count);
  }
  for (const auto& part : parts)
    if (const auto rest = part.figures.project_count - placed[&part]; part.region && rest > 0)
      item(part.region->code, "null", "null", rest);
  return json_response(JsonObject()
                           .raw("items", json_list(items))
                           .text("as_of", cursor_now(*call))
                           .done());
}

void fill(Sheet& sheet, const std::vector<Part>& parts) {
  std::vector<std::string> titles{"行政区划代码", "地区"};
  for (const auto& figure : figure_list())
    if (figure.of_parts) titles.push_back(title_with_unit(figure));
  sheet.titles(titles);
  RegionFigures all;
  const auto row = [&](const std::string& code, const std::string& name, const RegionFigures& f) {
    std::vector<SheetCell> cells{{code}, {name}};
    for (const auto& figure : figure_list())
      if (figure.of_parts) cells.push_back(figure_cell(figure, f));
    sheet.row(cells);
  };
  for (const auto& part : parts) {
    all.add(part.figures);
    row(part.region ? part.region->code : "", part.region ? part.region->name : "未归属",
        part.figures);
  }
  row("", "合计", all);
}

Response cities(const CallPtr& call, Newest& newest) {
  const auto& jurisdiction = jurisdiction_of(*call);
  const auto under = call->parameter("under");
  if (!under.empty() && (!region(under) || !is_prefecture(std::string(under)) ||
                         !region_covers(jurisdiction, under)))
    throw Refused(404, "not-found");
  const auto figures = figures_of(call, jurisdiction, newest);
  const auto parts = parts_of(*figures, jurisdiction, under, call->edge.today());
  if (const auto format = format_of(*call))
    return sheet_file(*format, "statistics", "统计", [&](Sheet& sheet) { fill(sheet, parts); });
  std::vector<std::string> items;
  for (const auto& part : parts) {
    JsonObject item;
    item.text_or_null("region_code", part.region ? part.region->code : std::string())
        .text("name", part.region ? part.region->name : "未归属");
    items.push_back(write(item, part.figures).done());
  }
  return json_response(JsonObject()
                           .raw("items", json_list(items))
                           .text("as_of", cursor_now(*call))
                           .done());
}

}  // namespace

void add_dashboard_routes(Router& router) {
  const auto newest = std::make_shared<Newest>();
  router.add("GET", "/api/v1/meta/dashboard", Access::signed_in,
             [](const CallPtr&) { return json_response(figures_meta()); });
  router.add("GET", "/api/v1/dashboards/{}", Access::signed_in,
             [newest](const CallPtr& call) { return whole(call, *newest); });
  router.add("GET", "/api/v1/dashboards/{}/cities", Access::signed_in,
             [newest](const CallPtr& call) { return cities(call, *newest); });
  router.add("GET", "/api/v1/dashboards/{}/places", Access::signed_in,
             [newest](const CallPtr& call) { return places(call, *newest); });
}

}  // namespace surety::http
