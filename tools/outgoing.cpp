// Addresses must be safe, and keys come from a file or the environment, never the command line.
#include "tools/outgoing.hpp"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <fstream>
#include <mutex>

#include "adapters/notifications/folder_notifier.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

constexpr std::size_t secret_bytes_min = 16;

/// `ID:SECRET`
GatewayKey gateway_key(const OutgoingKeys& keys) {
  std::string text;
  if (!keys.sms_key_file.empty()) {
    std::ifstream file(keys.sms_key_file);
    if (!std::getline(file, text))
      throw Failure(keys.sms_key_file + " cannot be read", "look at --sms-key-file");
  } else if (const char* given = std::getenv("SURETY_SMS_KEY")) {
    text = given;
  }
  while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.pop_back();
  const auto colon = text.find(':');
  if (colon == 0 || colon == text.npos || text.size() - colon - 1 < secret_bytes_min)
    throw Failure("the message gateway's key is no ID:SECRET of at least 16 characters",
                  "give it in the file of --sms-key-file or in SURETY_SMS_KEY");
  return {text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace

void add_outgoing_keys(CLI::App& verb, OutgoingKeys& keys) {
  verb.add_option("--ca-bundle", keys.ca_bundle,
                  "File (PEM) of the authorities that vouch for other servers (the system's)");
  verb.add_option("--sms-gateway", keys.sms_gateway,
                  "URL that takes messages to phones (none: one file each in DATA/outbox)");
  verb.add_option("--sms-key-file", keys.sms_key_file,
                  "File of the key shared with it, ID:SECRET (SURETY_SMS_KEY)")
      ->needs("--sms-gateway");
  verb.add_flag("--private-webhooks", keys.private_webhooks,
                "Webhooks may name this machine and addresses of one's own network");
}

std::optional<MessageGateway> message_gateway(const OutgoingKeys& keys) {
  if (keys.sms_gateway.empty()) return std::nullopt;
  const auto url = outgoing::parse_url(keys.sms_gateway);
  if (!url || (url->scheme != "https" && !url->loopback()))
    throw Failure(keys.sms_gateway + " is no safe address for phone numbers",
                  "give --sms-gateway as https://HOST/PATH");
  return MessageGateway{keys.sms_gateway, gateway_key(keys), {keys.ca_bundle}};
}

std::unique_ptr<Notifier> open_notifier(const std::optional<MessageGateway>& gateway,
                                        const std::filesystem::path& outbox,
                                        const Secrets& secrets) {
  return gateway ? gateway_notifier(*gateway, secrets) : folder_notifier(outbox);
}

std::function<void(Message)> phone_sender(const std::optional<MessageGateway>& gateway,
                                          const std::filesystem::path& outbox,
                                          const Secrets& secrets) {
  struct Way {
    std::unique_ptr<Notifier> notifier;
    std::mutex mutex;
  };
  const auto way = std::make_shared<Way>();
  way->notifier = open_notifier(gateway, outbox, secrets);
  return [way](Message message) {
    const std::lock_guard lock(way->mutex);
    way->notifier->send(std::move(message));
    // What did not go out is asked for again by the person; here it is only told.
    for (const auto& sent : way->notifier->sent())
      if (!sent.failure.empty()) spdlog::warn("message {}: {}", sent.id, sent.failure);
  };
}

WebhookSettings webhook_settings(const OutgoingKeys& keys) {
  return {.client = {keys.ca_bundle}, .private_addresses = keys.private_webhooks};
}

}  // namespace surety::tools
