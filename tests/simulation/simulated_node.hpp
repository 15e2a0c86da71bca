// One node of the simulation: what survives its crashes, and what does not.
#pragma once

#include <memory>
#include <string>

#include "engine/node.hpp"
#include "tests/simulation/mailbox.hpp"
#include "tests/simulation/trapped_store.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/seeded_randomness.hpp"
#include "tests/support/simulated_clock.hpp"
#include "tests/support/simulated_intake.hpp"
#include "tests/support/simulated_journal.hpp"

namespace surety::simulation {

/// Thrown where a node dies in the middle of a step.
struct Crash {};

class SimulatedNode {
 public:
  SimulatedNode(std::string name, testing::SimulatedLog&, const testing::SimulatedTime&, Mailbox&,
                std::uint64_t seed, bool read_models);

  /// Commands go through this intake from the next start on.
  void share(testing::SimulatedIntakeLog& intake) { shared_ = &intake; }
  /// Starts the process on what its store holds. Empty, or why it does not start.
  std::string start(NodeSettings);
  /// Kills it: every family falls back to its own last flush.
  void crash();
  bool runs() const { return node_ != nullptr; }
  /// One step; false if it died in it. `dies_after`: so many writes and appends on, 0 never.
  bool step(int dies_after);

  const std::string& name() const { return name_; }
  Node& node() { return *node_; }
  testing::MemoryStore& store() { return store_; }
  TrappedStore& trapped() { return trapped_; }  ///< what the node itself works on
  testing::SimulatedJournal& journal() { return *journal_; }
  testing::SimulatedClock& clock() { return clock_; }
  const NodeSettings& settings() const { return settings_; }

 private:
  std::string name_;
  testing::SimulatedLog& log_;
  Mailbox& mailbox_;
  bool read_models_;
  testing::MemoryStore store_;
  TrappedStore trapped_{store_};
  testing::SimulatedClock clock_;
  testing::SeededRandomness random_;
  std::unique_ptr<testing::SimulatedJournal> journal_;
  testing::SimulatedIntakeLog* shared_ = nullptr;
  std::unique_ptr<testing::SimulatedIntake> intake_;
  std::unique_ptr<Postman> postman_;
  std::unique_ptr<Node> node_;
  NodeSettings settings_;
  int dies_after_ = 0;
};

}  // namespace surety::simulation
