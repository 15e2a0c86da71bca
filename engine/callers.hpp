// Who waits for which command: the callers of this node, whoever decides what they asked.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/replica.hpp"

namespace surety {

/// Single-threaded. A caller is answered once its command's record has been folded here and is
/// visible to readers; so an answer does not need the node that decided.
class Callers {
 public:
  /// Waits for the command's record.
  void wait(const std::string& command_id, Node::Reply, std::int64_t now_ms);
  /// The outcome is known already.
  void already(Node::Reply, Outcome);
  /// A commit that counted, after the replica has folded it.
  void folded(const Replica&, const Commit&);
  /// Those who have waited so long that their command was lost on its way are told by an outcome
  /// without a command's id.
  void give_up_before(std::int64_t since_ms);
  /// Calls back; publications wait until every partition has `adopted` the rulebook of that name.
  void answer(const std::function<bool(const std::string& rulebook)>& adopted);
  /// Callers, several of whom may wait for one command.
  std::size_t waiting() const { return count_; }

 private:
  struct Waiting {
    Node::Reply reply;
    std::int64_t since_ms = 0;
  };
  std::unordered_map<std::string, std::vector<Waiting>> waiting_;  ///< by command, oldest first
  std::size_t count_ = 0;
  std::vector<std::pair<Node::Reply, Outcome>> ready_;
};

}  // namespace surety
