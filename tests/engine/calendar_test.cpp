// Periods of law against every worked row of requirements.md 2.3 and regulations.md §4.
#include <doctest/doctest.h>

#include "engine/calendar.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
using surety::tests::calendar;
using surety::tests::day;
using surety::tests::month;
using surety::tests::rulebook;

namespace {

/// Hainan's rules, with the switch of Civil Code 203 as wanted.
Rulebook hainan(bool roll) {
  Rulebook book = rulebook("460000");
  book.rules.roll_over_holidays = roll;
  return book;
}

struct Row {
  const char *start, *last_day, *fires_at, *rolled;
  std::int64_t days;
};

void holds(const Row& row) {
  CAPTURE(row.start);
  const Rulebook plain = hainan(false), rolling = hainan(true);
  const auto d = Periods(plain, calendar()).days("any", day(row.start), row.days, "key");
  CHECK(d.last_day.text() == row.last_day);
  CHECK(d.passes_at.text() == std::string(row.fires_at) + "T00:00:00.000+08:00");
  CHECK_FALSE(d.provisional);
  const auto r = Periods(rolling, calendar()).days("any", day(row.start), row.days, "key");
  CHECK(r.last_day.text() == row.rolled);
  CHECK(r.passes_at == Instant::start_of(day(row.rolled) + 1));
}

}  // namespace

TEST_CASE("requirements 2.3: the worked dates, rolled ones included") {
  const Rules& rules = rulebook("460000").rules;
  const auto confirm = rules.receipt_confirmation_days, overdue = rules.payment_overdue_days;
  holds({"2024-07-05", "2024-07-15", "2024-07-16", "2024-07-15", confirm});
  holds({"2024-05-15", "2024-05-25", "2024-05-26", "2024-05-27", confirm});
  holds({"2024-02-20", "2024-03-01", "2024-03-02", "2024-03-01", confirm});
  holds({"2024-09-21", "2024-10-01", "2024-10-02", "2024-10-08", rules.adjustment_days});
  holds({"2023-12-31", "2024-02-29", "2024-03-01", "2024-02-29", overdue});
  holds({"2024-12-31", "2025-03-01", "2025-03-02", "2025-03-03", overdue});
  holds({"2024-01-01", "2024-03-01", "2024-03-02", "2024-03-01", overdue});
  holds({"2024-06-30", "2024-07-30", "2024-07-31", "2024-07-30", rules.backfill_days});
  holds({"2024-08-01", "2024-08-31", "2024-09-01", "2024-09-02", rules.backfill_days});
}

TEST_CASE("requirements 2.3: a common year, a month's report, a given last day") {
  const Rulebook book = hainan(false);
  const Periods periods(book, calendar());
  const auto common = periods.days("receipt-confirmation", day("2023-02-20"),
                                   book.rules.receipt_confirmation_days, "");
  CHECK(common.last_day.text() == "2023-03-02");
  CHECK(common.passes_at.text() == "2023-03-03T00:00:00.000+08:00");
  const auto report = periods.in_month_after("balance-report", month("2024-01"),
                                             book.rules.balance_report_day, "balance_report_day",
                                             "2024-01");
  CHECK(report.last_day.text() == "2024-02-10");
  CHECK(report.passes_at.text() == "2024-02-11T00:00:00.000+08:00");
  CHECK(report.subject == "2024-01");
  const auto expiry = periods.until("expiry", day("2024-05-15"), day("2024-05-31"));
  CHECK(expiry.passes_at.text() == "2024-06-01T00:00:00.000+08:00");
}

TEST_CASE("regulations 4: calendar days of 2026 with holidays, make-up workdays and weekends") {
  holds({"2026-09-15", "2026-09-25", "2026-09-26", "2026-09-28", 10});
  holds({"2026-09-21", "2026-10-01", "2026-10-02", "2026-10-08", 10});
  holds({"2026-09-10", "2026-09-20", "2026-09-21", "2026-09-20", 10});
  holds({"2026-02-05", "2026-02-15", "2026-02-16", "2026-02-24", 10});
  holds({"2026-11-20", "2026-11-30", "2026-12-01", "2026-11-30", 10});
  holds({"2026-11-20", "2026-12-20", "2026-12-21", "2026-12-21", 30});
  holds({"2024-06-20", "2024-06-30", "2024-07-01", "2024-07-01", 10});
}

TEST_CASE("regulations 4: months end on the same day or the month's last, then roll") {
  const Rulebook book = hainan(true);
  const Periods periods(book, calendar());
  const auto short_month = periods.months("any", day("2026-01-31"), 1, "");
  CHECK(short_month.last_day.text() == "2026-02-28");
  CHECK(periods.months("any", day("2026-01-15"), 1, "").last_day.text() == "2026-02-24");
  const auto unpublished = periods.months("any", day("2026-08-31"), 6, "");
  CHECK(unpublished.last_day.text() == "2027-03-01");
  CHECK(unpublished.provisional);
  CHECK_FALSE(short_month.provisional);
}

TEST_CASE("regulations 4: working days leave out holidays and count make-up days") {
  const Rulebook book = hainan(false);
  const Periods periods(book, calendar());
  const auto after = [&](const char* start, std::int64_t n) {
    return periods.working_days("application-review", day(start), n, "review_days");
  };
  CHECK(after("2026-09-21", 10).last_day.text() == "2026-10-12");
  CHECK(after("2026-02-10", 5).last_day.text() == "2026-02-24");
  CHECK(after("2026-04-28", 3).last_day.text() == "2026-05-06");
  CHECK_FALSE(after("2026-04-28", 3).provisional);
  CHECK(after("2026-12-30", 3).provisional);
  CHECK(after("2026-12-30", 3).unit == "working-days");
}

TEST_CASE("regulations 4: sixty days late, and a due day that rolls before the count begins") {
  const Rulebook book = hainan(false);
  const Periods periods(book, calendar());
  const auto late = [&](Date due) {
    return periods.days("payment", due, 60, "payment_overdue_days");
  };
  CHECK(late(day("2026-07-31")).passes_at.text() == "2026-09-30T00:00:00.000+08:00");
  const Date moved = calendar().working_day_from(day("2026-08-02"));
  CHECK(moved.text() == "2026-08-03");
  CHECK(late(moved).passes_at.text() == "2026-10-03T00:00:00.000+08:00");
}

TEST_CASE("a year without a calendar makes a deadline provisional only where it was consulted") {
  const Rulebook plain = hainan(false), rolling = hainan(true);
  const Calendar none;
  CHECK_FALSE(Periods(plain, none).days("any", day("2030-03-01"), 10, "").provisional);
  CHECK(Periods(rolling, none).days("any", day("2030-03-01"), 10, "").provisional);
  CHECK_FALSE(Periods(rolling, none).until("expiry", day("2030-01-01"),
      day("2030-03-02")).provisional);
  const auto end_of_year = Periods(rolling, calendar()).days("any", day("2026-12-21"), 10, "");
  CHECK(end_of_year.last_day.text() == "2026-12-31");
  CHECK_FALSE(end_of_year.provisional);
}

TEST_CASE("reminders pass a number of days before and never roll, at once is due already") {
  const Rulebook book = hainan(true);
  const Periods periods(book, calendar());
  const auto reminder = periods.before("expiry-reminder", day("2025-05-20"), 30,
      "expiry_reminder_days");
  CHECK(reminder.passes_at.text() == "2025-04-20T00:00:00.000+08:00");  // a Sunday
  CHECK(reminder.started_on == day("2025-05-20"));
  const auto now = periods.at_once("agreement-before-permit", day("2025-05-03"));
  CHECK(now.passes_at.text() == "2025-05-03T00:00:00.000+08:00");
}

TEST_CASE("the start's hour is of no matter: the first day does not count") {
  const Date last_moment = Instant::stored("2024-07-05T23:59:59.999+08:00").date();
  const Date midnight = Instant::stored("2024-07-06T00:00:00.000+08:00").date();
  CHECK(last_moment.text() == "2024-07-05");
  CHECK(midnight.text() == "2024-07-06");
  CHECK(Instant::stored("2024-07-05T15:59:59.999Z").date() == last_moment);
}

TEST_CASE("the shipped calendar: make-up workdays work, holidays rest, the file survives a round "
          "trip") {
  const Calendar& c = calendar();
  CHECK(c.version == "CN-2026-1");
  CHECK(c.published(2024));
  CHECK(c.published(2026));
  CHECK_FALSE(c.published(2027));
  for (const char* worked : {"2024-02-04", "2024-10-12", "2025-01-26", "2025-10-11", "2026-02-28"})
    CHECK_FALSE(c.rest(day(worked)));
  for (const char* off : {"2024-10-07", "2025-01-28", "2025-10-08", "2026-02-23", "2026-09-25"})
    CHECK(c.rest(day(off)));
  CHECK(c.rest(day("2026-03-07")));
  CHECK(Calendar::from_json(c.json()).exceptions == c.exceptions);
  CHECK(Calendar::from_json("no calendar").version.empty());
}
