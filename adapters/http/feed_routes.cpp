// Events for those without Kafka: pages of CloudEvents, and streams of events and alerts.
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/http/streams.hpp"

namespace surety::http {
namespace {

std::string cursor_of(const Call& call, bool from_the_beginning) {
  std::string cursor(call.request->header("last-event-id"));
  if (cursor.empty()) cursor = call.parameter("after");
  if (cursor.empty() && !from_the_beginning) return cursor_now(call);
  // What cannot be followed is told now, while there is still a status to tell it by.
  if (!cursor.empty()) read_feed(call, cursor, {}, 1);
  return cursor;
}

std::optional<Response> events(const CallPtr& call) {
  const auto limit = number_parameter(*call, "limit", 100, 1, 1'000, "limit");
  Feed feed = read_feed(*call,
                        call->parameter("after"),
                        types_of(call->parameter("types")),
                        static_cast<std::size_t>(limit));
  std::vector<std::string> items;
  for (auto& item : feed.items) items.push_back(std::move(item.cloud_event));
  return json_response(JsonObject().raw("items", json_list(items)).text("next", feed.next).done());
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
