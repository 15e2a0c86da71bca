// Certificates as enterprises carry them on a card (CA 数字证书): is it genuine, and whose is it?
//
// HLJ 1: enterprises sign in by certificate only; chain, validity, revocation and a signed
// challenge are checked, name and credit code come from its subject. RSA and ECDSA with SHA-256,
// SM2 with SM3 (GB/T 32918, the usual identity 1234567812345678).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <variant>

#include "events/values.hpp"

namespace surety {

struct CardHolder {
  std::string credit_code, name;
};

/// Thread-safe.
class Cards {
 public:
  virtual ~Cards() = default;
  /// The holder, or why not: certificate-unreadable, certificate-untrusted, certificate-expired,
  /// certificate-not-yet-valid, certificate-revoked, certificate-not-for-signing,
  /// certificate-without-code, signature-wrong; revocation-list-stale where the platform's own list
  /// is missing for the issuer, too old or not the issuer's.
  /// `certificate`: PEM, the card's first, then those between it and a root if there are any.
  virtual std::variant<CardHolder, std::string> holder(const std::string& certificate,
                                                       const std::string& signed_text,
                                                       const std::string& signature,
                                                       Instant now) const = 0;
};

/// `roots`: PEM of the authorities that are trusted. `revoked`: PEM of their revocation lists, read
/// again when the file changes; empty: nobody is asked about revocation. Throws
/// std::runtime_error with one line if a file cannot be read.
std::unique_ptr<Cards> trusted_cards(const std::filesystem::path& roots,
                                     const std::filesystem::path& revoked);

}  // namespace surety
