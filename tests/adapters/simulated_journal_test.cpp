// The simulated journal without faults is a journal like any other; with them it lies as told.
#include <doctest/doctest.h>

#include "tests/adapters/journal_contract.hpp"
#include "tests/support/simulated_journal.hpp"

using namespace surety;
using namespace surety::testing;

TEST_CASE("the simulated journal keeps the journal's promises") {
  SimulatedLog log(3, 1);
  journal_contract([&] { return std::make_unique<SimulatedJournal>(log); });
}

TEST_CASE("a bad network loses, delays, doubles and reorders, the same for the same seed") {
  const auto run = [](std::uint64_t seed) {
    SimulatedLog log(1, seed);
    log.faults = {.lost = 20, .doubled = 20, .late = 50, .late_ticks = 10};
    SimulatedJournal journal(log);
    for (int i = 0; i < 100; ++i) {
      journal.append(0, std::to_string(i));
      log.tick();
    }
    log.settle();
    return log.records(0);
  };
  const auto records = run(7);
  CHECK(records == run(7));
  CHECK(records != run(8));
  const std::set<std::string> different(records.begin(), records.end());
  CHECK(different.size() < 100);              // lost
  CHECK(records.size() > different.size());   // doubled
  std::vector<int> first;
  for (const auto& r : records) first.push_back(std::stoi(r));
  CHECK_FALSE(std::is_sorted(first.begin(), first.end()));  // reordered
}
