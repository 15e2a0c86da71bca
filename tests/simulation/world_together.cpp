// Worlds whose nodes share an intake: any node takes a command, whoever leads decides it.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "events/binary.hpp"
#include "tests/simulation/world_inside.hpp"

namespace surety::simulation {
namespace {

constexpr std::int64_t told_after_ms = 60'000;

}  // namespace

void World::settle_together() {
  const auto seed = report_.seed;
  intake_ = std::make_unique<testing::SimulatedIntakeLog>(log_.partitions(), seed ^ 0x40, time_);
  intake_oracle_ = std::make_unique<IntakeOracle>(*intake_, log_.partitions());
  publishing_ = std::make_unique<Publishing>(seed ^ 0x50, log_.partitions());
  if (!random_.one_in(5)) {
    intake_->faults() = {.lost = static_cast<unsigned>(random_.below(10)),
                         .doubled = static_cast<unsigned>(random_.below(30)),
                         .late = static_cast<unsigned>(random_.below(60)),
                         .late_ticks = 1 + static_cast<unsigned>(random_.below(40)),
                         .lagging = static_cast<unsigned>(random_.below(60))};
    log_.faults.patchy = static_cast<unsigned>(random_.below(40));
  }
  // Who asks for an alert is no client that asks again: these are lost more often than others.
  intake_->loses = [this](const std::string& bytes) {
    return bytes.find("duplicate-number/") != bytes.npos && random_.one_in(2);
  };
  oracle_.on_commit = [this](int p, const Commit& c) {
    // Whoever asked may be dead by then; it is out of the intake.
    if (c.cause == "command:" + poison_.id && c.refusal) poison_.id.clear();
    auto wrong = intake_oracle_->counted(p, c);
    return wrong.empty() ? publishing_->counted(p, c) : wrong;
  };
}

// As nodes share partitions out among themselves: mostly well, sometimes badly.
void World::share_out(int partition) {
  auto& named = intake_->named(partition);
  named.clear();
  const auto how = random_.below(10);
  if (how > 0) named.insert(any().name());
  if (how == 1) named.insert(any().name());
}

void World::disturb_together(SimulatedNode& n) {
  const auto partition = static_cast<int>(random_.below(followed_.size()));
  const auto& named = intake_->named(partition);
  const auto lives = [&](const auto& each) { return each->runs() && named.count(each->name()); };
  if (std::none_of(nodes_.begin(), nodes_.end(), lives) && random_.one_in(6)) share_out(partition);
  if (unreadable_.count(&n) && random_.one_in(8)) return kill(n);
  switch (random_.below(80)) {
    case 0: return share_out(partition);
    case 1: paused_until_[&n] = happened_ + 1 + static_cast<int>(random_.below(120)); return;
    case 2: return put_garbage();
    case 3: return forget_entries();
    case 4:
      if (!random_.one_in(4)) return;
      unreadable_.insert(&n);
      n.journal().before_read = [partition](int p, std::int64_t offset) {
        if (p == partition) throw std::runtime_error(fmt::format("record {} is torn", offset));
      };
      return;
    default: return;
  }
}

// What no node of this build wrote, or not there.
void World::put_garbage() {
  const auto partition = static_cast<int>(random_.below(followed_.size()));
  const auto other = static_cast<int>(random_.below(followed_.size()));
  const auto& entries = intake_->entries(other);
  std::string bytes = "x" + random_.bytes(random_.below(40));
  if (!entries.empty()) {
    const auto& some = entries[random_.below(entries.size())].bytes;
    switch (random_.below(4)) {
      case 0: bytes = some.substr(0, random_.below(some.size())); break;
      case 1: bytes = some; break;  // of another partition, or once more
      case 2: bytes = to_binary(CommandEnvelope{}); break;
      default: break;
    }
  }
  intake_->put(partition, std::move(bytes));
}

// Mostly what is decided; now and then commands go with it that nobody has read.
void World::forget_entries() {
  const auto partition = static_cast<int>(random_.below(followed_.size()));
  const auto all = static_cast<std::int64_t>(intake_->entries(partition).size());
  const auto decided = intake_oracle_->mark(partition) + 1;
  intake_->forget_below(partition, random_.one_in(3) ? all : decided);
}

void World::publish_rules() {
  const auto command = people_.publish_rules({time_.now_ms});
  asked_[command.id].command = command;
  open_questions_.insert(open_questions_.begin(), command.id);
  offer(someone(), command);
}

void World::told_lost(const std::string& id, std::int64_t since_ms) {
  if (!intake_) return fail("a command is lost that could not be: " + id);
  if (time_.steady_ms - since_ms <= told_after_ms) return fail("told too early as lost: " + id);
  ++report_.lost;
  unheard_.push_back(id);
}

void World::check_together(SimulatedNode& n, const PartitionStatus& s) {
  auto& seen = marks_.try_emplace({&n, s.partition}, -1).first->second;
  follow();
  if (s.position.decided_intake < seen) return fail("the mark of the intake goes back");
  seen = s.position.decided_intake;
  if (seen > intake_oracle_->mark(s.partition))
    return fail("the mark of the intake is ahead of what is decided");
  if (static_cast<std::int64_t>(s.waiting) > 3 * settings_.window)
    return fail("a leader takes in more than it can decide");
}

// Publications wait until every partition has adopted them; everybody else is told in time.
void World::check_callers(const SimulatedNode& n) {
  for (const auto& [number, caller] : callers_)
    if (caller.node == &n && time_.steady_ms - caller.since_ms > told_after_ms &&
        asked_.at(caller.id).command.kind != "rulebook")
      return fail(fmt::format("{} waits for {} and is told nothing", n.name(), caller.id));
}

void World::begin_rest_together() {
  intake_->faults() = {};
  intake_->loses = nullptr;
  intake_->settle();
  publishing_->fails = false;
  paused_until_.clear();
  for (int p = 0; p < log_.partitions(); ++p) {
    auto& named = intake_->named(p);
    named.clear();
    named.insert(any().name());
  }
}

bool World::at_rest_together() {
  if (!poison_.id.empty() && !intake_oracle_->waits(poison_.id)) {
    const bool asks = std::any_of(callers_.begin(), callers_.end(), [&](const auto& c) {
      return c.second.id == poison_.id;
    });
    if (!asks) offer(any(), poison_);
  }
  if (!callers_.empty() || !publishing_->complete()) return false;
  for (int p = 0; p < log_.partitions(); ++p) {
    if (!intake_oracle_->left(p).empty()) return false;
    const auto leaders = std::count_if(nodes_.begin(), nodes_.end(), [&](const auto& n) {
      return n->node().status()[static_cast<std::size_t>(p)].leading;
    });
    if (leaders != 1) return false;
  }
  return intake_->under_way() == 0;
}

// A suggestion is no lease: with nobody named, whoever leads goes on.
void World::rest_unnamed() {
  for (int p = 0; p < log_.partitions(); ++p) intake_->named(p).clear();
  const auto lost = report_.lost, claims = oracle_.claims();
  std::vector<std::int64_t> published;
  for (int p = 0; p < log_.partitions(); ++p) published.push_back(publishing_->newest(p));
  for (int i = 0; i < 6; ++i) ask();
  time_.now_ms += 30 * day_ms;
  time_.steady_ms += 5'000;
  rest();
  if (report_.lost != lost) fail("a command is lost with all well");
  if (oracle_.claims() != claims) fail("somebody claims whom nobody named");
  // What had reached everybody before is told to whoever leads next by the first commit since.
  for (int p = 0; p < log_.partitions(); ++p)
    if (const auto before = published[static_cast<std::size_t>(p)];
        publishing_->newest(p) > before && publishing_->published(p) < before)
      fail("the journal does not say how far public events are published");
}

void World::check_intake() {
  for (int p = 0; p < log_.partitions(); ++p) {
    const auto& entries = intake_->entries(p);
    for (auto o = intake_->oldest(p); o < static_cast<std::int64_t>(entries.size()); ++o) {
      const auto& entry = entries[static_cast<std::size_t>(o)];
      const bool garbage = intake_oracle_->id_of(p, entry).empty();
      if (garbage != (intake_->aside().count({p, o}) != 0))
        return fail(fmt::format("entry {} of {} is {}", o, p,
                                garbage ? "garbage and not put aside" : "put aside, and good"));
    }
    for (auto& n : nodes_)
      if (n->node().status()[static_cast<std::size_t>(p)].position.decided_intake !=
          intake_oracle_->mark(p))
        return fail("the marks of the intake differ");
  }
}

}  // namespace surety::simulation
