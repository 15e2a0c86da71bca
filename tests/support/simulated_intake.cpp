// Commands under way, and the entries that have arrived.
#include "tests/support/simulated_intake.hpp"

#include <algorithm>
#include <stdexcept>

namespace surety::testing {

void SimulatedIntakeLog::tick() {
  letters_.tick();
  stamp();
}

void SimulatedIntakeLog::settle() {
  letters_.settle();
  stamp();
}

void SimulatedIntakeLog::put(int partition, std::string bytes) {
  letters_.put(partition, std::move(bytes));
  stamp();
}

void SimulatedIntakeLog::forget_below(int partition, std::int64_t offset) {
  auto& oldest = oldest_[at(partition)];
  oldest = std::max(oldest, offset);
}

void SimulatedIntakeLog::stamp() {
  for (int p = 0; p < letters_.partitions(); ++p) {
    auto& entries = entries_[at(p)];
    const auto& arrived = letters_.records(p);
    for (auto i = entries.size(); i < arrived.size(); ++i)
      entries.push_back({static_cast<std::int64_t>(i), arrived[i], {time_.now_ms}});
  }
}

void SimulatedIntake::append(int partition, std::string bytes) {
  if (!log_.throws.empty()) throw std::runtime_error(log_.throws);
  if (connection_.cut_off || (log_.loses && log_.loses(bytes))) return;
  producer_.append(partition, std::move(bytes));
  log_.stamp();
}

// It may be slow: what is there is not always at hand, and seldom all of it.
std::vector<IntakeEntry> SimulatedIntake::read(int partition, std::int64_t offset,
                                               std::size_t max) {
  if (!log_.throws.empty()) throw std::runtime_error(log_.throws);
  std::vector<IntakeEntry> out;
  const auto slow = log_.faults().lagging;
  if (connection_.cut_off || (slow && random_.percent(slow))) return out;
  if (slow && random_.one_in(2)) max = std::min<std::size_t>(max, 1 + random_.below(3));
  const auto& entries = log_.entries(partition);
  const auto first = std::max(offset, log_.oldest(partition));
  for (auto o = first; o < static_cast<std::int64_t>(entries.size()) && out.size() < max; ++o)
    out.push_back(entries[static_cast<std::size_t>(o)]);
  return out;
}

}  // namespace surety::testing
