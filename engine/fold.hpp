// The `fold` family: states, histories, deadlines, open effects, seen commands — and how it is read.
//
// Keys, after the two bytes of the partition (engine/projection.hpp) and one letter:
//   S case              Case: head and state            H case 0 version(8)  HistoryEntry
//   R root 0 case       cases of a root, empty value    L case               DeadlineEntry list
//   R root 0            the root has cases, empty value
//   D due(8) case 0 name 0 subject                      the due index, empty value
//   E case 0 effect     the version that opened it      C command id         Outcome
//   U unique 0 value    case that holds it              X case 0 sequence(8) RefusalEntry
//   K                   the partition's own: issued numbers, last claim
// `case` is kind/id; numbers are big-endian so that byte order is their order.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/kind.hpp"
#include "engine/position.hpp"
#include "engine/projection.hpp"

namespace surety {

/// `fold@N`: another name in every build whose states or entries are laid out otherwise, so that
/// the family is built anew from the journal instead of being misread.
std::string_view fold_family();

/// `G.P:S`, as people see it.
struct CommitPosition {
  std::int64_t generation = 1, partition = 0, sequence = 0;
  std::string text() const;
  static std::optional<CommitPosition> parse(std::string_view);
  friend auto operator<=>(const CommitPosition&, const CommitPosition&) = default;
};
DESCRIBE(CommitPosition, "位置", "Generation, partition, sequence.", (generation, "代", "Generation"),
         (partition, "分区", "Partition"), (sequence, "序号", "Sequence"))

struct EventName {
  std::string type;  ///< guarantee.issued
  std::int64_t version = 0;  ///< of its case
};
DESCRIBE(EventName, "事件", "An event's name.", (type, "类型", "Type"), (version, "版本", "Case version"))

/// What became of a command; kept for ever under its id.
struct Outcome {
  std::string command_id, case_key, root;
  std::int64_t version = 0;  ///< of the case afterwards
  std::vector<EventName> events;
  CommitPosition position;
  std::optional<RefusalRecord> refusal;
  std::string body_digest;
};
DESCRIBE(Outcome, "结果", "What became of a command.", (command_id, "指令", "Command id"),
         (case_key, "案卷", "kind/id"), (root, "主线", "Root", .min = 0),
         (version, "版本", "Version afterwards"), (events, "事件", "Events"),
         (position, "位置", "Position"), (refusal, "拒绝", "Refusal"),
         (body_digest, "摘要", "Digest of the body", .min = 0))

/// One event in a case's history, with its commit's values.
struct HistoryEntry {
  EventRecord event;
  CommitPosition position;
  std::int64_t index = 0;  ///< within its commit
  Instant recorded_at;
  std::optional<Instant> due_at;
  std::string actor, cause;
  std::optional<PassedDeadline> passed;
};
DESCRIBE(HistoryEntry, "历史", "One event of a case.", (event, "事件", "Event"),
         (position, "位置", "Position"), (index, "次序", "Index in the commit"),
         (recorded_at, "记录时间", "Recorded at"), (due_at, "期限时间", "Due at"),
         (actor, "操作人", "Actor"), (cause, "起因", "Cause"), (passed, "届满期限", "Passed deadline"))

enum class DeadlineStatus { running, passed, ended };
DESCRIBE_ENUM(DeadlineStatus, (running, "进行中", "Running"), (passed, "已届满", "Passed"),
              (ended, "已结束", "Ended before it passed"))

/// A deadline a case has or had, with the versions it was computed under.
struct DeadlineEntry {
  Deadline deadline;
  DeadlineStatus status{};
  std::string rulebook, calendar;
  std::optional<Instant> settled_at;  ///< when it passed or ended
};
DESCRIBE(DeadlineEntry, "期限", "A deadline a case has or had.", (deadline, "期限", "Deadline"),
         (status, "状态", "Status"), (rulebook, "规则集", "Rulebook", .min = 0),
         (calendar, "日历", "Calendar", .min = 0), (settled_at, "结束时间", "Settled at"))

struct RefusalEntry {
  RefusalRecord refusal;
  std::string actor;
  Instant recorded_at;
  CommitPosition position;
};
DESCRIBE(RefusalEntry, "拒绝", "A refused command.", (refusal, "拒绝", "Refusal"), (actor, "操作人", "Actor"),
         (recorded_at, "记录时间", "Recorded at"), (position, "位置", "Position"))

/// Reads the fold of any reader (a snapshot, the live store). Cheap to make; thread-safe where the
/// reader is.
class FoldReader : public Facts {
 public:
  FoldReader(const StoreReader& store, int partitions) : store_(store), partitions_(partitions) {}

  std::optional<Case> find(std::string_view kind, std::string_view id) const override;
  std::string holder(std::string_view unique, std::string_view value) const override;
  /// The partition that holds a case, -1 if there is none.
  int partition_with(std::string_view kind, std::string_view id) const;

  /// Events with a version above `after`, oldest first, at most `limit`.
  std::vector<HistoryEntry> history(std::string_view kind, std::string_view id, std::int64_t after = 0,
                                    std::size_t limit = 10'000) const;
  /// The case folded from its history up to a version or instant (inclusive); empty before it existed.
  std::optional<Case> as_of(std::string_view kind, std::string_view id, std::optional<std::int64_t> version,
                            std::optional<Instant> instant, const Library&) const;
  std::vector<DeadlineEntry> deadlines(std::string_view kind, std::string_view id) const;
  /// Running deadlines passing before `until`, earliest first over all partitions.
  struct Due { Instant passes_at; std::string case_key, name, subject; };
  std::vector<Due> due(Instant until, std::size_t limit) const;
  std::vector<RefusalEntry> refusals(std::string_view case_key) const;
  std::optional<Outcome> outcome(std::string_view command_id) const;
  /// kind/id of all cases of a root, in order.
  std::vector<std::string> cases_of(std::string_view root) const;
  Position position(std::string_view family, int partition) const;
  int partitions() const { return partitions_; }

 private:
  const StoreReader& store_;
  int partitions_;
};

/// The binary form of a Case under its S key, and back.
std::string encode_case(const Case&);
std::optional<Case> decode_case(const Kind&, std::string_view bytes);

}  // namespace surety
