// What must hold between the intake and the journal: commands are decided in the order of the
// intake, none is skipped, and the mark in the journal never says more than was decided.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "events/record.hpp"
#include "tests/support/simulated_intake.hpp"

namespace surety::simulation {

class IntakeOracle {
 public:
  IntakeOracle(const testing::SimulatedIntakeLog& intake, int partitions)
      : intake_(intake), partitions_(partitions), read_(static_cast<std::size_t>(partitions)) {}

  /// The next commit of a partition that counted. Empty, or what it violates.
  std::string counted(int partition, const Commit&);
  /// The newest offset that is decided, -1 if none is.
  std::int64_t mark(int partition) const { return of(partition).mark; }
  /// A command that is kept, at or above the mark, and was not decided; empty if none.
  std::string left(int partition) const;
  /// Whether that command waits to be decided.
  bool waits(const std::string& command_id) const;
  /// What stands in an entry; empty if it is no command of that partition.
  std::string id_of(int partition, const IntakeEntry&) const;

 private:
  struct Read {
    std::int64_t mark = -1;
    std::set<std::string> decided;  ///< or refused untried
  };
  const Read& of(int partition) const { return read_[static_cast<std::size_t>(partition)]; }
  std::string undecided(int partition, std::int64_t until) const;

  const testing::SimulatedIntakeLog& intake_;
  int partitions_;
  std::vector<Read> read_;
};

}  // namespace surety::simulation
