// 节假日历 (holiday-calendar): a year's rest days and make-up workdays, as the State Council has them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::holiday_calendar {

/// The year alone: what was published of the others stays.
struct PublishYear {
  std::int64_t year = 0;
  std::string source;
  std::vector<Date> rest_days, make_up_workdays;
};
DESCRIBE(PublishYear, "发布年度节假日", "A year's holidays are known, or corrected.",
         (year, "年份", "Year", .min = 1990, .max = 2100),
         (source, "来源", "The notice they were made from", .max = 1000),
         (rest_days, "休息日", "Rest days, those on weekends may be left out", .min = 1, .max = 366),
         (make_up_workdays, "调休上班日", "Weekend days that are worked", .max = 100))

/// The whole calendar as it is then, so that a partition can adopt it.
struct YearPublished {
  std::string version, source;
  std::vector<std::int64_t> years;
  std::vector<Date> rest_days, make_up_workdays;
};
DESCRIBE(YearPublished, "已发布年度节假日", "The calendar as it is from here on.",
         (version, "版本", "Version"), (source, "来源", "The notice", .max = 4000),
         (years, "年份", "Published years", .max = 200),
         (rest_days, "休息日", "Rest days", .max = 5000),
         (make_up_workdays, "调休上班日", "Weekend days that are worked", .max = 5000))

}  // namespace surety::holiday_calendar
