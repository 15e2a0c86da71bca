// 预警 (alert): a deadline that matters to a regulator has passed, or something does not hold.
#pragma once

#include <optional>
#include <string>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::alert {

/// The case that an alert is about.
struct Subject {
  std::string kind, id;
  friend bool operator==(const Subject&, const Subject&) = default;
};
DESCRIBE(Subject, "对象", "The case it is about.", (kind, "案卷类型", "Case kind"), (id, "编号", "Id"))

/// Given by the engine: two cases of different roots hold a value that only one may hold.
struct Open {
  Subject subject, other;
  std::string unique, value;
};
DESCRIBE(Open, "重复号码预警", "Two cases hold one number.", (subject, "对象", "The case it is about"),
         (other, "另一案卷", "The other case that holds it"),
         (unique, "号码类型", "letter-number, account-number", .max = 64),
         (value, "号码", "The number", .max = 256))

struct Acknowledge {
  std::optional<std::string> note;
};
DESCRIBE(Acknowledge, "知悉", "The regulator has seen it.", (note, "备注", "Note", .max = 1000))

struct Resolve {
  std::string outcome, note;
};
DESCRIBE(Resolve, "处理", "The regulator has dealt with it.", (outcome, "处理结果", "Outcome"),
         (note, "说明", "Note", .max = 1000))

// ---------------------------------------------------------------------------------------------
// Events.

/// The parties are those of the subject when it opened.
struct Opened {
  std::string deadline;
  Subject subject;
  std::optional<std::string> node;
  std::optional<std::string> project;
  std::optional<RegionCode> region_code;
  Instant due_at;
  std::optional<PartyCode> owner, contractor, guarantor, bank, insurer, broker, provider;
  std::optional<Subject> other;
};
DESCRIBE(Opened, "已预警", "The alert was raised.", (deadline, "预警类型", "Deadline or condition"),
         (subject, "对象", "The case it is about"), (node, "节点", "Node, month or cause"),
         (project, "工程", "Project", .refers = "project"), (region_code, "行政区划", "Region"),
         (due_at, "届满时间", "Due at"), (owner, "建设单位", "Owner"),
         (contractor, "施工单位", "Contractor"), (guarantor, "保证人", "Guarantor"),
         (bank, "开户银行", "Account bank"), (insurer, "保险公司", "Insurer"),
         (broker, "经纪公司", "Broker"), (provider, "服务机构", "Service provider"),
         (other, "另一案卷", "The other case that holds the number"))

struct Acknowledged {
  std::optional<std::string> note;
};
DESCRIBE(Acknowledged, "已知悉", "The regulator has seen it.", (note, "备注", "Note"))

struct Resolved {
  std::string outcome, note;
};
DESCRIBE(Resolved, "已处理", "The regulator has dealt with it.", (outcome, "处理结果", "Outcome"),
         (note, "说明", "Note"))

struct Closed {
  std::string outcome;
};
DESCRIBE(Closed, "已解除", "Its cause has ended.",
         (outcome, "结果", "settled-late, confirmed-late, rectified-late …"))

/// What it warned of was done within its period and recorded only after it. The alert stays in the
/// history, and so does when the fact happened beside when it was recorded.
struct Rescinded {
  std::string outcome;
  Date occurred_on;
};
DESCRIBE(Rescinded, "已撤销", "It had been done in time and was recorded late.",
         (outcome, "结果", "settled-in-time, confirmed-in-time"),
         (occurred_on, "发生日期", "Happened on"))

}  // namespace surety::alert
