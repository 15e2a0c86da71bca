// How the platform and its message gateway know each other: one signature, the same both ways.
//
// The text, its five parts joined by line feeds: the method; the target, path and query as sent;
// the seconds of `Surety-Timestamp`; the `Surety-Nonce`; the lower-case hex SHA-256 of the body.
// `Surety-Signature` is `v1=` and the lower-case hex HMAC-SHA-256 of that text under the secret
// whose name is `Surety-Key`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace surety {

struct GatewayKey {
  std::string id, secret;
};

/// What is signed beside time and nonce.
struct SignedParts {
  std::string_view method, target, body;
};

std::vector<std::pair<std::string, std::string>> gateway_headers(const GatewayKey&,
                                                                 const SignedParts&,
                                                                 std::int64_t now_seconds);
/// True if the headers (asked for in lower case) hold a signature of that key that is at most five
/// minutes old or early. Whoever answers a repeat as it answered the first need not keep nonces.
bool gateway_signed(const GatewayKey&,
                    const SignedParts&,
                    const std::function<std::string_view(std::string_view)>& header,
                    std::int64_t now_seconds);

}  // namespace surety
