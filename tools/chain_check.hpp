// Checks one partition's records without the engine: order, gaps, heads, and every event's hash.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/fold.hpp"
#include "engine/position.hpp"
#include "engine/ports.hpp"

namespace surety::tools {

/// One case, or one record of no known case, that does not hold.
struct Finding {
  std::string what;      ///< KIND/ID, or `partition P`
  std::string position;  ///< G.P:S, or `offset N`
  std::string reason;
  std::string text() const { return what + " at " + position + ": " + reason; }
};

struct CheckedCase {
  std::int64_t version = 0;
  std::string hash;
};

class ChainCheck {
 public:
  ChainCheck(int partition, const Journal&);
  /// The next record, in the order of the journal.
  void take(const JournalEntry&);
  /// A record that the journal could not give.
  void lost(std::int64_t offset, const std::string& why);
  /// The position a node has stored: what stands before `next_offset` must be what it folded.
  void expect(const Position& stored);
  void finish();

  const std::vector<Finding>& findings() const { return findings_; }
  /// Cases by kind/id as the journal has them.
  const std::map<std::string, CheckedCase>& cases() const { return cases_; }
  bool reported(const std::string& case_key) const { return reported_.count(case_key) != 0; }
  std::int64_t events() const { return events_; }
  std::int64_t void_records() const { return void_; }

 private:
  void commit(const Commit&, const JournalEntry&);
  void event(const Commit&, const EventRecord&);
  void find(const std::string& what, const std::string& position, std::string reason);
  void meet_expected();
  std::string here(std::int64_t sequence) const;

  int partition_;
  Position at_;
  std::optional<Position> stored_;
  /// The head is not known since something was damaged: the next commit in sequence is believed.
  bool damaged_ = false;
  std::vector<std::string> last_cases_;  ///< of the last commit that counted
  std::map<std::string, CheckedCase> cases_;
  std::set<std::string> reported_;
  std::vector<Finding> findings_;
  std::int64_t events_ = 0, void_ = 0;
};

}  // namespace surety::tools
