// The naive oracle: reads the journal itself, judges what counts by its own few lines, and counts
// deadlines with its own dates. It shares no code with the engine; only the codec of records.
#pragma once

#include <functional>
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
  /// Deadlines that raise an alert cannot pass at present.
  bool alerts_fail = false;
  /// Called with every commit that counts; empty, or what it violates.
  std::function<std::string(int partition, const Commit&)> on_commit;
  /// Nothing may be recorded later than this.
  std::int64_t latest_ms = 0;

  /// Every effective record of a command, in order.
  const std::vector<Counted>& command(const std::string& id) const;
  /// It has an effective record that uses up its id.
  bool decided(const std::string& id) const;
  /// Whether the record at that offset counted.
  bool counts(int partition, std::int64_t offset) const {
    return verdicts_[static_cast<std::size_t>(partition)][static_cast<std::size_t>(offset)];
  }
  /// The first open deadline that nobody has passed though it is due at `now_ms`, or was by the
  /// newest record of its partition; empty if none.
  std::string unfired(std::int64_t now_ms) const;
  /// When the first deadline after that time passes that would raise an alert; 0 if none.
  std::int64_t next_alert(std::int64_t after_ms) const;
  /// An effect that is owed and was neither done nor given up; empty if none.
  std::string owed() const;

  /// A number held twice without its one alert, or an alert without a number held twice.
  std::string untold() const;

  std::int64_t counted() const { return counted_; }
  std::int64_t attempts() const { return attempts_; }
  std::int64_t races() const;
  std::int64_t voids() const { return voids_; }
  std::int64_t claims() const { return claims_; }
  std::int64_t adoptions() const { return adoptions_; }
  bool adopted_everywhere(const std::string& book) const;
  std::int64_t passed() const { return static_cast<std::int64_t>(passed_.size()); }
  const std::vector<std::string>& told() const { return told_; }  ///< one line a record, newest last

 private:
  struct Book {
    std::int64_t version = 0, from_day = 0;
    std::int64_t receipt_days = 0, payment_days = 0, reminder_days = 0;
  };
  struct Head {
    std::string head;
    std::int64_t term = 0, sequence = 0, recorded_ms = 0;
    std::string last_number;  ///< issued by this partition
    std::map<std::string, Book> books;  ///< adopted by it
  };
  struct Node {
    std::string name;
    std::int64_t due_day = 0, amount = 0, received = 0;
  };
  struct Case {
    std::string root, last_hash;
    Book book;  ///< in force when it was opened
    int partition = 0;
    std::int64_t version = 0;
    // guarantee
    bool lives = false, confirmed = false;
    std::string reminded_of, valid_until;
    std::int64_t recorded_day = 0;
    bool owner_phone = false;
    std::string guarantor;
    // payment plan
    std::vector<Node> nodes;
  };
  /// case, name, subject, day it started: passes once and stays passed.
  using Identity = std::tuple<std::string, std::string, std::string, std::int64_t>;

  std::string commit(int partition, const Commit&);
  std::string check_order(const Commit&) const;
  std::string check_passed(const Commit&);
  std::string event(int partition, const Commit&, const EventRecord&);
  std::string check_opening(int partition, const EventRecord&);
  std::string check_untried(const Commit&);
  std::string check_book(int partition, const Commit&, const EventRecord&, Case&);
  void adopt(int partition, const EventRecord&);
  static bool raises_alert(const std::string& deadline);
  bool may_wait(const std::string& deadline) const;
  std::int64_t newest(const std::string& case_key) const;  ///< its partition's newest time
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
  std::map<std::string, int> tried_;  ///< attempts of a command since its last record
  std::map<std::string, std::set<std::string>> holders_;  ///< cases by guarantor and letter number
  std::map<std::pair<std::string, std::string>, int> duplicates_;  ///< alerts by number and case
  std::vector<std::vector<bool>> verdicts_;
  std::int64_t counted_ = 0, voids_ = 0, claims_ = 0, attempts_ = 0, adoptions_ = 0;
  std::vector<std::string> told_;
};

}  // namespace surety::simulation
