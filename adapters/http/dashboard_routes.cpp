// The dashboard of a jurisdiction and of its cities; what nobody has changed is not counted again.
#include "projections/dashboard.hpp"

#include <mutex>

#include "adapters/http/json_out.hpp"
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

std::string number_or_null(std::optional<std::int64_t> n) {
  return n ? std::to_string(*n) : "null";
}

JsonObject& write(JsonObject& json, const CityFigures& f) {
  std::int64_t found = 0, rectified = 0;
  std::vector<std::string> problems;
  for (const auto& [category, p] : f.problems) {
    if (p.found == 0) continue;
    found += p.found;
    rectified += p.rectified;
    problems.push_back(JsonObject()
                           .text("category", category)
                           .number("found", p.found)
                           .number("rectified", p.rectified)
                           .done());
  }
  return json.number("project_count", f.project_count)
      .number("insured_projects", f.insured_projects)
      .raw("insured_ratio", number_or_null(ratio(f.insured_projects, f.project_count)))
      .number("policies_in_force", f.policies_in_force)
      .number("claim_count", f.claim_count)
      .number("casualties", f.casualties)
      .number("deaths", f.deaths)
      .number("estimated_loss", f.estimated_loss)
      .number("paid_amount", f.paid_amount)
      .number("problem_categories", static_cast<std::int64_t>(problems.size()))
      .number("problems_found", found)
      .number("problems_rectified", rectified)
      .raw("rectified_ratio", number_or_null(ratio(rectified, found)))
      .raw("problems", json_list(problems));
}

Response whole(const CallPtr& call, Newest& newest) {
  const auto& jurisdiction = jurisdiction_of(*call);
  const auto figures = figures_of(call, jurisdiction, newest);
  CityFigures all;
  for (const auto& [city, f] : figures->cities) all.add(f);
  JsonObject json;
  json.number("signed_in_enterprises", figures->signed_in_enterprises)
      .number("named_enterprises", figures->named_enterprises)
      .raw("registered_ratio", number_or_null(ratio(figures->signed_in_enterprises,
                                                    figures->named_enterprises)));
  return json_response(write(json, all).text("as_of", cursor_now(*call)).done());
}

/// The prefectures of the jurisdiction today; itself if it is one.
std::vector<const Region*> prefectures(const std::string& jurisdiction, Date today) {
  std::vector<const Region*> found;
  for (const auto& r : regions()) {
    const bool prefecture = r.code.ends_with("00") && !r.code.ends_with("0000");
    if (prefecture && region_covers(jurisdiction, r.code) && region_valid(r.code, today))
      found.push_back(&r);
  }
  return found;
}

Response cities(const CallPtr& call, Newest& newest) {
  const auto& jurisdiction = jurisdiction_of(*call);
  const auto figures = figures_of(call, jurisdiction, newest);
  std::vector<std::string> items;
  auto left = figures->cities;
  for (const Region* r : prefectures(jurisdiction, call->edge.today())) {
    JsonObject item;
    item.text("region_code", r->code).text("name", r->name);
    items.push_back(write(item, left[r->code.substr(0, 4)]).done());
    left.erase(r->code.substr(0, 4));
  }
  CityFigures none;
  for (const auto& [city, f] : left) none.add(f);
  JsonObject item;
  item.raw("region_code", "null").text("name", "未归属");
  items.push_back(write(item, none).done());
  return json_response(JsonObject()
                           .raw("items", json_list(items))
                           .text("as_of", cursor_now(*call))
                           .done());
}

}  // namespace

void add_dashboard_routes(Router& router) {
  const auto newest = std::make_shared<Newest>();
  router.add("GET", "/api/v1/dashboards/{}", Access::signed_in,
             [newest](const CallPtr& call) { return whole(call, *newest); });
  router.add("GET", "/api/v1/dashboards/{}/cities", Access::signed_in,
             [newest](const CallPtr& call) { return cities(call, *newest); });
}

}  // namespace surety::http
