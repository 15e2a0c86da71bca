// `surety simulate`: the world of tests/simulation, seed after seed, until one fails.
#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <random>

#include "tests/simulation/world.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

struct Keys {
  std::uint64_t seed = 1;
  std::int64_t count = 1;
  bool fresh = false, together = false, new_rules = false;
  int actions = simulation::SimulationOptions{}.actions;
};

std::string flags(const Keys& keys) {
  return std::string(keys.together ? " --together" : "") + (keys.new_rules ? " --new-rules" : "");
}

void simulate(Keys keys) {
  if (keys.fresh) {
    keys.seed = std::random_device()();
    // Said before it begins: a run that ends without a word must come again, too.
    fmt::print("seeds from {}: surety simulate --seed {} --count {}{} --actions {}\n", keys.seed,
               keys.seed, keys.count, flags(keys), keys.actions);
    std::fflush(stdout);
  }
  Progress progress("Simulating", keys.count);
  for (std::int64_t i = 0; i < keys.count; ++i) {
    const auto seed = keys.seed + static_cast<std::uint64_t>(i);
    const auto report = simulation::run_seed(
        seed,
        {.actions = keys.actions, .together = keys.together, .new_rules = keys.new_rules});
    if (!report.failure.empty()) {
      progress.finish();
      for (const auto& record : report.last_records) std::cout << record << '\n';
      throw Failure(fmt::format("seed {}: {}", seed, report.failure),
                    fmt::format("reproduce it with surety simulate --seed {}{} --actions {}",
                                seed, flags(keys), keys.actions));
    }
    progress.at(i + 1);
  }
  progress.finish();
  fmt::print("{} seeds from {} hold\n", keys.count, keys.seed);
}

}  // namespace

void add_simulate(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand("simulate", "Run simulated years from seeds until one fails");
  auto* seed = verb->add_option("--seed", keys->seed, "The first seed")->capture_default_str();
  verb->add_flag("--fresh", keys->fresh, "From a seed of chance, which is told")->excludes(seed);
  verb->add_option("--count", keys->count, "How many seeds")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
  verb->add_flag("--together", keys->together,
                 "Worlds whose nodes share an intake: each takes commands, any may decide them");
  verb->add_flag("--new-rules", keys->new_rules,
                 "Rulebooks are published on the way; always so with --together");
  verb->add_option("--actions", keys->actions, "Things that happen in each world; 15000 are years")
      ->check(CLI::Range(30, 10'000'000))
      ->capture_default_str();
  verb->callback([keys] { simulate(*keys); });
}

}  // namespace surety::tools
