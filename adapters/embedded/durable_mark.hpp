// How far every partition was durable, as far as this machine remembers: a small file beside the
// records, so that a lost end of the write-ahead log is told from one that was never written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace surety::embedded {

struct Mark {
  bool clean = false;  ///< closed in order: nothing stands in the write-ahead log
  std::vector<std::int64_t> ends;
};

/// Written after every sync and not synced itself: after a kill it is exact, after a power cut some
/// seconds old, and never ahead of the records. Two slots in turn, so that a torn one leaves the
/// other.
class DurableMark {
 public:
  DurableMark() = default;
  DurableMark(const DurableMark&) = delete;
  ~DurableMark();

  /// The newest whole mark; empty if there is none. Leaves the file as it is.
  static std::optional<Mark> read(const std::filesystem::path&);
  /// Empty, or why not.
  std::string open(const std::filesystem::path&);
  void write(const Mark&);  ///< a failure is no matter: the mark is then only older
  void sync();

 private:
  int file_ = -1;
  std::uint64_t turn_ = 0;
};

}  // namespace surety::embedded
