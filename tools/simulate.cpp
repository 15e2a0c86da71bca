// `surety simulate`: the world of tests/simulation, seed after seed, until one fails.
#include <fmt/format.h>

#include <iostream>

#include "tests/simulation/world.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

struct Keys {
  std::uint64_t seed = 1;
  std::int64_t count = 1;
  bool together = false, new_rules = false;
  int actions = simulation::SimulationOptions{}.actions;
};

void simulate(const Keys& keys) {
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
                                seed, (keys.together ? " --together" : std::string()) +
                                          (keys.new_rules ? " --new-rules" : ""),
                                keys.actions));
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
  verb->add_option("--seed", keys->seed, "The first seed")->capture_default_str();
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
