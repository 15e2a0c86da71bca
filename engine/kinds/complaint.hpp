// The complaint as folded: what was said, what was answered.
#pragma once

#include "engine/kind.hpp"
#include "events/complaint.hpp"

namespace surety::complaint {

enum class Phase { filed, replied, closed };
DESCRIBE_ENUM(Phase, (filed, "待处理", "Filed"), (replied, "已答复", "Replied"),
              (closed, "已办结", "Closed"))

struct Answer : Reply {
  Instant replied_at;
};
DESCRIBE_EXTENDING(Answer, Reply, "答复", "An answer of the department.",
                   (replied_at, "答复时间", "Replied at"))

struct State : Filed {
  Phase state{};
  Instant filed_at;
  std::vector<Answer> replies;
  std::optional<std::string> reason, outcome;
  std::optional<Instant> closed_at;
  std::optional<std::string> filed_by;  ///< the account of a natural person
};
DESCRIBE_EXTENDING(State, Filed, "投诉工单", "A complaint.", (state, "状态", "State"),
                   (filed_at, "提交时间", "Filed at"),
                   (replies, "答复", "Answers", .max = 1000),
                   (reason, "转办原因", "Why it was handed on"),
                   (outcome, "处理结果", "What came of it"), (closed_at, "办结时间", "Closed at"),
                   (filed_by, "提交账号", "Account of the natural person who complained"))

const Kind& kind();

}  // namespace surety::complaint
