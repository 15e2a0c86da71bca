// Sends events to the webhooks whose partition this node leads: at least once, each in its order.
//
// Threads of its own: a slow or dead receiver holds up no other work of the node. A webhook is with
// one thread at a time, for a bounded turn; one that fails waits, longer each time, and is disabled
// by an event of its own when it has failed for days. Two nodes may send for a moment while a
// partition changes hands: receivers drop repeats by `webhook-id`.
#pragma once

#include <cstdint>
#include <memory>

#include "adapters/http_client/http_client.hpp"
#include "adapters/runtime.hpp"
#include "engine/ports.hpp"

namespace surety {

struct WebhookSettings {
  outgoing::Settings client{};
  bool private_addresses = false;  ///< also to this machine (http too) and one's own network
  int workers = 4;
  std::int64_t give_up_days = 5;
  std::chrono::milliseconds first_wait{1'000}, longest_wait{600'000};
};

class WebhookDispatcher {
 public:
  /// All references outlive it.
  WebhookDispatcher(WebhookSettings, Runtime&, Secrets&);
  ~WebhookDispatcher();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// https, or where private addresses are allowed this very machine.
bool webhook_url_allowed(const std::string& url, bool private_addresses);

}  // namespace surety
