// A jurisdiction's rulebook as folded: every version that was ever published.
#pragma once

#include "engine/kind.hpp"
#include "events/rulebook_case.hpp"

namespace surety::rulebook {

enum class Phase { published };
DESCRIBE_ENUM(Phase, (published, "已发布", "Published"))

/// The newest version stands flat, as `publish` names it; the past ones never change.
struct State {
  Phase state{};
  std::string jurisdiction;
  std::int64_t rulebook_version = 0;
  Date effective_from;
  Rules rules;
  std::vector<Published> versions;
};
DESCRIBE(State, "规则集", "The rules of one jurisdiction.", (state, "状态", "State"),
         (jurisdiction, "辖区", "Jurisdiction"), (rulebook_version, "规则版本", "Newest version"),
         (effective_from, "生效日期", "In force from"), (rules, "规则", "The rules"),
         (versions, "历次版本", "Every version", .max = 100000))

/// The newest version whose date is not after `on`, as a case opened that day is bound to it.
std::optional<Rulebook> in_force(const State&, Date on);

const Kind& kind();

}  // namespace surety::rulebook
