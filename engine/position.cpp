// The effective-record rule.
#include "engine/position.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/digest.hpp"

namespace surety {

Position first_position(const Journal& journal) {
  Position p;
  p.generation = journal.generation();
  p.head = sha256(journal.name(), fmt::format("\n{}", journal.first_generation()));
  return p;
}

std::string next_head(std::string_view head, std::string_view record) {
  return sha256(head, record);
}

std::string_view command_of(const Commit& c) {
  constexpr std::string_view cause = "command:";
  return std::string_view(c.cause).starts_with(cause)
             ? std::string_view(c.cause).substr(cause.size())
             : std::string_view();
}

std::int64_t Position::attempts(std::string_view command_id) const {
  for (const auto& t : tried)
    if (t.command_id == command_id) return t.times;
  return 0;
}

namespace {

/// Commands are attempted one at a time; more than a few stand here only while leaders duel.
constexpr std::size_t tried_max = 32;

Verdict judge_claim(Position& p, const Claim& c) {
  // Claims of earlier generations came with the records they lead.
  if (c.generation > p.generation || c.term <= p.term) return Verdict::stale_term;
  p.careful = p.term > 0 && p.fruitless;
  p.fruitless = true;
  p.term = c.term;
  if (p.partitions == 0) {  // the first claim freezes P and W
    p.partitions = c.partitions;
    p.window = c.window;
  }
  return Verdict::counts;
}

Verdict judge_commit(Position& p, const Commit& c, std::string& halt) {
  if (c.follows != p.head) {
    // A writer further ahead than the pipeline's bound saw records that this reader did not.
    if (c.generation == p.generation && p.window > 0 && c.sequence > p.sequence + p.window)
      halt = fmt::format(
          "a commit of sequence {} was met at sequence {}: more than {} ahead, records are missing",
          c.sequence, p.sequence, p.window);
    return Verdict::does_not_follow;
  }
  if (c.sequence != p.sequence + 1)
    halt = fmt::format("sequence {} follows sequence {}", c.sequence, p.sequence);
  else if (c.recorded_at < p.recorded_at)
    halt = fmt::format("sequence {} is recorded at {}, before {}", c.sequence,
                       c.recorded_at.text(), p.recorded_at.text());
  if (!halt.empty()) return Verdict::counts;
  p.sequence = c.sequence;
  p.recorded_at = c.recorded_at;
  if (c.generation == p.generation) {  // a copy has an intake and public topics of its own
    p.published = std::max(p.published, c.published);
    p.decided_intake = std::max(p.decided_intake, c.intake_offset);
  }
  if (const auto id = command_of(c); !id.empty()) {
    p.fruitless = p.careful = false;
    std::erase_if(p.tried, [&](const Tried& t) { return t.command_id == id; });
  }
  return Verdict::counts;
}

Verdict judge_attempt(Position& p, const Attempt& a) {
  if (a.follows != p.head) return Verdict::does_not_follow;
  const auto it = std::find_if(p.tried.begin(), p.tried.end(),
                               [&](const Tried& t) { return t.command_id == a.command_id; });
  if (it != p.tried.end()) {
    ++it->times;
  } else {
    if (p.tried.size() == tried_max) p.tried.erase(p.tried.begin());
    p.tried.push_back({a.command_id, 1});
  }
  return Verdict::counts;
}

bool known_kind(char c) { return c == 'M' || c == 'C' || c == 'A'; }

}  // namespace

Judged judge(Position& p, const JournalEntry& entry, Known known) {
  Judged j;
  if (entry.offset != p.next_offset) {
    j.halt = fmt::format("offset {} was expected, offset {} came", p.next_offset, entry.offset);
    return j;
  }
  if (known.commit) {
    j.verdict = judge_commit(p, *known.commit, j.halt);
  } else if (j.record = decode_record(entry.bytes); !j.record) {
    j.verdict = Verdict::unreadable;
    if (entry.bytes.size() > 1 && known_kind(entry.bytes[0]) && entry.bytes[1] > 1 &&
        entry.bytes[1] < 64)
      j.halt = fmt::format("offset {} has record format {}; a newer build is needed", entry.offset,
                           static_cast<int>(entry.bytes[1]));
  } else if (const auto* claim = std::get_if<Claim>(&*j.record)) {
    j.verdict = judge_claim(p, *claim);
  } else if (const auto* commit = std::get_if<Commit>(&*j.record)) {
    j.verdict = judge_commit(p, *commit, j.halt);
  } else {
    j.verdict = judge_attempt(p, std::get<Attempt>(*j.record));
  }
  if (!j.halt.empty()) return j;
  if (j.verdict == Verdict::counts)
    p.head = known.head.empty() ? next_head(p.head, entry.bytes) : std::string(known.head);
  p.next_offset = entry.offset + 1;
  return j;
}

}  // namespace surety
