// Turns a Node into a running program: one thread that steps it, doors for the others. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/node.hpp"

namespace surety {

class Runtime {
 public:
  static constexpr std::size_t queue_max = 8'000;  ///< commands waiting; beyond: 503
  /// The node must be open. `store` gives snapshots to readers.
  Runtime(Node&, Store&, Clock&);
  ~Runtime();
  void start();
  void stop();  ///< waits for the current step
  /// Something became durable or due: give it to Journal::on_durable.
  void nudge();

  /// Offers a command; `reply` is called on the engine thread (be quick). False: not now.
  bool submit(CommandEnvelope, std::function<void(const Outcome&)> reply);
  /// As submit, waiting at most `timeout_ms`; empty if it did not come (outcome-unknown) .
  std::optional<Outcome> ask(CommandEnvelope, int timeout_ms = 30'000);

  /// A reader of one instant; keep it short.
  std::unique_ptr<StoreReader> snapshot() const;
  int partitions() const;
  std::int64_t generation() const;
  std::vector<PartitionStatus> status() const;  ///< as of the last step
  bool caught_up() const;
  bool stands_still() const;  ///< its thread waits for a disk; no command is taken
  Instant now() const;
  bool clock_waits() const;
  void confirm_clock();
  /// The brokers have the partition's public events up to that sequence: the next commit says so.
  void published(int partition, std::int64_t sequence);
  /// What was told so, by partition; -1 where nothing was.
  std::vector<std::int64_t> published() const;
  const Library& library() const;

  /// Waits until the partition has folded that sequence; false after `timeout_ms`.
  bool wait_for(const CommitPosition&, int timeout_ms) const;
  /// Manual clock only: moves time to `now` and answers when every deadline up to then is handled.
  /// False if it would go back or the clock is not manual.
  bool move_clock(Instant now);
  /// Called on the engine thread for every commit that counted, after it is visible. Returns an id
  /// for `unsubscribe`.
  int subscribe(std::function<void(int partition, const Commit&)>);
  void unsubscribe(int id);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace surety
