// Ages are told by the wall clock, a manual one or not: a checkpoint is housekeeping, no history.
#include "tools/checkpointing.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "adapters/clock/clock.hpp"
#include "engine/fold.hpp"

namespace surety::tools {
namespace {

constexpr std::int64_t look_every_ms = 30'000;

Instant wall() { return system_clock()->now(); }

}  // namespace

void add_checkpoint_keys(CLI::App& verb, CheckpointKeys& keys) {
  verb.add_option("--checkpoints", keys.folder,
                  "Folder shared by the nodes: a new one starts from the newest checkpoint there "
                  "(none: from the journal's beginning)");
  verb.add_option("--checkpoint-minutes", keys.minutes,
                  "A node makes a checkpoint when the newest is older")
      ->check(CLI::Range(0.01, 100'000.0))
      ->capture_default_str();
}

void start_from_checkpoint(const CheckpointKeys& keys, const Journal& journal,
                           const std::filesystem::path& store) {
  if (keys.folder.empty() || std::filesystem::exists(store)) return;
  try {
    const auto taken = Checkpoints(keys.folder, journal).take(store, fold_family());
    for (const auto& why : taken.passed_over) spdlog::warn("checkpoint passed over: {}", why);
    if (!taken.manifest) {
      spdlog::info("no checkpoint fits: the journal is read from its beginning");
      return;
    }
    std::int64_t folded = 0;
    for (const auto& p : taken.manifest->positions) folded += p.sequence;
    spdlog::info("starts from the checkpoint that {} made at {}, {} commits", taken.manifest->node,
                 taken.manifest->made_at.text(), folded);
  } catch (const std::exception& e) {
    spdlog::warn("no checkpoint can be taken: {}", e.what());
  }
}

CheckpointKeeper::CheckpointKeeper(const CheckpointKeys& keys, const Journal& journal,
                                   NodeStore& store, std::string node)
    : interval_ms_(static_cast<std::int64_t>(keys.minutes * 60'000)),
      store_(store),
      node_(std::move(node)) {
  if (keys.folder.empty()) return;
  checkpoints_ = std::make_unique<Checkpoints>(keys.folder, journal);
  thread_ = std::thread([this] { run(); });
}

CheckpointKeeper::~CheckpointKeeper() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void CheckpointKeeper::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    lock.unlock();
    std::int64_t wait_ms = std::min(look_every_ms, interval_ms_);
    try {
      const auto newest = checkpoints_->newest();
      const auto now = wall();
      const auto age_ms = newest ? now.ms - newest->ms : interval_ms_;
      if (age_ms < interval_ms_) wait_ms = std::min(wait_ms, interval_ms_ - age_ms);
      else if (checkpoints_->make(store_, node_, now))
        spdlog::info("made a checkpoint in {:.1f} s", static_cast<double>(wall().ms - now.ms) / 1e3);
    } catch (const std::exception& e) {
      spdlog::warn("no checkpoint was made: {}", e.what());
    }
    lock.lock();
    wake_.wait_for(lock, std::chrono::milliseconds(wait_ms), [this] { return ending_; });
  }
}

}  // namespace surety::tools
