// The events that a webhook waits for, one after the other, in order per root.
#pragma once

#include <optional>
#include <string>

#include "adapters/webhooks/webhook_secrets.hpp"
#include "engine/fold.hpp"

namespace surety {

/// An event to be sent, and the cursor behind it.
struct Waiting {
  std::string id, body;  ///< the event's hash; a CloudEvent, personal fields masked
  std::string cursor;
  Instant recorded_at;
};

/// Nothing if all that it may see was sent; `progress.cursor` has passed over what is not for it.
/// Without a cursor it begins with what was recorded once the webhook existed; with one of another
/// generation (a journal copied or restored) an hour before its last event.
std::optional<Waiting> next_event(const StoreReader&,
                                  int partitions,
                                  std::int64_t generation,
                                  const Secrets&,
                                  const Case& webhook,
                                  WebhookProgress& progress);

}  // namespace surety
