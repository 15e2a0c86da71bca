// The effective-record rule and the hashes of api.md §3, once more and from the records alone.
#include "tools/chain_check.hpp"

#include <fmt/format.h>

#include "engine/digest.hpp"

namespace surety::tools {

ChainCheck::ChainCheck(int partition, const Journal& journal)
    : partition_(partition), at_(first_position(journal)) {}

std::string ChainCheck::here(std::int64_t sequence) const {
  return CommitPosition{at_.generation, partition_, sequence}.text();
}

void ChainCheck::find(const std::string& what, const std::string& position, std::string reason) {
  // The first event that does not hold tells; what follows from it would only repeat it.
  if (!reported_.insert(what).second) return;
  findings_.push_back({what, position, std::move(reason)});
}

void ChainCheck::expect(const Position& stored) {
  stored_ = stored;
  meet_expected();
}

void ChainCheck::meet_expected() {
  if (!stored_ || stored_->next_offset != at_.next_offset || at_.next_offset == 0) return;
  if (stored_->head == at_.head || damaged_) return;
  // Something in the envelope of the records before was altered without breaking a hash.
  if (last_cases_.empty()) last_cases_ = {fmt::format("partition {}", partition_)};
  for (const auto& c : last_cases_) {
    find(c, here(at_.sequence), "the chain of records is not the one the node has folded");
  }
  damaged_ = true;
}

void ChainCheck::lost(std::int64_t offset, const std::string& why) {
  find(fmt::format("partition {} record {}", partition_, offset),
       fmt::format("offset {}", offset), why);
  at_.next_offset = offset + 1;
  damaged_ = true;
}

void ChainCheck::take(const JournalEntry& entry) {
  if (entry.offset != at_.next_offset) {
    lost(at_.next_offset, fmt::format("missing; the journal goes on at offset {}", entry.offset));
  }
  at_.next_offset = entry.offset + 1;
  const auto record = decode_record(entry.bytes);
  if (!record) {
    lost(entry.offset, "cannot be read");
  } else if (const auto* claim = std::get_if<Claim>(&*record)) {
    if (claim->term > at_.term) {
      at_.term = claim->term;
      at_.head = next_head(at_.head, entry.bytes);
    } else {
      ++void_;
    }
  } else if (const auto* attempt = std::get_if<Attempt>(&*record)) {
    if (attempt->follows == at_.head) at_.head = next_head(at_.head, entry.bytes);
  } else {
    commit(std::get<Commit>(*record), entry);
  }
  meet_expected();
}

void ChainCheck::commit(const Commit& c, const JournalEntry& entry) {
  const bool follows = c.follows == at_.head;
  if (!follows && !(damaged_ && c.sequence > at_.sequence)) {
    ++void_;
    return;
  }
  const std::string last = c.events.empty() ? fmt::format("partition {}", partition_)
                                            : c.events.front().case_key;
  if (follows && c.sequence != at_.sequence + 1) {
    find(last, here(c.sequence), fmt::format("sequence {} stood before it", at_.sequence));
  }
  if (c.recorded_at < at_.recorded_at) {
    find(last, here(c.sequence), "recorded before the commit before it");
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
  if (e.case_version != seen.version + 1) {
    find(e.case_key, here(c.sequence),
         fmt::format("version {} comes after version {}", e.case_version, seen.version));
  } else if (e.prev_hash != seen.hash) {
    find(e.case_key, here(c.sequence),
         fmt::format("version {} does not name the hash before it", e.case_version));
  } else if (e.hash != event_hash(e, c)) {
    find(e.case_key, here(c.sequence),
         fmt::format("the hash of version {}, {}, does not fit its data", e.case_version, e.type));
    damaged_ = true;  // the chain of records is broken behind it as well
  }
  seen = {e.case_version, e.hash};
}

void ChainCheck::finish() {
  if (!stored_ || stored_->next_offset <= at_.next_offset) return;
  find(fmt::format("partition {}", partition_), fmt::format("offset {}", at_.next_offset),
       fmt::format("the journal ends there, and the node has folded up to offset {}",
                   stored_->next_offset));
}

}  // namespace surety::tools
