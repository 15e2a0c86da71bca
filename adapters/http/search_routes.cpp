// One box for everything: by number, code or part of a name, over all lists that the person has.
#include <algorithm>

#include <boost/json.hpp>

#include "adapters/http/json_out.hpp"
#include "adapters/http/list_page.hpp"
#include "adapters/http/router.hpp"
#include "projections/filter.hpp"

namespace surety::http {
namespace {

namespace bj = boost::json;

constexpr std::size_t of_each_list = 5, looked_at = 50, most_bytes = 200;

/// A case that was found.
struct Hit {
  const View* view;
  std::string id, name, state;
};

struct Hits {
  std::vector<Hit> exact, others;
  bool more = false;
  bool holds(const View& view, const std::string& id) const {
    const auto same = [&](const Hit& h) { return h.view == &view && h.id == id; };
    return std::any_of(exact.begin(), exact.end(), same) ||
           std::any_of(others.begin(), others.end(), same);
  }
};

std::string text_at(const bj::object& item, std::string_view name) {
  const auto* value = item.if_contains({name.data(), name.size()});
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

/// What people call it: its own name, or that of what it belongs to.
std::string name_in(const bj::object& item) {
  for (const char* member : {"name", "title", "display_name", "project_name", "policyholder_name"})
    if (auto text = text_at(item, member); !text.empty()) return text;
  return {};
}

/// What is called so comes before what merely belongs to somebody who is.
void add(Hits& hits, const View& view, const Page& page, std::string_view q, bool exact) {
  std::vector<Hit> here;
  for (const auto& json : page.items) {
    const auto item = bj::parse(json).as_object();
    Hit hit{&view, text_at(item, "id"), name_in(item), text_at(item, "state")};
    if (!hits.holds(view, hit.id)) here.push_back(std::move(hit));
  }
  std::stable_partition(here.begin(), here.end(),
                        [&](const Hit& h) { return h.name.find(q) != std::string::npos; });
  hits.more |= !page.next_cursor.empty() || here.size() > of_each_list;
  here.resize(std::min(here.size(), of_each_list));
  auto& among = exact ? hits.exact : hits.others;
  among.insert(among.end(), here.begin(), here.end());
}

/// Numbers and codes as they are written on paper: whole, one finds its case before all others.
std::vector<std::string> numbers_of(const View& view) {
  std::vector<std::string> names;
  for (const auto at : searched_columns(view)) {
    const auto& name = view.columns[at].name;
    const bool own = name == "id" || name == "policy_number" || name == "letter_number" ||
                     name == "credit_code" || name == "project_code";
    if (own) names.push_back(name);
  }
  return names;
}

Page found(const CallPtr& call, const View& view, Query query) {
  query.limit = looked_at;
  query.today = call->edge.today();
  auto page = page_of(call, view, query, {});
  return std::holds_alternative<Page>(page) ? std::move(std::get<Page>(page)) : Page{};
}

std::string state_title(const Hit& hit, bool english) {
  for (const auto& phase : *hit.view->kind->phases)
    if (phase.name == hit.state) return std::string(english ? phase.en : phase.zh);
  return hit.state;
}

std::string json(const Hit& hit, bool exact) {
  return JsonObject()
      .text("kind", hit.view->kind->name)
      .text("plural", hit.view->name)
      .text("title", hit.view->label.zh)
      .text("title_en", hit.view->label.en)
      .text("id", hit.id)
      .text_or_null("name", hit.name)
      .text("state", hit.state)
      .text("state_title", state_title(hit, false))
      .text("state_title_en", state_title(hit, true))
      .flag("exact", exact)
      .done();
}

std::optional<Response> search(const CallPtr& call) {
  for (const auto& [name, value] : call->request->query)
    if (name != "q" && name != "limit") throw Refused(400, "unknown-filter");
  const auto limit =
      static_cast<std::size_t>(number_parameter(*call, "limit", 20, 1, 50, "limit"));
  std::string_view q = call->parameter("q");
  while (q.starts_with(' ')) q.remove_prefix(1);
  while (q.ends_with(' ')) q.remove_suffix(1);
  if (q.empty() || q.size() > most_bytes) throw Refused(400, "bad-parameter");
  Hits hits;
  for (const auto& view : views()) {
    if (!view.shows_case) continue;
    for (const auto& column : numbers_of(view)) {
      Query whole;
      whole.filters.push_back({column, Filter::Op::equals, {std::string(q)}});
      add(hits, view, found(call, view, whole), q, true);
    }
    Query part;
    part.q = q;
    add(hits, view, found(call, view, part), q, false);
  }
  std::vector<std::string> items;
  for (const auto* some : {&hits.exact, &hits.others})
    for (const auto& hit : *some)
      if (items.size() < limit) items.push_back(json(hit, some == &hits.exact));
  const bool more = hits.more || hits.exact.size() + hits.others.size() > limit;
  return json_response(JsonObject().raw("items", json_list(items)).flag("more", more).done());
}

}  // namespace

void add_search_routes(Router& router) {
  router.add("GET", "/api/v1/search", Access::signed_in, search);
}

}  // namespace surety::http
