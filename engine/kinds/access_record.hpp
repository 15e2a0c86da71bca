// A record of access as folded: as it was written, for those who look on.
#pragma once

#include "engine/kind.hpp"
#include "events/access_record.hpp"

namespace surety::access_record {

enum class Phase { exported, opened };
DESCRIBE_ENUM(Phase, (exported, "导出列表", "List exported"), (opened, "查看证件", "Identity card opened"))

struct State : Person {
  Phase state{};
  std::optional<std::string> list, title;
  std::optional<Format> format;
  std::optional<std::string> filters;
  std::optional<std::int64_t> rows;
  std::optional<std::string> subject;
  std::vector<std::string> fields;
};
DESCRIBE_EXTENDING(State, Person, "查阅记录", "What somebody took away or looked at closely.",
                   (state, "操作", "What was done"), (list, "列表", "The list's name in the API"),
                   (title, "列表名称", "Its title"), (format, "格式", "Format"),
                   (filters, "筛选条件", "What was asked for", .min = 0, .max = 8000),
                   (rows, "行数", "How many rows", .min = 0),
                   (subject, "案卷", "The case that holds the picture, kind/id"),
                   (fields, "字段", "Names of its fields", .max = 100))

const Kind& kind();

}  // namespace surety::access_record
