// What must always hold, for many seeds; a failing one is printed and comes again by its number.
#include <doctest/doctest.h>

#include "tests/simulation/world.hpp"

using namespace surety::simulation;

namespace {

SimulationReport held(std::uint64_t seed, const SimulationOptions& options = {}) {
  auto report = run_seed(seed, options);
  std::string records;
  for (const auto& line : report.last_records) records += "\n  " + line;
  const auto* which = options.together ? " --together" : "";
  CHECK_MESSAGE(report.failure.empty(), "seed ", seed, which, ": ", report.failure, records);
  return report;
}

}  // namespace

TEST_CASE("crashes, a bad network, rival leaders and wrong clocks lose, double and invent nothing") {
  SimulationReport all;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const auto r = held(seed);
    all.counted += r.counted;
    all.voids += r.voids;
    all.answered += r.answered;
    all.deadlines += r.deadlines;
    all.crashes += r.crashes;
    all.days += r.days;
    all.messages += r.messages;
    all.put_off += r.put_off;
    all.attempts += r.attempts;
    all.races += r.races;
  }
  // The world must have been as bad and as busy as it was meant to be.
  CHECK(all.voids > all.counted / 3);
  CHECK(all.answered > 5'000);
  CHECK(all.deadlines > 1'500);
  CHECK(all.crashes > 2'000);
  CHECK(all.days > 20 * 365);
  CHECK(all.messages > 50);
  CHECK(all.put_off > 100);
  CHECK(all.attempts > 100);
  CHECK(all.races > 5);
}

TEST_CASE("nodes that share an intake answer everybody, skip nothing and publish all of it") {
  SimulationReport all;
  for (std::uint64_t seed = 1; seed <= 350; ++seed) {
    const auto r = held(seed, {.together = true});
    all.counted += r.counted;
    all.voids += r.voids;
    all.claims += r.claims;
    all.answered += r.answered;
    all.lost += r.lost;
    all.deadlines += r.deadlines;
    all.crashes += r.crashes;
    all.repeats += r.repeats;
    all.adoptions += r.adoptions;
    all.put_off += r.put_off;
    all.attempts += r.attempts;
    all.races += r.races;
  }
  CHECK(all.voids > all.counted / 2);
  CHECK(all.claims > 5'000);
  CHECK(all.answered > 10'000);
  CHECK(all.lost > 5'000);
  CHECK(all.deadlines > 1'500);
  CHECK(all.crashes > 4'000);
  CHECK(all.repeats > 4'000);
  CHECK(all.adoptions > 1'500);
  CHECK(all.put_off > 1'000);
  CHECK(all.attempts > 300);
  CHECK(all.races > 5);
}

TEST_CASE("years in one world, and rulebooks that are published on the way") {
  const auto alone = held(1001, {.actions = 15'000, .new_rules = true});
  CHECK(alone.days > 10 * 365);
  CHECK(alone.adoptions >= 2);
  const auto together = held(1003, {.actions = 10'000, .together = true});
  CHECK(together.days > 5 * 365);
  CHECK(together.adoptions >= 2);
}

TEST_CASE("two runs of one seed end in equal bytes") {
  for (const std::uint64_t seed : {7, 11, 14, 23}) {
    const auto first = held(seed), second = held(seed);
    CHECK_FALSE(first.digest.empty());
    CHECK(first.digest == second.digest);
    const auto third = held(seed, {.together = true}), fourth = held(seed, {.together = true});
    CHECK(third.digest == fourth.digest);
    CHECK(third.digest != first.digest);
  }
}

TEST_CASE("without read models the journal is the same") {
  for (const std::uint64_t seed : {5, 6})
    CHECK(held(seed, {.actions = 300, .read_models = false}).counted > 0);
}
