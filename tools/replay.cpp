// `surety replay`: builds the folded data anew from the journal, beside the live one, and compares.
#include <fmt/format.h>

#include <iostream>

#include "adapters/clock/clock.hpp"
#include "adapters/notifications/folder_notifier.hpp"
#include "engine/digest.hpp"
#include "engine/node.hpp"
#include "projections/checksum.hpp"
#include "tools/cli.hpp"
#include "tools/ending_earlier.hpp"
#include "tools/refold.hpp"
#include "tools/storage.hpp"

namespace surety::tools {
namespace {

struct Keys : DataKeys {
  bool from_scratch = false;
  std::string until;
};

/// One checksum of a family over all partitions: that of the checksums of each.
std::vector<std::string> checksums(const Store& store, const std::string& family, int partitions) {
  std::vector<std::string> all;
  for (int p = 0; p < partitions; ++p) all.push_back(checksum(store, family, p));
  return all;
}

bool compare(const Store& live, const Store& rebuilt, int partitions, bool comparable) {
  std::vector<std::string> families{std::string(fold_family())};
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
  if (done.degraded > 0) {
    throw Failure(fmt::format("{} cases cannot be folded by this build", done.degraded),
                  "the log names them; another build folds them again from their history");
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
  for (const auto& p : node.status()) done.degraded += p.degraded;
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
  verb->add_option("--until", keys->until, until_help);
  add_config(*verb);
  verb->footer("Works on a stopped node's folder. Exit code 1 if a checksum differs.");
  verb->callback([verb, keys] {
    read_config(*verb);
    replay(*keys);
  });
}

}  // namespace surety::tools
