// `surety demo-data`: fills a folder with a made-up province, by commands, and says what is there.
#include "tools/demo_player.hpp"

#include <fmt/format.h>

#include <map>

#include "engine/authorisation.hpp"
#include "projections/run.hpp"
#include "tools/cli.hpp"
#include "tools/player.hpp"

namespace surety::tools {
namespace {

struct Keys : DataKeys, DemoPlayer::Wish {
  std::string now;
};

std::optional<Instant> instant_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  std::string checked = text;
  if (!Instant::check(checked).empty())
    throw CLI::ValidationError("--now", text + " is no instant like 2025-03-01T09:00:00+08:00");
  return Instant::stored(checked);
}

/// Cases of every kind by state, as an auditor of all jurisdictions sees them.
void print_cases(InnerNode& node) {
  const auto auditor = Player(node.runtime(), node.secrets()).account("auditor");
  const auto store = node.runtime().snapshot();
  for (const auto& view : views()) {
    const auto state = column_at(view, "state");
    if (!view.shows_case || !state) continue;
    std::map<std::string, std::int64_t> counts;
    each_row(*store, node.runtime().partitions(), view, auditor, false,
             [&](std::string_view, const Packed& row, std::string_view) {
               ++counts[std::string(row[*state])];
             });
    if (counts.empty()) continue;
    std::int64_t all = 0;
    std::string states;
    for (const auto& [name, count] : counts) {
      all += count;
      states += fmt::format("{}{} {}", states.empty() ? "" : ", ", name, count);
    }
    fmt::print("{:>22} {:>9}  {}\n", view.name, all, states);
  }
}

void demo_data(const Keys& keys) {
  InnerNode node(keys, instant_of(keys.now));
  const auto started = std::chrono::steady_clock::now();
  DemoPlayer player(node, keys);
  player.play();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  print_cases(node);
  fmt::print("{} commands, {} events in {:.1f} s: {:.0f} events/s\n", player.commands(),
             player.events(), took.count(), static_cast<double>(player.events()) / took.count());
}

}  // namespace

void add_demo_data(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand(
      "demo-data", "Fill a stopped node's folder with a made-up province beside the sample");
  add_data_keys(*verb, *keys);
  verb->add_option("--projects", keys->projects, "How many")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}))
      ->capture_default_str();
  verb->add_option("--jurisdiction", keys->jurisdiction, "One of the four; by default all")
      ->check(CLI::IsMember({"230000", "210500", "350500", "460000"}));
  verb->add_option("--seed", keys->seed, "The same seed on the same day: the same data")
      ->capture_default_str();
  verb->add_option("--now", keys->now, "Of a manual clock, so that any day gives the same data");
  add_config(*verb);
  verb->callback([verb, keys] {
    read_config(*verb);
    demo_data(*keys);
  });
}

}  // namespace surety::tools
