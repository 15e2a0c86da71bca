// What one node has in flight, seen from outside: from what it appended and what it read back.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "engine/node.hpp"

namespace surety::simulation {

/// A record of one partition as it was read, and whether it counts.
struct ReadBack {
  const std::string& bytes;
  bool counts = false;
};

/// Follows one life of a node in one partition.
class Flying {
 public:
  /// The node hands a record to its journal, after all that it reads in this step.
  void appended(const std::string& bytes) { new_.push_back(bytes); }
  /// The node has read this one in this step.
  void read(const ReadBack&);
  /// The step is over. Empty, or what the node still holds on to.
  std::string check(const PartitionStatus&);

  std::int64_t read_until = -1;  ///< offset of the next record to be read; -1: nothing known

 private:
  std::deque<std::string> mine_;
  std::vector<std::string> new_;
};

}  // namespace surety::simulation
