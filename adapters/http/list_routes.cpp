// Lists over the views, the deadlines to come, and the least guaranteed amount.
#include <algorithm>

#include "adapters/http/json_out.hpp"
#include "adapters/http/list_export.hpp"
#include "adapters/http/list_page.hpp"
#include "adapters/http/router.hpp"
#include "adapters/http/streams.hpp"
#include "adapters/identity/sealing.hpp"
#include "engine/fold_event.hpp"
#include "engine/minimum_guarantee.hpp"
#include "events/capital_amount.hpp"

namespace surety::http {
namespace {

constexpr std::size_t due_max = 10'000;

void add_filter(Query& query, std::string_view field, Filter::Op op, const std::string& value) {
  for (auto& f : query.filters)
    if (f.field == field && f.op == op && op == Filter::Op::equals) {
      f.values.push_back(value);
      return;
    }
  query.filters.push_back({std::string(field), op, {value}});
}

Query query_of(const Call& call) {
  Query query;
  query.today = call.edge.today();
  query.limit = static_cast<std::size_t>(number_parameter(call, "limit", 50, 1, 1'000, "limit"));
  for (const auto& [name, value] : call.request->query) {
    if (name == "q")
      query.q = value;
    else if (name == "sort")
      query.sort = value;
    else if (name == "cursor")
      query.cursor = value;
    else if (name == "limit" || name == "format" || name == "columns")
      continue;
    else if (name.ends_with(".from"))
      add_filter(query, std::string_view(name).substr(0, name.size() - 5), Filter::Op::from, value);
    else if (name.ends_with(".until"))
      add_filter(
          query, std::string_view(name).substr(0, name.size() - 6), Filter::Op::until, value);
    else
      add_filter(query, name, Filter::Op::equals, value);
  }
  return query;
}

// A day, its month or year, or an instant, whose plus sign may have become a blank on its way.
bool is_time(std::string& text) {
  if (text.empty()) return true;  // rows without one
  constexpr std::size_t year = 4, month = 7, day = 10;
  if (text.size() <= day) {
    std::string first = text;
    if (first.size() == year) first += "-01";
    if (first.size() == month) first += "-01";
    return Date::check(first).empty();
  }
  std::replace(text.begin(), text.end(), ' ', '+');
  return Instant::check(text).empty();
}

// Compared as text, a day that is none would hold for whatever lies on one side of it.
void check_times(const View& view, Query& query) {
  for (auto& filter : query.filters) {
    const auto column = std::find_if(view.columns.begin(),
                                     view.columns.end(),
                                     [&](const Column& c) { return c.name == filter.field; });
    if (column == view.columns.end()) continue;
    if (column->format != "date" && column->format != "date-time" && column->format != "month")
      continue;
    for (auto& value : filter.values)
      if (!is_time(value)) refuse_query({"bad-filter", filter.field});
  }
}

}  // namespace

std::variant<Page, BadQuery> page_of(const CallPtr& call, const View& view, const Query& query,
                                     const Opener& opener) {
  const int partitions = call->edge.services.runtime.partitions();
  if (!call->edge.read_to_the_end && call->edge.services.runtime.caught_up())
    call->edge.read_to_the_end = true;
  Shelf* shelf = call->edge.read_to_the_end ? call->edge.shelves.of(view) : nullptr;
  if (!shelf) return run(*call->store, partitions, view, query, call->actor, opener);
  HeldShelf held{*shelf, std::unique_lock(shelf->mutex)};
  call->look();  // while it is held: never older than what the shelf has seen
  return run(*call->store, partitions, view, query, call->actor, opener, std::move(held));
}

namespace {

std::optional<Response> list(const CallPtr& call) {
  const View* view = view_named(call->parts.at(0));
  if (!view) throw Refused(404, "no-such-route");
  const auto format = format_of(*call);
  Query query = query_of(*call);
  check_times(*view, query);
  if (format) {
    export_list(call, *view, query, *format);
    return std::nullopt;
  }
  const Secrets& secrets = call->edge.services.secrets;
  const Opener opener = [&](std::string_view text) { return opened(secrets, text); };
  auto result = page_of(call, *view, query, opener);
  if (const auto* bad = std::get_if<BadQuery>(&result)) refuse_query(*bad);
  const Page& page = std::get<Page>(result);
  return json_response(JsonObject()
                           .raw("items", json_list(page.items))
                           .text_or_null("next_cursor", page.next_cursor)
                           .number("total", static_cast<std::int64_t>(page.total))
                           .text("as_of", cursor_now(*call))
                           .done());
}

Instant before_of(const Call& call) {
  std::string text(call.parameter("before"));
  std::replace(text.begin(), text.end(), ' ', '+');
  if (text.empty()) return {call.edge.services.runtime.now().ms + 31ll * 86'400'000};
  if (Date::check(text).empty()) return Instant::start_of(Date::stored(text));
  if (!Instant::check(text).empty()) throw Refused(400, "bad-parameter");
  return Instant::stored(text);
}

std::optional<Response> due_deadlines(const CallPtr& call) {
  const auto limit = number_parameter(*call, "limit", 1'000, 1, 1'000, "limit");
  std::vector<std::string> items;
  for (const auto& due : call->fold->due(before_of(*call), due_max)) {
    if (static_cast<std::int64_t>(items.size()) >= limit) break;
    const auto [kind, id] = split_case_key(due.case_key);
    const auto c = call->fold->find(kind, id);
    if (!c || !sees(call->actor, *c->kind, c->kind->parties(c->head, c->state.get()))) continue;
    items.push_back(
        JsonObject()
            .raw("case", JsonObject().text("kind", kind).text("id", id).done())
            .text("name", due.name)
            .text("subject", due.subject)
            .text("passes_at", due.passes_at.text())
            .text("last_day", Instant{due.passes_at.ms - 1}.date().text())
            .text("project", c->kind->project ? c->kind->project(c->state.get()) : std::string())
            .done());
  }
  return json_response("{\"items\":" + json_list(items) + "}");
}

std::optional<Response> minimum(const CallPtr& call) {
  std::vector<Problem> problems;
  const std::string_view amount = call->parameter("contract_amount");
  const std::string_view agreed = call->parameter("progressive_agreed");
  std::int64_t fen = 0;
  if (amount.empty()) {
    problems.push_back({"/contract_amount", "missing"});
  } else if (amount.find_first_not_of("0123456789") != std::string_view::npos) {
    problems.push_back({"/contract_amount", "wrong-type"});
  } else if (amount.size() > 16 || (fen = std::stoll(std::string(amount))) < Money::least ||
             fen > Money::greatest) {
    problems.push_back({"/contract_amount", "out-of-range"});
  }
  if (!agreed.empty() && agreed != "true" && agreed != "false")
    problems.push_back({"/progressive_agreed", "wrong-type"});
  if (!problems.empty()) throw Refused(422, "invalid-fields", std::move(problems));
  std::string jurisdiction(call->parameter("jurisdiction"));
  if (jurisdiction.empty()) jurisdiction = call->actor.jurisdiction;
  const auto book = rules_in_force(*call, jurisdiction);
  const auto least =
      book ? minimum_guarantee(book->rules, Money{fen}, agreed == "true") : std::nullopt;
  if (!least) throw Refused(404, "no-least-amount");
  std::string body = to_json(*least);
  body.pop_back();
  body += ",\"least_amount_in_words\":";
  write_json_string(body, capital_amount(least->least_amount));
  body += ",\"jurisdiction\":";
  write_json_string(body, jurisdiction);
  body += ",\"rulebook_version\":" + std::to_string(book->version) + "}";
  return json_response(std::move(body));
}

}  // namespace

void add_list_routes(Router& router) {
  router.add("GET", "/api/v1/deadlines", Access::signed_in, due_deadlines);
  router.add("GET", "/api/v1/calculations/minimum-guarantee", Access::signed_in, minimum);
  for (const auto& view : views())
    if (!kind_of_plural(view.name))
      router.add("GET",
                 "/api/v1/" + view.name,
                 Access::signed_in,
                 [name = view.name](const CallPtr& call) {
                   call->parts = {name};
                   return list(call);
                 });
  router.add("GET", "/api/v1/{kind}", Access::signed_in, list);
}

}  // namespace surety::http
