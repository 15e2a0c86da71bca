// A node's part in the checkpoints of a shared folder: it starts from one, and makes them.
#pragma once

#include <CLI/CLI.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "adapters/rocksdb/checkpoint.hpp"

namespace surety::tools {

struct CheckpointKeys {
  std::string folder;  ///< empty: none are made or taken
  double minutes = 60;
};
void add_checkpoint_keys(CLI::App&, CheckpointKeys&);

/// Fills the store's folder, if it is not there yet, from the newest checkpoint that fits; without
/// one the node reads the journal from its beginning. Never fails: what cannot be used is told.
void start_from_checkpoint(const CheckpointKeys&, const Journal&,
                           const std::filesystem::path& store);

/// Makes a checkpoint whenever the newest in the folder, whoever made it, is old enough.
class CheckpointKeeper {
 public:
  CheckpointKeeper(const CheckpointKeys&, const Journal&, NodeStore&, std::string node);
  ~CheckpointKeeper();

 private:
  void run();
  std::int64_t interval_ms_;
  NodeStore& store_;
  std::string node_;
  std::unique_ptr<Checkpoints> checkpoints_;  ///< null: none are asked for
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace surety::tools
