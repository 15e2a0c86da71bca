// A partition's own case, `partition/<p>`: the rulebooks and the calendar its fold reads.
//
// A fold needs nothing but its partition, so whatever it reads enters by adoption, whole text
// included, proposed by the partition's leader.
#pragma once

#include "engine/kind.hpp"

namespace surety::partition {

struct RulebookAdopted {
  Rulebook book;
};
DESCRIBE(RulebookAdopted, "已采用规则集", "The partition reads this rulebook from here on.",
         (book, "规则集", "The rulebook"))

struct CalendarAdopted {
  std::string version, text;
};
DESCRIBE(CalendarAdopted, "已采用日历", "The partition reads this calendar from here on.",
         (version, "版本", "Version"), (text, "内容", "The calendar", .max = 200'000))

enum class Phase { open };
DESCRIBE_ENUM(Phase, (open, "运行", "Open"))

struct State {
  Phase state{};
  std::vector<Rulebook> rulebooks;
  std::string calendar_version, calendar;
};
DESCRIBE(State, "分区", "A partition.", (state, "状态", "State"),
         (rulebooks, "规则集", "Adopted rulebooks", .max = 100'000),
         (calendar_version, "日历版本", "Calendar", .min = 0),
         (calendar, "日历", "Calendar text", .min = 0, .max = 200'000))

const Kind& kind();
/// `partition/<p>`.
std::string key(int partition);

}  // namespace surety::partition
