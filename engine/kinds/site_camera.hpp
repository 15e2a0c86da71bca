// The camera as folded.
#pragma once

#include "engine/kind.hpp"
#include "events/site_camera.hpp"

namespace surety::site_camera {

enum class Phase { online, offline, removed };
DESCRIBE_ENUM(Phase, (online, "在线", "Online"), (offline, "离线", "Offline"),
              (removed, "已拆除", "Removed"))

struct State : Registered {
  Phase state{};
  std::optional<Instant> offline_since, removed_at;
  std::optional<std::string> reason;
};
DESCRIBE_EXTENDING(State, Registered, "现场视频", "A camera on a site.",
                   (state, "状态", "State"), (offline_since, "离线时间", "Offline since"),
                   (removed_at, "拆除时间", "Removed at"), (reason, "拆除原因", "Why"))

const Kind& kind();

}  // namespace surety::site_camera
