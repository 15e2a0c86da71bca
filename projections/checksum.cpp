// Chained SHA-256 over lengths, keys and values in key order.
#include "projections/checksum.hpp"

#include "engine/digest.hpp"
#include "engine/fold_keys.hpp"

namespace surety {

std::string checksum(const StoreReader& store, std::string_view family, int partition) {
  constexpr std::size_t at_once = 1 << 16;
  const std::string prefix = partition_prefix(partition);
  const std::string position = position_key(partition);
  std::string digest = sha256(""), buffer;
  const auto add = [&](std::string_view key, std::string_view value) {
    if (key == position) return true;
    for (const auto part : {key, value})
      buffer.append(big_endian64(static_cast<std::int64_t>(part.size()))).append(part);
    if (buffer.size() >= at_once) {
      digest = sha256(digest, buffer);
      buffer.clear();
    }
    return true;
  };
  store.scan(family, prefix, after_prefix(prefix), add);
  return hex(sha256(digest, buffer));
}

}  // namespace surety
