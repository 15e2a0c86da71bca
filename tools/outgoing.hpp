// Keys of `serve` for what the node asks of other servers.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/notifications/message_gateway.hpp"
#include "adapters/webhooks/webhook_dispatcher.hpp"

namespace surety::tools {

struct OutgoingKeys {
  std::string ca_bundle, sms_gateway, sms_key_file;
  bool private_webhooks = false;
};
void add_outgoing_keys(CLI::App&, OutgoingKeys&);

/// Nothing where no gateway is named. Throws Failure if its address or key will not do.
std::optional<MessageGateway> message_gateway(const OutgoingKeys&);
/// To the gateway, or without one into the folder.
std::unique_ptr<Notifier> open_notifier(const std::optional<MessageGateway>&,
                                        const std::filesystem::path& outbox, const Secrets&);

/// The same way for what is sent at once; thread-safe.
std::function<void(Message)> phone_sender(const std::optional<MessageGateway>&,
                                          const std::filesystem::path& outbox, const Secrets&);

WebhookSettings webhook_settings(const OutgoingKeys&);

}  // namespace surety::tools
