// The calendar of rest days as folded: the newest version, which every partition adopts.
#pragma once

#include "engine/kind.hpp"
#include "events/holiday_calendar.hpp"

namespace surety::holiday_calendar {

enum class Phase { published };
DESCRIBE_ENUM(Phase, (published, "已发布", "Published"))

struct State {
  Phase state{};
  std::string calendar_version, source;
  std::vector<std::int64_t> years;
  std::vector<Date> rest_days, make_up_workdays;
};
DESCRIBE(State, "节假日历", "Rest days and make-up workdays.", (state, "状态", "State"),
         (calendar_version, "日历版本", "Version"), (source, "来源", "The notice", .max = 4000),
         (years, "年份", "Published years", .max = 200),
         (rest_days, "休息日", "Rest days", .max = 5000),
         (make_up_workdays, "调休上班日", "Weekend days that are worked", .max = 5000))

/// The one calendar's case.
inline constexpr std::string_view id = "CN", key = "holiday-calendar/CN";
Calendar calendar_of(const State&);

const Kind& kind();

}  // namespace surety::holiday_calendar
