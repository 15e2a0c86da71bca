// UTF-8 by code points, for trimming, counting and refusing broken texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace surety {

/// The code point at `at`, which moves behind it; -1, one byte further, where the bytes are no
/// UTF-8 (overlong forms and surrogates included). REQUIRES: at < text.size().
inline std::int32_t next_code_point(std::string_view text, std::size_t& at) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  if (first < 0x80) return ++at, static_cast<std::int32_t>(first);
  const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  if (first < 0xC2 || first > 0xF4 || text.size() - at <= more) return ++at, -1;
  std::int32_t point = static_cast<std::int32_t>(first & (0x3Fu >> more));
  for (std::size_t i = 1; i <= more; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return ++at, -1;
    point = point << 6 | (byte(at + i) & 0x3F);
  }
  constexpr std::int32_t least[] = {0, 0x80, 0x800, 0x10000};
  if (point < least[more] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
    return ++at, -1;
  at += more + 1;
  return point;
}

/// How many characters people count. REQUIRES: valid UTF-8.
inline std::int64_t characters(std::string_view text) {
  std::int64_t n = 0;
  for (char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return n;
}

}  // namespace surety
