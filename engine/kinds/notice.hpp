// The notice as folded.
#pragma once

#include "engine/kind.hpp"
#include "events/notice.hpp"

namespace surety::notice {

enum class Phase { draft, published, withdrawn };
DESCRIBE_ENUM(Phase, (draft, "草稿", "Draft"), (published, "已发布", "Published"),
              (withdrawn, "已撤回", "Withdrawn"))

struct State : Drafted {
  Phase state{};
  std::optional<Instant> published_at, withdrawn_at;
  std::optional<std::string> reason;

  /// Whoever comes by may read it.
  bool open_to_everyone() const {
    return state == Phase::published && audience == Audience::everyone;
  }
};
DESCRIBE_EXTENDING(State, Drafted, "通知公告", "What a department tells.",
                   (state, "状态", "State"), (published_at, "发布时间", "Published at"),
                   (withdrawn_at, "撤回时间", "Withdrawn at"), (reason, "撤回原因", "Why"))

const Kind& kind();

}  // namespace surety::notice
