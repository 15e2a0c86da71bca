// Dates, instants and months: the calendar values and what of them is accepted from outside.
#include "events/values.hpp"

#include <algorithm>
#include <chrono>

namespace surety {
namespace {

namespace chrono = std::chrono;

constexpr int first_year = 1990, last_year = 2100;
constexpr std::int64_t day_ms = 86'400'000;

constexpr std::int32_t days_of(int year, unsigned month, unsigned day) {
  const chrono::sys_days days{chrono::year{year} / static_cast<int>(month) / 1};
  return static_cast<std::int32_t>(days.time_since_epoch().count()) + static_cast<int>(day) - 1;
}
// What four digits of a year can say; a value beyond (a broken record) is written as its nearest.
constexpr std::int32_t earliest_day = days_of(0, 1, 1), latest_day = days_of(9999, 12, 31);
constexpr std::int64_t earliest_ms = earliest_day * day_ms - Instant::beijing_offset_ms;
constexpr std::int64_t latest_ms = (latest_day + 1) * day_ms - Instant::beijing_offset_ms - 1;

chrono::year_month_day calendar(std::int32_t days) {
  return chrono::sys_days{chrono::days{std::clamp(days, earliest_day, latest_day)}};
}

// Exactly `width` digits at `at`, which moves behind them; -1 otherwise.
int digits(std::string_view text, std::size_t& at, std::size_t width) {
  if (text.size() - at < width) return -1;
  int value = 0;
  for (std::size_t end = at + width; at < end; ++at) {
    if (text[at] < '0' || text[at] > '9') return -1;
    value = value * 10 + (text[at] - '0');
  }
  return value;
}

bool skip(std::string_view text, std::size_t& at, char c) {
  return at < text.size() && text[at] == c && ++at;
}

void put(std::string& out, std::int64_t value, int width) {
  const std::size_t start = out.size();
  out.append(static_cast<std::size_t>(width), '0');
  for (auto i = start + static_cast<std::size_t>(width); value > 0 && i > start; value /= 10)
    out[--i] = static_cast<char>('0' + value % 10);
}

// YYYY-MM-DD at `at`; false if it is no day of the calendar.
bool parse_day(std::string_view text, std::size_t& at, Date& date) {
  const int year = digits(text, at, 4);
  if (year < 0 || !skip(text, at, '-')) return false;
  const int month = digits(text, at, 2);
  if (month < 1 || month > 12 || !skip(text, at, '-')) return false;
  const int day = digits(text, at, 2);
  const chrono::year_month_day ymd{chrono::year{year} / month / day};
  if (day < 1 || !ymd.ok()) return false;
  date.days = static_cast<std::int32_t>(chrono::sys_days{ymd}.time_since_epoch().count());
  return true;
}

// Z or ±hh:mm in minutes east; false if it is neither.
bool parse_offset(std::string_view text, std::size_t& at, int& minutes) {
  if (skip(text, at, 'Z') || skip(text, at, 'z')) return minutes = 0, true;
  const bool west = at < text.size() && text[at] == '-';
  if (!west && !(at < text.size() && text[at] == '+')) return false;
  ++at;
  const int hours = digits(text, at, 2);
  if (hours < 0 || hours > 23 || !skip(text, at, ':')) return false;
  const int rest = digits(text, at, 2);
  if (rest < 0 || rest > 59) return false;
  minutes = (west ? -1 : 1) * (hours * 60 + rest);
  return true;
}

bool parse_instant(std::string_view text, Instant& instant) {
  std::size_t at = 0;
  Date date;
  if (!parse_day(text, at, date)) return false;
  if (!skip(text, at, 'T') && !skip(text, at, 't') && !skip(text, at, ' ')) return false;
  const int hour = digits(text, at, 2);
  if (hour < 0 || hour > 23 || !skip(text, at, ':')) return false;
  const int minute = digits(text, at, 2);
  if (minute < 0 || minute > 59 || !skip(text, at, ':')) return false;
  const int second = digits(text, at, 2);
  if (second < 0 || second > 59) return false;
  std::int64_t ms = 0;
  if (skip(text, at, '.')) {
    const std::size_t start = at;
    for (int scale = 100; at < text.size() && text[at] >= '0' && text[at] <= '9'; scale /= 10)
      ms += scale * (text[at++] - '0');
    if (at == start) return false;
  }
  int offset = 0;
  if (!parse_offset(text, at, offset) || at != text.size()) return false;
  instant.ms =
      date.days * day_ms + ((hour * 60 + minute - offset) * 60LL + second) * 1000 + ms;
  return true;
}

bool parse_month(std::string_view text, Month& month) {
  std::size_t at = 0;
  const int year = digits(text, at, 4);
  if (year < 0 || !skip(text, at, '-')) return false;
  const int number = digits(text, at, 2);
  if (number < 1 || number > 12 || at != text.size()) return false;
  month.number = year * 12 + number - 1;
  return true;
}

bool accepted(int year) { return year >= first_year && year <= last_year; }

}  // namespace

Date Date::of(int year, unsigned month, unsigned day) { return {days_of(year, month, day)}; }
int Date::year() const { return static_cast<int>(calendar(days).year()); }
unsigned Date::month() const { return static_cast<unsigned>(calendar(days).month()); }
unsigned Date::day() const { return static_cast<unsigned>(calendar(days).day()); }

unsigned Date::weekday() const {
  return chrono::weekday{chrono::sys_days{chrono::days{days}}}.c_encoding();
}

Date Date::plus_months(int months) const {
  const auto from = calendar(days);
  const auto to = chrono::year_month{from.year(), from.month()} + chrono::months{months};
  const auto last = (to / chrono::last).day();
  const auto day = std::min(from.day(), last);
  return Date::of(static_cast<int>(to.year()),
                  static_cast<unsigned>(to.month()),
                  static_cast<unsigned>(day));
}

std::string Date::text() const {
  const auto ymd = calendar(days);
  std::string out;
  put(out, static_cast<int>(ymd.year()), 4);
  out += '-';
  put(out, static_cast<unsigned>(ymd.month()), 2);
  out += '-';
  put(out, static_cast<unsigned>(ymd.day()), 2);
  return out;
}

Date Date::stored(std::string_view text) {
  std::size_t at = 0;
  Date date;
  return parse_day(text, at, date) && at == text.size() ? date : Date{};
}

std::string_view Date::check(std::string& text) {
  if (const auto problem = check_plain_text(text); !problem.empty()) return problem;
  std::size_t at = 0;
  Date date;
  if (!parse_day(text, at, date) || at != text.size()) return "date";
  return accepted(date.year()) ? "" : "date-range";
}

Date Instant::date() const {
  const std::int64_t local = std::clamp(ms, earliest_ms, latest_ms) + beijing_offset_ms;
  return {static_cast<std::int32_t>((local - (local % day_ms + day_ms) % day_ms) / day_ms)};
}

std::string Instant::text() const {
  const Date day = date();
  std::int64_t rest = std::clamp(ms, earliest_ms, latest_ms) - start_of(day).ms;
  std::string out;
  out.reserve(29);
  out += day.text();
  out += 'T';
  put(out, rest / 3'600'000, 2);
  out += ':';
  put(out, rest / 60'000 % 60, 2);
  out += ':';
  put(out, rest / 1000 % 60, 2);
  out += '.';
  put(out, rest % 1000, 3);
  out += "+08:00";
  return out;
}

std::string Instant::compact() const {
  std::string out;
  for (char c : text().substr(0, 19))
    if (c >= '0' && c <= '9') out += c;
  return out;
}

Instant Instant::stored(std::string_view text) {
  Instant instant;
  return parse_instant(text, instant) ? instant : Instant{};
}

std::string_view Instant::check(std::string& text) {
  if (const auto problem = check_plain_text(text); !problem.empty()) return problem;
  Instant instant;
  if (!parse_instant(text, instant)) return "date-time";
  if (!accepted(instant.date().year())) return "date-range";
  text = instant.text();
  return {};
}

Month Month::of(Date d) { return {d.year() * 12 + static_cast<int>(d.month()) - 1}; }

Date Month::first() const {
  const std::int32_t known = std::clamp(number, 0, 9999 * 12 + 11);
  return Date::of(known / 12, static_cast<unsigned>(known % 12) + 1, 1);
}

Date Month::last() const { return first().plus_months(1) - 1; }
std::string Month::text() const { return first().text().substr(0, 7); }

Month Month::stored(std::string_view text) {
  Month month;
  return parse_month(text, month) ? month : Month{};
}

std::string_view Month::check(std::string& text) {
  if (const auto problem = check_plain_text(text); !problem.empty()) return problem;
  Month month;
  if (!parse_month(text, month)) return "month";
  return accepted(month.number / 12) ? "" : "date-range";
}

}  // namespace surety
