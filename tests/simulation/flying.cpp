// The rule of dropping: whatever was proposed before a void record of one's own is given up.
#include "tests/simulation/flying.hpp"

#include <algorithm>

namespace surety::simulation {
namespace {

bool is_commit(const std::string& bytes) { return !bytes.empty() && bytes[0] == 'M'; }
bool is_claim(const std::string& bytes) { return !bytes.empty() && bytes[0] == 'C'; }

}  // namespace

void Flying::read(const ReadBack& record) {
  if (record.counts && !mine_.empty() && record.bytes == mine_.front()) return mine_.pop_front();
  const bool own = std::find(mine_.begin(), mine_.end(), record.bytes) != mine_.end();
  const bool of_another = record.counts && (is_commit(record.bytes) || is_claim(record.bytes));
  if (own || of_another) mine_.clear();
}

std::string Flying::check(const PartitionStatus& status) {
  for (auto& bytes : new_)
    if (is_commit(bytes)) mine_.push_back(std::move(bytes));
  new_.clear();
  if (status.in_flight > mine_.size())
    return "proposals are kept after one came back void: " + std::to_string(status.in_flight) +
           " in flight, " + std::to_string(mine_.size()) + " can still count";
  // Proposals that are overdue are dropped as well; the newest are those that were made again.
  mine_.erase(mine_.begin(), mine_.end() - static_cast<long>(status.in_flight));
  return {};
}

}  // namespace surety::simulation
