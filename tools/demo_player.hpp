// Plays a made-up province into a node: many commands under way, each root's in their order.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "tools/demo_world.hpp"
#include "tools/inner_node.hpp"

namespace surety::tools {

class DemoPlayer {
 public:
  struct Wish {
    std::int64_t projects = 1'000;
    std::string jurisdiction{};  ///< empty: all
    std::uint64_t seed = 1;
  };
  DemoPlayer(InnerNode&, Wish);
  ~DemoPlayer();
  /// Commands that were played before are not played again. Throws Failure on a refusal.
  void play();
  std::int64_t events() const { return events_; }
  std::int64_t commands() const { return given_; }

 private:
  struct Served {
    std::int64_t project;
    std::string policy;
  };
  DemoWorld::Ground ground() const;
  void submit(const DemoMove&, std::string id, std::function<void()> then = {});
  void serve();
  void wait_until_fewer_than(std::int64_t);

  InnerNode& node_;
  const Wish wish_;
  const DemoWorld world_;
  const int subscription_;
  std::int64_t given_ = 0;
  std::atomic<std::int64_t> events_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable fewer_;
  std::int64_t flying_ = 0;
  std::string trouble_;
  std::deque<Served> served_;  ///< their orders have been opened
};

}  // namespace surety::tools
