// Keys of families: the partition's prefix, its position, numbers in byte order.
#include "engine/fold_keys.hpp"

namespace surety {

std::string partition_prefix(int partition) {
  return {static_cast<char>((partition >> 8) & 0xFF), static_cast<char>(partition & 0xFF)};
}

std::string position_key(int partition) {
  std::string key = partition_prefix(partition);
  key += '\0';
  return key;
}

std::string big_endian64(std::int64_t number) {
  const std::uint64_t bits = static_cast<std::uint64_t>(number) ^ (std::uint64_t{1} << 63);
  std::string bytes(8, '\0');
  for (int i = 0; i < 8; ++i)
    bytes[static_cast<std::size_t>(i)] = static_cast<char>((bits >> (56 - 8 * i)) & 0xFF);
  return bytes;
}

std::int64_t from_big_endian64(std::string_view bytes) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) bits = bits << 8 | static_cast<unsigned char>(bytes[i]);
  return static_cast<std::int64_t>(bits ^ (std::uint64_t{1} << 63));
}

std::string after_prefix(std::string prefix) {
  while (!prefix.empty()) {
    const auto last = static_cast<unsigned char>(prefix.back());
    if (last != 0xFF) {
      prefix.back() = static_cast<char>(last + 1);
      return prefix;
    }
    prefix.pop_back();
  }
  return prefix;
}

keys::Due keys::read_due(std::string_view key) {
  constexpr std::size_t before = 3, instant = 8;
  if (key.size() < before + instant) return {};
  Due due{{from_big_endian64(key.substr(before))}, {}, {}, {}};
  key.remove_prefix(before + instant);
  const auto first = key.find('\0');
  const auto second = first == key.npos ? first : key.find('\0', first + 1);
  if (second == key.npos) return {};
  due.case_key = key.substr(0, first);
  due.name = key.substr(first + 1, second - first - 1);
  due.subject = key.substr(second + 1);
  return due;
}

}  // namespace surety
