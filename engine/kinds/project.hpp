// The project as folded: the register's entry and whether work goes on.
#pragma once

#include "engine/kind.hpp"
#include "events/project.hpp"

namespace surety::project {

enum class Phase { active, suspended, completed, invalid };
DESCRIBE_ENUM(Phase, (active, "有效", "Active"), (suspended, "停工", "Suspended"),
              (completed, "竣工", "Completed"), (invalid, "失效", "Invalid"))

/// A policy of the project: under way, or in force for a period.
struct Cover {
  std::string policy;
  std::optional<Date> valid_from, valid_until;  ///< none: under way
};
DESCRIBE(Cover, "投保", "A policy of the project.", (policy, "保单", "Policy"),
         (valid_from, "生效日期", "In force from; none while under way"),
         (valid_until, "终止日期", "In force until"))

/// A guarantee of the project that is under way or in force.
struct Secured {
  std::string guarantee;
  GuaranteeStatus status{};
};
DESCRIBE(Secured, "担保", "A guarantee of the project.", (guarantee, "担保", "Guarantee"),
         (status, "担保状态", "Under way or in force"))

struct State : Entry {
  Phase state{};
  ProjectCode project_code;
  Origin origin{};
  bool confirmed = false;
  bool credit_code_valid = true;
  std::optional<Date> suspended_on, resumed_on, completed_on;
  std::optional<std::string> reason;
  std::vector<Cover> covers;
  std::vector<Secured> guarantees;
  std::optional<GuaranteeStatus> payment_guarantee;  ///< none where no guarantee is asked for
};
DESCRIBE_EXTENDING(State, Entry, "项目", "A construction project.", (state, "状态", "State"),
                   (project_code, "项目代码", "Project code"), (origin, "来源", "Origin"),
                   (confirmed, "已确认", "Counts among the valid ones"),
                   (credit_code_valid, "信用代码有效", "The codes pass their check digit"),
                   (suspended_on, "停工日期", "Suspended on"), (resumed_on, "复工日期", "Resumed on"),
                   (completed_on, "竣工日期", "Completed on"), (reason, "原因", "Last reason given"),
                   (covers, "投保", "Policies under way and in force", .max = 1000),
                   (guarantees, "担保", "Guarantees under way and in force", .max = 1000),
                   (payment_guarantee, "工程款支付担保", "Whether the payments are guaranteed"))

const Kind& kind();

}  // namespace surety::project
