// A command that ends the process of whoever decides it: attempted twice, then refused untried.
#include <doctest/doctest.h>

#include <vector>

#include "tests/simulation/alone.hpp"

using namespace surety;
using namespace surety::simulation;

namespace {

CommandEnvelope create(const std::string& code, Instant now) {
  CommandEnvelope c;
  c.id = "create-" + code;
  c.kind = "organisation";
  c.command = "create";
  c.case_id = c.root = code;
  c.actor = the_engine();
  c.body = R"({"kind":"insurer","name":"海口保险","region_code":"460000","credit_code":")" + code +
           "\"}";
  c.submitted_at = now;
  return c;
}

const std::string bad = "91460000MA5T00021B", good = "91460000MA5T00022C";

/// Whoever decides about the bad one dies of it.
void poison(Alone& world) {
  world.node.trapped().trap = [](std::string_view key, bool) {
    if (key.ends_with("Sorganisation/" + bad)) throw Crash{};
  };
}

/// What stands in the journal: claims C, attempts A, commits of commands M, others m.
std::string story(const Alone& world) {
  std::string told;
  for (const auto& bytes : world.log.records(0)) {
    const auto record = decode_record(bytes);
    if (!record) continue;
    if (std::holds_alternative<Claim>(*record)) told += 'C';
    if (std::holds_alternative<Attempt>(*record)) told += 'A';
    if (const auto* c = std::get_if<Commit>(&*record))
      told += c->cause.starts_with("command:") ? 'M' : 'm';
  }
  return told;
}

/// A node comes up on the journal and finds both commands waiting, as from an intake. False if it
/// dies before it has answered.
bool lives_through(Alone& world) {
  if (!world.node.runs()) REQUIRE(world.node.start({}).empty());
  world.told.clear();
  world.ask(create(bad, {world.time.now_ms}));
  world.ask(create(good, {world.time.now_ms}));
  for (int i = 0; i < 2'000 && world.told.count("create-" + good) == 0; ++i)
    if (!world.step()) return false;
  return true;
}

}  // namespace

TEST_CASE("a command that ends every process is refused after two attempts, untried") {
  Alone world(1);
  poison(world);
  int deaths = 0;
  while (deaths < 10 && !lives_through(world)) ++deaths;
  CHECK(deaths == 3);
  CHECK(story(world) == "CmCACACMM");
  REQUIRE(world.told.count("create-" + bad));
  REQUIRE(world.told["create-" + bad].refusal);
  CHECK(world.told["create-" + bad].refusal->code == "cannot-be-decided");
  REQUIRE(world.told.count("create-" + good));
  CHECK_FALSE(world.told["create-" + good].refusal);

  // Its id is not used up: a build without the error decides it.
  world.node.trapped().trap = nullptr;
  CHECK(lives_through(world));
  CHECK_FALSE(world.told["create-" + bad].refusal);
}

TEST_CASE("a command that was attempted and decided is not attempted again when its record is lost") {
  Alone world(1);
  poison(world);
  CHECK_FALSE(lives_through(world));
  world.node.trapped().trap = nullptr;
  REQUIRE(world.node.start({}).empty());
  // The third append of this life is the commit, after claim and attempt: it is lost, twice.
  int appended = 0;
  world.node.journal().around_append = [&] {
    ++appended;  // before and after each
    world.log.faults.lost = appended >= 5 && appended <= 8 ? 100 : 0;
  };
  world.ask(create(bad, {world.time.now_ms}));
  for (int i = 0; i < 3'000 && world.told.empty(); ++i) REQUIRE(world.step());
  REQUIRE(world.told.count("create-" + bad));
  CHECK_FALSE(world.told["create-" + bad].refusal);
  CHECK(story(world) == "CmCAM");
}

TEST_CASE("an attempt that is lost is written again, and nothing is decided before it stands") {
  Alone world(1);
  poison(world);
  CHECK_FALSE(lives_through(world));
  REQUIRE(world.node.start({}).empty());
  int appended = 0;
  world.node.journal().around_append = [&] {
    ++appended;
    world.log.faults.lost = appended == 3 || appended == 4 ? 100 : 0;  // the attempt
  };
  world.ask(create(bad, {world.time.now_ms}));
  while (appended < 4) REQUIRE(world.step());
  for (int i = 0; i < 100; ++i) REQUIRE(world.step());  // a second
  CHECK(story(world) == "CmC");
  bool lives = true;
  for (int i = 0; i < 1'000 && lives; ++i) lives = world.step();
  CHECK_FALSE(lives);
  CHECK(story(world) == "CmCA");
}
