// Events for those without Kafka: pages of CloudEvents, and streams of events and alerts.
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/http/streams.hpp"
#include "projections/events.hpp"

namespace surety::http {
namespace {

std::string cursor_of(const Call& call, bool from_the_beginning) {
  std::string cursor(call.request->header("last-event-id"));
  if (cursor.empty()) cursor = call.parameter("after");
  if (cursor == "now" || (cursor.empty() && !from_the_beginning)) return cursor_now(call);
  // What cannot be followed is told now, while there is still a status to tell it by.
  if (!cursor.empty()) read_feed(call, cursor, {}, 1);
  return cursor;
}

/// What of the feed is asked for, beside the types.
struct Sought {
  std::string actor;  ///< a part of account@organisation
  std::optional<Instant> from, until;  ///< included; not included
  std::optional<CommitPosition> position;

  bool any() const { return !actor.empty() || from || until || position; }
  bool holds(const Feed::Item& item) const {
    return item.actor.find(actor) != item.actor.npos && (!from || item.recorded_at >= *from) &&
           (!position || item.position == *position);
  }
  /// Nothing behind it can hold: the feed is in order of time, of one partition in that of commits.
  bool over(const Feed::Item& item) const {
    return (until && item.recorded_at >= *until) || (position && *position < item.position);
  }
};

Sought sought_in(const Call& call) {
  Sought sought{.actor = std::string(call.parameter("actor")),
                .from = instant_parameter(call, "from"),
                .until = instant_parameter(call, "until"),
                .position = {}};
  if (const auto text = call.parameter("position"); !text.empty())
    if (!(sought.position = CommitPosition::parse(text))) throw Refused(400, "bad-parameter");
  return sought;
}

/// A page of what is sought; of a long past as much is looked at as one request may take.
struct Searched {
  Feed feed;
  std::size_t looked = 0;
  bool over = false;
};

Searched search(const Call& call, const Sought& sought, std::string cursor,
                const std::vector<std::string>& types, std::size_t limit) {
  constexpr std::size_t most_looked = 5'000;
  Searched out;
  while (out.feed.items.size() < limit && out.looked < most_looked && !out.over) {
    Feed piece = read_feed(call, cursor, types, limit);
    out.over = piece.items.empty();
    std::size_t read = 0;
    for (auto& item : piece.items) {
      if (out.feed.items.size() == limit || (out.over = sought.over(item))) break;
      ++read;
      if (sought.holds(item)) out.feed.items.push_back(std::move(item));
    }
    out.looked += read;
    // What was not looked at of the piece comes with the next page.
    if (read < piece.items.size())
      cursor = read > 0 ? read_feed(call, cursor, types, read).next : cursor;
    else
      cursor = piece.next;
  }
  out.feed.next = std::move(cursor);
  return out;
}

std::optional<Response> events(const CallPtr& call) {
  const auto limit =
      static_cast<std::size_t>(number_parameter(*call, "limit", 100, 1, 1'000, "limit"));
  const auto types = types_of(call->parameter("types"));
  const Sought sought = sought_in(*call);
  std::string after(call->parameter("after"));
  if (after == "now") after = cursor_now(*call);
  const Runtime& runtime = call->edge.services.runtime;
  if (after.empty() && sought.position)
    after = std::to_string(sought.position->generation) + '-' +
            events_before(*call->store, runtime.partitions(), *sought.position);
  Searched found;
  if (sought.any()) found = search(*call, sought, after, types, limit);
  else found.feed = read_feed(*call, after, types, limit);
  std::vector<std::string> items;
  for (auto& item : found.feed.items) items.push_back(std::move(item.cloud_event));
  JsonObject out;
  out.raw("items", json_list(items)).text("next", found.feed.next);
  if (sought.any())
    out.number("looked", static_cast<std::int64_t>(found.looked)).flag("over", found.over);
  return json_response(out.done());
}

std::optional<Response> event_stream(const CallPtr& call) {
  std::string cursor = cursor_of(*call, true);
  return call->edge.streams->open(
      call, std::move(cursor), types_of(call->parameter("types")), false);
}

std::optional<Response> alert_stream(const CallPtr& call) {
  std::string cursor = cursor_of(*call, false);
  return call->edge.streams->open(call, std::move(cursor), types_of("alert.*"), true);
}

}  // namespace

void add_feed_routes(Router& router) {
  router.add("GET", "/api/v1/events", Access::signed_in, events);
  router.add("GET", "/api/v1/events/stream", Access::signed_in, event_stream);
  router.add("GET", "/api/v1/alerts/stream", Access::signed_in, alert_stream);
}

}  // namespace surety::http
