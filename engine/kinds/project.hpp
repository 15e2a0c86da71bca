// The project as folded: the register's entry and whether work goes on.
#pragma once

#include "engine/kind.hpp"
#include "events/project.hpp"

namespace surety::project {

enum class Phase { active, suspended, completed, invalid };
DESCRIBE_ENUM(Phase, (active, "有效", "Active"), (suspended, "停工", "Suspended"),
              (completed, "竣工", "Completed"), (invalid, "失效", "Invalid"))

struct State : Entry {
  Phase state{};
  ProjectCode project_code;
  Origin origin{};
  bool confirmed = false;
  bool credit_code_valid = true;
  std::optional<Date> suspended_on, resumed_on, completed_on;
  std::optional<std::string> reason;
};
DESCRIBE_EXTENDING(State, Entry, "项目", "A construction project.", (state, "状态", "State"),
                   (project_code, "项目代码", "Project code"), (origin, "来源", "Origin"),
                   (confirmed, "已确认", "Counts among the valid ones"),
                   (credit_code_valid, "信用代码有效", "The codes pass their check digit"),
                   (suspended_on, "停工日期", "Suspended on"), (resumed_on, "复工日期", "Resumed on"),
                   (completed_on, "竣工日期", "Completed on"), (reason, "原因", "Last reason given"))

const Kind& kind();

}  // namespace surety::project
