// Codes by which a phone shows that it is in the hands of who gives its number: six digits, good
// for five minutes, five tries, one a minute. Kept as digests among the secrets, so on every node.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include "engine/ports.hpp"

namespace surety {

/// Thread-safe. Whatever has to be kept and cannot be throws SecretsUnavailable.
class PhoneCodes {
 public:
  /// `key` digests phones and codes; `wall` gives seconds since 1970, tests turn it.
  PhoneCodes(Secrets&, std::string key, std::function<std::int64_t()> wall);

  static constexpr std::int64_t lives_seconds = 300, pause_seconds = 60;
  /// A code to be sent there, in place of any before; or after how many seconds there may be one.
  std::variant<std::string, std::int64_t> make(std::string_view phone);
  /// Empty if the code is that phone's, else the problem: wrong-code, code-expired. What was tried
  /// too often has expired. A right one stays so while it lives.
  std::string_view problem(std::string_view phone, std::string_view code);

 private:
  std::string reference(std::string_view phone) const;
  std::string digest(std::string_view phone, std::string_view code, std::int64_t sent) const;
  void sweep();

  Secrets& secrets_;
  const std::string key_;
  std::function<std::int64_t()> wall_;
  std::mutex mutex_;
};

}  // namespace surety
