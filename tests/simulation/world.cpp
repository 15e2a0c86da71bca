// What happens in the simulated world.
#include <fmt/format.h>

#include <stdexcept>

#include "tests/simulation/world_inside.hpp"

namespace surety::simulation {

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
                   .late_ticks =
                       1 + static_cast<unsigned>(random_.below(random_.one_in(4) ? 300 : 8)),
                   .lagging = static_cast<unsigned>(random_.below(60))};
  if (random_.one_in(2)) widest_ms_ = random_.one_in(3) ? 12 * hour_ms : 120'000;
  wild_clocks_ = random_.one_in(5);
  oracle_.deadlines_first = !wild_clocks_;
  if (seed % 5 == 0) {
    poison_ = people_.create_organisation({}, poisonous);
    asked_[poison_.id].command = poison_;
  }
  const auto count = (options_.together ? 2 : 1) + random_.below(3);
  if (options_.together) settle_together();
  for (std::uint64_t i = 0; i < count; ++i) {
    nodes_.push_back(std::make_unique<SimulatedNode>(fmt::format("node-{}", i), log_, time_,
                                                     mailbox_, seed * 31 + i,
                                                     options_.read_models));
    if (intake_) nodes_.back()->share(*intake_);
  }
  for (int p = 0; intake_ && p < log_.partitions(); ++p) share_out(p);
  for (auto& n : nodes_) start(*n);
}

void World::start(SimulatedNode& n) {
  auto settings = settings_;
  settings.leads = intake_ || duels_ || &n == nodes_[0].get();
  if (auto why = n.start(settings); !why.empty()) return fail("a node does not start: " + why);
  for (int p = 0; p < log_.partitions(); ++p) flying_[{&n, p}] = {};
  n.journal().on_append = [this, &n](int p, const std::string& bytes) {
    flying_[{&n, p}].appended(bytes);
  };
  set_traps(n);
  if (!poison_.id.empty() && !(intake_ && intake_oracle_->waits(poison_.id))) offer(n, poison_);
}

void World::revive(SimulatedNode& n) {
  if (!n.runs()) start(n);
}

/// Whoever asked it is not answered any more, and what it knew is gone.
void World::forget(const SimulatedNode& n) {
  std::erase_if(callers_, [&](const auto& c) { return c.second.node == &n; });
  std::erase_if(marks_, [&](const auto& m) { return m.first.first == &n; });
  unreadable_.erase(&n);
  if (publishing_) publishing_->forget(n);
}

// An error in a decision is played by the store: it fails where only that decision reads.
void World::set_traps(SimulatedNode& n) {
  n.trapped().trap = [this, &n](std::string_view key, bool found) {
    if (found) return;
    const bool dies = !intake_ || !poison_.id.empty();  // copies of it may come out of the intake
    if (dies && key.ends_with("Sorganisation/" + poisonous)) throw Crash{};
    if (alerts_fail_ && n.clock().asked && key.find("Salert/") != key.npos)
      throw std::runtime_error("a bug");
  };
}

void World::kill(SimulatedNode& n) {
  ++report_.crashes;
  if (n.runs()) n.crash();
  forget(n);
}

void World::pass_time() {
  auto by = static_cast<std::int64_t>(random_.below(300));
  if (random_.one_in(12)) by = static_cast<std::int64_t>(random_.below(8'000));
  if (random_.one_in(40)) by = static_cast<std::int64_t>(random_.below(5)) * hour_ms;
  if (random_.one_in(40)) by = static_cast<std::int64_t>(random_.below(40)) * day_ms;
  time_.now_ms += by;
  time_.steady_ms += by;
  log_.tick();
  if (intake_) intake_->tick();
}

void World::happen() {
  ++happened_;
  pass_time();
  oracle_.latest_ms = time_.now_ms + widest_ms_;
  auto& n = any();
  if (!n.runs()) {
    if (random_.one_in(4)) start(n);
    return;
  }
  if (intake_) disturb_together(n);
  if ((intake_ || options_.new_rules) && happened_ % (options_.actions / 3) == 0) publish_rules();
  if (!n.runs()) return;
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
  if (!expired_.empty()) {
    auto& command = asked_.at(expired_.back()).command;
    expired_.pop_back();
    command.submitted_at = {time_.now_ms};
    return offer(someone(), command);
  }
  if (!unheard_.empty() && random_.one_in(2)) {
    const auto id = unheard_.back();
    unheard_.pop_back();
    return offer(someone(), asked_.at(id).command);
  }
  if (!open_questions_.empty() && random_.one_in(3)) {  // asked again, of whoever comes first
    const auto id = open_questions_[random_.below(open_questions_.size())];
    return offer(someone(), asked_.at(id).command);
  }
  do {
    const auto command = people_.next({time_.now_ms});
    asked_[command.id].command = command;
    open_questions_.push_back(command.id);
    if (open_questions_.size() > 12) open_questions_.erase(open_questions_.begin());
    offer(someone(), command);
  } while (people_.hurry());
}

void World::offer(SimulatedNode& n, const CommandEnvelope& command) {
  if (!n.runs()) return;
  const auto caller = ++callers_so_far_;
  callers_[caller] = {&n, command.id, time_.steady_ms};
  const bool taken =
      n.node().offer(command, [this, caller](const Outcome& o) { answered(caller, o); });
  if (!taken) callers_.erase(caller);
}

}  // namespace surety::simulation
