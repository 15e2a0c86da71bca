// Where the messages of the simulated nodes arrive, and each node's own way there.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/ports.hpp"
#include "tests/support/seeded_randomness.hpp"

namespace surety::simulation {

/// Shared by all nodes; counts what arrived, by the effect's id.
class Mailbox {
 public:
  explicit Mailbox(std::uint64_t seed, bool fails_ = true) : fails(fails_), random_(seed) {}
  Sent take(const Message& m) {
    if (fails && random_.one_in(3)) return {m.id, "no answer", random_.one_in(8)};
    ++arrived[m.id];
    return {m.id};
  }
  /// In so many steps the sender learns of it; often at once.
  int steps() { return fails && random_.one_in(2) ? static_cast<int>(random_.below(6)) : 0; }
  bool fails;
  std::map<std::string, int> arrived;

 private:
  testing::SeededRandomness random_;
};

/// Of one process: what it has not learnt yet dies with it.
class Postman final : public Notifier {
 public:
  explicit Postman(Mailbox& box) : box_(box) {}
  void send(Message m) override {
    auto sent = box_.take(m);
    on_the_way_.emplace_back(box_.steps(), std::move(sent));
  }
  std::vector<Sent> sent() override {
    std::vector<Sent> told;
    std::erase_if(on_the_way_, [&](auto& one) {
      if (one.first-- > 0) return false;
      told.push_back(std::move(one.second));
      return true;
    });
    return told;
  }

 private:
  Mailbox& box_;
  std::vector<std::pair<int, Sent>> on_the_way_;
};

}  // namespace surety::simulation
