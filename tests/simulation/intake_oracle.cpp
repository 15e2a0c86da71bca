// The intake's order, counted again.
#include "tests/simulation/intake_oracle.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/digest.hpp"
#include "events/binary.hpp"

namespace surety::simulation {

std::string IntakeOracle::id_of(int partition, const IntakeEntry& entry) const {
  CommandEnvelope c;
  if (!from_binary(entry.bytes, c)) return {};
  return partition_of(c.root.empty() ? c.case_id : c.root, partitions_) == partition ? c.id : "";
}

std::string IntakeOracle::undecided(int partition, std::int64_t until) const {
  const auto& read = of(partition);
  const auto& entries = intake_.entries(partition);
  for (auto o = std::max(read.mark + 1, intake_.oldest(partition)); o < until; ++o) {
    const auto id = id_of(partition, entries[static_cast<std::size_t>(o)]);
    if (!id.empty() && read.decided.count(id) == 0) return fmt::format("{} at {}", id, o);
  }
  return {};
}

std::string IntakeOracle::counted(int partition, const Commit& c) {
  auto& read = read_[static_cast<std::size_t>(partition)];
  if (!c.cause.starts_with("command:"))
    return c.intake_offset == -1 ? "" : "what is no command has a place in the intake";
  const auto id = c.cause.substr(8);
  const auto& entries = intake_.entries(partition);
  if (c.intake_offset < 0 || c.intake_offset >= static_cast<std::int64_t>(entries.size()))
    return "a command was decided that stands nowhere in the intake";
  if (id_of(partition, entries[static_cast<std::size_t>(c.intake_offset)]) != id)
    return "a command was decided that stands elsewhere in the intake";
  if (c.intake_offset <= read.mark) return "commands were decided out of the intake's order";
  if (auto skipped = undecided(partition, c.intake_offset); !skipped.empty())
    return "a command of the intake was skipped: " + skipped;
  read.mark = c.intake_offset;
  read.decided.insert(id);
  return {};
}

std::string IntakeOracle::left(int partition) const {
  return undecided(partition, static_cast<std::int64_t>(intake_.entries(partition).size()));
}

bool IntakeOracle::waits(const std::string& command_id) const {
  for (int p = 0; p < partitions_; ++p) {
    const auto& entries = intake_.entries(p);
    for (auto o = std::max(mark(p) + 1, intake_.oldest(p));
         o < static_cast<std::int64_t>(entries.size());
         ++o)
      if (id_of(p, entries[static_cast<std::size_t>(o)]) == command_id) return true;
  }
  return false;
}

}  // namespace surety::simulation
