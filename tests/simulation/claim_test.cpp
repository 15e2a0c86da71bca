// When a node claims: not before it knows who led last.
#include <doctest/doctest.h>

#include "tests/simulation/alone.hpp"

using namespace surety;
using namespace surety::simulation;

TEST_CASE("a node that has the journal still to read claims once it has read it") {
  Alone world(1);
  REQUIRE(world.settle());
  Mailbox mailbox(1, false);
  SimulatedNode fresh("fresh", world.log, world.time, mailbox, 2, false);
  REQUIRE(fresh.start({}).empty());
  fresh.journal().read_max = 1;
  for (int i = 0; i < 100; ++i) {
    world.time.now_ms += 10;
    world.time.steady_ms += 10;
    REQUIRE(fresh.step(0));
  }
  const auto status = fresh.node().status()[0];
  CHECK(status.leading);
  CHECK(status.void_records.empty());
}
