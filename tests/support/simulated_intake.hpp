// One intake as several nodes see it over a bad network: commands lost, late, doubled, out of
// order, entries that are no commands, entries no longer kept, and wrong ideas of who should lead.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/simulated_clock.hpp"
#include "tests/support/simulated_journal.hpp"

namespace surety::testing {

/// The truth of all partitions, and what is still on its way.
class SimulatedIntakeLog {
 public:
  SimulatedIntakeLog(int partitions, std::uint64_t seed, const SimulatedTime& time)
      : letters_(partitions, seed, "intake"),
        time_(time),
        entries_(static_cast<std::size_t>(partitions)),
        oldest_(static_cast<std::size_t>(partitions)),
        named_(static_cast<std::size_t>(partitions)) {}

  Faults& faults() { return letters_.faults; }
  /// Whether this command in particular is lost.
  std::function<bool(const std::string& bytes)> loses;
  std::string throws;  ///< not empty: whoever hands over or reads gets this
  void tick();
  void settle();
  /// An entry of nobody in particular, at once.
  void put(int partition, std::string bytes);
  /// Everything that ever arrived, whether it is still kept or not.
  const std::vector<IntakeEntry>& entries(int partition) const { return entries_[at(partition)]; }
  /// The first offset that is still kept.
  std::int64_t oldest(int partition) const { return oldest_[at(partition)]; }
  void forget_below(int partition, std::int64_t offset);
  /// Who is told to lead a partition, by name: nobody, one, several, or somebody who is not there.
  std::set<std::string>& named(int partition) { return named_[at(partition)]; }
  std::size_t under_way() const { return letters_.under_way(); }
  const std::set<std::pair<int, std::int64_t>>& aside() const { return aside_; }

 private:
  friend class SimulatedIntake;
  static std::size_t at(int partition) { return static_cast<std::size_t>(partition); }
  void stamp();  ///< what has arrived becomes an entry of this moment

  SimulatedLog letters_;
  const SimulatedTime& time_;
  std::vector<std::vector<IntakeEntry>> entries_;
  std::vector<std::int64_t> oldest_;
  std::vector<std::set<std::string>> named_;
  std::set<std::pair<int, std::int64_t>> aside_;
};

/// One node's view; make a new one after its crash. The log outlives it.
class SimulatedIntake final : public Intake {
 public:
  SimulatedIntake(SimulatedIntakeLog& log, std::string node, const SimulatedJournal& connection,
                  std::uint64_t seed)
      : log_(log),
        node_(std::move(node)),
        connection_(connection),
        producer_(log.letters_),
        random_(seed) {}
  void append(int partition, std::string bytes) override;
  std::vector<IntakeEntry> read(int partition, std::int64_t offset, std::size_t max) override;
  bool names_me(int partition) const override {
    return log_.named(partition).count(node_) != 0;
  }
  void set_aside(int partition, const IntakeEntry& entry) override {
    log_.aside_.emplace(partition, entry.offset);
  }

 private:
  SimulatedIntakeLog& log_;
  std::string node_;
  const SimulatedJournal& connection_;  ///< cut off from the one, cut off from the other
  SimulatedJournal producer_;
  SeededRandomness random_;
};

}  // namespace surety::testing
