// Under `webhook/<id>/secret/<version>` and `webhook/<id>/progress`.
#include "adapters/webhooks/webhook_secrets.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/identity/password.hpp"
#include "adapters/identity/sealing.hpp"
#include "engine/digest.hpp"
#include "events/json.hpp"

namespace surety {
namespace {

constexpr std::string_view mark = "whsec_";
constexpr std::size_t secrets_kept = 2;

std::string place(std::string_view id, std::string_view what) {
  return fmt::format("webhook/{}/{}", id, what);
}

/// Oldest first.
std::vector<std::string> secret_references(const Secrets& secrets, std::string_view id) {
  auto references = secrets.references(place(id, "secret/"));
  std::sort(references.begin(), references.end());
  return references;
}

}  // namespace

std::optional<std::string> make_webhook_secret(Secrets& secrets, std::string_view id,
                                               std::int64_t version) {
  // Versions in twelve digits: their order as texts is their order.
  const auto reference = place(id, fmt::format("secret/{:012}", version));
  secrets.refresh();
  if (secrets.get(reference)) return std::nullopt;
  const auto secret = std::string(mark) + base64(sha256(random_hex(32)));
  secrets.put(reference, secret);
  auto kept = secret_references(secrets, id);
  for (std::size_t i = 0; i + secrets_kept < kept.size(); ++i) secrets.erase(kept[i]);
  return secret;
}

std::vector<std::string> webhook_secrets(const Secrets& secrets, std::string_view id) {
  std::vector<std::string> found;
  auto references = secret_references(secrets, id);
  std::reverse(references.begin(), references.end());
  for (const auto& reference : references)
    if (auto secret = secrets.get(reference); secret && found.size() < secrets_kept)
      found.push_back(std::move(*secret));
  return found;
}

WebhookProgress webhook_progress(const Secrets& secrets, std::string_view id) {
  WebhookProgress progress;
  if (const auto kept = secrets.get(place(id, "progress")))
    from_json(*kept, progress, Source::stored);
  return progress;
}

void keep_webhook_progress(Secrets& secrets, std::string_view id, const WebhookProgress& p) {
  secrets.put(place(id, "progress"), to_json(p));
}

void forget_webhook(Secrets& secrets, std::string_view id) {
  for (const auto& reference : secrets.references(place(id, ""))) secrets.erase(reference);
}

std::vector<std::pair<std::string, std::string>> webhook_headers(
    const std::vector<std::string>& secrets,
    const std::string& message,
    std::int64_t now_seconds,
    const std::string& body) {
  const auto seconds = std::to_string(now_seconds);
  std::string signatures;
  for (const auto& secret : secrets) {
    const auto key = from_base64(std::string_view(secret).substr(mark.size()));
    if (!signatures.empty()) signatures += ' ';
    const auto text = message + '.' + seconds + '.' + body;
    signatures += "v1," + base64(hmac_sha256(key.value_or(""), text));
  }
  return {{"webhook-id", message},
          {"webhook-timestamp", seconds},
          {"webhook-signature", signatures}};
}

}  // namespace surety
