// Messages that cases owe: tried again ever later, never twice at once, given up in the end.
#include <doctest/doctest.h>

#include "engine/effects.hpp"
#include "tests/support/simulated_clock.hpp"

using namespace surety;

namespace {

constexpr std::int64_t second = 1'000, day = 86'400'000;

struct Hand final : Notifier {
  void send(Message m) override { handed.push_back(std::move(m)); }
  std::vector<Sent> sent() override { return std::exchange(told, {}); }
  std::vector<Message> handed;
  std::vector<Sent> told;
};

struct Shredder final : Destroyer {
  void destroy(std::string id, std::string case_key, std::int64_t version) override {
    handed.push_back({std::move(id), std::move(case_key), version});
  }
  std::vector<Sent> destroyed() override { return std::exchange(told, {}); }
  struct Task {
    std::string id, case_key;
    std::int64_t version;
  };
  std::vector<Task> handed;
  std::vector<Sent> told;
};

struct World {
  World() { owe("sms-issued"); }
  void owe(const std::string& name) {
    Effect e;
    e.name = name;
    e.channel = Effect::Channel::sms;
    e.to = "13800000000";
    desk.add(0, {e, "policy/1", 3});
  }
  void step() {
    desk.perform([](CommandEnvelope, Node::Reply) { return true; },
                 [this](int, EffectResult r) { ended.push_back(std::move(r)); },
                 [this](int) { return leads; });
  }
  /// What the gateway says of the message under way.
  void told(const std::string& failure, bool for_good = false, std::int64_t again_after_ms = 0) {
    hand.told = {{"policy/1/3/sms-issued", failure, for_good, again_after_ms}};
    step();
  }
  /// How long it takes until the message is handed over once more.
  std::int64_t waits() {
    const auto began = time.steady_ms;
    for (const auto before = hand.handed.size(); hand.handed.size() == before; step())
      time.steady_ms += second / 10;
    return time.steady_ms - began;
  }
  testing::SimulatedTime time;
  testing::SimulatedClock clock{time};
  Hand hand;
  Shredder shredder;
  EffectDesk desk{hand, clock, &shredder};
  std::vector<EffectResult> ended;
  bool leads = true;
};

}  // namespace

TEST_CASE("a message is handed over once, and ends when it is on its way") {
  World w;
  w.step();
  w.time.steady_ms += day;
  w.step();
  REQUIRE(w.hand.handed.size() == 1);
  CHECK(w.hand.handed[0].id == "policy/1/3/sms-issued");
  CHECK(w.desk.open(0) == 1);
  CHECK(w.desk.quiet());
  w.told("");
  REQUIRE(w.ended.size() == 1);
  CHECK(w.ended[0].failure.empty());
  CHECK(w.desk.open(0) == 0);
  w.told("");  // what has ended is not ended again
  CHECK(w.ended.size() == 1);
}

// proves QZI-48
TEST_CASE("a message that failed is tried again ever later, ten minutes apart at most") {
  World w;
  w.step();
  std::int64_t wait = second;
  for (int i = 0; i < 14; ++i) {
    w.told("no answer");
    const auto waited = w.waits();
    CHECK(waited >= wait);
    CHECK(waited <= wait * 3 / 2 + second / 10);
    wait = std::min(wait * 2, 600 * second);
  }
  CHECK(w.ended.empty());
}

TEST_CASE("whoever takes messages is left alone for as long as he says") {
  World w;
  w.step();
  w.told("busy", false, 300 * second);
  CHECK(w.waits() >= 300 * second);
}

TEST_CASE("what will never do ends at once, what has failed for a day is given up") {
  World refused;
  refused.step();
  refused.told("no such number", true);
  REQUIRE(refused.ended.size() == 1);
  CHECK(refused.ended[0].failure == "no such number");

  World late;
  late.step();
  late.told("no answer");
  late.waits();
  late.time.steady_ms += day;
  late.told("no answer");
  REQUIRE(late.ended.size() == 1);
  CHECK(late.ended[0].failure == "no answer");
}

TEST_CASE("who does not lead hands nothing over and ends nothing") {
  World w;
  w.leads = false;
  w.step();
  CHECK(w.hand.handed.empty());
  w.leads = true;
  w.step();
  w.leads = false;
  w.told("");
  CHECK(w.ended.empty());
  CHECK(w.desk.open(0) == 1);
}

TEST_CASE("a destruction is tried until it is done, however long that takes") {
  World w;
  Effect e;
  e.name = "destroy-keys-7";
  e.channel = Effect::Channel::destruction;
  w.desk.add(0, {e, "complaint/1", 7});
  const auto told = [&](const std::string& failure) {
    w.shredder.told = {{"complaint/1/7/destroy-keys-7", failure}};
    w.step();
  };
  w.step();
  for (std::size_t i = 1; i <= 30; ++i) {
    REQUIRE(w.shredder.handed.size() == i);
    CHECK(w.shredder.handed.back().case_key == "complaint/1");
    CHECK(w.shredder.handed.back().version == 7);
    told("cannot-be-erased-now");
    w.time.steady_ms += day;
    w.step();
  }
  CHECK(w.ended.empty());
  told("");
  REQUIRE(w.ended.size() == 1);
  CHECK(w.ended[0].effect == "destroy-keys-7");
  CHECK(w.ended[0].failure.empty());
}

TEST_CASE("a destruction waits for a node that keeps the secrets") {
  testing::SimulatedTime time;
  testing::SimulatedClock clock{time};
  Hand hand;
  EffectDesk desk{hand, clock};
  Effect e;
  e.name = "destroy-keys-7";
  e.channel = Effect::Channel::destruction;
  desk.add(0, {e, "complaint/1", 7});
  CHECK(desk.open(0) == 0);
  CHECK(desk.quiet());
}
