// The inside of the simulated world: who is in it, what happens, what is checked.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "tests/simulation/flying.hpp"
#include "tests/simulation/intake_oracle.hpp"
#include "tests/simulation/mailbox.hpp"
#include "tests/simulation/oracle.hpp"
#include "tests/simulation/own_dates.hpp"
#include "tests/simulation/people.hpp"
#include "tests/simulation/publishing.hpp"
#include "tests/simulation/simulated_node.hpp"
#include "tests/simulation/world.hpp"

namespace surety::simulation {

class World {
 public:
  World(std::uint64_t seed, const SimulationOptions&);
  SimulationReport run();

 private:
  void happen();
  void pass_time();
  void ask();
  void disturb(SimulatedNode&);
  void bend_clock(SimulatedNode&);
  void put_stranger();
  void start(SimulatedNode&);
  void kill(SimulatedNode&);
  void forget(const SimulatedNode&);
  void step(SimulatedNode&);
  void step(SimulatedNode&, int dies_after);
  void offer(SimulatedNode&, const CommandEnvelope&);
  void answered(std::uint64_t caller, const Outcome&);
  void check(SimulatedNode&);
  void follow();
  void come_to_rest();
  void rest();
  void rest_with_a_bug();
  void revive(SimulatedNode&);
  bool at_rest();
  std::string unrest();
  void set_traps(SimulatedNode&);
  void watch(SimulatedNode&, const PartitionStatus&);
  void check_answers();
  void check_stores();

  // Of worlds whose nodes share an intake.
  void settle_together();
  void disturb_together(SimulatedNode&);
  void share_out(int partition);
  void put_garbage();
  void forget_entries();
  void publish_rules();
  void told_lost(const std::string& id, std::int64_t since_ms);
  void check_together(SimulatedNode&, const PartitionStatus&);
  void check_callers(const SimulatedNode&);
  void begin_rest_together();
  void rest_unnamed();
  bool at_rest_together();
  void check_intake();

  void fail(const std::string& why) {
    if (report_.failure.empty()) report_.failure = why;
  }
  bool failed() const { return !report_.failure.empty(); }
  SimulatedNode& any() { return *nodes_[random_.below(nodes_.size())]; }

  /// People mostly find the one that leads.
  SimulatedNode& someone() { return intake_ || duels_ || random_.one_in(4) ? any() : *nodes_[0]; }

  /// One question on its way; a node answers it or dies.
  struct Caller {
    SimulatedNode* node = nullptr;
    std::string id;
    std::int64_t since_ms = 0;
  };
  struct Asked {
    CommandEnvelope command;
    bool answered = false;
    Outcome outcome;
  };
  /// Whoever decides about this organisation dies of it.
  static inline const std::string poisonous = "91460000MA5T00099X";

  const SimulationOptions options_;
  testing::SeededRandomness random_;
  SimulationReport report_;
  testing::SimulatedTime time_;
  testing::SimulatedLog log_;
  Mailbox mailbox_;
  Oracle oracle_;
  People people_;
  std::vector<std::unique_ptr<SimulatedNode>> nodes_;
  std::vector<std::size_t> followed_;
  std::map<std::string, Asked> asked_;
  std::vector<std::string> open_questions_;
  std::vector<std::string> expired_;  ///< to be asked again under their ids
  std::map<std::uint64_t, Caller> callers_;
  std::uint64_t callers_so_far_ = 0;
  std::map<std::pair<const SimulatedNode*, int>, Flying> flying_;
  CommandEnvelope poison_;        ///< waits in every intake until it is answered; may have no id
  bool alerts_fail_ = false;      ///< a bug: every deadline that raises an alert is refused
  NodeSettings settings_;
  bool duels_ = false;         ///< every node wants to lead
  std::int64_t widest_ms_ = 0; ///< how far a believed clock may stand off
  bool wild_clocks_ = false;
  int happened_ = 0;

  std::unique_ptr<testing::SimulatedIntakeLog> intake_;  ///< null: commands wait with their leader
  std::unique_ptr<IntakeOracle> intake_oracle_;
  std::unique_ptr<Publishing> publishing_;
  std::vector<std::string> unheard_;  ///< told as lost: to be asked again
  std::map<const SimulatedNode*, int> paused_until_;  ///< by what has happened
  std::set<const SimulatedNode*> unreadable_;         ///< a partition of theirs cannot be read
  std::map<std::pair<const SimulatedNode*, int>, std::int64_t> marks_;  ///< of the intake, as seen
};

constexpr std::int64_t beginning_ms = 1'720'576'800'000;  // 2024-07-10 10:00 in Beijing

}  // namespace surety::simulation
