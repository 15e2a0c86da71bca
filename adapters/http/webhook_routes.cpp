// Webhooks where the generic commands are not enough: a safe address, a secret shown once, and how
// far each has got.
#include "adapters/http/commands.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/webhooks/webhook_dispatcher.hpp"
#include "adapters/webhooks/webhook_feed.hpp"
#include "engine/fold_event.hpp"
#include "engine/kinds/webhook.hpp"
#include "projections/events.hpp"

namespace surety::http {
namespace {

/// The command's own checks tell everything else.
void check_address(const Call& call, const CommandRule& rule) {
  if (!permitted(call.actor, webhook::kind(), rule)) return;
  const Member* url = rule.type->fields().find("url");
  const auto command = rule.make();
  if (!url || !read_json(call.request->body, *rule.type, command.get(), Source::outside).empty())
    return;
  const Type* type = url->type;
  const void* value = url->of(command.get());
  if (type->shape == Shape::optional) {
    if (type->size(value) == 0) return;
    value = type->item_of(value, 0);
    type = type->element;
  }
  if (!webhook_url_allowed(type->text(value), call.edge.services.private_webhooks))
    throw Refused(422, "invalid-fields", {{"/url", "unsafe-url"}});
}

/// After the command: its secret is made now, or it has none any more.
void finish(const CallPtr& call, std::string_view command, const Outcome& outcome, Response r) {
  const std::string id(split_case_key(outcome.case_key).second);
  auto& secrets = call->edge.services.secrets;
  if (command == "delete") {
    forget_webhook(secrets, id);
    return call->reply(std::move(r));
  }
  // Nothing is sent before there is a secret: where it begins is known first.
  if (webhook_progress(secrets, id).cursor.empty()) {
    const auto& runtime = call->edge.services.runtime;
    call->look();
    keep_webhook_progress(secrets, id,
                          {.cursor = events_end(*call->store, runtime.partitions()),
                           .generation = runtime.generation()});
  }
  if (const auto secret = make_webhook_secret(secrets, id, outcome.version)) {
    r.body.pop_back();
    r.body += ",\"secret\":\"" + *secret + "\"}";
  }
  call->reply(std::move(r));
}

std::optional<Response> give(const CallPtr& call, std::string_view command, std::string id) {
  const CommandRule* rule = webhook::kind().command(command);
  check_address(*call, *rule);
  const CommandTarget target{&webhook::kind(), rule, std::move(id)};
  if (command == "update") return give_command(call, target, call->request->body), std::nullopt;
  give_command(call, target, call->request->body,
               [call, command](const Outcome& outcome, Response response) {
                 call->edge.workers.run_after(
                     std::chrono::milliseconds(0), [=, r = std::move(response)]() mutable {
                       guarded(call, [&] { finish(call, command, outcome, std::move(r)); });
                     });
               });
  return std::nullopt;
}

std::optional<Response> deliveries(const CallPtr& call) {
  const auto found = find_visible(*call, webhook::kind(), call->parts[0]);
  const auto& runtime = call->edge.services.runtime;
  auto& secrets = call->edge.services.secrets;
  secrets.refresh();  // another node may be the one that sends
  auto progress = webhook_progress(secrets, found.value.head.id);
  const auto text = [](const std::optional<Instant>& at) {
    return at ? at->text() : std::string();
  };
  JsonObject out;
  out.text_or_null("delivered_at", text(progress.delivered_at))
      .text_or_null("last_event", progress.last_event)
      .text_or_null("failing_since", text(progress.failing_since))
      .text_or_null("last_failure", progress.last_failure);
  const auto next = next_event(*call->store, runtime.partitions(), runtime.generation(), secrets,
                               found.value, progress);
  out.text_or_null("waits_since", next ? next->recorded_at.text() : "");
  const auto lag_ms = next ? std::max<std::int64_t>(0, runtime.now().ms - next->recorded_at.ms) : 0;
  return json_response(out.number("lag_seconds", lag_ms / 1'000).done());
}

}  // namespace

void add_webhook_routes(Router& router) {
  const auto opens = [](const CallPtr& call) { return give(call, "create", {}); };
  router.add("POST", "/api/v1/webhooks", Access::signed_in, opens);
  router.add("POST", "/api/v1/webhooks/create", Access::signed_in, opens);
  for (std::string_view command : {"update", "renew-secret", "delete"})
    router.add("POST", "/api/v1/webhooks/{}/" + std::string(command), Access::signed_in,
               [command](const CallPtr& call) { return give(call, command, call->parts[0]); });
  router.add("GET", "/api/v1/webhooks/{}/deliveries", Access::signed_in, deliveries);
}

}  // namespace surety::http
