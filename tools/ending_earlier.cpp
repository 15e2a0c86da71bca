// Where the journal ends is found by reading it from the front: instants stand in commits alone.
#include "tools/ending_earlier.hpp"

#include <CLI/CLI.hpp>
#include <limits>
#include <set>

#include "events/record.hpp"

namespace surety::tools {
namespace {

/// Positions between commas; none if one of them is no position.
std::vector<CommitPosition> positions_in(const std::string& text) {
  std::vector<CommitPosition> found;
  for (std::size_t from = 0; from <= text.size();) {
    const auto comma = std::min(text.find(',', from), text.size());
    const auto one = CommitPosition::parse(text.substr(from, comma - from));
    if (!one) return {};
    found.push_back(*one);
    from = comma + 1;
  }
  return found;
}

}  // namespace

EndingEarlier::EndingEarlier(Journal& whole, const std::string& until) : whole_(whole) {
  if (until.empty()) return;
  const auto cursor = positions_in(until);
  std::set<std::int64_t> named;
  for (const auto& position : cursor) {
    if (position.partition < 0 || position.partition >= partitions())
      throw CLI::ValidationError("--until",
                                 "there is no partition " + std::to_string(position.partition));
    named.insert(position.partition);
  }
  if (cursor.size() == 1) {
    limit_instant(instant_of(cursor[0]));
    limit_sequence(cursor[0]);
  } else if (!cursor.empty()) {
    if (static_cast<int>(named.size()) != partitions() || cursor.size() != named.size())
      throw CLI::ValidationError("--until", "name one position, or one of each partition");
    ends_.resize(named.size());
    for (const auto& position : cursor) limit_sequence(position);
  } else {
    std::string text = until;
    if (!Instant::check(text).empty())
      throw CLI::ValidationError("--until", until + " is neither a position G.P:S nor an instant");
    limit_instant(Instant::stored(text));
  }
}

std::int64_t EndingEarlier::end(int partition) const {
  const auto whole = whole_.end(partition);
  return ends_.empty() ? whole : std::min(whole, ends_[static_cast<std::size_t>(partition)]);
}

std::vector<JournalEntry> EndingEarlier::read(int partition, std::int64_t offset,
                                              std::size_t max_records, std::size_t max_bytes) {
  const auto left = end(partition) - offset;
  if (left <= 0) return {};
  return whole_.read(partition, offset, std::min<std::size_t>(max_records, left), max_bytes);
}

/// The offset of the first commit for which `beyond` holds, or the end.
template <class Beyond>
std::int64_t EndingEarlier::first(int partition, Beyond beyond) {
  const auto end = whole_.end(partition);
  for (std::int64_t offset = 0; offset < end;) {
    const auto entries = whole_.read(partition, offset, 1000, 1 << 20);
    if (entries.empty()) return offset;
    for (const auto& entry : entries) {
      const auto record = decode_record(entry.bytes);
      const auto* commit = record ? std::get_if<Commit>(&*record) : nullptr;
      if (commit != nullptr && beyond(*commit)) return entry.offset;
    }
    offset = entries.back().offset + 1;
  }
  return end;
}

Instant EndingEarlier::instant_of(const CommitPosition& cursor) {
  Instant at{std::numeric_limits<std::int64_t>::max()};
  first(static_cast<int>(cursor.partition), [&](const Commit& c) {
    if (c.sequence == cursor.sequence) at = c.recorded_at;
    return c.sequence > cursor.sequence;
  });
  return at;
}

void EndingEarlier::limit_instant(Instant until) {
  for (int p = 0; p < partitions(); ++p)
    ends_.push_back(first(p, [&](const Commit& c) { return c.recorded_at > until; }));
}

void EndingEarlier::limit_sequence(const CommitPosition& cursor) {
  ends_[static_cast<std::size_t>(cursor.partition)] =
      first(static_cast<int>(cursor.partition),
            [&](const Commit& c) { return c.sequence > cursor.sequence; });
}

}  // namespace surety::tools
