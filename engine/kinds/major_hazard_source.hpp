// The major hazard source as folded.
#pragma once

#include "engine/kind.hpp"
#include "events/major_hazard_source.hpp"

namespace surety::major_hazard_source {

enum class Phase { registered, retired };
DESCRIBE_ENUM(Phase, (registered, "在管", "Registered"), (retired, "已销号", "Retired"))

struct State : Registered {
  Phase state{};
  std::optional<std::string> reason;
  std::optional<Instant> retired_at;
};
DESCRIBE_EXTENDING(State, Registered, "重大危险源", "Something dangerous by nature.",
                   (state, "状态", "State"), (reason, "销号原因", "Why it was retired"),
                   (retired_at, "销号时间", "Retired at"))

const Kind& kind();

}  // namespace surety::major_hazard_source
