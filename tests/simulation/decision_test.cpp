// Decisions that fail, and those whose record would be larger than a record may be.
#include <doctest/doctest.h>

#include <stdexcept>

#include "engine/decide.hpp"
#include "engine/digest.hpp"
#include "engine/embedded.hpp"
#include "engine/kinds/rulebook.hpp"
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

TEST_CASE("a published set whose adoption fits into no record is told, and holds up nobody") {
  Alone world(1);
  world.settle();
  Rulebook book;
  from_json(embedded_files().at("rulebooks/460000-1.json"), book, Source::outside);
  rulebook::Publish publish{book.effective_from, book.rules, RegionCode{book.jurisdiction}};
  world.ask("rulebook", "publish", "460000", "460000", to_json(publish), the_engine());
  REQUIRE(world.settle());
  REQUIRE_FALSE(world.told["rulebook.publish"].refusal);

  std::optional<Commit> next;  // as an older build may have written it
  for (const auto& bytes : world.log.records(0))
    if (const auto record = decode_record(bytes))
      if (const auto* c = std::get_if<Commit>(&*record); c && c->case_key == "rulebook/460000")
        next = *c;
  REQUIRE(next);
  const auto position = world.node.node().status()[0].position;
  next->follows = position.head;
  next->sequence = position.sequence + 1;
  next->recorded_at = position.recorded_at;
  book.rules.sources.assign(600, {"adjustment_days", std::string(1000, 'x')});
  auto& event = next->events[0];
  event.case_version = 2;
  event.data = to_json(rulebook::Published{2, book.effective_from, book.rules, book.jurisdiction});
  event.prev_hash = event.hash;
  event.hash = event_hash(event, *next);
  world.log.put(0, encode(*next));

  create(world, "海口保险");
  REQUIRE(world.settle());
  CHECK(world.told.count("organisation.create") == 1);
  const auto status = world.node.node().status()[0];
  CHECK(status.halted.empty());
  CHECK(status.degraded == 1);
}
