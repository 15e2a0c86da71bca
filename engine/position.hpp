// How far a column family has folded a partition, and which records count: the rule of the
// effective record.
//
// Architecture §2: a claim counts iff its term is greater than that of every claim that counted
// before; a commit (or attempt) counts iff its `follows` is the head; everything else is void.
// An attempt that counts moves the head, not the sequence: it is no decision.
// Each family judges for itself, from its own position.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ports.hpp"

namespace surety {

/// A command of which attempts were written, and no outcome yet.
struct Tried {
  std::string command_id;
  std::int64_t times = 0;
  friend bool operator==(const Tried&, const Tried&) = default;
};
DESCRIBE(Tried, "试办", "A command that was attempted.", (command_id, "指令", "Command id"),
         (times, "次数", "Attempts without an outcome"))

/// Written in the same batch as the rows it stands for.
struct Position {
  std::int64_t next_offset = 0;  ///< first record not yet folded
  std::string last_digest;       ///< SHA-256 of the record before it; empty at 0
  std::string head;              ///< 32 bytes
  std::int64_t sequence = 0, term = 0, generation = 1;
  std::int64_t partitions = 0, window = 0;  ///< frozen by the first claim
  Instant recorded_at;           ///< of the newest counting commit
  std::int64_t published = 0;
  std::int64_t decided_intake = -1;
  bool fruitless = false;  ///< the newest claim that counted was followed by no decided command
  bool careful = false;    ///< nor was the one before: commands are attempted before they are tried
  std::vector<Tried> tried;  ///< oldest first, the newest few

  std::int64_t attempts(std::string_view command_id) const;
};
DESCRIBE(Position, "位置", "How far a family has folded.", (next_offset, "位移", "Next offset"),
         (last_digest, "摘要", "Digest of the record before"), (head, "链头", "Head"),
         (sequence, "序号", "Sequence"), (term, "任期", "Term"), (generation, "代", "Generation"),
         (partitions, "分区数", "P"), (window, "窗口", "W"), (recorded_at, "记录时间", "Newest"),
         (published, "已发布", "Published"), (decided_intake, "收件位移", "Intake decided"),
         (fruitless, "无果", "No command decided since the claim"),
         (careful, "谨慎", "Commands are attempted first"), (tried, "试办", "Attempted commands"))

enum class Verdict { counts, stale_term, does_not_follow, unreadable };

struct Judged {
  Verdict verdict{};
  std::optional<Record> record;  ///< absent if unreadable
  std::string halt;  ///< not empty: it counts and must not be; the partition halts with this
};

/// The position before the first record: the head is SHA-256 of the journal's name and first
/// generation.
Position first_position(const Journal&);

/// What the caller knows of an entry already, because it is its own proposal.
struct Known {
  const Commit* commit = nullptr;  ///< the record, decoded
  std::string_view head;           ///< the head after it
};

/// Judges the entry at `position.next_offset` and moves the position behind it, but for
/// `last_digest`, which whoever stores the position sets. On a halt the position stays.
Judged judge(Position& position, const JournalEntry& entry, Known known = {});

/// The id of the command that caused a commit; empty if something else did.
std::string_view command_of(const Commit&);

/// The head after a record that counted.
std::string next_head(std::string_view head, std::string_view record);

}  // namespace surety
