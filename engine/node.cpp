// The node's loop, one round at a time: read back, fold, show, answer, then propose.
#include "engine/node.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "engine/callers.hpp"
#include "engine/decide.hpp"
#include "engine/digest.hpp"
#include "engine/duplicates.hpp"
#include "engine/effects.hpp"
#include "engine/embedded.hpp"
#include "engine/fold_keys.hpp"
#include "engine/kinds/holiday_calendar.hpp"
#include "engine/kinds/rulebook.hpp"
#include "engine/leader.hpp"
#include "engine/node_time.hpp"
#include "engine/patient_intake.hpp"
#include "engine/replica.hpp"
#include "events/binary.hpp"

namespace surety {
namespace {

// Small enough that what a round writes stays in the processor's cache.
constexpr std::size_t round_records = 256, round_bytes = 1 << 20;
constexpr std::int64_t busy_ms = 1000;
/// What every intake takes; the record of anything larger would not fit into the journal.
constexpr std::size_t command_bytes_max = 1'000'000;

Outcome too_large(const CommandEnvelope& c) {
  Commit said;
  refuse_command(c, refuse(Code::too_large), said);
  Outcome o;
  o.command_id = c.id;
  o.case_key = said.case_key;
  o.refusal = said.refusal;
  return o;
}

Calendar embedded_calendar() {
  Calendar newest;
  for (const auto& [name, text] : embedded_files()) {
    if (!name.starts_with("calendars/")) continue;
    if (auto c = Calendar::from_json(text); later(c.version, newest.version)) newest = std::move(c);
  }
  return newest;
}

}  // namespace

struct Node::Impl : Facts {
  NodeSettings settings;
  Journal& journal;
  Store& store;
  Clock& clock;
  Randomness& random;
  std::optional<PatientIntake> patient;
  NodeParts parts;
  std::vector<std::unique_ptr<Replica>> replicas;
  std::vector<std::unique_ptr<Leader>> leaders;
  EffectDesk effects;
  Duplicates duplicates;
  std::vector<std::map<std::string, std::int64_t>> voids;
  std::vector<std::int64_t> claims;
  std::function<void(int, const Commit&)> on_commit;
  Callers callers;
  std::int64_t last_command_ms = -busy_ms;
  std::size_t first_leader = 0;
  NodeTime time;
  std::vector<std::optional<std::int64_t>> clock_off_ms;  ///< by partition

  Impl(NodeSettings s, Journal& j, Store& st, Clock& c, Randomness& r, Notifier& n,
       std::vector<std::unique_ptr<Projection>> projections, Intake* intake, Destroyer* destroyer)
      : settings(std::move(s)), journal(j), store(st), clock(c), random(r),
        parts{settings, journal, Writes(store), {}, std::move(projections),
              settings.calendar.value_or(embedded_calendar())},
        effects(n, c, destroyer), duplicates(replicas, parts.writes), time(c) {
    const auto count = static_cast<std::size_t>(journal.partitions());
    voids.resize(count);
    claims.resize(count);
    clock_off_ms.resize(count);
    if (intake) parts.intake = &patient.emplace(*intake, clock);
  }

  std::optional<Case> find(std::string_view kind, std::string_view id) const override {
    const auto key = std::string(kind) + "/" + std::string(id);
    const auto first = partition_for(id);
    if (auto c = replicas[first]->find(key)) return c;
    for (std::size_t p = 0; p < replicas.size(); ++p)
      if (p != first)
        if (auto c = replicas[p]->find(key)) return c;
    return std::nullopt;
  }
  std::string holder(std::string_view unique, std::string_view value) const override {
    for (const auto& r : replicas)
      if (auto h = r->holder(unique, value); !h.empty()) return h;
    return {};
  }
  std::vector<Case> having(std::string_view kind,
                           std::string_view member,
                           std::string_view value) const override {
    std::vector<Case> found;
    const auto* k = kind_named(kind);
    if (!k) return found;
    for (const auto& r : replicas) {
      const auto prefix = keys::state(r->number(), std::string(kind) + "/");
      const auto visit = [&](std::string_view, std::string_view bytes) {
        auto c = decode_case(*k, bytes);
        if (c && member_has(*c, member, value)) found.push_back(std::move(*c));
        return true;
      };
      parts.writes.scan(fold_family(), prefix, after_prefix(prefix), visit);
    }
    return found;
  }
  bool leads(int p) const { return leaders[static_cast<std::size_t>(p)]->leading(); }
  bool leads_any() const {
    return std::any_of(leaders.begin(), leaders.end(), [](const auto& l) { return l->leading(); });
  }
  /// Where a case most likely is: by its number, or as its own root.
  std::size_t partition_for(std::string_view id) const {
    int four = 0;
    if (id.size() == 18 && id.find_first_not_of("0123456789") == id.npos) {
      std::from_chars(id.data() + 14, id.data() + 18, four);
      return static_cast<std::size_t>(four % journal.partitions());
    }
    return static_cast<std::size_t>(partition_of(id, journal.partitions()));
  }

  std::string open();
  std::vector<JournalEntry> next_entries(Replica&);
  bool read_back();
  void answer();
  void perform_effects();
  void look_for_duplicates();
  bool propose();
  Instant now();
  bool offer(CommandEnvelope, Node::Reply);
};

std::string Node::Impl::open() {
  std::set<std::string> families{std::string(fold_family())};
  for (const auto& p : parts.projections) families.insert(p->family());
  for (const auto& name : store.families())  // those of other builds
    if (!families.count(name)) store.drop_family(name);
  for (const auto& name : families) store.create_family(name);
  for (int p = 0; p < journal.partitions(); ++p) {
    replicas.push_back(std::make_unique<Replica>(p, parts));
    leaders.push_back(std::make_unique<Leader>(*replicas.back(), parts, *this, clock, random));
  }
  Instant newest;
  for (auto& r : replicas) {
    if (auto why = r->open(); !why.empty()) return why;
    if (r->position().partitions > 0 && r->position().partitions != journal.partitions())
      return "the journal was begun with " + std::to_string(r->position().partitions) +
             " partitions, not " + std::to_string(journal.partitions());
    newest = std::max(newest, r->position().recorded_at);
    // Published but not yet adopted everywhere: leaders propose what is missing.
    const auto prefix = keys::state(r->number(), "rulebook/");
    const auto visit = [&](std::string_view key, std::string_view) {
      const auto id = std::string(key.substr(prefix.size()));
      if (const auto c = r->find("rulebook/" + id))
        for (const auto& v : c->as<rulebook::State>().versions)
          parts.library.add({id, v.version, v.effective_from, v.rules});
      return true;
    };
    store.scan(fold_family(), prefix, after_prefix(prefix), visit);
    if (const auto c = r->find(std::string(holiday_calendar::key)))
      parts.offer(holiday_calendar::calendar_of(c->as<holiday_calendar::State>()));
  }
  time.begin(newest);
  return {};
}

/// A journal that cannot be read stops one partition, with its own words; the others go on.
std::vector<JournalEntry> Node::Impl::next_entries(Replica& replica) {
  try {
    return journal.read(replica.number(), replica.next_offset(), round_records, round_bytes);
  } catch (const std::exception& e) {
    replica.halt(std::string("the journal cannot be read: ") + e.what());
    return {};
  }
}

bool Node::Impl::read_back() {
  bool any = false;
  std::vector<std::pair<int, Commit>> counted;
  for (std::size_t p = 0; p < replicas.size(); ++p) {
    auto& replica = *replicas[p];
    if (!replica.halted().empty()) continue;
    if (replica.next_offset() >= journal.end(static_cast<int>(p))) continue;
    for (const auto& entry : next_entries(replica)) {
      const auto* own = leaders[p]->expected(entry);
      const auto f = replica.fold(entry, own);
      if (!replica.halted().empty()) break;
      any = true;
      if (f.commit && on_commit) counted.emplace_back(static_cast<int>(p), *f.commit);
      if (f.claim) ++claims[p];
      if (f.verdict != Verdict::counts)
        ++voids[p][f.verdict == Verdict::stale_term        ? "stale-term"
                   : f.verdict == Verdict::does_not_follow ? "does-not-follow"
                                                           : "unreadable"];
      if (f.commit && leads_any()) duplicates.folded(static_cast<int>(p), *f.commit);
      if (f.commit) callers.folded(replica, *f.commit);
      leaders[p]->folded(entry, f);  // lets go of the commit if it was its own
      const bool own_claim = f.claim && leaders[p]->leading();
      if (own_claim) duplicates.begins_to_lead(static_cast<int>(p));
      if ((own || own_claim) && entry.appended_at)
        clock_off_ms[p] = time.heard(*entry.appended_at);
    }
    replica.finish_round();
  }
  if (!parts.writes.empty()) store.write(parts.writes.take());
  for (const auto& [p, commit] : counted) on_commit(p, commit);
  return any;
}

void Node::Impl::answer() {
  if (parts.intake) callers.give_up_before(clock.steady_ms() - PatientIntake::lost_after_ms);
  callers.answer([this](const std::string& book) {
    return std::all_of(leaders.begin(), leaders.end(),
                       [&](const auto& l) { return l->adopted(book); });
  });
}

bool Node::Impl::offer(CommandEnvelope c, Node::Reply reply) {
  if (callers.waiting() >= settings.waiting_max && !c.actor.engine) return false;
  const int p = partition_of(c.root.empty() ? c.case_id : c.root, journal.partitions());
  const auto at = static_cast<std::size_t>(p);
  if (auto known = replicas[at]->outcome(c.id)) {
    callers.already(std::move(reply), std::move(*known));
    return true;
  }
  auto bytes = parts.intake ? to_binary(c) : std::string();
  if (bytes.size() > command_bytes_max) {
    callers.already(std::move(reply), too_large(c));
    return true;
  }
  callers.wait(c.id, std::move(reply), clock.steady_ms());
  if (parts.intake) parts.intake->append(p, std::move(bytes));
  else leaders[at]->offer(std::move(c));
  return true;
}

void Node::Impl::perform_effects() {
  for (std::size_t p = 0; p < replicas.size(); ++p) {
    for (auto& e : replicas[p]->new_effects()) effects.add(static_cast<int>(p), std::move(e));
    for (const auto& id : replicas[p]->ended_effects()) effects.forget(id);
  }
  effects.perform(
      [this](CommandEnvelope c, Node::Reply r) { return offer(std::move(c), std::move(r)); },
      [this](int p, EffectResult r) {
        leaders[static_cast<std::size_t>(p)]->report(std::move(r));
      },
      [this](int p) { return leads(p); });
}

void Node::Impl::look_for_duplicates() {
  const auto ask = [this](CommandEnvelope c) {
    const int p = partition_of(c.root, journal.partitions());
    offer(std::move(c), [this, p](const Outcome& o) {
      if (o.command_id.empty()) duplicates.begins_to_lead(p);  // lost on its way: looked for again
    });
  };
  duplicates.look(ask, [this](int p) { return leads(p); });
}

Instant Node::Impl::now() {
  Instant newest;
  for (const auto& r : replicas) newest = std::max(newest, r->position().recorded_at);
  return time.now(newest);
}

bool Node::Impl::propose() {
  const auto at = now();
  // Deadlines give way: while people's commands come, a round fires few, so that none waits long.
  for (const auto& l : leaders)
    if (l->waiting() > 0) last_command_ms = clock.steady_ms();
  const bool busy = clock.steady_ms() - last_command_ms < busy_ms;
  int budget =
      busy ? std::max(1, settings.deadlines_per_round / 16) : settings.deadlines_per_round * 4;
  bool more = false;
  first_leader = (first_leader + 1) % leaders.size();  // every partition is the first in its turn
  for (std::size_t i = 0; i < leaders.size(); ++i)
    more = leaders[(first_leader + i) % leaders.size()]->propose(at, !time.waits(), budget) || more;
  return more;
}

Node::Node(NodeSettings settings,
           Journal& journal,
           Store& store,
           Clock& clock,
           Randomness& random,
           Notifier& notifier,
           std::vector<std::unique_ptr<Projection>> projections,
           Intake* intake,
           Destroyer* destroyer)
    : impl_(std::make_unique<Impl>(std::move(settings),
                                   journal,
                                   store,
                                   clock,
                                   random,
                                   notifier,
                                   std::move(projections),
                                   intake,
                                   destroyer)) {}
Node::~Node() = default;

std::string Node::open() { return impl_->open(); }
bool Node::offer(CommandEnvelope c, Reply reply) {
  return impl_->offer(std::move(c), std::move(reply));
}

bool Node::step() {
  if (impl_->patient) impl_->patient->try_again();
  const bool read = impl_->read_back();
  impl_->answer();
  impl_->perform_effects();
  impl_->look_for_duplicates();
  const bool more = impl_->propose();
  return read || more || !impl_->duplicates.quiet();
}

std::optional<Instant> Node::next_due() const {
  std::optional<Instant> at;
  for (auto& r : impl_->replicas)
    if (const auto due = r->next_due(); due && (!at || *due < *at)) at = due;
  return at;
}

bool Node::caught_up() const {
  for (std::size_t p = 0; p < impl_->replicas.size(); ++p) {
    const auto& r = *impl_->replicas[p];
    const auto& l = *impl_->leaders[p];
    if (!r.halted().empty() || r.next_offset() < impl_->journal.end(static_cast<int>(p)))
      return false;
    // What only this build carries enters by its leading, and not before.
    if (l.leading() && !l.adopted_all()) return false;
    // With others about, this node leads what is left to it.
    if (impl_->settings.leads && !impl_->parts.intake && !l.leading()) return false;
  }
  return true;
}

bool Node::settled() const {
  const bool asks = impl_->parts.intake && impl_->callers.waiting() > 0;
  return !asks && impl_->effects.quiet() && impl_->duplicates.quiet() &&
         std::all_of(impl_->leaders.begin(), impl_->leaders.end(), [](const auto& l) {
           return !l->leading() || l->quiet();
         });
}

Instant Node::now() const { return impl_->now(); }
std::string Node::trouble() const {
  auto why = impl_->journal.trouble();
  return why.empty() && impl_->parts.intake ? impl_->parts.intake->trouble() : why;
}
bool Node::clock_waits() const { return impl_->time.waits(); }
void Node::confirm_clock() { impl_->time.confirm(); }
void Node::on_commit(std::function<void(int, const Commit&)> f) { impl_->on_commit = std::move(f); }
void Node::published(int partition, std::int64_t sequence) {
  impl_->leaders[static_cast<std::size_t>(partition)]->published(sequence);
}
const Library& Node::library() const { return impl_->parts.library; }
int Node::partitions() const { return impl_->journal.partitions(); }

std::vector<PartitionStatus> Node::status() const {
  std::vector<PartitionStatus> v;
  for (std::size_t p = 0; p < impl_->replicas.size(); ++p) {
    const auto& r = *impl_->replicas[p];
    const auto& l = *impl_->leaders[p];
    PartitionStatus s;
    s.partition = static_cast<int>(p);
    s.position = r.position();
    s.end = impl_->journal.end(s.partition);
    s.leading = l.leading();
    s.halted = r.halted();
    s.in_flight = l.in_flight();
    s.waiting = l.waiting();
    s.open_effects = impl_->effects.open(s.partition);
    s.degraded = r.degraded() + l.cases_with_refused_deadlines() + l.unadoptable();
    s.refused_deadlines = l.refused_deadlines();
    s.void_records = impl_->voids[p];
    s.garbage = l.garbage();
    s.claims_counted = impl_->claims[p];
    s.clock_off_ms = impl_->clock_off_ms[p];
    if (const auto due = l.oldest_due())
      s.oldest_due_ms = std::max<std::int64_t>(0, impl_->time.trusted().ms - due->ms);
    v.push_back(std::move(s));
  }
  return v;
}

}  // namespace surety
