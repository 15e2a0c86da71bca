// One journal as several nodes see it over a bad network: appends lost, late, doubled, out of
// order, readers that lag, and records of strangers.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/ports.hpp"
#include "tests/support/seeded_randomness.hpp"

namespace surety::testing {

/// In percent of the appends; `late_ticks` is the longest delay.
struct Faults {
  unsigned lost = 0, doubled = 0, late = 0;
  unsigned late_ticks = 0;
  unsigned lagging = 0;  ///< chance in percent that a reader does not see the newest records
  unsigned patchy = 0;   ///< … that what is there is not at hand
};

/// The truth of all partitions, and what is still on its way.
class SimulatedLog {
 public:
  SimulatedLog(int partitions, std::uint64_t seed, std::string name = "simulated",
               std::int64_t generation = 1);

  Faults faults;
  /// The clock of whoever keeps the log, if it has one.
  std::function<Instant()> keeper;
  /// One step of the network: what is due arrives.
  void tick();
  /// Everything on its way arrives now, in the order in which it would have.
  void settle();
  /// A record of nobody in particular, at once.
  void put(int partition, std::string bytes);
  const std::vector<std::string>& records(int partition) const;
  int partitions() const { return static_cast<int>(records_.size()); }
  std::size_t under_way() const { return under_way_.size(); }
  std::uint64_t arrived() const { return arrived_; }
  std::string bytes() const;  ///< everything durable, for comparing two runs

 private:
  friend class SimulatedJournal;
  void send(int partition, std::string bytes);
  struct Letter {
    std::uint64_t arrives_at, number;
    int partition;
    std::string bytes;
  };
  SeededRandomness random_;
  std::string name_;
  std::int64_t generation_;
  std::vector<std::vector<std::string>> records_;
  std::vector<std::vector<std::optional<Instant>>> appended_at_;
  std::vector<Letter> under_way_;
  std::uint64_t now_ = 0, sent_ = 0, arrived_ = 0;
  std::map<const void*, std::function<void()>> told_;  ///< by the journal that asked
};

/// One node's view; make a new one after its crash. The log outlives it.
class SimulatedJournal final : public Journal {
 public:
  explicit SimulatedJournal(SimulatedLog& log);
  ~SimulatedJournal() override { log_.told_.erase(this); }
  SimulatedJournal(const SimulatedJournal&) = delete;
  int partitions() const override { return log_.partitions(); }
  const std::string& name() const override { return log_.name_; }
  std::int64_t generation() const override { return log_.generation_; }
  void append(int partition, std::string bytes) override;
  std::vector<JournalEntry> read(int partition, std::int64_t offset, std::size_t max_records,
                                 std::size_t max_bytes) override;
  std::int64_t end(int partition) const override;
  void on_durable(std::function<void()>) override;
  std::string trouble() const override { return cut_off ? "cut off" : ""; }

  /// Nothing comes, nothing goes: the node is alone and does not know it.
  bool cut_off = false;
  /// Called before and after every append: a place to die.
  std::function<void()> around_append;
  /// Called with every record handed over, whatever becomes of it.
  std::function<void(int partition, const std::string& bytes)> on_append;
  /// Called before every read: a place for damaged records.
  std::function<void(int partition, std::int64_t offset)> before_read;
  /// Somebody listens: from now on a read may give nothing though there is something.
  bool listened_to = false;
  /// No read gives more: the batches of a fold differ from node to node.
  std::size_t read_max = 1 << 20;
  /// Looks at the log: with `lagging` some partitions stay behind for this time.
  void look();

 private:
  SimulatedLog& log_;
  std::vector<std::int64_t> seen_;
};

}  // namespace surety::testing
