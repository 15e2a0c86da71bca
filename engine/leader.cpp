// Proposing: claims, adoptions, deadlines, effects, commands; and noting what came back.
#include "engine/leader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/decide.hpp"
#include "engine/digest.hpp"
#include "engine/fold_keys.hpp"
#include "engine/kinds/partition.hpp"

namespace surety {

/// The leader's view ahead of the fold, as decisions see it.
class Working : public Desk, public Facts {
 public:
  explicit Working(const Leader& l) : l_(l) {}
  std::optional<Case> find(const std::string& case_key) const override { return l_.ahead(case_key); }
  std::vector<std::string> cases_of(std::string_view root) const override { return l_.cases_of(root); }
  const Facts& facts() const override { return *this; }
  const Rulebook& book_of(const CaseHead& h) const override { return l_.replica_.book_of(h); }
  const Rulebook* book_in_force(std::string_view j, Date d) const override { return l_.replica_.book_in_force(j, d); }
  const Calendar& calendar() const override { return l_.replica_.calendar(); }
  const Library& library() const override { return l_.parts_.library; }
  std::string number(Instant at, const std::string& previous) const override {
    return l_.next_number(at, previous);
  }
  std::optional<Case> find(std::string_view kind, std::string_view id) const override {
    if (auto c = l_.ahead(std::string(kind) + "/" + std::string(id))) return c;
    return l_.others_.find(kind, id);
  }
  std::string holder(std::string_view unique, std::string_view value) const override {
    for (const auto& [key, ahead] : l_.ahead_)
      if (ahead.c.kind->unique)
        for (const auto& [name, v] : ahead.c.kind->unique(ahead.c.state.get()))
          if (name == unique && v == value) return key;
    return l_.others_.holder(unique, value);
  }
  bool listed(std::string_view kind, std::string_view member, std::string_view value) const override {
    return l_.others_.listed(kind, member, value);
  }

 private:
  const Leader& l_;
};

Leader::Leader(Replica& replica, NodeParts& parts, const Facts& others, Clock& clock, Randomness& random)
    : replica_(replica), parts_(parts), others_(others), clock_(clock), random_(random) {}

void Leader::offer(CommandEnvelope c, Node::Reply reply) {
  Waiting w{std::move(c), {}};
  w.replies.push_back(std::move(reply));
  waiting_.push_back(std::move(w));
}

void Leader::report(EffectResult r) { effects_.push_back(std::move(r)); }

const Prepared* Leader::expected(const JournalEntry& e) const {
  if (in_flight_.empty()) return nullptr;
  const auto& front = in_flight_.front().prepared;
  const bool next = front.commit.follows == replica_.position().head && replica_.position().next_offset == e.offset;
  return next && front.bytes == e.bytes ? &front : nullptr;
}

void Leader::folded(const JournalEntry& entry, const Replica::Folded& f) {
  if (f.claim) {
    const bool own = claim_ids_.count(f.claim->claim_id) != 0;
    // Whatever was proposed before follows a head that is no more.
    drop_proposals();
    leading_ = own;
    if (own) claim_ids_.clear();
    claimed_ms_ = -1;
    if (!own) claim_not_before_ms_ = clock_.steady_ms() + 1000 + static_cast<unsigned char>(random_.bytes(1)[0]) * 16;
    return;
  }
  if (in_flight_.empty()) return;
  if (!f.commit) {
    for (const auto& p : in_flight_)
      if (p.prepared.bytes == entry.bytes) return drop_proposals();  // an own one came back void
    return;
  }
  auto& front = in_flight_.front();
  if (front.prepared.bytes != entry.bytes) return drop_proposals();  // somebody else's counted
  const auto sequence = front.prepared.commit.sequence;
  for (const auto& c : front.prepared.cases) {
    const auto key = c.head.key();
    const auto it = ahead_.find(key);
    if (it == ahead_.end() || it->second.sequence != sequence) continue;
    ahead_.erase(it);
    const auto root = ahead_roots_.find(c.head.root);
    if (root == ahead_roots_.end()) continue;
    root->second.erase(key);
    if (root->second.empty()) ahead_roots_.erase(root);
  }
  if (front.command) {
    deciding_.erase(front.command->command.id);
    if (auto o = replica_.outcome(front.command->command.id)) {
      for (auto& reply : front.command->replies) answers_.emplace_back(std::move(reply), *o);
    } else {  // expired, or not to be decided: told, but the id stays free
      Outcome refused;
      refused.command_id = front.command->command.id;
      refused.case_key = front.prepared.commit.case_key;
      refused.refusal = front.prepared.commit.refusal;
      refused.position = {front.prepared.commit.generation, replica_.number(), sequence};
      for (auto& reply : front.command->replies) answers_.emplace_back(std::move(reply), refused);
    }
  }
  firing_.erase(front.due_key);
  ending_.erase(front.effect_id);
  adopting_.erase(front.adoption);
  in_flight_.pop_front();
  if (in_flight_.empty()) {
    ahead_.clear();
    ahead_roots_.clear();
    ahead_number_.clear();
  }
}

void Leader::drop_proposals() {
  for (auto it = in_flight_.rbegin(); it != in_flight_.rend(); ++it)
    if (it->command) waiting_.push_front(std::move(*it->command));
  in_flight_.clear();
  deciding_.clear();
  ahead_.clear();
  ahead_roots_.clear();
  ahead_number_.clear();
  firing_.clear();
  adopting_.clear();
  ending_.clear();  // their results are kept in effects_ until the fold shows them ended
}

bool Leader::window_open() const {
  const auto window = replica_.position().window > 0 ? replica_.position().window : parts_.settings.window;
  return static_cast<std::int64_t>(in_flight_.size()) < window;
}

std::optional<Case> Leader::ahead(const std::string& case_key) const {
  if (const auto it = ahead_.find(case_key); it != ahead_.end()) return it->second.c;
  return replica_.find(case_key);
}

std::vector<std::string> Leader::cases_of(std::string_view root) const {
  auto v = replica_.cases_of(root);
  if (const auto it = ahead_roots_.find(std::string(root)); it != ahead_roots_.end()) {
    for (const auto& key : it->second)
      if (std::find(v.begin(), v.end(), key) == v.end()) v.push_back(key);
    std::sort(v.begin(), v.end());
  }
  return v;
}

std::string Leader::next_number(Instant now, const std::string& previous) const {
  const auto last = std::max({replica_.last_number(), ahead_number_, previous});
  const auto partitions = parts_.journal.partitions();
  const auto write = [&](Instant at, int n) { return fmt::format("{}{:04}", at.compact(), n * partitions + replica_.number()); };
  const auto first = write(now, 0);
  if (first > last) return first;
  int four = 0;
  std::from_chars(last.data() + 14, last.data() + 18, four);
  const int n = four / partitions + 1;
  const auto second = Instant::stored(fmt::format("{}-{}-{}T{}:{}:{}.000+08:00", last.substr(0, 4), last.substr(4, 2), last.substr(6, 2),
                                                  last.substr(8, 2), last.substr(10, 2), last.substr(12, 2)));
  if (n * partitions + replica_.number() <= 9999) return write(second, n);
  return write(Instant{second.ms + 1000}, 0);
}

void Leader::claim() {
  const auto now = clock_.steady_ms();
  if (now < claim_not_before_ms_) return;
  if (claimed_ms_ >= 0 && now - claimed_ms_ < parts_.settings.proposal_timeout_ms) return;
  claimed_ms_ = now;
  Claim c;
  c.generation = parts_.journal.generation();
  c.term = replica_.position().term + 1;
  c.claim_id = hex(random_.bytes(16));
  c.node = parts_.settings.name;
  c.partitions = parts_.journal.partitions();
  c.window = parts_.settings.window;
  claim_ids_.insert(c.claim_id);
  parts_.journal.append(replica_.number(), encode(c));
}

Commit Leader::begin(Instant now, std::string root, std::string case_key, std::string cause, std::string actor) const {
  Commit c;
  const auto& last = in_flight_.empty() ? nullptr : &in_flight_.back().prepared;
  c.generation = parts_.journal.generation();
  c.term = replica_.position().term;
  c.follows = last ? last->head : replica_.position().head;
  c.sequence = (last ? last->commit.sequence : replica_.position().sequence) + 1;
  c.recorded_at = std::max({now, last ? last->commit.recorded_at : Instant{}, replica_.position().recorded_at});
  c.cause = std::move(cause);
  c.root = std::move(root);
  c.case_key = std::move(case_key);
  c.actor = std::move(actor);
  c.published = replica_.position().published;
  c.calendar = replica_.calendar().version;
  c.build = parts_.settings.build;
  return c;
}

void Leader::submit(Proposal p) {
  p.prepared.bytes = encode(p.prepared.commit);
  p.prepared.head = next_head(p.prepared.commit.follows, p.prepared.bytes);
  p.appended_ms = clock_.steady_ms();
  for (const auto& c : p.prepared.cases) {
    const auto key = c.head.key();
    ahead_roots_[c.head.root].insert(key);
    if (c.head.version == 1 || (!ahead_.count(key) && !replica_.find(key))) {
      if (c.head.id.size() == 18 && c.head.id > ahead_number_ && c.kind->issues_numbers()) ahead_number_ = c.head.id;
    }
    ahead_[key] = {c, p.prepared.commit.sequence};
  }
  parts_.journal.append(replica_.number(), p.prepared.bytes);
  in_flight_.push_back(std::move(p));
}

bool Leader::propose(Instant now, bool fires, int& budget) {
  quiet_ = false;
  fires_ = fires;
  // A leader before may have had a clock ahead of this one: what is due by the journal's time is due.
  now = std::max(now, replica_.position().recorded_at);
  if (!replica_.halted().empty()) return false;
  if (!in_flight_.empty() && clock_.steady_ms() - in_flight_.front().appended_ms > parts_.settings.proposal_timeout_ms)
    drop_proposals();
  if (!leading_) {
    if (parts_.settings.leads) claim();
    return false;
  }
  if (adopt(now)) return false;  // what follows may depend on it
  end_effects(now);
  const bool more = fires && fire(now, budget);
  while (!waiting_.empty() && window_open()) decide_next(now);
  quiet_ = in_flight_.empty() && waiting_.empty() && effects_.empty() && !more;
  return more;
}

bool Leader::adopted_all() const {
  // A partition adopts what the library holds, and nothing else.
  return replica_.adopted().size() >= parts_.library.size() && replica_.calendar().version >= parts_.calendar.version;
}

bool Leader::adopt(Instant now) {
  if (adopted_all()) return false;
  const auto key = partition::key(replica_.number());
  const auto propose_one = [&](const std::string& name, const Emitted& e) {
    if (!window_open() || !adopting_.insert(name).second) return;
    Proposal p;
    p.adoption = name;
    p.prepared.commit = begin(now, key, key, "adoption:" + name, "engine");
    if (append_events({e}, key, Working(*this), p.prepared.commit, p.prepared.cases, "")) submit(std::move(p));
  };
  if (replica_.calendar().version < parts_.calendar.version)
    propose_one("calendar/" + parts_.calendar.version,
                {key, "calendar-adopted", to_json(partition::CalendarAdopted{parts_.calendar.version, parts_.calendar.json()})});
  for (const auto* b : parts_.library.all())
    if (std::none_of(replica_.adopted().begin(), replica_.adopted().end(),
                     [&](const Rulebook& a) { return a.name() == b->name(); }))
      propose_one(b->name(), {key, "rulebook-adopted", to_json(partition::RulebookAdopted{*b})});
  return true;
}

bool Leader::fire(Instant now, int& budget) {
  bool more = false;
  oldest_due_.reset();
  std::vector<std::string> due;
  const auto most = static_cast<std::size_t>(std::max(budget, 0));
  replica_.due(now, [&](const std::string& key) {
    if (firing_.count(key)) return true;
    if (!oldest_due_) oldest_due_ = keys::read_due(key).at;
    if (was_refused(key)) return true;
    if (due.size() == most) return !(more = true);
    due.push_back(key);
    return true;
  });
  backlog_ = more;
  for (const auto& key : due) {
    if (!window_open()) {
      backlog_ = true;
      return false;
    }
    if (fire_one(key, now)) --budget;
  }
  return more && window_open();
}

// A bug of its kind; the others must not wait for it.
bool Leader::was_refused(const std::string& due_key) const {
  const auto refused = refused_due_.find(due_key);
  if (refused == refused_due_.end()) return false;
  const auto c = ahead(std::string(keys::read_due(due_key).case_key));
  return c && c->head.version == refused->second;
}

bool Leader::fire_one(const std::string& due_key, Instant now) {
  const auto due = keys::read_due(due_key);
  const std::string case_key(due.case_key);
  const auto c = ahead(case_key);
  if (!c || firing_.count(due_key) || !window_open()) return false;
  if (was_refused(due_key)) return false;
  const auto open = replica_.open_deadlines(*c);
  const auto d = std::find_if(open.begin(), open.end(), [&](const Deadline& x) {
    return x.name == due.name && x.subject == due.subject && x.passes_at <= now;
  });
  if (d == open.end()) return false;  // ended or moved by a proposal in flight
  Proposal p;
  p.due_key = due_key;
  p.prepared.commit = begin(now, c->head.root, case_key, "deadline:" + d->name + "@" + d->passes_at.text(), "engine");
  if (!decide_deadline(*c, *d, Working(*this), p.prepared.commit, p.prepared.cases)) {
    refused_due_[due_key] = c->head.version;
    return false;
  }
  firing_.insert(due_key);
  submit(std::move(p));
  return true;
}

// The due index knows what was folded; a proposal in flight may have opened what is due already.
void Leader::fire_root(std::string_view root, Instant now) {
  std::vector<std::string> cases;
  if (backlog_) cases = cases_of(root);
  else if (const auto it = ahead_roots_.find(std::string(root)); it != ahead_roots_.end())
    cases.assign(it->second.begin(), it->second.end());
  std::vector<std::string> due;
  for (const auto& key : cases)
    if (const auto c = ahead(key))
      for (const auto& d : replica_.open_deadlines(*c))
        if (d.passes_at <= now) due.push_back(keys::due(replica_.number(), d.passes_at, key, d.name, d.subject));
  std::sort(due.begin(), due.end());
  for (const auto& key : due) fire_one(key, now);
}

void Leader::end_effects(Instant now) {
  for (std::size_t n = effects_.size(); n > 0 && window_open(); --n) {
    auto r = std::move(effects_.front());
    effects_.pop_front();
    const auto c = ahead(r.case_key);
    const auto& ended = c ? c->head.effects_ended : std::vector<std::string>{};
    const bool folded_already = !c || std::find(ended.begin(), ended.end(), r.effect) != ended.end();
    if (folded_already && !ending_.count(r.id)) continue;
    if (!folded_already) {
      Proposal p;
      p.effect_id = r.id;
      p.prepared.commit = begin(now, c->head.root, r.case_key, "effect:" + r.id, "engine");
      const Emitted e = r.failure.empty() ? Emitted{"", "effect-done", to_json(EffectDone{r.effect})}
                                          : Emitted{"", "effect-failed", to_json(EffectFailed{r.effect, r.failure})};
      if (append_events({e}, r.case_key, Working(*this), p.prepared.commit, p.prepared.cases, "")) {
        ending_.insert(r.id);
        submit(std::move(p));
      }
    }
    effects_.push_back(std::move(r));  // until the fold shows it ended
  }
}

void Leader::decide_next(Instant now) {
  auto w = std::move(waiting_.front());
  waiting_.pop_front();
  if (const auto seen = replica_.outcome(w.command.id)) {
    for (auto& reply : w.replies) answers_.emplace_back(std::move(reply), *seen);
    return;
  }
  if (deciding_.count(w.command.id)) {  // the same command twice: one record answers both
    for (auto& p : in_flight_)
      if (p.command && p.command->command.id == w.command.id)
        for (auto& reply : w.replies) p.command->replies.push_back(std::move(reply));
    return;
  }
  if (fires_ && !w.command.root.empty()) {
    fire_root(w.command.root, now);
    if (!window_open()) return waiting_.push_front(std::move(w));
  }
  Proposal p;
  auto& commit = p.prepared.commit;
  commit = begin(now, w.command.root, w.command.kind + "/" + w.command.case_id, "command:" + w.command.id, w.command.actor.text());
  commit.body_digest = w.command.body_digest;
  const auto age = now.ms - w.command.submitted_at.ms;
  if (!w.command.actor.engine && w.command.submitted_at.ms > 0 && age > parts_.settings.command_age_max_ms)
    commit.refusal = RefusalRecord{commit.case_key, w.command.kind + "." + w.command.command, name_of(Code::expired), "{}"};
  else
    decide_command(w.command, Working(*this), commit, p.prepared.cases);
  deciding_.insert(w.command.id);
  p.command = std::move(w);
  submit(std::move(p));
}

}  // namespace surety
