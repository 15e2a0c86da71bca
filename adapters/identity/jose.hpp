// Signed tokens (JSON Web Signatures) as identity providers issue them.
#pragma once

#include <memory>
#include <optional>
#include <string>

namespace surety {

class SignedToken {
 public:
  /// A token in its compact form; empty if it is none.
  static std::optional<SignedToken> read(const std::string& compact);
  std::string algorithm() const;  ///< as its head claims
  std::string key_id() const;
  /// What it says, if this key (a JWK) has signed it by `algorithm()`.
  std::optional<std::string> said_by(const std::string& jwk) const;

 private:
  struct Impl;
  explicit SignedToken(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

}  // namespace surety
