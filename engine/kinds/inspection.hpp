// The inspection as folded: one event, nothing changes after it.
#pragma once

#include "engine/kind.hpp"
#include "events/inspection.hpp"

namespace surety::inspection {

enum class Phase { recorded };
DESCRIBE_ENUM(Phase, (recorded, "已登记", "Recorded"))

struct State : Recorded {
  Phase state{};
};
DESCRIBE_EXTENDING(State, Recorded, "飞行检查", "A look at a site.", (state, "状态", "State"))

const Kind& kind();

}  // namespace surety::inspection
