// What is kept of a webhook beside the journal: its secrets, and how far it has got. Signatures as
// in Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,…`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/ports.hpp"
#include "events/values.hpp"

namespace surety {

struct WebhookProgress {
  std::string cursor;      ///< behind the last event that was taken
  std::int64_t generation = 0;  ///< of the journal that the cursor is of
  std::optional<Instant> delivered_at;
  std::string last_event;  ///< its id
  std::optional<Instant> last_recorded_at;
  std::optional<Instant> failing_since;
  std::string last_failure;
};
DESCRIBE(WebhookProgress, "推送进度", "How far a webhook has got.",
         (cursor, "游标", "Cursor", .min = 0, .max = 10'000), (generation, "代", "Generation"),
         (delivered_at, "最近送达", "Delivered at"),
         (last_event, "最近事件", "Last event", .min = 0, .max = 200),
         (last_recorded_at, "最近事件时间", "Its time of record"),
         (failing_since, "自何时失败", "Failing since"),
         (last_failure, "最近失败", "Last failure", .min = 0, .max = 200))

/// A secret made for the event of that version, which asked for it; nothing if it was made before.
/// The one before it goes on signing, older ones do not.
std::optional<std::string> make_webhook_secret(Secrets&, std::string_view id, std::int64_t version);
/// Newest first, at most two.
std::vector<std::string> webhook_secrets(const Secrets&, std::string_view id);
WebhookProgress webhook_progress(const Secrets&, std::string_view id);
void keep_webhook_progress(Secrets&, std::string_view id, const WebhookProgress&);
void forget_webhook(Secrets&, std::string_view id);

std::vector<std::pair<std::string, std::string>> webhook_headers(
    const std::vector<std::string>& secrets,
    const std::string& message,
    std::int64_t now_seconds,
    const std::string& body);

}  // namespace surety
