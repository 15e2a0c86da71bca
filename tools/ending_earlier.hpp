// A journal as it was at an earlier point; for `replay` and `restore`.
#pragma once

#include <string>
#include <vector>

#include "engine/fold.hpp"
#include "engine/ports.hpp"

namespace surety::tools {

inline constexpr const char* until_help =
    "Stop behind this instant, this position G.P:S, or the positions of all partitions, with "
    "commas between them, as a backup names them";

/// Ends before the first commit beyond an instant, or beyond a position and its instant. Positions
/// of all partitions are taken as they are. Throws CLI::ValidationError on what is none of these.
class EndingEarlier : public Journal {
 public:
  /// Nothing is left out where `until` is empty.
  EndingEarlier(Journal& whole, const std::string& until);

  int partitions() const override { return whole_.partitions(); }
  const std::string& name() const override { return whole_.name(); }
  std::int64_t generation() const override { return whole_.generation(); }
  std::int64_t first_generation() const override { return whole_.first_generation(); }
  void append(int, std::string) override {}
  void on_durable(std::function<void()>) override {}
  std::int64_t end(int partition) const override;
  std::vector<JournalEntry> read(int partition, std::int64_t offset, std::size_t max_records,
                                 std::size_t max_bytes) override;

 private:
  template <class Beyond>
  std::int64_t first(int partition, Beyond beyond);
  Instant instant_of(const CommitPosition&);
  void limit_instant(Instant until);
  void limit_sequence(const CommitPosition&);

  Journal& whole_;
  std::vector<std::int64_t> ends_;
};

}  // namespace surety::tools
