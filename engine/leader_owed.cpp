// What a leader proposes unasked: adoptions, deadlines that are due, effects that have ended.
#include <algorithm>

#include "engine/fold_keys.hpp"
#include "engine/kinds/partition.hpp"
#include "engine/leader_desk.hpp"

namespace surety {

bool Leader::adopted_all() const {
  // A partition adopts what the library holds, and nothing else.
  return replica_.adopted().size() + unadoptable_.size() >= parts_.library.size() &&
         !later(parts_.calendar.version, replica_.calendar().version);
}

bool Leader::adopted(const std::string& rulebook) const {
  const auto& books = replica_.adopted();
  return unadoptable_.count(rulebook) != 0 ||
         std::any_of(books.begin(), books.end(),
                     [&](const Rulebook& b) { return b.name() == rulebook; });
}

bool Leader::adopt(Instant now) {
  if (adopted_all()) return false;
  const auto key = partition::key(replica_.number());
  const auto propose_one = [&](const std::string& name, const Emitted& e) {
    if (!window_open() || !adopting_.insert(name).second) return;
    Proposal p;
    p.adoption = name;
    p.prepared.commit = begin(now, key, key, "adoption:" + name, "engine");
    if (append_events({e}, key, Working(*this), p.prepared.commit, p.prepared.cases, "") &&
        submit(p))
      return;
    adopting_.erase(name);
    unadoptable_.insert(name);
  };
  const auto& calendar = parts_.calendar;
  if (later(calendar.version, replica_.calendar().version)) {
    const partition::CalendarAdopted adopted{calendar.version, calendar.json()};
    propose_one("calendar/" + calendar.version, {key, "calendar-adopted", to_json(adopted)});
  }
  for (const auto* b : parts_.library.all())
    if (!adopted(b->name()))
      propose_one(b->name(), {key, "rulebook-adopted", to_json(partition::RulebookAdopted{*b})});
  return !adopted_all();
}

bool Leader::fire(Instant now, int& budget) {
  bool more = false;
  oldest_due_.reset();
  std::vector<std::string> due;
  const auto most = static_cast<std::size_t>(std::max(budget, 0));
  replica_.due(now, [&](const std::string& key) {
    if (firing_.count(key)) return true;
    if (was_refused(key)) return true;
    if (!oldest_due_) oldest_due_ = keys::read_due(key).at;
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

// A bug of its kind: the case is told as degraded, and the other deadlines do not wait for it.
bool Leader::was_refused(const std::string& due_key) const {
  const auto due = keys::read_due(due_key);
  const auto refused = refused_due_.find(due.case_key);
  if (refused == refused_due_.end() || !refused->second.due_keys.count(due_key)) return false;
  const auto c = ahead(refused->first);
  return c && c->head.version == refused->second.version;
}

void Leader::set_refused(const std::string& due_key, const CaseHead& head) {
  auto& refused = refused_due_[head.key()];
  if (refused.version != head.version) refused = {head.version, {}};
  refused.due_keys.insert(due_key);
}

std::size_t Leader::refused_deadlines() const {
  std::size_t n = 0;
  for (const auto& [key, refused] : refused_due_) n += refused.due_keys.size();
  return n;
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
  const auto cause = "deadline:" + d->name + "@" + d->passes_at.text();
  p.prepared.commit = begin(now, c->head.root, case_key, cause, "engine");
  if (!decide_deadline(*c, *d, Working(*this), p.prepared.commit, p.prepared.cases) ||
      !submit(p)) {
    set_refused(due_key, c->head);
    return false;
  }
  firing_.insert(due_key);
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
        if (d.passes_at <= now)
          due.push_back(keys::due(replica_.number(), d.passes_at, key, d.name, d.subject));
  std::sort(due.begin(), due.end());
  for (const auto& key : due) fire_one(key, now);
}

void Leader::end_effects(Instant now) {
  for (std::size_t n = effects_.size(); n > 0 && window_open(); --n) {
    auto r = std::move(effects_.front());
    effects_.pop_front();
    const auto c = ahead(r.case_key);
    const auto& ended = c ? c->head.effects_ended : std::vector<std::string>{};
    const bool folded_already =
        !c || std::find(ended.begin(), ended.end(), r.effect) != ended.end();
    if (folded_already && !ending_.count(r.id)) continue;
    if (!folded_already) {
      Proposal p;
      p.effect_id = r.id;
      p.prepared.commit = begin(now, c->head.root, r.case_key, "effect:" + r.id, "engine");
      const Emitted e =
          r.failure.empty()
              ? Emitted{"", "effect-done", to_json(EffectDone{r.effect})}
              : Emitted{"", "effect-failed", to_json(EffectFailed{r.effect, r.failure})};
      if (append_events(
              {e}, r.case_key, Working(*this), p.prepared.commit, p.prepared.cases, "")) {
        ending_.insert(r.id);
        submit(p);
      }
    }
    effects_.push_back(std::move(r));  // until the fold shows it ended
  }
}

}  // namespace surety
