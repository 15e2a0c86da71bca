// The naive oracle: reads the journal itself, judges what counts by its own few lines, and counts
// deadlines with its own dates. It shares no code with the engine; only the codec of records.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "events/record.hpp"

namespace surety::simulation {

/// Where a record that counted stands, and what it refused.
struct Counted {
  int partition = 0;
  std::int64_t sequence = 0;
  std::string refusal;  ///< code, empty if it was not refused
  std::size_t events = 0;
};

class Oracle {
 public:
  Oracle(const std::string& journal_name, std::int64_t generation, int partitions);

  /// The next record of a partition. Empty, or what it violates.
  std::string follow(int partition, const std::string& bytes);
  /// Due deadlines come before a command of their root. Not so while a clock is not believed.
  bool deadlines_first = true;
  /// Nothing may be recorded later than this.
  std::int64_t latest_ms = 0;

  /// Every effective record of a command, in order.
  const std::vector<Counted>& command(const std::string& id) const;
  /// The first open deadline due at or before `now_ms` that nobody has passed; empty if none.
  std::string unfired(std::int64_t now_ms) const;
  /// An effect that is owed and was neither done nor given up; empty if none.
  std::string owed() const;

  std::int64_t counted() const { return counted_; }
  std::int64_t voids() const { return voids_; }
  std::int64_t claims() const { return claims_; }
  std::int64_t passed() const { return static_cast<std::int64_t>(passed_.size()); }
  const std::vector<std::string>& told() const { return told_; }  ///< one line a record, newest last

 private:
  struct Head {
    std::string head;
    std::int64_t term = 0, sequence = 0, recorded_ms = 0;
  };
  struct Node {
    std::string name;
    std::int64_t due_day = 0, amount = 0, received = 0;
  };
  struct Case {
    std::string root, last_hash;
    std::int64_t version = 0;
    // guarantee
    bool lives = false, confirmed = false;
    std::string reminded_of, valid_until;
    std::int64_t recorded_day = 0;
    bool owner_phone = false;
    // payment plan
    std::vector<Node> nodes;
  };
  /// case, name, subject, day it started: passes once and stays passed.
  using Identity = std::tuple<std::string, std::string, std::string, std::int64_t>;

  std::string commit(int partition, const Commit&);
  std::string check_order(const Commit&) const;
  std::string check_passed(const Commit&);
  std::string event(const Commit&, const EventRecord&);
  void guarantee(Case&, const std::string& key, const std::string& type, const EventRecord&,
                 const Commit&);
  void plan(Case&, const std::string& type, const EventRecord&);
  std::string effect(Case&, const std::string& key, const EventRecord&);
  void reopen(const std::string& key, const Case&);

  std::int64_t generation_;
  std::vector<Head> heads_;
  std::map<std::string, Case> cases_;
  std::map<Identity, std::int64_t> open_;  ///< to the instant at which it passes
  std::set<Identity> passed_;
  std::map<std::string, std::vector<Counted>> commands_;
  std::map<std::string, std::set<std::string>> owed_;  ///< effects by case
  std::set<std::pair<std::string, std::string>> ended_;
  std::int64_t counted_ = 0, voids_ = 0, claims_ = 0;
  std::vector<std::string> told_;
};

}  // namespace surety::simulation
