// What follows from a case's state: the due index, open effects, unique values, seen commands.
#include <algorithm>

#include "engine/fold_keys.hpp"
#include "engine/replica.hpp"
#include "events/binary.hpp"

namespace surety {
namespace {

bool same(const Deadline& a, const Deadline& b) {
  return a.name == b.name && a.subject == b.subject && a.started_on == b.started_on;
}

bool has_passed(const CaseHead& head, const Deadline& d) {
  return std::any_of(head.passed.begin(), head.passed.end(), [&](const PassedDeadline& p) {
    return p.name == d.name && p.subject == d.subject && p.started_on == d.started_on;
  });
}

bool contains(const std::vector<std::string>& v, const std::string& s) { return std::find(v.begin(), v.end(), s) != v.end(); }

}  // namespace

std::vector<Deadline> Replica::open_deadlines(const Case& c) const {
  if (!c.kind->open_deadlines || c.head.version == 0) return {};
  auto open = c.kind->open_deadlines(c.state.get(), Periods(book_of(c.head), calendar_));
  std::erase_if(open, [&](const Deadline& d) { return has_passed(c.head, d); });
  return open;
}

void Replica::settle(const Commit& commit, Touched& t) {
  settle_deadlines(commit, *t.slot);
  settle_effects(t);
  settle_unique(t);
}

void Replica::settle_deadlines(const Commit& commit, Slot& s) {
  if (!s.c.kind->open_deadlines) return;
  const auto key = s.c.head.key();
  if (!s.deadlines) {
    s.deadlines.emplace();
    if (const auto bytes = parts_.writes.get(fold_family(), keys::deadlines(partition_, key))) from_binary(*bytes, *s.deadlines);
  }
  auto& entries = *s.deadlines;
  const auto open = open_deadlines(s.c);
  const auto due_key = [&](const Deadline& d) { return keys::due(partition_, d.passes_at, key, d.name, d.subject); };
  for (auto& e : entries) {
    if (e.status != DeadlineStatus::running) continue;
    const auto now_open = std::find_if(open.begin(), open.end(), [&](const Deadline& d) { return same(d, e.deadline); });
    if (now_open != open.end() && *now_open == e.deadline) continue;
    auto gone = due_key(e.deadline);
    if (first_due_ == gone) due_known_ = false;
    parts_.writes.erase(fold_family(), std::move(gone));
    s.deadlines_dirty = true;
    if (now_open != open.end()) continue;  // moved: written again below
    e.status = has_passed(s.c.head, e.deadline) ? DeadlineStatus::passed : DeadlineStatus::ended;
    e.settled_at = commit.recorded_at;
  }
  bool provisional = false;
  for (const auto& d : open) {
    provisional = provisional || d.provisional;
    auto e = std::find_if(entries.begin(), entries.end(), [&](const DeadlineEntry& x) {
      return x.status == DeadlineStatus::running && same(x.deadline, d);
    });
    if (e != entries.end() && e->deadline == d) continue;
    const DeadlineEntry entry{d, DeadlineStatus::running, book_of(s.c.head).name(), calendar_.version, std::nullopt};
    if (e == entries.end()) entries.push_back(entry);
    else *e = entry;
    s.deadlines_dirty = true;
    auto k = due_key(d);
    if (k < due_floor_) due_floor_ = k;
    if (due_known_ && (!first_due_ || k < *first_due_)) first_due_ = k;
    parts_.writes.put(fold_family(), std::move(k), "");
  }
  const auto provisional_key = keys::with(partition_, 'V', key);
  if (provisional && provisional_.insert(key).second) parts_.writes.put(fold_family(), provisional_key, "");
  if (!provisional && provisional_.erase(key)) parts_.writes.erase(fold_family(), provisional_key);
}

void Replica::reopen_provisional(const Commit& commit) {
  const auto keys_before = provisional_;
  for (const auto& key : keys_before)
    if (auto* s = slot(key)) {
      settle_deadlines(commit, *s);
      if (s->deadlines_dirty) dirty_.push_back(key);
    }
}

void Replica::settle_effects(const Touched& t) {
  const auto& kind = *t.slot->c.kind;
  if (!kind.open_effects) return;
  const auto& head = t.slot->c.head;
  const auto before = t.before.head.version > 0 ? kind.open_effects(t.before.head, t.before.state.get()) : std::vector<Effect>{};
  const auto after = kind.open_effects(head, t.slot->c.state.get());
  const auto open_in = [](const std::vector<Effect>& v, const CaseHead& h, const std::string& name) {
    return !contains(h.effects_ended, name) &&
           std::any_of(v.begin(), v.end(), [&](const Effect& e) { return e.name == name; });
  };
  for (const auto& e : before)
    if (open_in(before, t.before.head, e.name) && !open_in(after, head, e.name)) {
      auto key = keys::effect(partition_, head.key(), e.name);
      if (const auto opened = parts_.writes.get(fold_family(), key))
        effects_closed_.push_back(OpenEffect{e, head.key(), from_big_endian64(*opened)}.id());
      parts_.writes.erase(fold_family(), std::move(key));
    }
  for (const auto& e : after)
    if (open_in(after, head, e.name) && !open_in(before, t.before.head, e.name)) {
      parts_.writes.put(fold_family(), keys::effect(partition_, head.key(), e.name), big_endian64(head.version));
      effects_opened_.emplace_back(head.key(), e.name);
    }
}

void Replica::settle_unique(const Touched& t) {
  const auto& kind = *t.slot->c.kind;
  if (!kind.unique) return;
  const auto key = t.slot->c.head.key();
  const auto before = t.before.head.version > 0 ? kind.unique(t.before.state.get()) : std::vector<std::pair<std::string, std::string>>{};
  const auto after = kind.unique(t.slot->c.state.get());
  for (const auto& [name, value] : before)
    if (holder(name, value) == key) parts_.writes.erase(fold_family(), keys::unique(partition_, name, value));
  for (const auto& [name, value] : after)
    if (const auto k = keys::unique(partition_, name, value); !parts_.writes.get(fold_family(), k))
      parts_.writes.put(fold_family(), k, key);
}

std::string Replica::holder(std::string_view unique, std::string_view value) const {
  return parts_.writes.get(fold_family(), keys::unique(partition_, unique, value)).value_or(std::string());
}

void Replica::remember(const Commit& commit, const std::vector<Touched>& touched) {
  const CommitPosition position{commit.generation, partition_, commit.sequence};
  if (commit.refusal) {
    const RefusalEntry entry{*commit.refusal, commit.actor, commit.recorded_at, position};
    parts_.writes.put(fold_family(), keys::refusal(partition_, commit.refusal->case_key, commit.sequence), to_binary(entry));
  }
  const auto command = command_of(commit);
  if (command.empty()) return;
  // These two do not use up the command's id: the caller may try again.
  if (commit.refusal && (commit.refusal->code == "expired" || commit.refusal->code == "cannot-be-decided")) return;
  Outcome o;
  o.command_id = command;
  o.root = commit.root;
  o.position = position;
  o.refusal = commit.refusal;
  o.body_digest = commit.body_digest;
  o.case_key = commit.case_key;
  for (const auto& t : touched)
    if (t.slot->c.head.key() == commit.case_key) o.version = t.slot->c.head.version;
  if (touched.empty())  // refused, or nothing changed
    if (const auto* s = slot(commit.case_key)) o.version = s->c.head.version;
  for (const auto& e : commit.events) o.events.push_back({e.type, e.case_version});
  parts_.writes.put(fold_family(), keys::seen(partition_, o.command_id), to_binary(o));
}

std::optional<Outcome> Replica::outcome(std::string_view command_id) const {
  const auto bytes = parts_.writes.get(fold_family(), keys::seen(partition_, command_id));
  Outcome o;
  if (!bytes || !from_binary(*bytes, o)) return std::nullopt;
  return o;
}

std::vector<std::string> Replica::cases_of(std::string_view root) const {
  std::vector<std::string> v;
  const auto prefix = keys::root_prefix(partition_, root);
  if (!parts_.writes.get(fold_family(), prefix)) return v;  // a look is cheaper than a search
  parts_.writes.scan(fold_family(), prefix, after_prefix(prefix), [&](std::string_view key, std::string_view) {
    if (key.size() > prefix.size()) v.emplace_back(key.substr(prefix.size()));
    return true;
  });
  return v;
}

const std::optional<std::string>& Replica::first_due() {
  if (due_known_) return first_due_;
  first_due_.reset();
  parts_.writes.scan(fold_family(), due_floor_, after_prefix(keys::due_prefix(partition_)), [&](std::string_view key, std::string_view) {
    first_due_ = std::string(key);
    return false;
  });
  if (first_due_) due_floor_ = *first_due_;  // what lay before has passed or ended
  due_known_ = true;
  return first_due_;
}

void Replica::due(Instant now, const std::function<bool(const std::string&)>& visit) {
  const auto& first = first_due();
  const auto until = keys::due_from(partition_, Instant{now.ms + 1});
  if (!first || *first >= until) return;
  parts_.writes.scan(fold_family(), *first, until,
                     [&](std::string_view key, std::string_view) { return visit(std::string(key)); });
}

std::optional<Instant> Replica::next_due() {
  const auto& first = first_due();
  if (!first) return std::nullopt;
  return keys::read_due(*first).at;
}

std::vector<Replica::OpenEffect> Replica::new_effects() {
  std::vector<OpenEffect> v;
  std::vector<std::pair<std::string, std::string>> names;
  names.swap(effects_opened_);
  if (effects_all_) {
    effects_all_ = false;
    names.clear();
    const auto prefix = keys::effect_prefix(partition_);
    parts_.writes.scan(fold_family(), prefix, after_prefix(prefix), [&](std::string_view key, std::string_view) {
      key.remove_prefix(prefix.size());
      const auto zero = key.find('\0');
      names.emplace_back(key.substr(0, zero), key.substr(zero + 1));
      return true;
    });
  }
  for (const auto& [case_key, name] : names) {
    const auto bytes = parts_.writes.get(fold_family(), keys::effect(partition_, case_key, name));
    const auto c = find(case_key);
    if (!bytes || !c) continue;
    for (auto& e : c->kind->open_effects(c->head, c->state.get()))
      if (e.name == name) v.push_back({std::move(e), case_key, from_big_endian64(*bytes)});
  }
  return v;
}

}  // namespace surety
