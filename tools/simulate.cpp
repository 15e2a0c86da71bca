// `surety simulate`: the world of tests/simulation, seed after seed, until one fails.
#include <fmt/format.h>

#include "tools/cli.hpp"

#if __has_include("tests/simulation/world.hpp")
#include "tests/simulation/world.hpp"
#define SURETY_WORLD 1
#endif

namespace surety::tools {
namespace {

struct Keys {
  std::uint64_t seed = 1;
  std::int64_t count = 1;
};

void simulate(const Keys& keys) {
#ifdef SURETY_WORLD
  Progress progress("Simulating", keys.count);
  for (std::int64_t i = 0; i < keys.count; ++i) {
    const auto seed = keys.seed + static_cast<std::uint64_t>(i);
    const auto failure = simulation::failure_of(seed);
    if (!failure.empty()) {
      throw Failure(fmt::format("seed {}: {}", seed, failure),
                    fmt::format("reproduce it with surety simulate --seed {}", seed));
    }
    progress.at(i + 1);
  }
  progress.finish();
  fmt::print("{} seeds from {} hold\n", keys.count, keys.seed);
#else
  (void)keys;
  throw Failure("this build has no simulation", "build with tests/simulation");
#endif
}

}  // namespace

void add_simulate(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand("simulate", "Run simulated years from seeds until one fails");
  verb->add_option("--seed", keys->seed, "The first seed")->capture_default_str();
  verb->add_option("--count", keys->count, "How many seeds")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
  verb->callback([keys] { simulate(*keys); });
}

}  // namespace surety::tools
