// What must always hold, for many seeds; a failing one is printed and comes again by its number.
#include <doctest/doctest.h>

#include "tests/simulation/world.hpp"

using namespace surety::simulation;

namespace {

SimulationReport held(std::uint64_t seed, const SimulationOptions& options = {}) {
  auto report = run_seed(seed, options);
  std::string records;
  for (const auto& line : report.last_records) records += "\n  " + line;
  CHECK_MESSAGE(report.failure.empty(), "seed ", seed, ": ", report.failure, records);
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

TEST_CASE("years in one world") {
  const auto report = held(1001, {.actions = 15'000});
  CHECK(report.days > 10 * 365);
}

TEST_CASE("two runs of one seed end in equal bytes") {
  for (const std::uint64_t seed : {7, 11, 14, 23}) {
    const auto first = held(seed), second = held(seed);
    CHECK_FALSE(first.digest.empty());
    CHECK(first.digest == second.digest);
  }
}

TEST_CASE("without read models the journal is the same") {
  for (const std::uint64_t seed : {5, 6})
    CHECK(held(seed, {.actions = 300, .read_models = false}).counted > 0);
}
