// `surety replay`: builds the folded data anew from the journal, beside the live one, and compares.
#include <fmt/format.h>

#include <iostream>
#include <limits>

#include "adapters/clock/clock.hpp"
#include "adapters/notifications/folder_notifier.hpp"
#include "engine/digest.hpp"
#include "engine/node.hpp"
#include "projections/checksum.hpp"
#include "tools/cli.hpp"
#include "tools/refold.hpp"
#include "tools/storage.hpp"

namespace surety::tools {
namespace {

struct Keys : DataKeys {
  bool from_scratch = false;
  std::string until;
};

/// A journal that ends earlier: before the first commit beyond an instant or a position.
class EndingEarlier : public Journal {
 public:
  EndingEarlier(Journal& whole, const std::string& until) : whole_(whole) {
    if (until.empty()) return;
    if (const auto cursor = CommitPosition::parse(until)) {
      limit_instant(instant_of(*cursor));
      limit_sequence(*cursor);
      return;
    }
    std::string text = until;
    if (!Instant::check(text).empty()) {
      throw CLI::ValidationError("--until", until + " is neither a position G.P:S nor an instant");
    }
    limit_instant(Instant::stored(text));
  }

  int partitions() const override { return whole_.partitions(); }
  const std::string& name() const override { return whole_.name(); }
  std::int64_t generation() const override { return whole_.generation(); }
  std::int64_t first_generation() const override { return whole_.first_generation(); }
  void append(int, std::string) override {}
  void on_durable(std::function<void()>) override {}
  std::int64_t end(int partition) const override {
    const auto whole = whole_.end(partition);
    return ends_.empty() ? whole : std::min(whole, ends_[static_cast<std::size_t>(partition)]);
  }
  std::vector<JournalEntry> read(int partition, std::int64_t offset, std::size_t max_records,
                                 std::size_t max_bytes) override {
    const auto left = end(partition) - offset;
    if (left <= 0) return {};
    return whole_.read(partition, offset, std::min<std::size_t>(max_records, left), max_bytes);
  }

 private:
  /// The offset of the first commit for which `beyond` holds, or the end.
  template <class Beyond>
  std::int64_t first(int partition, Beyond beyond) {
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
  Instant instant_of(const CommitPosition& cursor) {
    if (cursor.partition < 0 || cursor.partition >= partitions()) {
      throw CLI::ValidationError("--until", "there is no partition " +
                                                std::to_string(cursor.partition));
    }
    Instant at{std::numeric_limits<std::int64_t>::max()};
    first(static_cast<int>(cursor.partition), [&](const Commit& c) {
      if (c.sequence == cursor.sequence) at = c.recorded_at;
      return c.sequence > cursor.sequence;
    });
    return at;
  }
  void limit_instant(Instant until) {
    for (int p = 0; p < partitions(); ++p) {
      ends_.push_back(first(p, [&](const Commit& c) { return c.recorded_at > until; }));
    }
  }
  void limit_sequence(const CommitPosition& cursor) {
    ends_[static_cast<std::size_t>(cursor.partition)] =
        first(static_cast<int>(cursor.partition),
              [&](const Commit& c) { return c.sequence > cursor.sequence; });
  }

  Journal& whole_;
  std::vector<std::int64_t> ends_;
};

/// One checksum of a family over all partitions: that of the checksums of each.
std::vector<std::string> checksums(const Store& store, const std::string& family, int partitions) {
  std::vector<std::string> all;
  for (int p = 0; p < partitions; ++p) all.push_back(checksum(store, family, p));
  return all;
}

bool compare(const Store& live, const Store& rebuilt, int partitions, bool comparable) {
  std::vector<std::string> families{std::string(fold_family)};
  for (const auto& projection : every_projection()) families.push_back(projection->family());
  bool equal = true;
  for (const auto& family : families) {
    const auto fresh = checksums(rebuilt, family, partitions);
    const auto old = checksums(live, family, partitions);
    std::string joined;
    for (const auto& one : fresh) joined += one;
    std::string verdict = comparable ? "equal" : "not compared";
    for (int p = 0; comparable && p < partitions; ++p) {
      if (fresh[static_cast<std::size_t>(p)] == old[static_cast<std::size_t>(p)]) continue;
      verdict = fmt::format("DIFFERS in partition {}", p);
      equal = false;
      break;
    }
    fmt::print("{:<34} {} {}\n", family, hex(sha256(joined)).substr(0, 16), verdict);
  }
  return equal;
}

void replay(const Keys& keys) {
  const Folder folder(keys.data, false);
  auto journal = open_journal(folder, keys, true);
  auto live = open_store(folder / "store");
  // What is kept beside goes on from where it was; to another end it begins anew.
  const auto beside = folder / "replay";
  if (keys.from_scratch || !keys.until.empty()) std::filesystem::remove_all(beside);
  auto rebuilt = open_store(beside);

  EndingEarlier until(*journal, keys.until);
  fold(*journal, *live, folder, "Reading what the live store lacks");
  const auto done = fold(until, *rebuilt, folder, "Replaying");
  fmt::print("{} events in {:.2f} s, {:.0f} events/s\n", done.events, done.seconds,
             static_cast<double>(done.events) / std::max(done.seconds, 1e-3));
  const bool equal = compare(*live, *rebuilt, journal->partitions(), keys.until.empty());
  std::fflush(stdout);
  if (!keys.until.empty()) {
    rebuilt.reset();
    std::filesystem::remove_all(beside);
  }
  if (!equal) throw Unequal{};
}

}  // namespace

Folded fold(Journal& journal, Store& store, const Folder& folder, const std::string& title) {
  auto clock = system_clock();
  auto randomness = system_randomness();
  auto notifier = folder_notifier(folder / "outbox");
  Node node({.name = "replay", .leads = false}, journal, store, *clock, *randomness, *notifier,
            every_projection());
  if (const auto trouble = node.open(); !trouble.empty()) {
    throw Failure(trouble, "surety verify tells what holds and what does not");
  }
  Folded done;
  node.on_commit([&](int, const Commit& c) {
    done.events += static_cast<std::int64_t>(c.events.size());
  });
  Progress progress(title);
  while (!node.caught_up()) {
    const bool more = node.step();
    progress.at(done.events);
    for (const auto& p : node.status()) {
      if (!p.halted.empty()) {
        throw Failure(fmt::format("partition {} stands still: {}", p.partition, p.halted),
                      "surety verify tells what holds and what does not");
      }
    }
    if (!more && !node.caught_up()) throw Failure("the journal ended early", "run surety verify");
  }
  done.seconds = progress.seconds();
  store.flush();
  return done;
}

void add_replay(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand(
      "replay", "Rebuild the read models from the journal, beside the live ones, and compare");
  add_data_keys(*verb, *keys);
  verb->add_flag("--from-scratch", keys->from_scratch,
                 "Begin with nothing; else go on from the last replay");
  verb->add_option("--until", keys->until, "Stop behind this position G.P:S or instant");
  add_config(*verb);
  verb->footer("Works on a stopped node's folder. Exit code 1 if a checksum differs.");
  verb->callback([verb, keys] {
    read_config(*verb);
    replay(*keys);
  });
}

}  // namespace surety::tools
