// The leader of one partition: decides on the folded state plus its own proposals in flight.
//
// Single-threaded. Nothing here is acted on before it is read back: answers, effects and the
// fold's rows come from the replica's side of the loop.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/replica.hpp"

namespace surety {

/// What an effect's worker reported back.
struct EffectResult {
  std::string case_key, effect, id;
  std::string failure;  ///< empty: done
};

class Leader {
 public:
  Leader(Replica&, NodeParts&, const Facts& others, Clock&, Randomness&);

  /// A command that does not come through an intake.
  void offer(CommandEnvelope);
  void report(EffectResult);

  /// The own proposal that this entry is, if it is the next to count.
  const Prepared* expected(const JournalEntry&) const;
  /// Takes note of an entry after the replica has folded it.
  void folded(const JournalEntry&, const Replica::Folded&);
  /// Gives up proposals that are overdue; claims, adopts, fires deadlines, decides commands.
  /// `now` is not before the newest `recorded_at`. `fires`: false while the clock waits for a
  /// witness. `budget`: deadlines the node may still fire in this round, lowered by those fired.
  /// True if more could be done at once.
  bool propose(Instant now, bool fires, int& budget);

  bool leading() const { return leading_; }
  /// The brokers have all public events up to that sequence; the next commit says so.
  void published(std::int64_t sequence) { published_ = std::max(published_, sequence); }
  std::int64_t garbage() const { return garbage_; }  ///< intake entries that are no commands
  /// After a `propose` that found nothing to do: nothing waits, nothing due is unhandled.
  bool quiet() const { return quiet_; }
  std::size_t in_flight() const { return in_flight_.size(); }
  std::size_t waiting() const { return waiting_.size(); }
  bool adopted_all() const;
  /// The partition reads the rulebook of that name, or never will.
  bool adopted(const std::string& rulebook) const;
  /// Rulebooks whose adoption no record holds: they are not used here.
  std::size_t unadoptable() const { return unadoptable_.size(); }
  /// Of those that wait to be fired; what was refused waits for an event of its case.
  std::optional<Instant> oldest_due() const { return oldest_due_; }
  std::size_t refused_deadlines() const;
  std::size_t cases_with_refused_deadlines() const { return refused_due_.size(); }

 private:
  friend class Working;
  struct Waiting {
    CommandEnvelope command;
    std::int64_t intake_offset = -1;
    bool attempted = false;  ///< an attempt stands, or this process has survived deciding it
    std::int64_t early_ms = -1;  ///< since when what it refers to has been waited for
  };
  /// An attempt that was written and is not back yet; nothing else is in flight meanwhile.
  struct AttemptUnderWay {
    std::string command_id, bytes;
    std::int64_t appended_ms = 0;
  };
  struct Proposal {
    Prepared prepared;
    std::optional<Waiting> command;
    std::string due_key, effect_id, adoption;
    std::int64_t appended_ms = 0;
  };
  struct Ahead {
    Case c;
    std::int64_t sequence = 0;  ///< of the newest proposal that touches it
  };

  struct RefusedDue {
    std::int64_t version = 0;
    std::set<std::string> due_keys;
  };

  void claim();
  void drop_proposals();
  /// False, with nothing done, if its record would be larger than a record may be.
  bool submit(Proposal&);
  void settle_front();
  void take_in();
  bool belongs(const CommandEnvelope&) const;
  void stand_by();
  bool window_open() const;
  bool overdue(std::int64_t appended_ms) const;
  Commit begin(Instant now,
               std::string root,
               std::string case_key,
               std::string cause,
               std::string actor) const;
  bool adopt(Instant now);
  bool fire(Instant now, int& budget);
  bool was_refused(const std::string& due_key) const;
  void set_refused(const std::string& due_key, const CaseHead&);
  bool fire_one(const std::string& due_key, Instant now);
  void fire_root(std::string_view root, Instant now);
  void end_effects(Instant now);
  bool decide_next(Instant now);
  bool is_known(const Waiting&) const;
  void attempt(const Waiting&);
  bool attempt_came(const JournalEntry&, const Replica::Folded&);
  std::optional<Code> not_to_be_tried(const Waiting&, Instant now) const;
  bool too_early(Waiting&, const Commit&) const;
  std::optional<Case> ahead(const std::string& case_key) const;
  std::vector<std::string> cases_of(std::string_view root) const;
  std::string next_number(Instant now, const std::string& previous) const;

  Replica& replica_;
  NodeParts& parts_;
  const Facts& others_;
  Clock& clock_;
  Randomness& random_;

  bool leading_ = false;
  std::set<std::string> claim_ids_;
  std::int64_t claimed_ms_ = -1, claim_not_before_ms_ = 0;
  std::deque<Proposal> in_flight_;
  std::optional<AttemptUnderWay> attempt_;
  std::deque<Waiting> waiting_;
  std::unordered_set<std::string> deciding_;  ///< ids of the commands in flight
  std::unordered_map<std::string, Ahead> ahead_;
  /// Keys of `ahead_` by root.
  std::unordered_map<std::string, std::set<std::string>> ahead_roots_;
  std::set<std::string> firing_, ending_, adopting_, unadoptable_;
  /// By case: due keys whose decision failed, at this version of it. Kept until its next event.
  std::map<std::string, RefusedDue, std::less<>> refused_due_;
  std::deque<EffectResult> effects_;
  std::string ahead_number_;
  std::int64_t next_intake_ = -1;  ///< the next offset to take in; -1: as the fold says
  std::int64_t published_ = 0, garbage_ = 0;
  bool backlog_ = false, quiet_ = false, fires_ = true;
  std::optional<Instant> oldest_due_;
};

}  // namespace surety
