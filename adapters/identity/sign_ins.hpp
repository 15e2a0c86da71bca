// When an account was signed in to, how, from where, and when somebody failed to: the newest of
// both, for the person itself. Kept among the secrets, since no event tells of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ports.hpp"

namespace surety {

struct SignInNote {
  std::int64_t at_ms = 0;
  std::string how;      ///< password, certificate, portal
  std::string result;   ///< succeeded, wrong-password, locked, shut-out
  std::string address;  ///< of who asked; empty: not known
  std::string session;  ///< that it opened; empty: none
};

/// Thread-safe. Whatever has to be kept and cannot be throws SecretsUnavailable.
class SignIns {
 public:
  explicit SignIns(Secrets& secrets) : secrets_(secrets) {}
  void note(std::string_view account, const SignInNote&);
  std::vector<SignInNote> of(std::string_view account) const;  ///< newest first

 private:
  Secrets& secrets_;
};

}  // namespace surety
