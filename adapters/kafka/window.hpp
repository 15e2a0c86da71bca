// The stretch of one partition's records that is in memory: follows the end, or its reader.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "engine/ports.hpp"

namespace surety::kafka {

/// Records [from, next), contiguous. As long as nobody reads it the oldest make room for the
/// newest; once somebody does, what was not read yet stays, and the brokers have to wait.
class Window {
 public:
  explicit Window(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  std::int64_t next() const { return next_; }
  bool holds(std::int64_t offset) const {
    return !records_.empty() && records_.front().offset <= offset && offset < next_;
  }
  /// `for_reader`: somebody waits for just this record.
  void restart(std::int64_t offset, bool for_reader) {
    records_.clear();
    bytes_ = 0;
    next_ = read_ = offset;
    reader_ = for_reader;
  }
  bool full() const { return bytes_ >= bytes_max_ && kept(records_.front()); }

  enum class Took { taken, known, gap };
  Took take(JournalEntry entry) {
    if (entry.offset < next_) return Took::known;
    if (entry.offset > next_) return Took::gap;
    bytes_ += entry.bytes.size();
    records_.push_back(std::move(entry));
    ++next_;
    trim();
    return Took::taken;
  }

  /// The reader waits for the next record, so it wants none before it any more.
  void wait_for_next() {
    reader_ = true;
    read_ = next_;
    trim();
  }

  /// REQUIRES: holds(offset).
  std::vector<JournalEntry> read(std::int64_t offset, std::size_t max_records,
                                 std::size_t max_bytes) {
    std::vector<JournalEntry> out;
    std::size_t bytes = 0;
    for (auto i = static_cast<std::size_t>(offset - records_.front().offset);
         i < records_.size() && out.size() < max_records && (out.empty() || bytes < max_bytes);
         ++i) {
      out.push_back(records_[i]);
      bytes += records_[i].bytes.size();
    }
    reader_ = true;
    read_ = std::max(read_, out.back().offset + 1);
    trim();
    return out;
  }

 private:
  bool kept(const JournalEntry& entry) const { return reader_ && entry.offset >= read_; }
  void trim() {
    while (bytes_ > bytes_max_ && records_.size() > 1 && !kept(records_.front())) {
      bytes_ -= records_.front().bytes.size();
      records_.pop_front();
    }
  }

  std::deque<JournalEntry> records_;
  std::int64_t next_ = 0, read_ = 0;
  std::size_t bytes_ = 0, bytes_max_;
  bool reader_ = false;
};

}  // namespace surety::kafka
