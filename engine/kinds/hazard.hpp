// The hazard as folded: what is wrong, what was done about it.
#pragma once

#include "engine/kind.hpp"
#include "events/hazard.hpp"

namespace surety::hazard {

enum class Phase { open, rectified, closed };
DESCRIBE_ENUM(Phase, (open, "待整改", "Open"), (rectified, "已整改", "Rectified"),
              (closed, "已销号", "Closed"))

struct State : Reported {
  Phase state{};
  Instant reported_at;
  Date waits_since;  ///< reported or reopened
  std::int64_t reopenings = 0;
  std::vector<DocumentId> rectified_photos;
  std::optional<std::string> rectification, reason, note;
  std::optional<Instant> rectified_at, closed_at;
  /// Tells the rounds apart: empty, then 1, 2 … with every reopening.
  std::string round() const { return reopenings == 0 ? "" : std::to_string(reopenings); }
};
DESCRIBE_EXTENDING(State, Reported, "隐患", "Something dangerous on a site.",
                   (state, "整改状态", "State"), (reported_at, "上报时间", "Reported at"),
                   (waits_since, "待整改起始日", "Open since"),
                   (reopenings, "复查未通过次数", "How often it was reopened"),
                   (rectified_photos, "整改图片", "Photos of the rectification", .max = 50,
                    .paper = Paper::picture),
                   (rectification, "整改说明", "What was done"),
                   (reason, "复查意见", "Why it was reopened"), (note, "说明", "Note"),
                   (rectified_at, "整改时间", "Rectified at"), (closed_at, "销号时间", "Closed at"))

const Kind& kind();

}  // namespace surety::hazard
