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
  bool together = false;    ///< nodes share an intake: each takes commands, any may decide them
  bool new_rules = false;   ///< rulebooks are published in the middle; always so together
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
  std::int64_t lost = 0;      ///< callers who were told that their command was lost
  std::int64_t repeats = 0;   ///< public events that came more than once
  std::int64_t adoptions = 0; ///< rulebooks, by each partition
};

SimulationReport run_seed(std::uint64_t seed, const SimulationOptions& = {});

}  // namespace surety::simulation
