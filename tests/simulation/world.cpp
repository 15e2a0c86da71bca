// What happens in the simulated world, and what is checked after each of it.
#include "tests/simulation/world.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>

#include "tests/simulation/oracle.hpp"
#include "tests/simulation/own_dates.hpp"
#include "tests/simulation/people.hpp"
#include "tests/simulation/simulated_node.hpp"

namespace surety::simulation {
namespace {

using testing::SeededRandomness;

/// Messages that mostly arrive; counts those that did.
class Mailbox final : public Notifier {
 public:
  explicit Mailbox(std::uint64_t seed) : random_(seed) {}
  std::string send(std::string_view, std::string_view id, std::string_view,
                   std::string_view) override {
    if (fails && random_.one_in(3)) return "no answer";
    ++sent[std::string(id)];
    return {};
  }
  bool fails = true;
  std::map<std::string, int> sent;

 private:
  SeededRandomness random_;
};

class World {
 public:
  World(std::uint64_t seed, const SimulationOptions&);
  SimulationReport run();

 private:
  void happen();
  void pass_time();
  void ask();
  void disturb(SimulatedNode&);
  void bend_clock(SimulatedNode&);
  void put_stranger();
  void start(SimulatedNode&, bool leads);
  void kill(SimulatedNode&);
  void step(SimulatedNode&);
  void offer(SimulatedNode&, const CommandEnvelope&);
  void answered(const std::string& id, const SimulatedNode&, const Outcome&);
  void check(SimulatedNode&);
  void follow();
  void come_to_rest();
  bool at_rest();
  void check_answers();
  void check_stores();
  void fail(const std::string& why) {
    if (report_.failure.empty()) report_.failure = why;
  }
  bool failed() const { return !report_.failure.empty(); }
  SimulatedNode& any() { return *nodes_[random_.below(nodes_.size())]; }

  /// People mostly find the one that leads.
  SimulatedNode& someone() { return duels_ || random_.one_in(4) ? any() : *nodes_[0]; }

  struct Asked {
    CommandEnvelope command;
    bool answered = false;
    Outcome outcome;
  };

  const SimulationOptions options_;
  SeededRandomness random_;
  SimulationReport report_;
  testing::SimulatedTime time_;
  testing::SimulatedLog log_;
  Mailbox mailbox_;
  Oracle oracle_;
  People people_;
  std::vector<std::unique_ptr<SimulatedNode>> nodes_;
  std::vector<std::size_t> followed_;
  std::map<std::string, Asked> asked_;
  std::vector<std::string> open_questions_;
  NodeSettings settings_;
  bool duels_ = false;         ///< every node wants to lead
  std::int64_t widest_ms_ = 0; ///< how far a believed clock may stand off
  bool wild_clocks_ = false;
};

constexpr std::int64_t beginning_ms = 1'720'576'800'000;  // 2024-07-10 10:00 in Beijing

World::World(std::uint64_t seed, const SimulationOptions& options)
    : options_(options),
      random_(seed),
      log_(1 + static_cast<int>(seed % 3), seed ^ 0x10, fmt::format("seed-{}", seed)),
      mailbox_(seed ^ 0x20),
      oracle_(fmt::format("seed-{}", seed), 1, log_.partitions()),
      people_(seed ^ 0x30, 2 + static_cast<int>(seed % 4)),
      followed_(static_cast<std::size_t>(log_.partitions())) {
  report_.seed = seed;
  time_.now_ms = beginning_ms;
  static constexpr std::int64_t windows[] = {1, 2, 7, 512};
  settings_.window = windows[random_.below(4)];
  settings_.deadlines_per_round = random_.one_in(2) ? 256 : 1 + static_cast<int>(random_.below(3));
  settings_.case_cache = 1;
  duels_ = random_.one_in(2);
  if (!random_.one_in(5))
    log_.faults = {.lost = static_cast<unsigned>(random_.below(15)),
                   .doubled = static_cast<unsigned>(random_.below(30)),
                   .late = static_cast<unsigned>(random_.below(50)),
                   .late_ticks = 1 + static_cast<unsigned>(random_.below(random_.one_in(4) ? 300 : 8)),
                   .lagging = static_cast<unsigned>(random_.below(60))};
  if (random_.one_in(2)) widest_ms_ = random_.one_in(3) ? 12 * hour_ms : 120'000;
  wild_clocks_ = random_.one_in(5);
  oracle_.deadlines_first = !wild_clocks_;
  const auto count = 1 + random_.below(3);
  for (std::uint64_t i = 0; i < count; ++i) {
    nodes_.push_back(std::make_unique<SimulatedNode>(fmt::format("node-{}", i), log_, time_,
                                                     mailbox_, seed * 31 + i,
                                                     options_.read_models));
    start(*nodes_.back(), i == 0 || duels_);
  }
}

void World::start(SimulatedNode& n, bool leads) {
  auto settings = settings_;
  settings.leads = leads;
  if (auto why = n.start(settings); !why.empty()) fail("a node does not start: " + why);
}

void World::kill(SimulatedNode& n) {
  ++report_.crashes;
  if (n.runs()) n.crash();
}

void World::pass_time() {
  auto by = static_cast<std::int64_t>(random_.below(300));
  if (random_.one_in(12)) by = static_cast<std::int64_t>(random_.below(8'000));
  if (random_.one_in(40)) by = static_cast<std::int64_t>(random_.below(5)) * hour_ms;
  if (random_.one_in(40)) by = static_cast<std::int64_t>(random_.below(40)) * day_ms;
  time_.now_ms += by;
  time_.steady_ms += by;
  log_.tick();
}

void World::happen() {
  pass_time();
  oracle_.latest_ms = time_.now_ms + widest_ms_;
  auto& n = any();
  if (!n.runs()) {
    if (random_.one_in(4)) start(n, &n == nodes_[0].get() || duels_);
    return;
  }
  switch (random_.below(20)) {
    case 0: return disturb(n);
    case 1: return put_stranger();
    case 2:
    case 3:
    case 4:
    case 5: ask(); break;
    default: break;
  }
  step(any());
  for (auto& each : nodes_)
    if (random_.one_in(2)) step(*each);
}

void World::disturb(SimulatedNode& n) {
  switch (random_.below(6)) {
    case 0: return kill(n);
    case 1:
    case 2: {  // after any single flush a crash may come
      const auto families = n.store().families();
      if (!families.empty()) n.store().flush(families[random_.below(families.size())]);
      if (random_.one_in(2)) kill(n);
      return;
    }
    case 3: return n.store().flush();
    case 4: n.journal().cut_off = !n.journal().cut_off && random_.one_in(3); return;
    default: return bend_clock(n);
  }
}

void World::bend_clock(SimulatedNode& n) {
  const auto span = static_cast<std::uint64_t>(2 * widest_ms_ + 1);
  n.clock().off_ms = static_cast<std::int64_t>(random_.below(span)) - widest_ms_;
  n.clock().set_witnessed(true);
  // A clock that is wrong by years and that nobody vouches for must not be believed. It is not
  // told at the very first start, where there is nothing to compare it with.
  if (wild_clocks_ && random_.one_in(2) && oracle_.counted() > 20) {
    n.clock().off_ms = static_cast<std::int64_t>(30 + random_.below(3000)) * day_ms;
    n.clock().set_witnessed(false);
  }
}

// Records that nobody here wrote, or that were written before.
void World::put_stranger() {
  const auto partition = static_cast<int>(random_.below(followed_.size()));
  const auto& records = log_.records(partition);
  switch (random_.below(4)) {
    case 0: return log_.put(partition, "x" + random_.bytes(random_.below(40)));
    case 1:
      if (!records.empty()) log_.put(partition, records[random_.below(records.size())]);
      return;
    case 2: {
      Claim c;
      c.term = static_cast<std::int64_t>(random_.below(3));
      c.claim_id = "stranger";
      c.node = "stranger";
      c.partitions = log_.partitions();
      c.window = settings_.window;
      return log_.put(partition, encode(c));
    }
    default: {
      Commit c;
      c.follows = random_.bytes(32);
      c.sequence = 1;  // far ahead of the reader it would rightly halt it: records are missing
      c.cause = "command:stranger";
      return log_.put(partition, encode(c));
    }
  }
}

void World::ask() {
  if (!open_questions_.empty() && random_.one_in(3)) {  // asked again, of whoever comes first
    const auto id = open_questions_[random_.below(open_questions_.size())];
    return offer(someone(), asked_.at(id).command);
  }
  const auto command = people_.next({time_.now_ms});
  asked_[command.id].command = command;
  open_questions_.push_back(command.id);
  if (open_questions_.size() > 12) open_questions_.erase(open_questions_.begin());
  offer(someone(), command);
}

void World::offer(SimulatedNode& n, const CommandEnvelope& command) {
  if (!n.runs()) return;
  n.node().offer(command, [this, id = command.id, &n](const Outcome& o) { answered(id, n, o); });
}

void World::answered(const std::string& id, const SimulatedNode& n, const Outcome& o) {
  auto& asked = asked_.at(id);
  const bool again = o.refusal && (o.refusal->code == "expired" || o.refusal->code == "cannot-be-decided");
  follow();
  const Counted* found = nullptr;
  for (const auto& c : oracle_.command(id))
    if (c.partition == o.position.partition && c.sequence == o.position.sequence) found = &c;
  if (!found) return fail("an answer without an effective record: " + id);
  if (found->refusal != (o.refusal ? o.refusal->code : "") || found->events != o.events.size())
    return fail("an answer that is not its record's: " + id);
  if (again) return;
  auto& store = const_cast<SimulatedNode&>(n).store();
  if (!FoldReader(store, log_.partitions()).outcome(id))
    return fail("an answer before its record can be read: " + id);
  ++(o.refusal ? report_.refused : report_.answered);
  if (asked.answered && asked.outcome.position != o.position)
    return fail("a command has two outcomes: " + id);
  asked.answered = true;
  asked.outcome = o;
  people_.heard(asked.command, o);
}

void World::step(SimulatedNode& n) {
  if (!n.runs() || failed()) return;
  const int dies = random_.one_in(150) ? 1 + static_cast<int>(random_.below(6)) : 0;
  if (!n.step(dies)) {
    ++report_.crashes;
  } else {
    check(n);
  }
  follow();
}

void World::check(SimulatedNode& n) {
  for (const auto& s : n.node().status()) {
    if (!s.halted.empty()) return fail("a partition halts: " + s.halted);
    if (s.degraded) return fail("a case is degraded");
    if (static_cast<std::int64_t>(s.in_flight) > settings_.window)
      return fail("more proposals in flight than the window allows");
    if (s.waiting > settings_.waiting_max) return fail("more commands wait than there is room for");
  }
}

void World::follow() {
  for (std::size_t p = 0; p < followed_.size(); ++p) {
    const auto& records = log_.records(static_cast<int>(p));
    for (; followed_[p] < records.size(); ++followed_[p])
      if (auto wrong = oracle_.follow(static_cast<int>(p), records[followed_[p]]); !wrong.empty())
        return fail(wrong);
  }
}

bool World::at_rest() {
  for (auto& n : nodes_) {
    if (!n->node().caught_up() || !n->node().settled()) return false;
    if (!n->settings().leads) continue;
    for (const auto& s : n->node().status())
      if (s.in_flight || s.waiting || s.open_effects) return false;
  }
  return log_.under_way() == 0;
}

// All is well again and one node leads: whatever is owed must now be done.
void World::come_to_rest() {
  log_.faults = {};
  log_.settle();
  mailbox_.fails = false;
  for (auto& n : nodes_) {
    kill(*n);
    n->clock().off_ms = 0;
    n->clock().set_witnessed(true);
    start(*n, n == nodes_[0]);
  }
  oracle_.deadlines_first = false;  // a clock that stood ahead has left its traces
  for (int round = 0; round < 20'000 && !failed(); ++round) {
    const auto by = round % 50 == 49 ? 60'000 : 20;
    time_.now_ms += by;
    time_.steady_ms += by;
    oracle_.latest_ms = time_.now_ms + widest_ms_;
    for (auto& n : nodes_) {
      n->step(0);
      check(*n);
    }
    follow();
    if (round > 3 && at_rest()) return;
  }
  std::string why = fmt::format("the world does not come to rest: {} under way", log_.under_way());
  for (auto& n : nodes_)
    for (const auto& s : n->node().status())
      why += fmt::format("; {} {}: {}/{} {} flying {} waiting {} owed {}{}", n->settings().name,
                         s.partition, s.position.next_offset, s.end, s.leading ? "leads," : "", s.in_flight,
                         s.waiting, s.open_effects, n->node().settled() ? "" : ", not settled");
  fail(why);
}

void World::check_answers() {
  for (const auto& [id, asked] : asked_) {
    if (!asked.answered) continue;
    int effective = 0;
    for (const auto& c : oracle_.command(id))
      effective += c.refusal != "expired" && c.refusal != "cannot-be-decided";
    if (effective != 1) return fail("an answered command has no or two effective records: " + id);
  }
  if (auto late = oracle_.unfired(time_.now_ms); !late.empty())
    return fail("a deadline was never passed: " + late);
  if (auto owed = oracle_.owed(); !owed.empty()) return fail("an effect is still owed: " + owed);
}

// Every node's families, and those of one that reads the whole journal now, are the same bytes.
void World::check_stores() {
  SimulatedNode fresh("fresh", log_, time_, mailbox_, 99, options_.read_models);
  auto settings = settings_;
  settings.leads = false;
  if (auto why = fresh.start(settings); !why.empty()) return fail(why);
  while (!fresh.node().caught_up() && !failed()) {
    fresh.step(0);
    check(fresh);
  }
  const auto families = fresh.store().families();
  for (auto& n : nodes_)
    for (const auto& family : families)
      if (n->store().bytes(family) != fresh.store().bytes(family))
        return fail("the rows of " + family + " differ from those of a fresh node");
  report_.digest = hex_of(sha256_of(log_.bytes() + fresh.store().bytes()));
}

SimulationReport World::run() {
  for (int i = 0; i < options_.actions && !failed(); ++i) happen();
  if (!failed()) come_to_rest();
  if (!failed()) check_answers();
  if (!failed()) check_stores();
  report_.counted = oracle_.counted();
  report_.voids = oracle_.voids();
  report_.claims = oracle_.claims();
  report_.deadlines = oracle_.passed();
  report_.days = (time_.now_ms - beginning_ms) / day_ms;
  report_.messages = static_cast<std::int64_t>(mailbox_.sent.size());
  const auto& told = oracle_.told();
  if (failed())
    report_.last_records.assign(told.size() > 25 ? told.end() - 25 : told.begin(), told.end());
  return report_;
}

}  // namespace

SimulationReport run_seed(std::uint64_t seed, const SimulationOptions& options) {
  return World(seed, options).run();
}

}  // namespace surety::simulation
