// One node in situations that are too rare to wait for a seed.
#include <doctest/doctest.h>

#include <stdexcept>

#include "engine/digest.hpp"
#include "engine/fold_keys.hpp"
#include "tests/simulation/alone.hpp"
#include "tests/simulation/people.hpp"

using namespace surety;
using namespace surety::simulation;

TEST_CASE("a credit code of eighteen digits takes no part in the platform's numbers") {
  Alone world(1);
  People people(1, 1);
  Instant now{world.time.now_ms};
  for (int i = 0; i < 3; ++i) {  // rulebook and guarantors
    const auto c = people.next(now);
    world.node.node().offer(c, [&people, c](const Outcome& o) { people.heard(c, o); });
    world.settle();
  }
  std::string number;
  for (int i = 0; i < 200 && number.empty(); ++i) {
    world.ask("enterprise",
              "enrol",
              "914600001234510000",
              "914600001234510000",
              R"({"credit_code":"914600001234510000","name":"企业","jurisdiction":"460000"})",
              the_engine());
    const auto c = people.next(now);
    world.node.node().offer(c, [&people, &number, c](const Outcome& o) {
      people.heard(c, o);
      if (c.command == "apply" && !o.refusal) number = o.case_key;
    });
    world.node.step(0);
  }
  CHECK(number.substr(0, 14) == "guarantee/2024");
}

TEST_CASE("a record that cannot be read stops its partition in its own words, and no other") {
  Alone world(2);
  world.settle();
  REQUIRE(world.node.node().caught_up());
  world.node.journal().before_read = [](int partition, std::int64_t offset) {
    if (partition == 1) throw std::runtime_error("partition 1, record " + std::to_string(offset));
  };
  for (const auto* id : {"a", "b", "c", "d"})
    world.ask("role", "create", id, id, "{}", Actor{});
  world.settle();
  const auto status = world.node.node().status();
  CHECK(status[0].halted.empty());
  CHECK(status[0].position.next_offset == status[0].end);
  CHECK(status[1].halted.find("partition 1, record ") != std::string::npos);
}

TEST_CASE("a case whose folded state cannot be read stops its partition and is not opened again") {
  Alone world(1);
  People people(1, 1);
  for (int i = 0; i < 3; ++i) {  // rulebook and guarantors
    const auto c = people.next({world.time.now_ms});
    world.node.node().offer(c, [&people, c](const Outcome& o) { people.heard(c, o); });
    world.settle();
  }
  const std::string code = "914600001234510000";
  const auto enrol = [&] {
    world.ask("enterprise", "enrol", code, code,
              R"({"credit_code":"914600001234510000","name":"企业","jurisdiction":"460000"})",
              the_engine());
    world.settle();
  };
  enrol();
  REQUIRE(world.told.at("enterprise.enrol").events.size() == 1);
  world.node.store().write(
      {{std::string(fold_family()), {{keys::state(0, "enterprise/" + code), "other"}}}});
  world.node.store().flush();
  world.node.crash();
  REQUIRE(world.node.start({}).empty());
  world.settle();
  const auto end = world.node.journal().end(0);
  enrol();
  CHECK(world.node.node().status()[0].halted ==
        "partition 0: the folded state of enterprise/" + code + " cannot be read");
  CHECK(world.node.journal().end(0) == end);
}

TEST_CASE("a clock that nobody vouches for is not believed by a node with an empty store") {
  Alone world(1);
  world.settle();
  const auto before = world.node.node().status()[0].position.recorded_at;
  world.node.crash();  // nothing was flushed: it starts with nothing to compare the clock with
  world.node.clock().off_ms = 3'000 * 86'400'000LL;
  world.node.clock().set_witnessed(false);
  REQUIRE(world.node.start({}).empty());
  world.ask("role", "create", "a", "a", "{}", Actor{});
  for (int i = 0; i < 100 && world.told.empty(); ++i) {
    world.time.now_ms += 100;
    world.time.steady_ms += 100;
    world.node.step(0);
  }
  const auto after = world.node.node().status()[0].position;
  CHECK(world.told.count("role.create") == 1);
  CHECK(world.node.node().clock_waits());
  CHECK(after.recorded_at.ms < before.ms + 86'400'000);
  world.node.node().confirm_clock();
  world.node.step(0);
  CHECK_FALSE(world.node.node().clock_waits());
}

namespace {

constexpr std::int64_t two_days_ms = 2 * 86'400'000LL;

/// A node whose journal is kept by somebody with a clock, some seconds off the node's.
struct Kept : Alone {
  Kept() : Alone(1) {
    log.keeper = [this] { return Instant{time.now_ms + 20'000 + keeper_off_ms}; };
    settle();
    before = recorded();
  }
  void start_again() {
    node.store().flush();
    node.crash();
    REQUIRE(node.start({}).empty());
    for (int i = 0; i < 30; ++i) step();
  }
  Instant recorded() { return node.node().status()[0].position.recorded_at; }
  void ask_one() {
    ask("role", "create", "a", "a", "{}", Actor{});
    for (int i = 0; i < 30; ++i) step();
    CHECK(told.count("role.create") == 1);
  }
  std::int64_t keeper_off_ms = 0;
  Instant before;
};

}  // namespace

TEST_CASE("a clock that the journal's keeper contradicts is not believed, whoever else vouches") {
  Kept world;
  world.node.clock().off_ms = two_days_ms;
  SUBCASE("from the start on") { world.start_again(); }
  SUBCASE("while the node runs") {}
  world.ask_one();
  CHECK(world.node.node().clock_waits());
  CHECK(world.recorded().ms < world.before.ms + 86'400'000);
  const auto off = world.node.node().status()[0].clock_off_ms.value();
  CHECK(std::abs(off - 20'000 + two_days_ms) < 1000);
  world.node.clock().off_ms = 0;
  world.step();
  CHECK_FALSE(world.node.node().clock_waits());
  world.node.clock().off_ms = two_days_ms;
  world.step();
  CHECK(world.node.node().clock_waits());
  world.node.node().confirm_clock();
  world.step();
  CHECK_FALSE(world.node.node().clock_waits());
}

TEST_CASE("a clock that the journal's keeper confirms goes on after a leap") {
  Kept world;
  world.time.now_ms += two_days_ms;
  world.node.clock().set_witnessed(false);
  world.start_again();
  CHECK_FALSE(world.node.node().clock_waits());
  world.ask_one();
  CHECK(world.recorded().ms >= world.before.ms + two_days_ms);
}

TEST_CASE("a keeper more than a minute off vouches for nothing") {
  Kept world;
  world.time.now_ms += two_days_ms;
  world.node.clock().set_witnessed(false);
  world.keeper_off_ms = 60'000;
  world.start_again();
  CHECK(world.node.node().clock_waits());
}
