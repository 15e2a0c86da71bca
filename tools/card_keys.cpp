// Whose certificates may sign in, and where the browser finds the card.
#include "tools/card_keys.hpp"

#include <spdlog/spdlog.h>

#include "tools/cli.hpp"

namespace surety::tools {
namespace {

/// It becomes a part of the pages' policy.
std::string is_origin(const std::string& text) {
  const auto host = text.find("://") + 3;
  const bool plain =
      (text.starts_with("http://") || text.starts_with("https://")) && text.size() > host &&
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:", host) == text.npos;
  return plain ? "" : text + " is no http://HOST:PORT";
}

}  // namespace

void add_card_keys(CLI::App& verb, CardKeys& keys) {
  auto* roots = verb.add_option("--ca-roots", keys.roots,
                                "File (PEM) of the authorities whose certificates may sign in (none)");
  verb.add_option("--ca-revoked", keys.revoked,
                  "File (PEM) of their revocation lists; read again when it changes")
      ->needs(roots);
  verb.add_option("--ca-client", keys.client,
                  "Where a browser finds the service that holds its user's card, as "
                  "http://127.0.0.1:PORT (none)")
      ->needs(roots)
      ->check(is_origin);
}

std::unique_ptr<Cards> open_cards(const CardKeys& keys) {
  if (keys.roots.empty()) return nullptr;
  if (keys.revoked.empty())
    spdlog::warn("without --ca-revoked a revoked certificate signs in like any other");
  try {
    return trusted_cards(keys.roots, keys.revoked);
  } catch (const std::runtime_error& e) {
    throw Failure(e.what(), "look at --ca-roots and --ca-revoked");
  }
}

}  // namespace surety::tools
