// Periods of law on the calendar of rest days: Civil Code 200–204, regulations.md §4.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "events/rulebook.hpp"
#include "events/values.hpp"

namespace surety {

/// Rest days and make-up workdays of the years that have been published.
struct Calendar {
  std::string version;            ///< "CN-2026-1"; empty: none, weekends only, all provisional
  std::string source;             ///< the notices it was made from
  std::set<int> years;            ///< published years
  std::map<Date, bool> exceptions;  ///< true: a rest day, false: a make-up workday
  bool rest(Date d) const;        ///< the exception if there is one, else Saturday or Sunday
  bool published(int year) const { return years.count(year) != 0; }
  Date working_day_from(Date d) const;  ///< d itself, or the first day after it that is no rest day
  std::string json() const;
  /// Empty version on a text that is no calendar.
  static Calendar from_json(std::string_view);
};

/// Versions are compared by their numbers: CN-2026-10 is later than CN-2026-9.
bool later(std::string_view version, std::string_view than);

/// A point in time that a case's state implies, with the reasons why it is that day.
struct Deadline {
  std::string name;     ///< receipt-confirmation
  std::string subject;  ///< the node, month or cause; empty if the case has one of this name
  Date started_on;
  std::int64_t length = 0;
  std::string unit;     ///< days, working-days, months; empty for a given day
  std::string key;      ///< rulebook key, empty if none
  Date last_day;        ///< the whole day belongs to the period
  Instant passes_at;    ///< 00:00 Beijing time of the day after
  bool provisional = false;  ///< a year not yet published was met
  friend bool operator==(const Deadline&, const Deadline&) = default;
};
DESCRIBE(Deadline, "期限", "A named point in time and why it is that day.",
         (name, "名称", "Name"), (subject, "对象", "Node, month or cause", .min = 0),
         (started_on, "起算日", "Starts on (not counted)"), (length, "长度", "Length"),
         (unit, "单位", "days, working-days", .min = 0), (key, "规则键", "Rulebook key", .min = 0),
         (last_day, "最后一日", "Last day"), (passes_at, "届满时间", "Passes at"),
         (provisional, "暂定", "A year not yet published was met"))

/// Makes deadlines under one rulebook and calendar; pure.
class Periods {
 public:
  Periods(const Rulebook& book, const Calendar& calendar) : book_(book), calendar_(calendar) {}
  const Rules& rules() const { return book_.rules; }
  const Rulebook& book() const { return book_; }
  const Calendar& calendar() const { return calendar_; }

  /// `days` calendar days after `start`, which is not counted.
  Deadline days(std::string name, Date start, std::int64_t days, std::string key, std::string subject = {}) const;
  Deadline working_days(std::string name, Date start, std::int64_t days, std::string key, std::string subject = {}) const;
  /// The same day `months` later, or that month's last day (Civil Code 202).
  Deadline months(std::string name, Date start, int months, std::string key, std::string subject = {}) const;
  /// The period's last day is given: passes at 00:00 of the day after.
  Deadline until(std::string name, Date start, Date last_day, std::string subject = {}) const;
  /// Passes at 00:00 of the day `days` days before `day` (a reminder; nothing rolls over).
  Deadline before(std::string name, Date day, std::int64_t days, std::string key) const;
  /// The `day`-th of the month after `month`.
  Deadline in_month_after(std::string name, Month month, std::int64_t day, std::string key, std::string subject) const;
  /// Is already due at 00:00 of `since`.
  Deadline at_once(std::string name, Date since, std::string subject = {}) const;

 private:
  Deadline finish(Deadline d, bool may_roll) const;
  const Rulebook& book_;
  const Calendar& calendar_;
};

}  // namespace surety
