// An authority of one's own that makes cards for development and tests: `surety dev-ca`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "events/values.hpp"

namespace surety {

enum class CardKey { rsa, ecdsa, sm2 };

struct Card {
  std::string certificate, key;  ///< PEM
};

/// Keeps its key and certificate in a folder: `root.pem`, `root.key`, `revoked.pem`. Throws
/// std::runtime_error with one line. Not thread-safe; never for real cards: no key is protected.
class TestAuthority {
 public:
  /// Opens the folder, or makes a new authority with a key of this kind in it.
  TestAuthority(std::filesystem::path folder, CardKey kind, Instant now);

  std::filesystem::path roots() const { return folder_ / "root.pem"; }
  std::filesystem::path revoked() const { return folder_ / "revoked.pem"; }
  /// `credit_code` goes into the subject as it is, so that a wrong one can be tried.
  Card issue(CardKey kind, const std::string& credit_code, const std::string& name, Instant from,
             Instant until);
  /// Puts a certificate (PEM) on the list, valid for a month from `now`; an empty text only renews
  /// the list.
  void revoke(const std::string& certificate, Instant now);

 private:
  std::filesystem::path folder_;
};

/// The signature a card gives to a text, as bytes.
std::string sign_with_card(const std::string& key_pem, const std::string& text);

}  // namespace surety
