// What stands in the journal: commits, claims, attempts. Architecture §2.
//
// A record's bytes are one byte of kind ('M' commit, 'C' claim, 'A' attempt), one byte of format
// (1), then the struct's cereal binary form. An unknown kind or format stops the partition's fold.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/values.hpp"

namespace surety {

/// One event of a commit. `data` is JSON, kept byte for byte; the hash covers it (api.md §3).
struct EventRecord {
  std::string case_key;  ///< kind/id
  std::int64_t case_version = 0;
  std::string type;  ///< guarantee.issued
  std::int64_t type_version = 1;
  std::string rulebook;  ///< <jurisdiction>/<version>, empty for platform cases
  std::string prev_hash, hash;
  std::string data;
};
DESCRIBE(EventRecord, "事件", "One event as it stands in the journal.",
         (case_key, "案卷", "kind/id"), (case_version, "案卷版本", "1, 2, 3 … per case"),
         (type, "类型", "Type"), (type_version, "类型版本", "Version of the type"),
         (rulebook, "规则集", "Rulebook the case is bound to"),
         (prev_hash, "前序哈希", "Hash of the case's event before"), (hash, "哈希", "Hash"),
         (data, "数据", "JSON text"))

/// A command that was refused; it leaves no event.
struct RefusalRecord {
  std::string case_key;  ///< kind/id, or kind/ for an opening without a number
  std::string command;   ///< guarantee.apply
  std::string code;
  std::string facts;  ///< JSON object
};
DESCRIBE(RefusalRecord, "拒绝", "A refused command.", (case_key, "案卷", "kind/id"),
         (command, "指令", "kind.command"), (code, "原因代码", "Refusal code"),
         (facts, "事实", "JSON object"))

/// A deadline that has passed and stays passed: the same name, subject and start never fires again.
struct PassedDeadline {
  std::string case_key, name, subject;
  Date started_on;
  friend bool operator==(const PassedDeadline&, const PassedDeadline&) = default;
};
DESCRIBE(PassedDeadline, "已届满期限", "A passed deadline.", (case_key, "案卷", "kind/id"),
         (name, "名称", "Name"), (subject, "对象", "Subject", .min = 0),
         (started_on, "起算日", "Started on"))

/// One decision: a command, a passed deadline, a finished effect or an adoption.
struct Commit {
  std::int64_t generation = 1, term = 0;
  std::string follows;  ///< 32 bytes: the head this was decided on
  std::int64_t sequence = 0;
  std::string cause;  ///< command:<id> | deadline:<name>@<due> | effect:<id> | adoption:<j>/<v>
  std::int64_t intake_offset = -1;  ///< commands below and at this offset are decided
  std::string root;
  std::string case_key;  ///< the case decided about; kind/ for an opening refused without a number
  Instant recorded_at;
  std::optional<Instant> due_at;  ///< of a passed deadline
  std::string actor;              ///< account@organisation, or engine
  std::string body_digest;        ///< of the command's body, HMAC under a node secret
  std::int64_t published = 0;     ///< sequence up to which public events are acknowledged
  std::string calendar;           ///< version in force
  std::string build;
  std::vector<EventRecord> events;  ///< empty: refused, or nothing changed
  std::optional<RefusalRecord> refusal;
  std::optional<PassedDeadline> passed;  ///< the deadline whose passing this is
};
DESCRIBE(Commit, "提交", "One decision.", (generation, "代", "Generation"), (term, "任期", "Term"),
         (follows, "承接", "Head it follows"), (sequence, "序号", "Sequence"),
         (cause, "起因", "Cause"), (intake_offset, "收件位移", "Intake offset"),
         (root, "主线", "Root"),
         (case_key, "案卷", "Case decided about"), (recorded_at, "记录时间", "Recorded at"),
         (due_at, "期限时间", "Due at"), (actor, "操作人", "Actor"),
         (body_digest, "内容摘要", "Digest of the body"), (published, "已发布", "Published"),
         (calendar, "日历", "Calendar"), (build, "构建", "Build"), (events, "事件", "Events"),
         (refusal, "拒绝", "Refusal"), (passed, "届满期限", "The deadline that passed"))

/// A node's wish to lead the partition. Counts iff its term is greater than all that counted.
struct Claim {
  std::int64_t generation = 1, term = 0;
  std::string claim_id;  ///< random, fresh for every attempt
  std::string node;
  std::int64_t partitions = 0, window = 0;  ///< P and W, frozen by the first claim
};
DESCRIBE(Claim, "主张", "A claim to lead.", (generation, "代", "Generation"), (term, "任期", "Term"),
         (claim_id, "主张标识", "Fresh random id"), (node, "节点", "Node"),
         (partitions, "分区数", "P"), (window, "窗口", "W"))

/// Written before a command is tried whose predecessor's leader died on it.
struct Attempt {
  std::int64_t generation = 1, term = 0;
  std::string follows;
  std::int64_t intake_offset = -1;
  std::string command_id;
};
DESCRIBE(Attempt, "尝试", "A command about to be tried alone.", (generation, "代", "Generation"),
         (term, "任期", "Term"), (follows, "承接", "Head it follows"),
         (intake_offset, "收件位移", "Intake offset"), (command_id, "指令标识", "Command id"))

using Record = std::variant<Commit, Claim, Attempt>;

std::string encode(const Record&);
/// Empty if the bytes are no record of a known kind and format.
std::optional<Record> decode_record(std::string_view bytes);

/// Who gives a command, as the edge found them at the time of the request.
struct Actor {
  std::string account;       ///< empty: nobody is signed in
  std::string organisation;  ///< id of the case
  std::string organisation_kind;  ///< enterprise, guarantor, regulator … as organisation.kind
  std::string credit_code, region_code, jurisdiction;
  std::vector<std::string> permissions;  ///< commands `kind.command` and menus; `*` is all of the kind
  bool admin = false;        ///< administers its own organisation
  bool engine = false;       ///< deadlines, effects, first start
  std::string text() const;  ///< account@organisation, or engine
};
DESCRIBE(Actor, "操作人", "Who gives a command.", (account, "账号", "Account", .min = 0),
         (organisation, "机构", "Organisation", .min = 0),
         (organisation_kind, "机构类型", "Its kind", .min = 0),
         (credit_code, "统一社会信用代码", "Credit code", .min = 0),
         (region_code, "行政区划", "Region", .min = 0),
         (jurisdiction, "辖区", "Jurisdiction", .min = 0),
         (permissions, "权限", "Permissions", .max = 2000), (admin, "机构管理员", "Administers it"),
         (engine, "引擎", "The engine itself"))

/// A command on its way to a leader: what intake holds.
struct CommandEnvelope {
  std::string id;  ///< decides whether it was seen before
  std::string kind, command;
  std::string case_id;  ///< empty for an opening whose number the leader issues
  std::string root;     ///< routes it; empty if the leader's new id is its own root
  Actor actor;
  std::string body;  ///< JSON, checked, secrets replaced, personal fields sealed
  std::string body_digest;
  std::optional<std::int64_t> if_match;
  Instant submitted_at;
  bool historical = false;  ///< from --sample and imports: business times may be given
};
DESCRIBE(CommandEnvelope, "指令", "A command on its way.", (id, "标识", "Id"),
         (kind, "案卷类型", "Case kind"), (command, "指令", "Command"),
         (case_id, "案卷", "Case id", .min = 0), (root, "主线", "Root", .min = 0),
         (actor, "操作人", "Actor"), (body, "内容", "Body"), (body_digest, "摘要", "Digest", .min = 0),
         (if_match, "期望版本", "Expected version"), (submitted_at, "提交时间", "Submitted at"),
         (historical, "历史", "Business times may be given"))

}  // namespace surety
