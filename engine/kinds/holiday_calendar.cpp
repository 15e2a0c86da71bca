// 节假日历: a year's holidays are published by the administrator, on top of the years known so far.
#include "engine/kinds/holiday_calendar.hpp"

#include <algorithm>

#include "engine/kind_table.hpp"
#include "events/json.hpp"

namespace surety::holiday_calendar {
namespace {

std::vector<Problem> check_year(const PublishYear& c, Date) {
  std::vector<Problem> problems;
  const auto wrong = [&](std::string_view list, std::size_t i) {
    problems.push_back({"/" + std::string(list) + "/" + std::to_string(i),
                        name_of(Code::invalid_range)});
  };
  for (std::size_t i = 0; i < c.rest_days.size(); ++i)
    if (c.rest_days[i].year() != c.year) wrong("rest_days", i);
  for (std::size_t i = 0; i < c.make_up_workdays.size(); ++i) {
    const Date day = c.make_up_workdays[i];
    const bool weekend = day.weekday() == 0 || day.weekday() == 6;
    const bool rests = std::find(c.rest_days.begin(), c.rest_days.end(), day) != c.rest_days.end();
    if (day.year() != c.year || !weekend || rests) wrong("make_up_workdays", i);
  }
  return problems;
}

/// CN-2027-1, and CN-2027-2 where 2027 or a year before it is corrected.
std::string next_version(const Calendar& now, std::int64_t year) {
  const std::int64_t newest = now.years.empty() ? 0 : *now.years.rbegin();
  if (year > newest) return "CN-" + std::to_string(year) + "-1";
  const auto dash = now.version.rfind('-');
  const auto edition = dash == std::string::npos ? 0 : std::stoll(now.version.substr(dash + 1));
  return "CN-" + std::to_string(newest) + "-" + std::to_string(edition + 1);
}

}  // namespace

Calendar calendar_of(const State& s) {
  return Calendar::from_json(to_json(
      YearPublished{s.calendar_version, s.source, s.years, s.rest_days, s.make_up_workdays}));
}

Decision decide(const State& s, const PublishYear& c, const Context& ctx) {
  Calendar now = ctx.calendar;
  if (later(s.calendar_version, now.version)) now = calendar_of(s);
  Calendar next = now;
  const auto year = static_cast<int>(c.year);
  std::erase_if(next.exceptions, [&](const auto& day) { return day.first.year() == year; });
  for (Date day : c.rest_days) next.exceptions[day] = true;
  for (Date day : c.make_up_workdays) next.exceptions[day] = false;
  next.years.insert(year);
  if (next.years == now.years && next.exceptions == now.exceptions) return nothing_changed();
  next.version = next_version(now, c.year);
  next.source = c.source;
  YearPublished e;
  from_json(next.json(), e, Source::stored);
  return happened(e);
}

void evolve(State& s, const YearPublished& e, const Happening&) {
  s.calendar_version = e.version;
  s.source = e.source;
  s.years = e.years;
  s.rest_days = e.rest_days;
  s.make_up_workdays = e.make_up_workdays;
}

const Kind& kind() {
  static const Kind kind = [] {
    const auto one = [](const PublishYear&) { return std::string(id); };
    return KindOf<State>("holiday-calendar", "holiday-calendars", {"节假日历", "Holiday calendar"})
        .platform()
        .opens<PublishYear>({"发布年度节假日", "Publish a year"}, by(Who::administrator), one, one)
        .again()
        .check<PublishYear>(check_year)
        .event<YearPublished>()
        .parties([](const CaseHead&, const State&) { return Parties{.everybody = true}; })
        .done();
  }();
  return kind;
}

}  // namespace surety::holiday_calendar
