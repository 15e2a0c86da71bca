// Decisions that fail, and those whose record would be larger than a record may be.
#include <doctest/doctest.h>

#include <stdexcept>

#include "engine/decide.hpp"
#include "tests/simulation/alone.hpp"

using namespace surety;
using namespace surety::simulation;

namespace {

constexpr auto code = "91460000MA5T00021B";

void create(Alone& world, const std::string& name) {
  world.ask("organisation",
            "create",
            code,
            code,
            R"({"kind":"insurer","name":")" + name +
                R"(","region_code":"460000","credit_code":"91460000MA5T00021B"})",
            the_engine());
}

}  // namespace

TEST_CASE("what fails on the way to a decision is refused, and does not end the node") {
  Alone world(1);
  world.settle();
  bool sprung = false;
  world.node.trapped().trap = [&](std::string_view key, bool) {
    if (!sprung && key.ends_with(std::string("Sorganisation/") + code)) {
      sprung = true;
      throw std::runtime_error("a bug");
    }
  };
  create(world, "海口保险");
  bool went_on = true;
  try {
    world.settle();
  } catch (const std::exception&) {
    went_on = false;
  }
  REQUIRE(went_on);
  REQUIRE(world.told.count("organisation.create"));
  REQUIRE(world.told["organisation.create"].refusal);
  CHECK(world.told["organisation.create"].refusal->code == "internal-error");
}

TEST_CASE("a commit that would be too large is refused, and what waits behind it goes on") {
  Alone world(1);
  world.settle();
  create(world, std::string(commit_bytes_max, 'x'));
  world.ask("role", "create", "a", "a", "{}", the_engine());
  REQUIRE(world.settle());
  REQUIRE(world.told.count("organisation.create"));
  REQUIRE(world.told["organisation.create"].refusal);
  CHECK(world.told["organisation.create"].refusal->code == "too-large");
  CHECK(world.told["organisation.create"].events.empty());
  CHECK(world.told.count("role.create"));
  for (const auto& bytes : world.log.records(0)) CHECK(bytes.size() <= commit_bytes_max);
  create(world, "海口保险");  // nothing is left of it
  REQUIRE(world.settle());
  CHECK_FALSE(world.told["organisation.create"].refusal);
}

TEST_CASE("a command of which not even the refusal fits is put away") {
  Alone world(1);
  world.settle();
  CommandEnvelope c;
  c.id = std::string(commit_bytes_max, 'i');
  c.kind = "organisation";
  c.command = "create";
  c.case_id = c.root = "a";
  world.ask(c);
  world.ask("role", "create", "a", "a", "{}", the_engine());
  REQUIRE(world.settle());
  CHECK(world.told.count("role.create"));
  CHECK(world.node.node().status()[0].garbage == 1);
  for (const auto& bytes : world.log.records(0)) CHECK(bytes.size() <= commit_bytes_max);
}
