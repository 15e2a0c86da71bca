// Reading back, judging, folding: one entry at a time, for every family that has not had it yet.
#include "engine/replica.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/digest.hpp"
#include "engine/fold_keys.hpp"
#include "engine/kinds/holiday_calendar.hpp"
#include "engine/kinds/partition.hpp"
#include "engine/kinds/rulebook.hpp"
#include "events/binary.hpp"

namespace surety {

namespace {

/// A position may lag behind where no row changed; at most so far, which is what a start reads again.
constexpr std::int64_t position_lag = 256;

/// A number of a kind that the platform numbers: 18 digits whose last four, modulo P, are the
/// partition. (A credit code may have 18 digits as well.)
bool issued_here(std::string_view id, int partition, std::int64_t partitions) {
  if (id.size() != 18 || id.find_first_not_of("0123456789") != std::string_view::npos) return false;
  return partitions > 0 && std::stoll(std::string(id.substr(14))) % partitions == partition;
}

}  // namespace

/// A projection's rows of this partition, through the batch being folded.
class PartitionRows : public Rows {
 public:
  PartitionRows(Writes& writes, std::string family, int partition)
      : writes_(writes),
        name_(std::move(family)),
        own_(writes.family(name_)),
        prefix_(partition_prefix(partition)) {}
  std::optional<std::string> get(std::string_view key) const override {
    return writes_.get(name_, whole(key));
  }
  void put(std::string_view key, std::string value) override {
    own_[whole(key)] = std::move(value);
    changed_ = true;
  }
  void erase(std::string_view key) override {
    own_[whole(key)].reset();
    changed_ = true;
  }
  /// True if rows changed since the last call.
  bool changed() { return std::exchange(changed_, false); }

 private:
  std::string whole(std::string_view key) const { return std::string(prefix_).append(key); }
  const Writes& writes_;
  std::string name_;
  Writes::Family& own_;
  std::string prefix_;
  bool changed_ = false;
};

Replica::Replica(int partition, NodeParts& parts)
    : partition_(partition),
      parts_(parts),
      past_(parts.writes, parts.library, partition, parts.settings.build) {}
Replica::~Replica() = default;

void Replica::halt(std::string why) const {
  if (halted_.empty()) halted_ = std::move(why);
}

std::string Replica::open() {
  families_ = {std::string(fold_family())};
  for (const auto& p : parts_.projections) {
    families_.push_back(p->family());
    rows_.push_back(std::make_unique<PartitionRows>(parts_.writes, families_.back(), partition_));
  }
  positions_.clear();
  stored_.clear();
  for (const auto& family : families_) {
    Position position = first_position(parts_.journal);
    if (const auto bytes = parts_.writes.get(family, position_key(partition_)))
      if (!from_binary(*bytes, position)) return fmt::format("partition {}: the position of {} cannot be read", partition_, family);
    if (position.generation != parts_.journal.generation())
      return fmt::format("partition {}: {} was folded from generation {}, the journal is of generation {}", partition_,
                         family, position.generation, parts_.journal.generation());
    if (position.next_offset > 0) {
      std::vector<JournalEntry> last;
      try {
        last = parts_.journal.read(partition_, position.next_offset - 1, 1, 1);
      } catch (const std::exception& e) {
        return fmt::format("partition {}: the journal cannot be read: {}", partition_, e.what());
      }
      const auto digest = last.empty() ? std::string() : sha256(last[0].bytes);
      if (digest != position.last_digest)
        return fmt::format("partition {} offset {}: {} has folded a record of digest {}, the journal holds {}",
                           partition_, position.next_offset - 1, family, hex(position.last_digest),
                           last.empty() ? "nothing" : hex(digest));
    }
    positions_.push_back(position);
    stored_.push_back(position.next_offset);
  }
  moved_.assign(positions_.size(), false);
  if (const auto own = parts_.writes.get(fold_family(), keys::own(partition_))) last_number_ = *own;
  if (const auto c = find(partition::key(partition_))) adopt(*c, {});
  const auto prefix = keys::with(partition_, 'V', "");
  parts_.writes.scan(fold_family(), prefix, after_prefix(prefix), [&](std::string_view key, std::string_view) {
    provisional_.emplace(key.substr(prefix.size()));
    return true;
  });
  due_floor_ = keys::due_prefix(partition_);
  return {};
}

std::int64_t Replica::next_offset() const {
  std::int64_t least = positions_[0].next_offset;
  for (const auto& p : positions_) least = std::min(least, p.next_offset);
  return least;
}

Replica::Folded Replica::fold(const JournalEntry& entry, const Prepared* own) {
  // Families at one offset stand at one position: the entry is judged once for all of them.
  Position after;
  bool judged = false;
  const Commit* commit = nullptr;
  const Claim* claim = nullptr;
  bool evolved = false;
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    if (positions_[i].next_offset != entry.offset) continue;
    if (!judged) {
      after = positions_[i];
      judged_ = judge(after, entry, own ? Known{&own->commit, own->head} : Known{});
      if (!judged_.halt.empty()) {
        halt(fmt::format("partition {}: {}", partition_, judged_.halt));
        return {};
      }
      judged = true;
      if (judged_.verdict == Verdict::counts) {
        commit = own ? &own->commit : judged_.record ? std::get_if<Commit>(&*judged_.record) : nullptr;
        if (!commit) claim = std::get_if<Claim>(&*judged_.record);
      }
    }
    if (commit && i == 0) {
      apply(*commit, own);
      if (!halted_.empty()) return {};
      evolved = true;
    } else if (commit) {
      if (!evolved) changes_ = past_.of(*commit);  // the fold has been here before
      evolved = true;
      parts_.projections[i - 1]->apply(*commit, changes_, *rows_[i - 1]);
    }
    positions_[i] = after;
    moved_[i] = true;
  }
  last_record_ = entry.bytes;
  return {judged_.verdict, commit, claim};
}

void Replica::finish_round() {
  for (const auto& key : dirty_) {
    auto& s = *slots_.at(key);
    if (s.dirty) parts_.writes.put(fold_family(), keys::state(partition_, key), encode_case(s.c));
    if (s.deadlines_dirty)
      parts_.writes.put(fold_family(), keys::deadlines(partition_, key), to_binary(*s.deadlines));
    s.dirty = s.deadlines_dirty = false;
  }
  dirty_.clear();
  if (std::find(moved_.begin(), moved_.end(), true) == moved_.end()) return;
  const auto digest = sha256(last_record_);
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    if (!moved_[i]) continue;
    const bool changed = i == 0 || rows_[i - 1]->changed();
    if (!changed && positions_[i].next_offset - stored_[i] < position_lag) continue;
    stored_[i] = positions_[i].next_offset;
    positions_[i].last_digest = digest;
    parts_.writes.put(families_[i], position_key(partition_), to_binary(positions_[i]));
    moved_[i] = false;
  }
  evict();
}

void Replica::evict() {
  const auto limit = std::max<std::size_t>(64, parts_.settings.case_cache / static_cast<std::size_t>(parts_.journal.partitions()));
  if (slots_.size() <= limit) return;
  for (auto it = slots_.begin(); it != slots_.end() && slots_.size() > limit / 2;) it = slots_.erase(it);
}

Replica::Slot* Replica::slot(const std::string& case_key) const {
  if (const auto it = slots_.find(case_key); it != slots_.end()) return it->second.get();
  const auto bytes = parts_.writes.get(fold_family(), keys::state(partition_, case_key));
  // What is not there is remembered, too: an opening asks for its case several times.
  if (!bytes) return (slots_[case_key] = nullptr).get();
  const auto* kind = kind_named(split_case_key(case_key).first);
  auto c = kind ? decode_case(*kind, *bytes) : std::nullopt;
  if (!c) {  // taken for absent, it would be opened a second time
    halt(fmt::format("partition {}: the folded state of {} cannot be read", partition_, case_key));
    return nullptr;
  }
  auto s = std::make_unique<Slot>();
  s->c = std::move(*c);
  return (slots_[case_key] = std::move(s)).get();
}

std::optional<Case> Replica::find(const std::string& case_key) const {
  const auto* s = slot(case_key);
  if (!s) return std::nullopt;
  return s->c;
}

void Replica::apply(const Commit& commit, const Prepared* own) {
  std::vector<Touched> touched;
  for (std::size_t i = 0; i < commit.events.size(); ++i)
    if (!apply_event(commit, i, own, touched)) return;
  for (auto& t : touched) settle(commit, t);
  remember(commit, touched);
  changes_.clear();
  for (auto& t : touched) changes_.push_back({std::move(t.before), t.slot->c});
  for (const auto& t : touched) {
    if (t.slot->c.head.kind == "partition") {
      adopt(t.slot->c, commit);
    } else if (t.slot->c.head.kind == "rulebook") {
      const auto& s = t.slot->c.as<rulebook::State>();
      for (const auto& v : s.versions) parts_.library.add({t.slot->c.head.id, v.version, v.effective_from, v.rules});
    } else if (t.slot->c.head.kind == "holiday-calendar") {
      parts_.offer(holiday_calendar::calendar_of(t.slot->c.as<holiday_calendar::State>()));
    }
  }
}

bool Replica::apply_event(const Commit& commit, std::size_t index, const Prepared* own, std::vector<Touched>& touched) {
  const auto& e = commit.events[index];
  const auto [kind_name, id] = split_case_key(e.case_key);
  const auto* kind = kind_named(kind_name);
  const auto* rule = kind && e.type.size() > kind_name.size()
                         ? kind->event(std::string_view(e.type).substr(kind_name.size() + 1))
                         : nullptr;
  if (!rule || e.type_version > rule->version()) {
    halt(fmt::format("partition {}: event {} version {} is not known to build {}; build {} wrote it", partition_, e.type,
                     e.type_version, parts_.settings.build, commit.build));
    return false;
  }
  auto* s = slot(e.case_key);
  if (!s) {
    s = (slots_[e.case_key] = std::make_unique<Slot>()).get();
    s->c = unopened(*kind, id);
    s->deadlines.emplace();
  }
  if (std::none_of(touched.begin(), touched.end(), [&](const Touched& t) { return t.slot == s; })) {
    touched.push_back({s, s->c});
    dirty_.push_back(e.case_key);
  }
  if (e.prev_hash != s->c.head.last_hash || e.case_version != s->c.head.version + 1) {
    halt(fmt::format("partition {}: {} version {} follows hash {}, the case stands at version {} with hash {}", partition_,
                     e.case_key, e.case_version, e.prev_hash, s->c.head.version, s->c.head.last_hash));
    return false;
  }
  s->dirty = true;
  advance_case(commit, e, *kind, own, s->c);
  HistoryEntry h{e, {commit.generation, partition_, commit.sequence}, static_cast<std::int64_t>(index), commit.recorded_at,
                 commit.due_at, commit.actor, commit.cause, commit.passed};
  parts_.writes.put(fold_family(), keys::history(partition_, e.case_key, e.case_version), to_binary(h));
  if (e.case_version == 1) {
    parts_.writes.put(fold_family(), keys::root_prefix(partition_, commit.root), "");
    parts_.writes.put(fold_family(), keys::root(partition_, commit.root, e.case_key), "");
    if (kind->issues_numbers() && issued_here(s->c.head.id, partition_, parts_.journal.partitions()) && s->c.head.id > last_number_) {
      last_number_ = s->c.head.id;
      parts_.writes.put(fold_family(), keys::own(partition_), last_number_);
    }
  }
  return true;
}

void Replica::advance_case(const Commit& commit, const EventRecord& e, const Kind& kind, const Prepared* own, Case& c) {
  if (own) {  // decided here: the case afterwards is known
    for (const auto& after : own->cases)
      if (after.head.key() == e.case_key) c = after;
  } else {
    const bool well = c.head.degraded.empty();
    const auto* passed = commit.passed ? &*commit.passed : nullptr;
    c = folded_or_degraded(c, kind, {e, commit.root, commit.actor, commit.recorded_at, passed},
                           parts_.library, parts_.settings.build);
    if (well && !c.head.degraded.empty()) ++degraded_;
  }
  c.head.version = e.case_version;
  c.head.last_hash = e.hash;
}

void Replica::adopt(const Case& c, const Commit& commit) {
  const auto& s = c.as<partition::State>();
  adopted_ = s.rulebooks;
  for (const auto& book : adopted_) parts_.library.add(book);
  if (s.calendar_version == calendar_.version) return;
  calendar_ = Calendar::from_json(s.calendar);
  if (commit.sequence > 0) reopen_provisional(commit);
}

const Rulebook& Replica::book_of(const CaseHead& h) const {
  return parts_.library.rulebook(h.rulebook());
}

const Rulebook* Replica::book_in_force(std::string_view jurisdiction, Date day) const {
  const Rulebook* best = nullptr;
  for (const auto& b : adopted_)
    if (b.jurisdiction == jurisdiction && b.effective_from <= day && (!best || b.version > best->version)) best = &b;
  return best;
}

}  // namespace surety
