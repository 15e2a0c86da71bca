// Periods of law: the first day does not count, the last one is whole (Civil Code 201, 203).
#include "engine/calendar.hpp"

#include "events/json.hpp"

namespace surety {

namespace {

/// The calendar as its file has it.
struct CalendarFile {
  std::string version, source;
  std::vector<std::int64_t> years;
  std::vector<Date> rest_days, make_up_workdays;
};
DESCRIBE(CalendarFile, "节假日历", "Rest days and make-up workdays.", (version, "版本", "Version"),
         (source, "来源", "Notices it was made from", .max = 4000),
         (years, "年份", "Published years", .max = 200),
         (rest_days, "休息日", "Rest days beside weekends", .max = 5000),
         (make_up_workdays, "调休上班日", "Weekend days that are worked", .max = 5000))

/// The numbers in a text, in their order.
std::vector<std::int64_t> numbers(std::string_view text) {
  std::vector<std::int64_t> all;
  bool within = false;
  for (char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !within) all.push_back(0);
    if (digit) all.back() = (all.back() * 10 + (c - '0')) % 1'000'000'000;
    within = digit;
  }
  return all;
}

}  // namespace

bool later(std::string_view version, std::string_view than) {
  return numbers(version) > numbers(than);
}

bool Calendar::rest(Date d) const {
  if (auto found = exceptions.find(d); found != exceptions.end()) return found->second;
  return d.weekday() == 0 || d.weekday() == 6;
}

Date Calendar::working_day_from(Date d) const {
  while (rest(d)) d = d + 1;
  return d;
}

std::string Calendar::json() const {
  CalendarFile file{version, source, {}, {}, {}};
  for (int year : years) file.years.push_back(year);
  for (const auto& [day, is_rest] : exceptions)
    (is_rest ? file.rest_days : file.make_up_workdays).push_back(day);
  return to_json(file);
}

Calendar Calendar::from_json(std::string_view text) {
  CalendarFile file;
  if (!surety::from_json(text, file, Source::stored).empty()) return {};
  Calendar c;
  c.version = file.version;
  c.source = file.source;
  for (auto year : file.years) c.years.insert(static_cast<int>(year));
  for (Date d : file.rest_days) c.exceptions[d] = true;
  for (Date d : file.make_up_workdays) c.exceptions[d] = false;
  return c;
}

/// Moves a last day off the rest days (Civil Code 203) where the rulebook says so. The calendar is
/// consulted only then, so only then can a year that is not published make the day provisional.
Deadline Periods::finish(Deadline d, bool may_roll) const {
  if (may_roll && rules().roll_over_holidays) {
    d.provisional |= !calendar_.published(d.last_day.year());
    d.last_day = calendar_.working_day_from(d.last_day);
    d.provisional |= !calendar_.published(d.last_day.year());
  }
  d.passes_at = Instant::start_of(d.last_day + 1);
  return d;
}

Deadline Periods::days(std::string name, Date start, std::int64_t days, std::string key,
                       std::string subject) const {
  Deadline d{std::move(name), std::move(subject), start, days, "days", std::move(key), {}, {},
      false};
  d.last_day = start + static_cast<int>(days);
  return finish(std::move(d), true);
}

Deadline Periods::working_days(std::string name, Date start, std::int64_t days, std::string key,
                               std::string subject) const {
  Deadline d{std::move(name), std::move(subject), start, days, "working-days", std::move(key),
             {}, {}, false};
  d.last_day = start;
  for (std::int64_t counted = 0; counted < days;) {
    d.last_day = d.last_day + 1;
    d.provisional |= !calendar_.published(d.last_day.year());
    if (!calendar_.rest(d.last_day)) ++counted;
  }
  return finish(std::move(d), false);  // it ends on a working day as it is
}

Deadline Periods::months(std::string name, Date start, int months, std::string key,
                         std::string subject) const {
  Deadline d{std::move(name), std::move(subject), start, months, "months", std::move(key),
             {}, {}, false};
  d.last_day = start.plus_months(months);
  return finish(std::move(d), true);
}

Deadline Periods::until(std::string name, Date start, Date last_day, std::string subject) const {
  return finish({std::move(name), std::move(subject), start, 0, "", "", last_day, {}, false},
      false);
}

Deadline Periods::before(std::string name, Date day, std::int64_t days, std::string key) const {
  Deadline d{std::move(name), "", day, days, "days", std::move(key), {}, {}, false};
  d.last_day = day - static_cast<int>(days) - 1;
  return finish(std::move(d), false);
}

Deadline Periods::in_month_after(std::string name, Month month, std::int64_t day, std::string key,
                                 std::string subject) const {
  return days(std::move(name), month.last(), day, std::move(key), std::move(subject));
}

Deadline Periods::at_once(std::string name, Date since, std::string subject) const {
  return finish({std::move(name), std::move(subject), since, 0, "", "", since - 1, {}, false},
      false);
}

}  // namespace surety
