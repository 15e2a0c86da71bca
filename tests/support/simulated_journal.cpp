// The simulated journal: a list of letters under way, and the records that have arrived.
#include "tests/support/simulated_journal.hpp"

#include <algorithm>

namespace surety::testing {

SimulatedLog::SimulatedLog(int partitions, std::uint64_t seed, std::string name,
                           std::int64_t generation)
    : random_(seed),
      name_(std::move(name)),
      generation_(generation),
      records_(static_cast<std::size_t>(partitions)),
      appended_at_(static_cast<std::size_t>(partitions)) {}

void SimulatedLog::send(int partition, std::string bytes) {
  if (random_.percent(faults.lost)) return;
  const int copies = random_.percent(faults.doubled) ? 2 : 1;
  for (int i = 0; i < copies; ++i) {
    // The second copy always comes later: a producer's retry.
    const bool late = i > 0 || random_.percent(faults.late);
    const auto delay = late ? random_.below(std::uint64_t{faults.late_ticks} + 1) : 0;
    under_way_.push_back({now_ + delay, sent_++, partition, bytes});
  }
  if (faults.late_ticks == 0) settle();
}

void SimulatedLog::tick() {
  ++now_;
  std::vector<Letter> due;
  const auto split = std::stable_partition(under_way_.begin(), under_way_.end(),
                                           [&](const Letter& l) { return l.arrives_at > now_; });
  due.assign(std::make_move_iterator(split), std::make_move_iterator(under_way_.end()));
  under_way_.erase(split, under_way_.end());
  std::sort(due.begin(), due.end(), [](const Letter& a, const Letter& b) {
    return std::pair(a.arrives_at, a.number) < std::pair(b.arrives_at, b.number);
  });
  for (auto& letter : due) put(letter.partition, std::move(letter.bytes));
}

void SimulatedLog::settle() {
  for (const auto& letter : under_way_) now_ = std::max(now_, letter.arrives_at);
  tick();
}

void SimulatedLog::put(int partition, std::string bytes) {
  const auto p = static_cast<std::size_t>(partition);
  records_[p].push_back(std::move(bytes));
  appended_at_[p].push_back(keeper ? std::optional(keeper()) : std::nullopt);
  ++arrived_;
  for (const auto& [who, tell] : told_)
    if (tell) tell();
}

const std::vector<std::string>& SimulatedLog::records(int partition) const {
  return records_[static_cast<std::size_t>(partition)];
}

std::string SimulatedLog::bytes() const {
  std::string out;
  for (const auto& records : records_) {
    out.append(std::to_string(records.size())).append(1, '\n');
    for (const auto& r : records) out.append(std::to_string(r.size())).append(1, ':').append(r);
  }
  return out;
}

SimulatedJournal::SimulatedJournal(SimulatedLog& log)
    : log_(log), seen_(static_cast<std::size_t>(log.partitions())) {
  for (int p = 0; p < log.partitions(); ++p)
    seen_[static_cast<std::size_t>(p)] = static_cast<std::int64_t>(log.records(p).size());
}

void SimulatedJournal::append(int partition, std::string bytes) {
  if (on_append) on_append(partition, bytes);
  if (around_append) around_append();
  if (!cut_off) log_.send(partition, std::move(bytes));
  if (around_append) around_append();
}

void SimulatedJournal::look() {
  if (cut_off) return;
  for (std::size_t p = 0; p < seen_.size(); ++p) {
    const auto all = static_cast<std::int64_t>(log_.records(static_cast<int>(p)).size());
    if (!log_.random_.percent(log_.faults.lagging)) seen_[p] = all;
  }
}

std::int64_t SimulatedJournal::end(int partition) const {
  if (log_.faults.lagging == 0 && !cut_off)
    return static_cast<std::int64_t>(log_.records(partition).size());
  return seen_[static_cast<std::size_t>(partition)];
}

std::vector<JournalEntry> SimulatedJournal::read(int partition, std::int64_t offset,
                                                 std::size_t max_records, std::size_t max_bytes) {
  std::vector<JournalEntry> out;
  std::size_t bytes = 0;
  if (before_read) before_read(partition, offset);
  const auto patchy = listened_to ? log_.faults.patchy : 0;
  if (patchy && log_.random_.percent(patchy)) return out;
  max_records = std::min(max_records, read_max);
  for (auto o = offset; o < end(partition) && out.size() < max_records; ++o) {
    if (!out.empty() && bytes >= max_bytes) break;
    const auto at = static_cast<std::size_t>(o);
    out.push_back({o, log_.records(partition)[at],
                   log_.appended_at_[static_cast<std::size_t>(partition)][at]});
    bytes += out.back().bytes.size();
  }
  return out;
}

void SimulatedJournal::on_durable(std::function<void()> f) {
  log_.told_.insert_or_assign(this, std::move(f));
}

}  // namespace surety::testing
