// The effective-record rule and the hashes of api.md §3, once more and from the records alone.
#include "tools/chain_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/digest.hpp"

namespace surety::tools {

std::string_view name_of(Breach breach) {
  if (breach == Breach::integrity) return "integrity";
  return breach == Breach::completeness ? "completeness" : "authenticity";
}

std::string Finding::text() const {
  return fmt::format("{}: {} at {}: {}", name_of(breach), what, position, reason);
}

std::string three_words(const std::vector<Finding>& findings) {
  std::string text;
  for (const auto breach : {Breach::integrity, Breach::completeness, Breach::authenticity}) {
    const auto bad = std::count_if(findings.begin(), findings.end(),
                                   [&](const Finding& f) { return f.breach == breach; });
    text += fmt::format("{:<12} {}\n", name_of(breach),
                        bad ? fmt::format("does not hold: {} places", bad) : "holds");
  }
  return text;
}

ChainCheck::ChainCheck(int partition, const Journal& journal)
    : partition_(partition), at_(first_position(journal)) {}

std::string ChainCheck::here(std::int64_t sequence) const {
  return CommitPosition{at_.generation, partition_, sequence}.text();
}

std::string ChainCheck::own() const { return fmt::format("partition {}", partition_); }

void ChainCheck::find(Breach breach, const std::string& what, const std::string& position,
                      std::string reason) {
  const auto [it, first] = reported_.try_emplace(what, findings_.size());
  if (first) {
    findings_.push_back({breach, what, position, std::move(reason)});
  } else if (breach == Breach::authenticity && broken_links_.erase(what)) {
    // That the record is another one says more than that those behind it do not follow it.
    findings_[it->second] = {breach, what, position, std::move(reason)};
  }
}

void ChainCheck::expect(Kept kept) { kept_.emplace(kept.next_offset, std::move(kept)); }

void ChainCheck::compare(const Kept& kept) {
  const bool here_now = kept.next_offset > 0 && kept.next_offset == at_.next_offset;
  while (here_now && at_.head != kept.head && kept.sequence > at_.sequence && !strays_.empty())
    mend();
  const bool fits = !here_now || damaged_ || at_.head == kept.head;
  const auto before = findings_.size();
  if (kept.compare_cases) kept.compare_cases();
  if (fits) {
    if (here_now && !damaged_) last_sequence_ = kept.sequence;
    return;
  }
  if (!another_ && findings_.size() == before && broken_links_.empty())
    find(Breach::authenticity, own(), here(at_.sequence),
         fmt::format("the chain of records behind {} is not the one that {}",
                     here(last_sequence_), kept.by));
  another_ = damaged_ = true;
}

/// Commits that follow no head may be void; these were not. So the one before them was altered, or
/// some between are gone. REQUIRES: there are some; fewer are left.
void ChainCheck::mend() {
  const auto strays = std::exchange(strays_, {});
  const auto first = std::get<Commit>(*decode_record(strays.front().bytes)).sequence;
  const auto& what = last_cases_.empty() ? own() : last_cases_.front();
  if (first > at_.sequence + 1) {
    find(Breach::completeness, own(), here(at_.sequence + 1),
         fmt::format("sequence {} comes after sequence {}", first, at_.sequence));
  } else if (!reported(what)) {
    broken_links_.insert(what);
    find(Breach::integrity, what, here(at_.sequence), "the records behind it do not follow it");
  }
  damaged_ = true;
  void_ -= static_cast<std::int64_t>(strays.size());
  for (const auto& entry : strays) judge(entry);
}

void ChainCheck::lost(std::int64_t offset, Breach breach, const std::string& why) {
  find(breach, fmt::format("partition {} record {}", partition_, offset),
       fmt::format("offset {}", offset), why);
  at_.next_offset = offset + 1;
  damaged_ = true;
}

void ChainCheck::take(const JournalEntry& entry) {
  if (entry.offset != at_.next_offset)
    lost(at_.next_offset, Breach::completeness,
         fmt::format("missing; the journal goes on at offset {}", entry.offset));
  for (; !kept_.empty() && kept_.begin()->first <= at_.next_offset; kept_.erase(kept_.begin()))
    compare(kept_.begin()->second);
  at_.next_offset = entry.offset + 1;
  judge(entry);
  // More than leaders may have in flight: these have counted once.
  while (window_ > 0 && strays_.size() > static_cast<std::size_t>(2 * window_)) mend();
}

void ChainCheck::judge(const JournalEntry& entry) {
  const auto record = decode_record(entry.bytes);
  if (!record) {
    lost(entry.offset, Breach::integrity, "cannot be read");
  } else if (const auto* claim = std::get_if<Claim>(&*record)) {
    if (claim->term > at_.term) {
      at_.term = claim->term;
      at_.head = next_head(at_.head, entry.bytes);
      if (window_ == 0) window_ = claim->window;
    } else {
      ++void_;
    }
  } else if (const auto* attempt = std::get_if<Attempt>(&*record)) {
    if (attempt->follows == at_.head) at_.head = next_head(at_.head, entry.bytes);
  } else {
    commit(std::get<Commit>(*record), entry);
  }
}

void ChainCheck::commit(const Commit& c, const JournalEntry& entry) {
  const bool follows = c.follows == at_.head;
  if (!follows && !(damaged_ && c.sequence > at_.sequence)) {
    ++void_;
    if (c.sequence > at_.sequence) strays_.push_back(entry);
    return;
  }
  strays_.clear();
  if (follows && c.sequence != at_.sequence + 1) {
    find(Breach::completeness, c.events.empty() ? own() : c.events.front().case_key,
         here(c.sequence), fmt::format("sequence {} stood before it", at_.sequence));
  }
  if (c.recorded_at < at_.recorded_at) {
    find(Breach::integrity, c.events.empty() ? own() : c.events.front().case_key,
         here(c.sequence), "recorded before the commit before it");
  }
  damaged_ = false;
  at_.head = next_head(c.follows, entry.bytes);
  at_.sequence = c.sequence;
  at_.recorded_at = c.recorded_at;
  last_cases_.clear();
  for (const auto& e : c.events) event(c, e);
}

void ChainCheck::event(const Commit& c, const EventRecord& e) {
  ++events_;
  last_cases_.push_back(e.case_key);
  auto& seen = cases_[e.case_key];
  const auto tell = [&](Breach breach, std::string reason) {
    find(breach, e.case_key, here(c.sequence), std::move(reason));
  };
  if (e.case_version != seen.version + 1) {
    tell(Breach::completeness,
         fmt::format("version {} comes after version {}", e.case_version, seen.version));
  } else if (e.prev_hash != seen.hash) {
    tell(Breach::integrity,
         fmt::format("version {} does not name the hash before it", e.case_version));
  } else if (e.hash != event_hash(e, c)) {
    tell(Breach::integrity,
         fmt::format("the hash of version {}, {}, does not fit its data", e.case_version, e.type));
    damaged_ = true;  // the chain of records is broken behind it as well
  }
  seen = {e.case_version, e.hash, c.sequence};
}

void ChainCheck::finish() {
  for (; !kept_.empty(); kept_.erase(kept_.begin())) {
    const auto& kept = kept_.begin()->second;
    while (kept.next_offset > at_.next_offset && !strays_.empty()) mend();
    const auto before = findings_.size();
    compare(kept);
    if (kept.next_offset <= at_.next_offset || findings_.size() > before) continue;
    find(Breach::completeness, own(), fmt::format("offset {}", at_.next_offset),
         fmt::format("the journal ends there, and {} the records up to offset {}", kept.by,
                     kept.next_offset));
  }
}

}  // namespace surety::tools
