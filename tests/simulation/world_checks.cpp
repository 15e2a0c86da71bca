// What is checked in the simulated world, all the time and at its end.
#include <fmt/format.h>

#include "engine/fold.hpp"
#include "tests/simulation/world_inside.hpp"

namespace surety::simulation {

void World::answered(std::uint64_t caller, const Outcome& o) {
  const auto it = callers_.find(caller);
  if (it == callers_.end()) return fail("somebody is answered twice");
  const auto [node, id, since_ms] = it->second;
  callers_.erase(it);
  if (o.command_id.empty()) return told_lost(id, since_ms);
  auto& asked = asked_.at(id);
  const bool again =
      o.refusal && (o.refusal->code == "expired" || o.refusal->code == "cannot-be-decided");
  follow();
  const Counted* found = nullptr;
  for (const auto& c : oracle_.command(id))
    if (c.partition == o.position.partition && c.sequence == o.position.sequence) found = &c;
  if (!found) return fail("an answer without an effective record: " + id);
  if (found->refusal != (o.refusal ? o.refusal->code : "") || found->events != o.events.size())
    return fail("an answer that is not its record's: " + id);
  const bool kept = FoldReader(node->store(), log_.partitions()).outcome(id).has_value();
  if (again) {
    ++report_.put_off;
    if (kept && !oracle_.decided(id)) return fail("an id is used up without a decision: " + id);
    if (id == poison_.id) poison_.id.clear();  // the intake is rid of it
    else expired_.push_back(id);
    return;
  }
  if (!kept) return fail("an answer before its record can be read: " + id);
  if (asked.command.case_id.empty() && o.refusal && o.refusal->code == "already-registered")
    return fail("a fresh number was taken already: " + id);
  ++(o.refusal ? report_.refused : report_.answered);
  if (asked.answered && asked.outcome.position != o.position)
    return fail("a command has two outcomes: " + id);
  const bool published = o.case_key == "rulebook/460000" && !o.events.empty();
  if (published && !oracle_.adopted_everywhere("460000/" + std::to_string(o.events[0].version)))
    return fail("a publication is answered before it is adopted: " + id);
  asked.answered = true;
  asked.outcome = o;
  people_.heard(asked.command, o);
}

void World::step(SimulatedNode& n) {
  if (!n.runs() || failed()) return;
  if (const auto p = paused_until_.find(&n); p != paused_until_.end() && happened_ < p->second)
    return;
  step(n, random_.one_in(150) ? 1 + static_cast<int>(random_.below(6)) : 0);
}

void World::step(SimulatedNode& n, int dies_after) {
  if (!n.step(dies_after)) {
    ++report_.crashes;
    forget(n);
  } else {
    check(n);
  }
  follow();
  if (publishing_ && n.runs() && !failed())
    if (auto wrong = publishing_->publish(n); !wrong.empty()) fail(wrong);
}

void World::check(SimulatedNode& n) {
  for (const auto& s : n.node().status()) {
    if (intake_) check_together(n, s);
    if (unreadable_.count(&n) && !s.halted.empty()) continue;
    if (!s.halted.empty()) return fail("a partition halts: " + s.halted);
    if (s.degraded && !alerts_fail_) 
      return fail(fmt::format("{} cases are degraded, {} deadlines refused", s.degraded,
                              s.refused_deadlines));
    if (static_cast<std::int64_t>(s.in_flight) > settings_.window)
      return fail("more proposals in flight than the window allows");
    if (s.waiting > settings_.waiting_max)
      return fail("more commands wait than there is room for");
    watch(n, s);
  }
  if (intake_) check_callers(n);
}

// Whatever a node read in this step came before whatever it proposed in it.
void World::watch(SimulatedNode& n, const PartitionStatus& s) {
  follow();
  auto& flying = flying_[{&n, s.partition}];
  const auto& records = log_.records(s.partition);
  const auto until = s.position.next_offset;
  for (auto o = flying.read_until; o >= 0 && o < until; ++o)
    flying.read({records[static_cast<std::size_t>(o)], oracle_.counts(s.partition, o)});
  flying.read_until = until;
  if (auto wrong = flying.check(s); !wrong.empty()) fail(n.settings().name + ": " + wrong);
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
    if (!n->runs()) return false;
    if (!n->node().caught_up() || !n->node().settled()) return false;
    if (!n->settings().leads) continue;
    for (const auto& s : n->node().status())
      if (s.in_flight || s.waiting || s.open_effects) return false;
  }
  return log_.under_way() == 0 && (!intake_ || at_rest_together());
}

// All is well again and one node leads: whatever is owed must now be done.
void World::come_to_rest() {
  log_.faults = {};
  log_.settle();
  mailbox_.fails = false;
  duels_ = false;
  for (auto& n : nodes_) {
    if (!intake_ || unreadable_.count(n.get()) || random_.one_in(2)) kill(*n);
    n->clock().off_ms = 0;
    n->clock().set_witnessed(true);
    if (n->runs()) n->journal().cut_off = false;
    else start(*n);
  }
  if (intake_) begin_rest_together();
  oracle_.deadlines_first = false;  // a clock that stood ahead has left its traces
  rest();
}

void World::rest() {
  for (int round = 0; round < 20'000 && !failed(); ++round) {
    const auto by = round % 50 == 49 ? 60'000 : 20;
    time_.now_ms += by;
    time_.steady_ms += by;
    oracle_.latest_ms = time_.now_ms + widest_ms_;
    for (auto& n : nodes_) {
      revive(*n);
      step(*n, 0);
    }
    if (round > 3 && at_rest()) return;
  }
  if (!failed()) fail(unrest());
}

// Deadlines that raise an alert are refused from here on; the others pass all the same. One of them
// is due by the clocks of these nodes alone: whoever comes after finds it due by the journal's time.
void World::rest_with_a_bug() {
  constexpr std::int64_t long_ms = 100 * day_ms;
  alerts_fail_ = oracle_.alerts_fail = true;
  auto by = long_ms;
  if (const auto next = oracle_.next_alert(time_.now_ms + long_ms); next && widest_ms_)
    by = next - widest_ms_ / 2 - time_.now_ms;
  for (auto& n : nodes_) n->clock().off_ms = widest_ms_;
  time_.now_ms += by;
  time_.steady_ms += by;
  rest();
  if (auto late = oracle_.unfired(time_.now_ms); !late.empty())
    fail("a deadline waits behind those that were refused: " + late);
  alerts_fail_ = oracle_.alerts_fail = false;
  for (auto& n : nodes_) kill(*n);  // a build without the bug
}

std::string World::unrest() {
  std::string why =
      fmt::format("the world does not come to rest: {} under way", log_.under_way());
  for (auto& n : nodes_)
    for (const auto& s : n->runs() ? n->node().status() : std::vector<PartitionStatus>{})
      why += fmt::format("; {} {}: {}/{} {} flying {} waiting {} owed {}{} {}",
                         n->settings().name,
                         s.partition,
                         s.position.next_offset,
                         s.end,
                         s.leading ? "leads," : "",
                         s.in_flight,
                         s.waiting,
                         s.open_effects,
                         n->node().settled() ? "" : ", not settled",
                         s.halted);
  return why;
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
  if (intake_) check_intake();
  if (!poison_.id.empty()) return fail("a command that ends every process was never answered");
  if (auto untold = oracle_.untold(); !untold.empty()) return fail(untold);
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
  if (!failed() && settings_.deadlines_per_round < 256) {
    rest_with_a_bug();
    if (!failed()) come_to_rest();
  }
  if (!failed() && intake_) rest_unnamed();
  if (!failed()) check_answers();
  if (!failed()) check_stores();
  report_.counted = oracle_.counted();
  report_.voids = oracle_.voids();
  report_.claims = oracle_.claims();
  report_.deadlines = oracle_.passed();
  report_.attempts = oracle_.attempts();
  report_.races = oracle_.races();
  report_.adoptions = oracle_.adoptions();
  if (publishing_) report_.repeats = publishing_->repeats();
  report_.days = (time_.now_ms - beginning_ms) / day_ms;
  report_.messages = static_cast<std::int64_t>(mailbox_.arrived.size());
  const auto& told = oracle_.told();
  if (failed())
    report_.last_records.assign(told.size() > 25 ? told.end() - 25 : told.begin(), told.end());
  return report_;
}

SimulationReport run_seed(std::uint64_t seed, const SimulationOptions& options) {
  return World(seed, options).run();
}

}  // namespace surety::simulation
