// Nodes that share an intake, in situations that are too rare to wait for a seed.
#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "engine/digest.hpp"
#include "engine/embedded.hpp"
#include "engine/kinds/rulebook.hpp"
#include "events/binary.hpp"
#include "tests/simulation/alone.hpp"

using namespace surety;
using namespace surety::simulation;

namespace {

constexpr int partitions = 2;

/// Two nodes, of which the first is named for every partition.
struct Pair {
  Pair() : log(partitions, 1), intake(partitions, 2, time) {
    time.now_ms = 1'720'576'800'000;
    for (auto& n : nodes) {
      n.share(intake);
      REQUIRE(n.start({}).empty());
    }
    name(0);
    settle();
  }
  void name(std::size_t who) {
    for (int p = 0; p < partitions; ++p) intake.named(p) = {nodes[who].name()};
  }
  void step(std::int64_t ms = 10) {
    time.now_ms += ms;
    time.steady_ms += ms;
    for (auto& n : nodes)
      if (n.runs()) n.step(0);
  }
  void settle() {
    for (int i = 0; i < 30; ++i) step();
  }
  std::size_t ask(std::size_t node, const std::string& id, const std::string& code) {
    const auto at = told.size();
    told.emplace_back();
    nodes[node].node().offer(create(id, code),
                             [this, at](const Outcome& o) { told[at].push_back(o); });
    return at;
  }
  CommandEnvelope create(const std::string& id, const std::string& code) const {
    CommandEnvelope c;
    c.id = id;
    c.kind = "organisation";
    c.command = "create";
    c.case_id = c.root = code;
    c.actor = the_engine();
    c.body = R"({"kind":"insurer","name":"海口保险","region_code":"460000","credit_code":")" +
             code + "\"}";
    return c;
  }

  testing::SimulatedTime time;
  testing::SimulatedLog log;
  testing::SimulatedIntakeLog intake;
  Mailbox mailbox{1, false};
  std::array<SimulatedNode, 2> nodes{SimulatedNode{"one", log, time, mailbox, 1, false},
                                     SimulatedNode{"two", log, time, mailbox, 2, false}};
  std::vector<std::vector<Outcome>> told;
};

CommandEnvelope publication() {
  Rulebook book;
  from_json(embedded_files().at("rulebooks/460000-1.json"), book, Source::outside);
  CommandEnvelope c;
  c.id = "p";
  c.kind = "rulebook";
  c.command = "publish";
  c.case_id = c.root = book.jurisdiction;
  c.actor = the_engine();
  c.body = to_json(
      rulebook::Publish{book.effective_from, book.rules, RegionCode{book.jurisdiction}});
  return c;
}

const std::string code = "91460000MA5T00021B";

}  // namespace

TEST_CASE("who asks the node that does not lead is answered by it") {
  Pair world;
  const auto asked = world.ask(1, "a", code);
  world.settle();
  REQUIRE(world.told[asked].size() == 1);
  CHECK(world.told[asked][0].command_id == "a");
  CHECK_FALSE(world.told[asked][0].refusal);
}

TEST_CASE("who waits is told that the command was lost, though others ask for it again") {
  Pair world;
  world.intake.faults().lost = 100;
  const auto first = world.ask(1, "a", code);
  for (int i = 0; i < 4; ++i) {
    world.step(20'000);
    world.ask(1, "a", code);
  }
  REQUIRE(world.told[first].size() == 1);
  CHECK(world.told[first][0].command_id.empty());
  world.intake.faults().lost = 0;
  const auto last = world.ask(1, "a", code);
  world.settle();
  for (std::size_t i = first + 2; i <= last; ++i) {
    REQUIRE(world.told[i].size() == 1);
    CHECK(world.told[i][0].command_id == "a");
  }
}

TEST_CASE("the queue is full when as many wait as there is room for, of whatever command") {
  Pair world;
  NodeSettings settings;
  settings.waiting_max = 3;
  world.nodes[1].crash();
  REQUIRE(world.nodes[1].start(settings).empty());
  world.intake.faults().lost = 100;
  auto command = world.create("a", code);
  command.actor = Actor{};
  for (int i = 0; i < 3; ++i)
    CHECK(world.nodes[1].node().offer(command, [](const Outcome&) {}));
  CHECK_FALSE(world.nodes[1].node().offer(command, [](const Outcome&) {}));
}

TEST_CASE("an effect's command waits where its cause has not been read yet, but not for ever") {
  for (const bool comes : {true, false}) {
    Pair world;
    CommandEnvelope c;
    c.id = "enterprise/1/create-account";
    c.kind = "account";
    c.command = "create";
    c.case_id = c.root = "clerk-1";
    c.actor = the_engine();
    c.body = R"({"username":"clerk-1","display_name":"海","phone":"13800000000","roles":["insurer"],)"
             R"("admin":true,"password":"x","organisation":")" + code + "\"}";
    std::vector<Outcome> told;
    world.nodes[1].node().offer(c, [&](const Outcome& o) { told.push_back(o); });
    world.settle();
    CHECK(told.empty());
    if (comes) world.ask(1, "a", code);
    else for (int i = 0; i < 11; ++i) world.step(1'000);
    world.settle();
    REQUIRE(told.size() == 1);
    CHECK(told[0].refusal.has_value() == !comes);
  }
}

TEST_CASE("what is no command of its partition is put aside, and does not move the journal") {
  Pair world;
  const auto here = partition_of(code, partitions);
  const auto before = world.log.records(here).size();
  world.intake.put(here, "garbage");
  world.intake.put(here, to_binary(world.create("", code)));  // nobody can be told
  world.intake.put(here, "");
  world.intake.put(1 - here, to_binary(world.create("a", code)));
  world.settle();
  CHECK(world.log.records(here).size() == before);
  CHECK(world.intake.aside().size() == 4);
  const auto asked = world.ask(1, "a", code);
  world.settle();
  CHECK(world.told[asked].size() == 1);
}

TEST_CASE("an intake that throws is trouble, told and tried again") {
  Pair world;
  world.intake.throws = "no such topic";
  const auto asked = world.ask(1, "a", code);
  for (int i = 0; i < 5; ++i) world.step();
  for (auto& n : world.nodes) CHECK(n.node().trouble() == "the intake fails: no such topic");
  CHECK(world.told[asked].empty());
  world.intake.throws.clear();
  world.settle();
  for (auto& n : world.nodes) CHECK(n.node().trouble().empty());
  REQUIRE(world.told[asked].size() == 1);
  CHECK(world.told[asked][0].command_id == "a");
}

TEST_CASE("a node with a newer calendar is ready before it leads, and all read it once it does") {
  Pair world;
  NodeSettings settings;
  settings.calendar = Calendar{"CN-9999-1", {}, {}, {}};
  world.nodes[1].crash();
  REQUIRE(world.nodes[1].start(settings).empty());
  world.settle();
  CHECK(world.nodes[1].node().caught_up());
  std::vector<Outcome> answers;  // to a publication: once all have adopted that, whatever else
  world.nodes[1].node().offer(publication(), [&](const Outcome& o) { answers.push_back(o); });
  world.settle();
  REQUIRE(answers.size() == 1);
  CHECK_FALSE(answers[0].refusal);
  world.name(1);
  world.settle();
  for (auto& n : world.nodes) {
    CHECK(n.node().caught_up());
    for (const auto& s : n.node().status()) CHECK(s.leading == (&n == &world.nodes[1]));
  }
  auto newest = world.log.records(0).back();
  CHECK(newest.find("CN-9999-1") != newest.npos);
}

TEST_CASE("a command that no intake takes is refused where it is asked") {
  Pair world;
  auto command = world.create("a", code);
  command.body += std::string(1'000'000, ' ');
  std::vector<Outcome> told;
  world.nodes[1].node().offer(command, [&](const Outcome& o) { told.push_back(o); });
  world.step();
  REQUIRE(told.size() == 1);
  CHECK(told[0].command_id == "a");
  CHECK(told[0].refusal->code == "too-large");
  CHECK(world.intake.entries(partition_of(code, partitions)).empty());
}
