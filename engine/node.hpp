// One node: leader and replica of every partition it names, driven step by step by one thread.
//
// The node starts no thread and reads no clock but through its ports: `adapters/runtime` turns it
// into a running program, `tests/simulation` runs years of it in seconds.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/calendar.hpp"
#include "engine/fold.hpp"
#include "engine/ports.hpp"
#include "engine/projection.hpp"

namespace surety {

struct NodeSettings {
  std::string name = "node-1";
  std::string build = "dev";
  std::int64_t window = 512;           ///< W: own proposals in flight per partition, frozen with P
  int deadlines_per_round = 256;       ///< B
  std::size_t waiting_max = 10'000;    ///< commands waiting per node; beyond: turned away
  std::int64_t command_age_max_ms = 600'000;
  std::int64_t proposal_timeout_ms = 5'000;
  std::size_t case_cache = 20'000;     ///< cases kept decoded per node
  bool leads = true;                   ///< false: a replica only
  std::optional<Calendar> calendar{};  ///< absent: the newest that this build carries
};

/// What the node tells of one partition; copied under the runtime's lock.
struct PartitionStatus {
  int partition = 0;
  Position position;
  std::int64_t end = 0;               ///< offset after the journal's last record
  bool leading = false;
  std::string halted;                 ///< why the fold stopped, empty if it goes on
  std::size_t in_flight = 0, waiting = 0, open_effects = 0;
  std::size_t degraded = 0;           ///< cases that cannot be folded, or whose deadline is refused
  std::size_t refused_deadlines = 0;  ///< due, and refused by their own kind: a bug
  std::map<std::string, std::int64_t> void_records;  ///< by reason
  std::int64_t garbage = 0;           ///< intake entries that were no commands
  std::int64_t claims_counted = 0;
  std::int64_t oldest_due_ms = 0;     ///< age of the oldest due deadline that waits to be fired
  /// Of the newest own record: when the journal's keeper took it, less this node's clock.
  std::optional<std::int64_t> clock_off_ms;
};

class Node {
 public:
  using Reply = std::function<void(const Outcome&)>;

  /// All references outlive the node. Opens nothing yet.
  /// `intake`: where commands wait if several nodes share the journal; null: with this node.
  /// `destroyer`: null where no secrets are kept.
  Node(NodeSettings, Journal&, Store&, Clock&, Randomness&, Notifier&,
       std::vector<std::unique_ptr<Projection>>, Intake* intake = nullptr,
       Destroyer* destroyer = nullptr);
  ~Node();

  /// Reads positions, builds missing families, checks the stored digests. Folds nothing yet.
  /// Empty, or why the node cannot go on.
  std::string open();

  /// Offers a command; the reply comes from a later `step`, after its record has been read back and
  /// is visible to readers, whichever node decided it. False if too many wait. A command that was
  /// lost on its way to another node is told after a minute, by an outcome without its id.
  bool offer(CommandEnvelope, Reply);

  /// One round: read back and fold, answer, then claim, adopt, perform effects, fire deadlines and
  /// decide commands as far as the window allows. True if there is more to do right now.
  bool step();

  /// When the next deadline falls due; the loop sleeps until then or until something comes.
  std::optional<Instant> next_due() const;
  /// Every partition has folded all that was durable when it was last asked, and those it leads
  /// have adopted what this build carries; a node alone leads all of them.
  bool caught_up() const;
  /// Time as the node takes it for `recorded_at`: trusted wall time, never backwards.
  Instant now() const;
  /// A step of more than 24 h awaits `confirm_clock`.
  bool clock_waits() const;
  void confirm_clock();
  /// Every deadline up to the clock's present time is handled and nothing is under way.
  bool settled() const;
  std::vector<PartitionStatus> status() const;
  /// Why records cannot be written, or commands handed over, at present; commands are better
  /// refused then, deadlines go on.
  std::string trouble() const;
  /// Called in `step` for every commit that counted, after its batch is visible: streams, metrics.
  void on_commit(std::function<void(int partition, const Commit&)>);
  /// The public events of that partition up to `sequence` stand with the brokers; the next commit
  /// carries the mark to whoever leads next.
  void published(int partition, std::int64_t sequence);
  const Library& library() const;
  int partitions() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace surety
