// Two cases of different roots take one number in the same moment: an alert says so, whoever dies.
#include <doctest/doctest.h>

#include "engine/digest.hpp"
#include "engine/fold.hpp"
#include "engine/kinds/alert.hpp"
#include "tests/simulation/hainan.hpp"

using namespace surety;
using namespace surety::simulation;

namespace {

// Of different partitions among two.
const std::string here = "2407-460000-04-01-000001", there = "2407-460000-04-01-000002";

std::vector<Case> alerts(Alone& world) {
  std::vector<Case> found;
  const FoldReader reader(world.node.store(), 2);
  for (const auto& root : {here, there})
    for (const auto& key : reader.cases_of(root))
      if (key.starts_with("alert/"))
        if (auto c = reader.find("alert", key.substr(6))) found.push_back(std::move(*c));
  return found;
}

std::string apply(Alone& world, const std::string& project) {
  register_project(world, project);
  world.settle();
  apply_for_letter(world, project);
  world.settle();
  REQUIRE_FALSE(world.told["guarantee.apply"].refusal);
  return id_of(world.told["guarantee.apply"]);
}

void check_alert(Alone& world, const std::string& first, const std::string& second) {
  const auto opened = alerts(world);
  REQUIRE(opened.size() == 1);
  const auto& alert = opened[0].as<alert::State>();
  CHECK(alert.deadline == "duplicate-number");
  CHECK(alert.node == guarantor_code + "/L-1");
  CHECK(alert.subject == alert::Subject{"guarantee", std::max(first, second)});
  CHECK(alert.other == alert::Subject{"guarantee", std::min(first, second)});
  CHECK(alert.owner->value == owner_code);
}

}  // namespace

TEST_CASE("a race for one letter number opens one alert, at the case opened later") {
  Alone world(2);
  REQUIRE(partition_of(here, 2) != partition_of(there, 2));
  found(world);
  const auto first = apply(world, here), second = apply(world, there);
  issue_letter(world, here, first, "L-1", "2025-07-01");
  issue_letter(world, there, second, "L-1", "2025-07-01");
  world.settle();
  check_alert(world, first, second);
  CHECK_FALSE(world.told["guarantee.issue"].refusal);

  // It is looked for again by whoever leads next, and told once.
  world.node.store().flush();
  world.node.crash();
  REQUIRE(world.node.start({}).empty());
  for (int i = 0; i < 1'000; ++i) REQUIRE(world.step());
  REQUIRE(world.node.node().status()[0].leading);
  check_alert(world, first, second);
}

TEST_CASE("a race whose leader dies before it could tell is told by the next") {
  Alone world(2);
  found(world);
  const auto first = apply(world, here), second = apply(world, there);
  issue_letter(world, here, first, "L-1", "2025-07-01");
  issue_letter(world, there, second, "L-1", "2025-07-01");
  world.step();  // both are decided, neither is read back
  world.node.crash();
  CHECK(world.log.records(0).size() + world.log.records(1).size() > 0);
  REQUIRE(world.node.start({}).empty());
  while (!world.at_rest()) world.step();  // folded by a node that does not lead yet
  world.node.store().flush();
  for (int i = 0; i < 1'000; ++i) REQUIRE(world.step());
  check_alert(world, first, second);
}

TEST_CASE("a number that is taken when it is asked for is refused and opens no alert") {
  Alone world(2);
  found(world);
  const auto first = apply(world, here), second = apply(world, there);
  issue_letter(world, here, first, "L-1", "2025-07-01");
  world.settle();
  issue_letter(world, there, second, "L-1", "2025-07-01");
  world.settle();
  REQUIRE(world.told["guarantee.issue"].refusal);
  CHECK(world.told["guarantee.issue"].refusal->code == "letter-number-taken");
  CHECK(alerts(world).empty());
}

TEST_CASE("an alert whose command is lost on its way is asked for again") {
  Alone world(2, {}, true);
  found(world);
  const auto first = apply(world, here), second = apply(world, there);
  world.intake.loses = [](const std::string& bytes) {
    return bytes.find("duplicate-number/") != bytes.npos;
  };
  issue_letter(world, here, first, "L-1", "2025-07-01");
  issue_letter(world, there, second, "L-1", "2025-07-01");
  world.settle();
  REQUIRE(alerts(world).empty());
  CHECK_FALSE(world.node.node().settled());
  world.intake.loses = nullptr;
  world.time.steady_ms += 61'000;
  world.settle();
  check_alert(world, first, second);
}
