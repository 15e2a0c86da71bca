// The webhook as folded; how far it has got is kept by whoever sends, not in the journal.
#pragma once

#include "engine/kind.hpp"
#include "events/webhook.hpp"

namespace surety {

/// What an organisation as a whole may see; nobody if it is shut out or unknown. Pure.
Actor reader_of(const std::string& organisation, const Facts&);

namespace webhook {

enum class Phase { active, paused, disabled, deleted };
DESCRIBE_ENUM(Phase, (active, "推送中", "Active"), (paused, "已暂停", "Paused"),
              (disabled, "已停止", "Disabled after failures"), (deleted, "已删除", "Deleted"))

struct State {
  Phase state{};
  std::string url;
  std::vector<std::string> types;
  PartyCode organisation;
  std::optional<Instant> failing_since;
  std::optional<std::string> reason;
};
DESCRIBE(State, "事件推送", "A downstream system that events are sent to.",
         (state, "状态", "State"), (url, "推送地址", "Address", .max = 1000),
         (types, "事件类型", "Event types", .max = 100), (organisation, "可见范围", "Whose scope"),
         (failing_since, "自何时失败", "Failing since, when it was disabled"),
         (reason, "原因", "The last failure, when it was disabled"))

const Kind& kind();

}  // namespace webhook
}  // namespace surety
