// Proposing: claims, attempts, commands; and noting what came back.
#include "engine/leader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/decide.hpp"
#include "engine/digest.hpp"
#include "engine/leader_desk.hpp"
#include "events/binary.hpp"

namespace surety {

namespace {

/// So many attempts without an outcome, and the command is not tried again.
constexpr std::int64_t attempts_max = 2;
/// How long a command of the engine waits for what it refers to.
constexpr std::int64_t early_max_ms = 10'000;
/// The digits of a number that are its second, as text: 20240710103000.
constexpr std::size_t second_digits = 14, number_digits = 18;

}  // namespace

Leader::Leader(Replica& replica,
               NodeParts& parts,
               const Facts& others,
               Clock& clock,
               Randomness& random)
    : replica_(replica), parts_(parts), others_(others), clock_(clock), random_(random) {}

void Leader::offer(CommandEnvelope c) { waiting_.push_back({std::move(c)}); }

void Leader::report(EffectResult r) { effects_.push_back(std::move(r)); }

const Prepared* Leader::expected(const JournalEntry& e) const {
  if (in_flight_.empty()) return nullptr;
  const auto& front = in_flight_.front().prepared;
  const auto& position = replica_.position();
  const bool next =
      front.commit.follows == position.head && position.next_offset == e.offset;
  return next && front.bytes == e.bytes ? &front : nullptr;
}

void Leader::folded(const JournalEntry& entry, const Replica::Folded& f) {
  if (f.claim) {
    const bool own = claim_ids_.count(f.claim->claim_id) != 0;
    // Whatever was proposed before follows a head that is no more.
    drop_proposals();
    stand_by();
    refused_due_.clear();
    const bool contested = leading_ || claimed_ms_ >= 0;
    leading_ = own;
    if (own) claim_ids_.clear();
    claimed_ms_ = -1;
    if (!own && contested)  // two that answer each other at once would duel for ever
      claim_not_before_ms_ = clock_.steady_ms() + 1000 +
                             static_cast<unsigned char>(random_.bytes(1)[0]) * 16;
    return;
  }
  if (f.commit)
    for (const auto& e : f.commit->events) refused_due_.erase(e.case_key);
  if (attempt_came(entry, f) || in_flight_.empty()) return;
  if (!f.commit) {
    for (const auto& p : in_flight_)
      if (p.prepared.bytes == entry.bytes) return drop_proposals();  // an own one came back void
    return;
  }
  if (in_flight_.front().prepared.bytes != entry.bytes)
    return drop_proposals();  // somebody else's counted
  settle_front();
}

/// The oldest proposal counts: it is ahead of the fold no more.
void Leader::settle_front() {
  auto& front = in_flight_.front();
  for (const auto& c : front.prepared.cases) {
    const auto key = c.head.key();
    const auto it = ahead_.find(key);
    if (it == ahead_.end() || it->second.sequence != front.prepared.commit.sequence) continue;
    ahead_.erase(it);
    const auto root = ahead_roots_.find(c.head.root);
    if (root == ahead_roots_.end()) continue;
    root->second.erase(key);
    if (root->second.empty()) ahead_roots_.erase(root);
  }
  if (front.command) deciding_.erase(front.command->command.id);
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

/// Whoever leads next finds in the intake what waits there.
void Leader::stand_by() {
  if (!parts_.intake) return;
  waiting_.clear();
  next_intake_ = -1;
}

/// Whose order is another partition's is not decided in this one; who has no id cannot be told.
bool Leader::belongs(const CommandEnvelope& c) const {
  return !c.id.empty() && replica_.number() == partition_of(c.root.empty() ? c.case_id : c.root,
                                                            parts_.journal.partitions());
}

void Leader::take_in() {
  if (!parts_.intake) return;
  if (next_intake_ < 0) next_intake_ = replica_.position().decided_intake + 1;
  const auto most = static_cast<std::size_t>(parts_.settings.window);
  while (waiting_.size() < most) {
    const auto entries = parts_.intake->read(replica_.number(), next_intake_, most);
    if (entries.empty()) return;
    for (const auto& e : entries) {
      next_intake_ = e.offset + 1;
      Waiting w;
      w.intake_offset = e.offset;
      if (!from_binary(e.bytes, w.command) || !belongs(w.command)) {
        ++garbage_;
        parts_.intake->set_aside(replica_.number(), e);
        continue;
      }
      // Its age is counted from here, not by the clock of whoever took it; but a manual clock does
      // not go with the intake's.
      if (w.command.submitted_at.ms > 0 && !clock_.manual())
        w.command.submitted_at = e.appended_at;
      waiting_.push_back(std::move(w));
    }
  }
}

void Leader::drop_proposals() {
  for (auto it = in_flight_.rbegin(); it != in_flight_.rend(); ++it)
    if (it->command) waiting_.push_front(std::move(*it->command));
  in_flight_.clear();
  attempt_.reset();
  deciding_.clear();
  ahead_.clear();
  ahead_roots_.clear();
  ahead_number_.clear();
  firing_.clear();
  adopting_.clear();
  ending_.clear();  // their results are kept in effects_ until the fold shows them ended
}

bool Leader::window_open() const {
  const auto frozen = replica_.position().window;
  const auto window = frozen > 0 ? frozen : parts_.settings.window;
  return static_cast<std::int64_t>(in_flight_.size()) < window;
}

bool Leader::overdue(std::int64_t appended_ms) const {
  return clock_.steady_ms() - appended_ms > parts_.settings.proposal_timeout_ms;
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

/// A second and four digits, of which each partition has its own; later than all before.
std::string Leader::next_number(Instant now, const std::string& previous) const {
  const auto last = std::max({replica_.last_number(), ahead_number_, previous});
  const auto partitions = parts_.journal.partitions();
  const auto write = [&](Instant at, int n) {
    return fmt::format("{}{:04}", at.compact(), n * partitions + replica_.number());
  };
  const auto first = write(now, 0);
  if (first > last) return first;
  int four = 0;
  std::from_chars(last.data() + second_digits, last.data() + number_digits, four);
  const int n = four / partitions + 1;
  const auto second = Instant::stored(fmt::format("{}-{}-{}T{}:{}:{}.000+08:00",
                                                  last.substr(0, 4),
                                                  last.substr(4, 2),
                                                  last.substr(6, 2),
                                                  last.substr(8, 2),
                                                  last.substr(10, 2),
                                                  last.substr(12, 2)));
  if (n * partitions + replica_.number() <= 9999) return write(second, n);
  return write(Instant{second.ms + 1000}, 0);
}

void Leader::claim() {
  const auto now = clock_.steady_ms();
  // A claim made before the last one is known would only come back void.
  if (replica_.next_offset() < parts_.journal.end(replica_.number())) return;
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

Commit Leader::begin(Instant now,
                     std::string root,
                     std::string case_key,
                     std::string cause,
                     std::string actor) const {
  Commit c;
  const auto& position = replica_.position();
  const auto* last = in_flight_.empty() ? nullptr : &in_flight_.back().prepared;
  c.generation = parts_.journal.generation();
  c.term = position.term;
  c.follows = last ? last->head : position.head;
  c.sequence = (last ? last->commit.sequence : position.sequence) + 1;
  c.recorded_at =
      std::max({now, last ? last->commit.recorded_at : Instant{}, position.recorded_at});
  c.cause = std::move(cause);
  c.root = std::move(root);
  c.case_key = std::move(case_key);
  c.actor = std::move(actor);
  c.published = std::max(position.published, published_);
  c.calendar = replica_.calendar().version;
  c.build = parts_.settings.build;
  return c;
}

bool Leader::submit(Proposal& p) {
  // What was decided beside a state that cannot be read is not decided.
  if (!replica_.halted().empty()) return true;
  p.prepared.bytes = encode(p.prepared.commit);
  if (p.prepared.bytes.size() > commit_bytes_max) return false;
  p.prepared.head = next_head(p.prepared.commit.follows, p.prepared.bytes);
  p.appended_ms = clock_.steady_ms();
  if (p.command) deciding_.insert(p.command->command.id);
  for (const auto& c : p.prepared.cases) {
    const auto key = c.head.key();
    ahead_roots_[c.head.root].insert(key);
    const bool opened = c.head.version == 1 || (!ahead_.count(key) && !replica_.find(key));
    if (opened && c.head.id.size() == number_digits && c.head.id > ahead_number_ &&
        c.kind->issues_numbers())
      ahead_number_ = c.head.id;
    ahead_[key] = {c, p.prepared.commit.sequence};
  }
  parts_.journal.append(replica_.number(), p.prepared.bytes);
  in_flight_.push_back(std::move(p));
  return true;
}

bool Leader::propose(Instant now, bool fires, int& budget) {
  quiet_ = false;
  fires_ = fires;
  if (!replica_.halted().empty()) return false;
  if (!in_flight_.empty() && overdue(in_flight_.front().appended_ms)) drop_proposals();
  if (!leading_) {
    const bool named = !parts_.intake || parts_.intake->names_me(replica_.number());
    if (parts_.settings.leads && named) claim();
    return false;
  }
  if (attempt_ && overdue(attempt_->appended_ms)) attempt_.reset();
  if (attempt_) return false;    // nothing is decided before it stands
  if (adopt(now)) return false;  // what follows may depend on it
  end_effects(now);
  take_in();
  // While commands are attempted one by one, the next one waits for all that is in flight.
  const bool alone = replica_.position().careful && !waiting_.empty();
  bool more = fires && !alone && fire(now, budget);
  backlog_ = backlog_ || alone;  // what is due of its root still comes before a command
  while (!waiting_.empty() && window_open())
    if (!decide_next(now)) break;
  more = more || (alone && waiting_.empty());  // deadlines have not had their turn
  quiet_ = in_flight_.empty() && waiting_.empty() && effects_.empty() && !more;
  return more;
}

/// True if a decision on this very command stands or is on its way: one record answers all callers.
/// A refusal that leaves the id free leaves the mark in the intake: an own proposal may have been
/// given up as overdue, and count after all.
bool Leader::is_known(const Waiting& w) const {
  const bool below = w.intake_offset >= 0 && w.intake_offset <= replica_.position().decided_intake;
  return below || deciding_.count(w.command.id) != 0 || replica_.outcome(w.command.id).has_value();
}

/// Decides the first command that waits. False if it must wait for what is in flight.
bool Leader::decide_next(Instant now) {
  if (is_known(waiting_.front())) {
    waiting_.pop_front();
    return true;
  }
  const auto refused = not_to_be_tried(waiting_.front(), now);
  if (!refused && replica_.position().careful) {
    if (!in_flight_.empty()) return false;
    if (!waiting_.front().attempted) {
      attempt(waiting_.front());
      return false;
    }
  }
  auto w = std::move(waiting_.front());
  waiting_.pop_front();
  if (fires_ && !w.command.root.empty()) {
    fire_root(w.command.root, now);
    if (!window_open()) {
      waiting_.push_front(std::move(w));
      return false;
    }
  }
  const auto& command = w.command;
  Proposal p;
  auto& commit = p.prepared.commit;
  const auto begun = [&] {
    commit = begin(now,
                   command.root,
                   command.kind + "/" + command.case_id,
                   "command:" + command.id,
                   command.actor.text());
    commit.intake_offset = w.intake_offset;
    commit.body_digest = command.body_digest;
  };
  begun();
  if (refused) refuse_command(command, refuse(*refused), commit);
  else decide_command(command, Working(*this), commit, p.prepared.cases);
  w.attempted = true;
  if (too_early(w, commit)) {
    waiting_.push_front(std::move(w));
    return false;
  }
  p.command = std::move(w);
  if (submit(p)) return true;
  w = std::move(*p.command);
  p = {};
  begun();
  refuse_command(command, refuse(Code::too_large), commit);
  p.command = std::move(w);
  if (!submit(p)) ++garbage_;  // not even its refusal fits: nobody can be told
  return true;
}

/// Why a command is refused without a look at it; its id is not used up by that.
std::optional<Code> Leader::not_to_be_tried(const Waiting& w, Instant now) const {
  const auto& command = w.command;
  const auto age = now.ms - command.submitted_at.ms;
  if (!command.actor.engine && command.submitted_at.ms > 0 &&
      age > parts_.settings.command_age_max_ms)
    return Code::expired;
  if (!w.attempted && replica_.position().attempts(command.id) >= attempts_max)
    return Code::cannot_be_decided;
  return std::nullopt;
}

/// An effect's command comes from a node that has read its cause; this one may not have got so far
/// in that partition, and a refusal would stand for ever.
bool Leader::too_early(Waiting& w, const Commit& commit) const {
  if (!parts_.intake || !w.command.actor.engine || !commit.refusal ||
      commit.refusal->code != name_of(Code::unknown_reference))
    return false;
  if (w.early_ms < 0) w.early_ms = clock_.steady_ms();
  return clock_.steady_ms() - w.early_ms < early_max_ms;
}

/// Whoever comes after must know which command was being tried if this process does not live
/// through it.
void Leader::attempt(const Waiting& w) {
  const auto& position = replica_.position();
  Attempt a;
  a.generation = parts_.journal.generation();
  a.term = position.term;
  a.follows = position.head;
  a.command_id = w.command.id;
  attempt_ = AttemptUnderWay{a.command_id, encode(a), clock_.steady_ms()};
  parts_.journal.append(replica_.number(), attempt_->bytes);
}

/// True if the entry is the attempt under way: it stands now, or is void and written anew.
bool Leader::attempt_came(const JournalEntry& entry, const Replica::Folded& f) {
  if (!attempt_ || attempt_->bytes != entry.bytes) return false;
  if (f.verdict == Verdict::counts)
    for (auto& w : waiting_)
      if (w.command.id == attempt_->command_id) w.attempted = true;
  attempt_.reset();
  return true;
}

}  // namespace surety
