// Dates and hashes of the oracle's own, on purpose not those of the engine.
#pragma once

#include <openssl/sha.h>

#include <cstdint>
#include <cstdio>
#include <string>

namespace surety::simulation {

constexpr std::int64_t hour_ms = 3'600'000, day_ms = 24 * hour_ms;

/// Days since 1970 of a Gregorian date; counts leap years one by one.
inline std::int64_t day_of(const std::string& text) {
  int year = 0, month = 0, day = 0;
  std::sscanf(text.c_str(), "%d-%d-%d", &year, &month, &day);
  const auto leap = [](int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; };
  static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::int64_t days = 0;
  for (int y = 1970; y < year; ++y) days += leap(y) ? 366 : 365;
  for (int m = 1; m < month; ++m) days += lengths[m - 1] + (m == 2 && leap(year));
  return days + day - 1;
}

/// The Beijing day in which an instant lies.
inline std::int64_t beijing_day(std::int64_t ms) {
  const auto local = ms + 8 * hour_ms;
  return local >= 0 ? local / day_ms : -((-local + day_ms - 1) / day_ms);
}

/// 00:00 in Beijing of a day.
inline std::int64_t midnight(std::int64_t day) { return day * day_ms - 8 * hour_ms; }

/// 2025-03-01
inline std::string day_text(std::int64_t day) {
  const auto leap = [](std::int64_t y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; };
  static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int year = 1970, month = 0;
  while (day >= (leap(year) ? 366 : 365)) day -= leap(year) ? 366 : 365, ++year;
  while (day >= lengths[month] + (month == 1 && leap(year)))
    day -= lengths[month] + (month == 1 && leap(year)), ++month;
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month + 1, static_cast<int>(day) + 1);
  return text;
}

/// 2025-03-01T09:00:00.000+08:00
inline std::string instant_text(std::int64_t ms) {
  const auto day = beijing_day(ms);
  const auto rest = static_cast<int>(ms - midnight(day));
  char text[40];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d.%03d+08:00", rest / 3'600'000,
                rest / 60'000 % 60, rest / 1000 % 60, rest % 1000);
  return day_text(day) + text;
}

inline std::string sha256_of(const std::string& bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return {reinterpret_cast<char*>(digest), sizeof digest};
}

inline std::string hex_of(const std::string& bytes) {
  std::string out;
  char two[3];
  for (unsigned char c : bytes) std::snprintf(two, sizeof two, "%02x", c), out += two;
  return out;
}

}  // namespace surety::simulation
