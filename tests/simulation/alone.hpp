// One node alone with its journal, for what is too rare to wait for a seed.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "tests/simulation/simulated_node.hpp"

namespace surety::simulation {

inline Actor the_engine() {
  Actor a;
  a.engine = true;
  return a;
}

struct Alone {
  explicit Alone(int partitions, const NodeSettings& settings = {}, bool with_intake = false)
      : log(partitions, 1), intake(partitions, 2, time) {
    time.now_ms = 1'720'576'800'000;  // 2024-07-10 10:00 in Beijing
    for (int p = 0; p < partitions; ++p) intake.named(p) = {node.name()};
    if (with_intake) node.share(intake);
    REQUIRE(node.start(settings).empty());
  }
  /// Ten milliseconds and a step; false if the node died in it.
  bool step() {
    time.now_ms += 10;
    time.steady_ms += 10;
    return node.step(0);
  }
  bool at_rest() { return node.node().caught_up() && node.node().settled(); }
  /// Until nothing is to be done; false if the node died before.
  bool settle() {
    for (int i = 0; i < 100 && !(i > 3 && at_rest()); ++i)
      if (!step()) return false;
    return true;
  }
  void ask(const CommandEnvelope& c) {
    node.node().offer(c, [this, name = c.kind + "." + c.command](const Outcome& o) {
      told[name] = o;
      told[o.command_id] = o;
    });
  }
  void ask(const std::string& kind,
           const std::string& command,
           const std::string& root,
           const std::string& id,
           const std::string& body,
           Actor actor) {
    CommandEnvelope c{
        "a-" + std::to_string(++asked), kind, command, id, root, std::move(actor), body};
    c.submitted_at = {time.now_ms};
    ask(c);
  }

  testing::SimulatedTime time;
  testing::SimulatedLog log;
  testing::SimulatedIntakeLog intake;
  Mailbox mailbox{1, false};
  SimulatedNode node{"node", log, time, mailbox, 1, false};
  std::map<std::string, Outcome> told;  ///< by kind.command, and by the command's id
  int asked = 0;
};

}  // namespace surety::simulation
