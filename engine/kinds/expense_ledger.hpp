// The ledger as folded: entries are never changed, only taken back.
#pragma once

#include "engine/kind.hpp"
#include "events/expense_ledger.hpp"

namespace surety::expense_ledger {

enum class Phase { open };
DESCRIBE_ENUM(Phase, (open, "有效", "Open"))

/// Its number is its place in the list, from 1.
struct Entry : Record {
  std::int64_t entry = 0;
  Instant recorded_at;
  std::optional<std::string> reversed;
};
DESCRIBE_EXTENDING(Entry, Record, "台账记录", "What was set aside or spent.",
                   (entry, "台账序号", "Number"), (recorded_at, "登记时间", "Recorded at"),
                   (reversed, "冲销原因", "Why it was taken back"))

struct State : Opened {
  Phase state{};
  std::vector<Entry> entries;
  Money provided, spent, balance;
};
DESCRIBE_EXTENDING(State, Opened, "安全生产费用台账", "A contractor's ledger of a project.",
                   (state, "状态", "State"),
                   (entries, "台账记录", "Entries", .max = 100000),
                   (provided, "已提取", "Set aside", .min = 0, .unit = "元"),
                   (spent, "已支出", "Spent", .min = 0, .unit = "元"),
                   (balance, "余额", "Set aside and not spent; below nothing where overspent",
                    .min = -Money::greatest, .unit = "元"))

const Kind& kind();

}  // namespace surety::expense_ledger
