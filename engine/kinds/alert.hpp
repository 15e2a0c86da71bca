// The alert as folded: what it is about, who has seen it, how it ended.
#pragma once

#include "engine/kind.hpp"
#include "events/alert.hpp"

namespace surety::alert {

enum class Phase { open, acknowledged, resolved, closed, rescinded };
DESCRIBE_ENUM(Phase, (open, "待处理", "Open"), (acknowledged, "已知悉", "Acknowledged"),
              (resolved, "已处理", "Resolved"), (closed, "已解除", "Closed"),
              (rescinded, "已撤销", "Rescinded"))

struct State : Opened {
  Phase state{};
  Instant raised_at;
  std::optional<std::string> outcome, note;
  std::optional<std::string> acknowledged_by, resolved_by;
  std::optional<Instant> acknowledged_at, resolved_at, closed_at;
  std::optional<Date> occurred_on;  ///< of the fact that rescinded it

  bool ended() const { return state == Phase::closed || state == Phase::rescinded; }
};
DESCRIBE_EXTENDING(State, Opened, "预警", "A deadline that passed, or something that does not hold.",
                   (state, "状态", "State"), (raised_at, "预警时间", "Raised at"),
                   (outcome, "结果", "Outcome"), (note, "说明", "Note"),
                   (acknowledged_by, "知悉人", "Acknowledged by"),
                   (resolved_by, "处理人", "Resolved by"),
                   (acknowledged_at, "知悉时间", "Acknowledged at"),
                   (resolved_at, "处理时间", "Resolved at"),
                   (closed_at, "解除时间", "Closed at"),
                   (occurred_on, "事实发生日期", "The fact happened on"))

const Kind& kind();

}  // namespace surety::alert
