// What is fixed when a journal is made, and how it is written down, in a folder or on a topic.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace surety {

struct JournalIdentity {
  std::string name;  ///< random; no spaces
  std::int64_t generation = 1;
  int partitions = 0;
  std::int64_t first_generation = 1;  ///< of its first record; lower in a copy

  /// "1 <name> <generation> <P>", and the first generation behind it if it is another; the first
  /// number is the format.
  std::string text() const;
  static std::optional<JournalIdentity> parse(std::string_view text);
};

}  // namespace surety
