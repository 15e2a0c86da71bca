// The replica of one partition: folds what was read back into the fold family and the projections.
//
// Single-threaded. All replicas of a node write into one `Writes`, which the node makes visible at
// once when every partition has folded its share of a round.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/fold.hpp"
#include "engine/fold_event.hpp"
#include "engine/library.hpp"
#include "engine/node.hpp"
#include "engine/past_cases.hpp"
#include "engine/writes.hpp"

namespace surety {

/// What the replicas and leaders of one node share.
struct NodeParts {
  const NodeSettings& settings;
  Journal& journal;
  Writes writes;
  RulebookLibrary library;
  std::vector<std::unique_ptr<Projection>> projections;
  Calendar calendar;  ///< the newest this build carries or an administrator has published
  Intake* intake = nullptr;  ///< null: commands wait with their leader
  void offer(Calendar c) {
    if (later(c.version, calendar.version)) calendar = std::move(c);
  }
};

/// A decided commit with what its decider computed on the way; spares the fold to do it again.
struct Prepared {
  Commit commit;
  std::string bytes, head;        ///< the head after it
  std::vector<Case> cases;        ///< touched cases as they are afterwards
};

class PartitionRows;

class Replica {
 public:
  Replica(int partition, NodeParts&);
  ~Replica();

  /// Reads the positions; empty, or why this partition cannot go on. Digests are checked against the journal.
  std::string open();

  /// What became of one entry.
  struct Folded {
    Verdict verdict{};
    const Commit* commit = nullptr;  ///< a commit that counted; valid until the next fold
    const Claim* claim = nullptr;    ///< a claim that counted
  };
  /// Folds the entry at the position of the family furthest behind. `own`: the proposal this entry
  /// is, byte for byte, if it is one and counts next. Sets `halted` where it must stop.
  Folded fold(const JournalEntry&, const Prepared* own);
  std::int64_t next_offset() const;  ///< of the family furthest behind
  const std::string& halted() const { return halted_; }
  void halt(std::string why) const;  ///< the first reason stays
  /// Puts changed cases and positions into the writes: once per round, before they are taken.
  void finish_round();

  const Position& position() const { return positions_[0]; }
  std::optional<Case> find(const std::string& case_key) const;
  std::vector<std::string> cases_of(std::string_view root) const;
  std::optional<Outcome> outcome(std::string_view command_id) const;
  std::string holder(std::string_view unique, std::string_view value) const;
  const std::string& last_number() const { return last_number_; }
  const Calendar& calendar() const { return calendar_; }
  const std::vector<Rulebook>& adopted() const { return adopted_; }
  const Rulebook& book_of(const CaseHead&) const;
  /// The newest adopted version of a jurisdiction whose date is not after `day`; null if none.
  const Rulebook* book_in_force(std::string_view jurisdiction, Date day) const;
  /// Deadlines still open after those that have passed.
  std::vector<Deadline> open_deadlines(const Case&) const;

  /// Visits due keys up to `now` in order until false; remembers where the first one left was.
  void due(Instant now, const std::function<bool(const std::string& key)>& visit);
  std::optional<Instant> next_due();

  struct OpenEffect {
    Effect effect;
    std::string case_key;
    std::int64_t version = 0;  ///< of the case when it opened
    std::string id() const { return case_key + "/" + std::to_string(version) + "/" + effect.name; }
  };
  /// Open effects that appeared since the last call; all of them after open().
  std::vector<OpenEffect> new_effects();
  /// Ids of effects that have ended since the last call, whoever performed them.
  std::vector<std::string> ended_effects() { return std::exchange(effects_closed_, {}); }
  std::size_t degraded() const { return degraded_; }
  int number() const { return partition_; }

 private:
  struct Slot {
    Case c;
    std::optional<std::vector<DeadlineEntry>> deadlines;
    bool dirty = false, deadlines_dirty = false;
  };
  struct Touched {
    Slot* slot;
    Case before;
  };
  void apply(const Commit&, const Prepared* own);
  bool apply_event(const Commit&, std::size_t index, const Prepared* own, std::vector<Touched>&);
  void settle(const Commit&, Touched&);
  void settle_deadlines(const Commit&, Slot&);
  const std::optional<std::string>& first_due();
  void settle_effects(const Touched&);
  void settle_unique(const Touched&);
  void remember(const Commit&, const std::vector<Touched>&);
  void adopt(const Case& partition_case, const Commit&);
  Slot* slot(const std::string& case_key) const;
  void advance_case(const Commit&, const EventRecord&, const Kind&, const Prepared* own, Case&);
  void reopen_provisional(const Commit&);
  void evict();

  int partition_;
  NodeParts& parts_;
  std::vector<std::string> families_;  ///< the fold's first, then the projections' in their order
  std::vector<std::unique_ptr<PartitionRows>> rows_;  ///< of the projections
  std::vector<Position> positions_;                   ///< of the families
  std::vector<bool> moved_;                           ///< since their positions were written
  std::vector<std::int64_t> stored_;                  ///< the offsets written with them
  Changes changes_;                                   ///< of the commit being folded
  PastCases past_;
  std::string last_record_;
  mutable std::string halted_;  ///< a state that cannot be read is met while it is looked up
  Judged judged_;
  mutable std::unordered_map<std::string, std::unique_ptr<Slot>> slots_;
  std::vector<std::string> dirty_;
  std::string last_number_, due_floor_;
  std::optional<std::string> first_due_;  ///< the first due key, where `due_known_`
  bool due_known_ = false;
  std::vector<Rulebook> adopted_;
  Calendar calendar_;
  std::set<std::string> provisional_;
  std::vector<std::pair<std::string, std::string>> effects_opened_;  ///< case key, effect name
  std::vector<std::string> effects_closed_;  ///< ids
  bool effects_all_ = true;
  std::size_t degraded_ = 0;
};

}  // namespace surety
