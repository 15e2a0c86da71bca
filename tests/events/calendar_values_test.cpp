// Dates, instants and months: the days there are, their forms, and how they count.
#include <doctest/doctest.h>

#include "events/values.hpp"

using namespace surety;

namespace {
template <class T>
std::string accepted(std::string text) {
  CAPTURE(text);
  CHECK(T::check(text) == "");
  return T::stored(text).text();
}
template <class T>
std::string_view refused(std::string text) {
  CAPTURE(text);
  return T::check(text);
}
}  // namespace

TEST_CASE("date: a day of the calendar in 1990 to 2100") {
  CHECK(accepted<Date>("1990-01-01") == "1990-01-01");
  CHECK(accepted<Date>("2100-12-31") == "2100-12-31");
  CHECK(accepted<Date>("2024-02-29") == "2024-02-29");
  CHECK(accepted<Date>(" 2025-03-01 ") == "2025-03-01");
  CHECK(refused<Date>("1989-12-31") == "date-range");
  CHECK(refused<Date>("2101-01-01") == "date-range");
}

TEST_CASE("date: days that are not, and other spellings") {
  for (const char* text : {"2026-02-30", "2023-02-29", "2024-02-30", "2100-02-29", "2025-04-31",
                           "2025-00-10", "2025-13-01", "2025-01-00", "2025-1-1", "20250101",
                           "2025/01/01", "2025-01-01T00:00:00Z", "2025-01-011", "-025-01-01", "",
                           "2025-01-0a", "二〇二五"})
    CHECK(refused<Date>(text) == "date");
}

TEST_CASE("date: every day is written and read back as itself") {
  for (Date day = Date::of(1990, 1, 1); day <= Date::of(2100, 12, 31); day = day + 1) {
    const std::string text = day.text();
    if (Date::stored(text) != day) FAIL(text);
  }
}

TEST_CASE("date: parts, weekday, distance") {
  const Date day = Date::of(2025, 3, 1);
  CHECK(day.year() == 2025);
  CHECK(day.month() == 3);
  CHECK(day.day() == 1);
  CHECK(day.weekday() == 6);
  CHECK(Date::of(1970, 1, 1).days == 0);
  CHECK((day - 1).text() == "2025-02-28");
  CHECK((Date::of(2024, 2, 28) + 1).text() == "2024-02-29");
}

TEST_CASE("date: months later it is the same day, or the last of the month") {
  CHECK(Date::of(2025, 1, 31).plus_months(1).text() == "2025-02-28");
  CHECK(Date::of(2024, 1, 31).plus_months(1).text() == "2024-02-29");
  CHECK(Date::of(2025, 3, 15).plus_months(12).text() == "2026-03-15");
  CHECK(Date::of(2025, 11, 30).plus_months(3).text() == "2026-02-28");
  CHECK(Date::of(2025, 3, 31).plus_months(-1).text() == "2025-02-28");
}

TEST_CASE("instant: any offset comes in, Beijing time with milliseconds goes out") {
  const std::string normal = "2025-03-01T00:00:00.000+08:00";
  CHECK(accepted<Instant>(normal) == normal);
  CHECK(accepted<Instant>("2025-02-28T16:00:00Z") == normal);
  CHECK(accepted<Instant>("2025-02-28t16:00:00.000z") == normal);
  CHECK(accepted<Instant>("2025-03-01 00:00:00+08:00") == normal);
  CHECK(accepted<Instant>("2025-02-28T10:30:00-05:30") == normal);
  CHECK(accepted<Instant>("2025-03-01T00:00:00.1239+08:00") == "2025-03-01T00:00:00.123+08:00");
  CHECK(accepted<Instant>("2025-03-01T00:00:00.5+08:00") == "2025-03-01T00:00:00.500+08:00");
}

TEST_CASE("instant: no offset, no such time, beyond the years") {
  for (const char* text : {"2025-03-01T00:00:00", "2025-03-01", "2025-02-29T00:00:00Z",
                           "2025-03-01T24:00:00Z", "2025-03-01T00:60:00Z", "2025-03-01T00:00:60Z",
                           "2025-03-01T00:00:00.Z", "2025-03-01T00:00:00+8:00",
                           "2025-03-01T00:00:00+24:00", "2025-03-01T00:00:00Zx", "now", ""})
    CHECK(refused<Instant>(text) == "date-time");
  CHECK(refused<Instant>("1989-12-31T15:59:59Z") == "date-range");
  CHECK(accepted<Instant>("1989-12-31T16:00:00Z") == "1990-01-01T00:00:00.000+08:00");
  CHECK(refused<Instant>("2100-12-31T16:00:00Z") == "date-range");
}

TEST_CASE("instant: the Beijing day begins at 16:00 UTC of the day before") {
  const Date day = Date::of(2025, 3, 1);
  CHECK(Instant::start_of(day).date() == day);
  CHECK(Instant{Instant::start_of(day).ms - 1}.date() == day - 1);
  CHECK(Instant{Instant::start_of(day + 1).ms - 1}.text() == "2025-03-01T23:59:59.999+08:00");
  CHECK(Instant{0}.text() == "1970-01-01T08:00:00.000+08:00");
  CHECK(Instant{-1}.text() == "1970-01-01T07:59:59.999+08:00");
  CHECK(Instant::stored("2025-03-01T08:09:10.011+08:00").compact() == "20250301080910");
}

TEST_CASE("month: YYYY-MM, its first and last day, the one after") {
  CHECK(accepted<Month>("2024-02") == "2024-02");
  const Month month = Month::stored("2024-02");
  CHECK(month.first() == Date::of(2024, 2, 1));
  CHECK(month.last() == Date::of(2024, 2, 29));
  CHECK(Month::stored("2024-12").next().text() == "2025-01");
  CHECK(Month::of(Date::of(2025, 12, 31)).text() == "2025-12");
  for (const char* text : {"2024-13", "2024-00", "2024-1", "2024-011", "2024", "202401"})
    CHECK(refused<Month>(text) == "month");
  CHECK(refused<Month>("1989-12") == "date-range");
}

TEST_CASE("garbage in the journal becomes some value, never a crash") {
  for (const char* text : {"", "sealed:abc", "2025-99-99", "9999999999", "\xFF\xFF", "2025-02-3"}) {
    CHECK(Date::stored(text) == Date{});
    CHECK(Instant::stored(text) == Instant{});
    CHECK(Month::stored(text) == Month{});
  }
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(Instant{least}.text() == "0000-01-01T00:00:00.000+08:00");
  CHECK(Instant{most}.text() == "9999-12-31T23:59:59.999+08:00");
  CHECK(Date{std::numeric_limits<std::int32_t>::min()}.text() == "0000-01-01");
  CHECK(Date{std::numeric_limits<std::int32_t>::max()}.text() == "9999-12-31");
  CHECK(Date{std::numeric_limits<std::int32_t>::max()}.weekday() < 7);
  CHECK(Month{-7}.text() == "0000-01");
  CHECK(Month{std::numeric_limits<std::int32_t>::max()}.last().text() == "9999-12-31");
}
