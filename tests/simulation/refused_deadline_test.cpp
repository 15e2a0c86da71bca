// A deadline that its own kind refuses is a bug: told, and in nobody's way.
#include <doctest/doctest.h>

#include <stdexcept>

#include "engine/fold.hpp"
#include "tests/simulation/hainan.hpp"

using namespace surety;
using namespace surety::simulation;

namespace {

const std::string project = "2407-460000-04-01-000001";

/// No alert can be opened: every deadline that raises one is refused.
void break_alerts(Alone& world) {
  world.node.trapped().trap = [](std::string_view key, bool found) {
    if (!found && key.find("Salert/") != key.npos) throw std::runtime_error("a bug");
  };
}

std::string phase(Alone& world, const std::string& id) {
  const auto c = FoldReader(world.node.store(), 1).find("guarantee", id);
  return c ? c->kind->phase_name(c->state.get()) : "";
}

}  // namespace

TEST_CASE("a refused deadline is told, and the others pass, however many were refused before") {
  Alone world(1, {.deadlines_per_round = 1});
  found(world);
  register_project(world, project);
  REQUIRE(world.settle());
  std::vector<std::string> letters;
  for (int i = 0; i < 12; ++i) {
    apply_for_letter(world, project);
    REQUIRE(world.settle());
    REQUIRE_FALSE(world.told["guarantee.apply"].refusal);
    letters.push_back(id_of(world.told["guarantee.apply"]));
  }
  const auto issued = letters.back();
  issue_letter(world, project, issued, "L-1", "2024-10-01");
  world.settle();
  REQUIRE(phase(world, issued) == "in-force");
  auto status = [&] { return world.node.node().status()[0]; };
  CHECK(status().degraded == 0);

  // Eleven reviews and a confirmation of receipt are overdue long before the letter ends.
  break_alerts(world);
  world.time.now_ms += 100 * 86'400'000LL;
  world.time.steady_ms += 100 * 86'400'000LL;
  for (int i = 0; i < 50; ++i) REQUIRE(world.step());
  CHECK(phase(world, issued) == "expired");
  CHECK(status().refused_deadlines == 11);  // the confirmation ended with its letter
  CHECK(status().degraded == 11);
  CHECK(status().oldest_due_ms == 0);
  CHECK(world.at_rest());

  // Nothing is tried again before an event of the case; then it is, and passes.
  world.node.trapped().trap = nullptr;
  for (int i = 0; i < 50; ++i) REQUIRE(world.step());
  CHECK(status().refused_deadlines == 11);
  world.ask("guarantee",
            "disclose",
            project,
            letters[0],
            R"({"fields":["owner_phone"],"reason":"核对"})",
            member_of("enterprise", owner_code));
  world.settle();
  CHECK_FALSE(world.told["guarantee.disclose"].refusal);
  CHECK(status().refused_deadlines == 10);
  CHECK(FoldReader(world.node.store(), 1).deadlines("guarantee", letters[0])[0].status ==
        DeadlineStatus::passed);

  // A new leader tries them all.
  world.node.crash();
  REQUIRE(world.node.start({}).empty());
  for (int i = 0; i < 1'000; ++i) REQUIRE(world.step());
  CHECK(status().refused_deadlines == 0);
  CHECK(status().degraded == 0);
}
