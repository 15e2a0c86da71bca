// The node itself: alive, ready, its numbers, its clock.
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"

namespace surety::http {

struct SetClock {
  Instant now;
};
DESCRIBE(SetClock, "调整时钟", "Moves the manual clock.", (now, "时间", "The new present"))

namespace {

std::optional<Response> healthz(const CallPtr&) { return json_response("{\"alive\":true}"); }

std::optional<Response> readyz(const CallPtr& call) {
  const Services& services = call->edge.services;
  std::vector<std::string> waits;
  for (const auto& s : services.runtime.status())
    if (!s.halted.empty())
      waits.push_back("partition " + std::to_string(s.partition) + ": " + s.halted);
  if (services.runtime.clock_waits())
    waits.push_back("the clock has leapt by more than a day: surety clock confirm");
  if (services.runtime.stands_still()) waits.push_back("its disk: the engine stands still");
  if (!services.runtime.caught_up()) waits.push_back("the journal's end");
  if (services.waits_for)
    if (const auto more = services.waits_for(); !more.empty()) waits.push_back(more);
  const bool ready = waits.empty();
  Response r = json_response(JsonObject()
                                 .flag("ready", ready)
                                 .texts("waits_for", waits)
                                 .text("build", call->edge.settings.build)
                                 .done(),
                             ready ? 200 : 503);
  if (!ready) r.header("Retry-After", "1");
  return r;
}

std::optional<Response> metrics(const CallPtr& call) {
  Response r = json_response(call->edge.metrics.text(call->edge.services.runtime));
  r.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return r;
}

std::string clock_json(const Call& call) {
  const Instant now = call.edge.services.runtime.now();
  return JsonObject()
      .text("now", now.text())
      .text("today", now.date().text())
      .flag("manual", call.edge.services.manual_clock)
      .done();
}

std::optional<Response> get_clock(const CallPtr& call) { return json_response(clock_json(*call)); }

std::optional<Response> put_clock(const CallPtr& call) {
  if (!acts_as(call->actor, "administrator")) throw Refused(403, "forbidden");
  SetClock wanted;
  auto problems = from_json(call->request->body.empty() ? "{}" : call->request->body, wanted);
  if (problems.size() == 1 && problems[0].code == "not-json") throw Refused(400, "not-json");
  if (!problems.empty()) throw Refused(422, "invalid-fields", std::move(problems));
  if (!call->edge.services.manual_clock) throw Refused(409, "clock-not-manual");
  // Years of deadlines may lie in between: a thread of its own waits for them.
  const bool taken = call->edge.slow.run([call, wanted] {
    guarded(call, [&] {
      if (!call->edge.services.runtime.move_clock(wanted.now))
        throw Refused(409, "clock-goes-back");
      call->reply(json_response(clock_json(*call)));
    });
  });
  if (!taken) throw Refused(503, "overloaded");
  return std::nullopt;
}

// The web pages, where the node serves any.
std::optional<Response> page(const CallPtr& call) {
  if (call->edge.services.pages)
    if (auto response = call->edge.services.pages(*call->request)) return response;
  throw Refused(404, "no-such-route");
}

}  // namespace

void add_platform_routes(Router& router) {
  router.add("GET", "/healthz", Access::anyone, healthz);
  router.add("GET", "/readyz", Access::anyone, readyz);
  router.add("GET", "/metrics", Access::anyone, metrics);
  router.add("GET", "/api/v1/clock", Access::password_due, get_clock);
  router.add("PUT", "/api/v1/clock", Access::signed_in, put_clock);
  router.add_pages(page);
}

}  // namespace surety::http
