// Time-stamps of RFC 3161: another's signature that a text was there at a time.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "events/values.hpp"

namespace surety {

inline constexpr const char* timestamp_query_type = "application/timestamp-query";

/// The question to a time-stamp authority, DER; `nonce` is a few random bytes.
std::string timestamp_query(std::string_view text, std::string_view nonce);

struct Timestamp {
  std::optional<Instant> time;  ///< absent: it does not hold
  std::string trouble{};        ///< then: why, for the log
};
/// What the authority answered, DER. Its signature is checked where `authorities` (PEM) is named;
/// `nonce` as it was asked, empty: whatever it was.
Timestamp read_timestamp(std::string_view answer, std::string_view text, std::string_view nonce,
                         const std::filesystem::path& authorities);

}  // namespace surety
