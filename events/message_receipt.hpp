// What became of a message after the gateway took it, as the carrier tells.
#pragma once

#include <optional>
#include <string>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety {

enum class MessageOutcome { delivered, failed };
DESCRIBE_ENUM(MessageOutcome, (delivered, "已送达", "Delivered"), (failed, "未送达", "Not delivered"))

struct RecordMessageReceipt {
  std::string effect;
  MessageOutcome outcome{};
  std::optional<Instant> reported_at;
  std::optional<std::string> detail;
};
DESCRIBE(RecordMessageReceipt, "登记短信回执", "Record what became of a message.",
         (effect, "消息", "Which of the case's messages"), (outcome, "结果", "Outcome"),
         (reported_at, "送达时间", "When, by the carrier's clock"),
         (detail, "说明", "The carrier's words"))

struct MessageReceiptRecorded {
  std::string effect;
  MessageOutcome outcome{};
  std::optional<Instant> reported_at;
  std::optional<std::string> detail;
};
DESCRIBE(MessageReceiptRecorded, "短信回执已登记", "What became of a message is known.",
         (effect, "消息", "Which of the case's messages"), (outcome, "结果", "Outcome"),
         (reported_at, "送达时间", "When, by the carrier's clock"),
         (detail, "说明", "The carrier's words"))

/// The gateway's word for it.
struct MessageReceipt {
  std::string id;
  MessageOutcome outcome{};
  std::optional<Instant> reported_at;
  std::optional<std::string> detail;
};
DESCRIBE(MessageReceipt, "短信回执", "What became of a message, as the gateway tells.",
         (id, "消息", "The message's id: kind/id/version/effect", .max = 400),
         (outcome, "结果", "Outcome"), (reported_at, "送达时间", "When, by the carrier's clock"),
         (detail, "说明", "The carrier's words"))

}  // namespace surety
