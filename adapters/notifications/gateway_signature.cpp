// Signing requests to the gateway, and judging those that come from it.
#include "adapters/notifications/gateway_signature.hpp"

#include <charconv>
#include <cstdlib>

#include "adapters/identity/password.hpp"
#include "adapters/identity/sealing.hpp"
#include "engine/digest.hpp"

namespace surety {
namespace {

constexpr std::int64_t seconds_apart_max = 300;

std::string signature(const GatewayKey& key, const SignedParts& parts, std::string_view seconds,
                      std::string_view nonce) {
  std::string text;
  for (const auto part : {parts.method, parts.target, seconds, nonce})
    text.append(part).append(1, '\n');
  return "v1=" + hex(hmac_sha256(key.secret, text + hex(sha256(parts.body))));
}

}  // namespace

std::vector<std::pair<std::string, std::string>> gateway_headers(const GatewayKey& key,
                                                                 const SignedParts& parts,
                                                                 std::int64_t now_seconds) {
  const auto seconds = std::to_string(now_seconds);
  const auto nonce = random_hex(16);
  return {{"Surety-Key", key.id},
          {"Surety-Timestamp", seconds},
          {"Surety-Nonce", nonce},
          {"Surety-Signature", signature(key, parts, seconds, nonce)}};
}

bool gateway_signed(const GatewayKey& key,
                    const SignedParts& parts,
                    const std::function<std::string_view(std::string_view)>& header,
                    std::int64_t now_seconds) {
  const auto seconds = header("surety-timestamp"), nonce = header("surety-nonce");
  std::int64_t at = 0;
  const auto read = std::from_chars(seconds.data(), seconds.data() + seconds.size(), at);
  if (read.ec != std::errc{} || read.ptr != seconds.data() + seconds.size()) return false;
  if (at < now_seconds - seconds_apart_max || at > now_seconds + seconds_apart_max) return false;
  return header("surety-key") == key.id &&
         equal_secrets(header("surety-signature"), signature(key, parts, seconds, nonce));
}

}  // namespace surety
