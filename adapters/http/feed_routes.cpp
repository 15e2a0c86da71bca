// Events for those without Kafka: pages of CloudEvents, and streams of events and alerts.
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/http/streams.hpp"

namespace surety::http {
namespace {

Cursor cursor_of(const Call& call, bool from_the_beginning) {
  std::string_view text = call.request->header("last-event-id");
  if (text.empty()) text = call.parameter("after");
  if (text.empty() && !from_the_beginning) return Cursor::now(call);
  return Cursor::parse(text, call.edge.services.runtime);
}

std::optional<Response> events(const CallPtr& call) {
  const auto limit = number_parameter(*call, "limit", 100, 1, 1'000, "limit");
  Cursor cursor = Cursor::parse(call->parameter("after"), call->edge.services.runtime);
  const auto filter = TypeFilter::parse(call->parameter("types"));
  std::vector<std::string> items;
  // A page without an item would look like the end: look on while there is something to look at.
  for (std::string before; items.empty() && before != cursor.text();) {
    before = cursor.text();
    for (auto& item : read_feed(*call, cursor, filter, static_cast<std::size_t>(limit)))
      items.push_back(std::move(item.cloud_event));
  }
  return json_response(
      JsonObject().raw("items", json_list(items)).text("next", cursor.text()).done());
}

std::optional<Response> event_stream(const CallPtr& call) {
  Cursor cursor = cursor_of(*call, true);
  return call->edge.streams->open(call, std::move(cursor),
                                  TypeFilter::parse(call->parameter("types")), false);
}

std::optional<Response> alert_stream(const CallPtr& call) {
  Cursor cursor = cursor_of(*call, false);
  return call->edge.streams->open(call, std::move(cursor), TypeFilter::parse("alert.*"), true);
}

}  // namespace

void add_feed_routes(Router& router) {
  router.add("GET", "/api/v1/events", Access::signed_in, events);
  router.add("GET", "/api/v1/events/stream", Access::signed_in, event_stream);
  router.add("GET", "/api/v1/alerts/stream", Access::signed_in, alert_stream);
}

}  // namespace surety::http
