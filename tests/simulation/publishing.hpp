// Publishers of all nodes, and a subscriber that must see every public event once and in order.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "events/record.hpp"
#include "tests/simulation/simulated_node.hpp"

namespace surety::simulation {

/// A publisher sends what its node has folded while that leads; what is not acknowledged it sends
/// again, everything after it included.
class Publishing {
 public:
  Publishing(std::uint64_t seed, int partitions)
      : random_(seed), topics_(static_cast<std::size_t>(partitions)) {}

  bool fails = true;
  /// A commit that counted. Empty, or what it violates.
  std::string counted(int partition, const Commit&);
  /// After a step of the node. Empty, or what the subscriber finds wrong.
  std::string publish(SimulatedNode&);
  /// The node is dead, or another process: what it knew of acknowledgements is gone.
  void forget(const SimulatedNode& node);
  /// Whether the subscriber has everything.
  bool complete() const;
  /// The mark in the journal, and the sequence of its newest commit.
  std::int64_t published(int partition) const {
    return topics_[static_cast<std::size_t>(partition)].published;
  }
  std::int64_t newest(int partition) const {
    return static_cast<std::int64_t>(topics_[static_cast<std::size_t>(partition)].events.size());
  }
  std::int64_t repeats() const { return repeats_; }  ///< messages that came again

 private:
  /// Messages are named by sequence and index, as subscribers see them.
  using Number = std::pair<std::int64_t, std::int64_t>;
  struct Topic {
    std::vector<std::int64_t> events;  ///< number of them, by sequence - 1
    Number highest{0, 0};              ///< of the subscriber
    std::int64_t published = 0;        ///< as the newest commit says
  };
  struct Session {
    std::int64_t term = 0, acknowledged = 0;
  };
  std::string receive(Topic&, Number);
  std::string send(int partition, Session&, std::int64_t until);
  static Number after(const Topic&, Number);

  testing::SeededRandomness random_;
  std::vector<Topic> topics_;
  std::map<std::pair<const SimulatedNode*, int>, Session> sessions_;
  std::int64_t repeats_ = 0;
};

}  // namespace surety::simulation
