// A world in one thread, from one seed: real nodes on a journal, stores, clocks and a network that
// fail in every way that is allowed, and people who go on asking.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace surety::simulation {

struct SimulationOptions {
  int actions = 700;        ///< things that happen before everything comes to rest
  bool read_models = true;  ///< fold all read models as well, not only the cases
};

struct SimulationReport {
  std::uint64_t seed = 0;
  std::string failure;                    ///< empty: all held
  std::vector<std::string> last_records;  ///< of the journal, where it failed
  std::string digest;  ///< of the journal and all stores at the end: equal for equal seeds
  std::int64_t counted = 0, voids = 0, claims = 0, answered = 0, refused = 0, deadlines = 0,
               crashes = 0, days = 0, messages = 0;
  std::int64_t put_off = 0;   ///< answers that do not use up a command's id
  std::int64_t attempts = 0;  ///< records of that kind that counted
  std::int64_t races = 0;     ///< numbers that two cases hold
};

SimulationReport run_seed(std::uint64_t seed, const SimulationOptions& = {});

}  // namespace surety::simulation
