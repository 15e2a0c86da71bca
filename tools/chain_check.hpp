// Checks one partition's records without the engine: order, gaps, heads, every event's hash, and all
// of it against what others have kept.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/fold.hpp"
#include "engine/position.hpp"
#include "engine/ports.hpp"

namespace surety::tools {

enum class Breach {
  integrity,    ///< the records contradict themselves or each other
  completeness, ///< something that was there is gone
  authenticity  ///< they fit each other, and are not those that others have kept
};
std::string_view name_of(Breach);

/// One case, or one record of no known case, that does not hold.
struct Finding {
  Breach breach{};
  std::string what;      ///< KIND/ID, or `partition P`
  std::string position;  ///< G.P:S, or `offset N`
  std::string reason;
  std::string text() const;
};

/// Each word apart: a journal may be whole and another one.
std::string three_words(const std::vector<Finding>&);

struct CheckedCase {
  std::int64_t version = 0;
  std::string hash;
  std::int64_t sequence = 0;  ///< of its last event
};

/// What somebody outside the journal knows of it: the node's store, a seal.
struct Kept {
  std::string by;  ///< "the node has folded", "seal 3 was made of"
  std::int64_t next_offset = 0, sequence = 0;
  std::string head;
  /// Called when the journal has come so far, or ends before: compares case by case and tells what
  /// it finds by `find`. Empty: nothing is known of the cases.
  std::function<void()> compare_cases{};
};

class ChainCheck {
 public:
  ChainCheck(int partition, const Journal&);
  /// REQUIRES: before the first record.
  void expect(Kept);
  /// The next record, in the order of the journal.
  void take(const JournalEntry&);
  /// A record that the journal could not give.
  void lost(std::int64_t offset, Breach, const std::string& why);
  void finish();

  /// The first that is found of a case tells; what follows from it would only repeat it.
  void find(Breach, const std::string& what, const std::string& position, std::string reason);
  /// Behind the last record taken.
  const Position& at() const { return at_; }
  const std::vector<Finding>& findings() const { return findings_; }
  /// Cases by kind/id as the journal has them.
  const std::map<std::string, CheckedCase>& cases() const { return cases_; }
  bool reported(const std::string& case_key) const { return reported_.count(case_key) != 0; }
  std::string here(std::int64_t sequence) const;
  std::int64_t events() const { return events_; }
  std::int64_t void_records() const { return void_; }

 private:
  void judge(const JournalEntry&);
  void commit(const Commit&, const JournalEntry&);
  void event(const Commit&, const EventRecord&);
  void compare(const Kept&);
  void mend();
  std::string own() const;

  int partition_;
  Position at_;
  std::multimap<std::int64_t, Kept> kept_;  ///< by the offset
  /// The head is not known since something was damaged: the next commit in sequence is believed.
  bool damaged_ = false;
  bool another_ = false;  ///< it has been told that the chain is not the one that was kept
  std::int64_t window_ = 0;
  std::int64_t last_sequence_ = 0;           ///< of the newest Kept that fitted
  std::vector<std::string> last_cases_;      ///< of the last commit that counted
  std::vector<JournalEntry> strays_;         ///< commits that follow no head, until one does
  std::map<std::string, CheckedCase> cases_;
  std::map<std::string, std::size_t> reported_;  ///< to its finding
  std::vector<Finding> findings_;
  std::set<std::string> broken_links_;  ///< of which it is only known that what follows does not
  std::int64_t events_ = 0, void_ = 0;
};

}  // namespace surety::tools
