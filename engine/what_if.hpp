// How cases would stand had a draft of their jurisdiction's rulebook been in force all along.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/fold.hpp"

namespace surety {

/// A deadline as it came out: running, passed, or ended before it passed.
struct Term {
  Date last_day;
  DeadlineStatus status{};
  friend bool operator==(const Term&, const Term&) = default;
};

/// What differs in one case: a deadline, or the least amount of a guarantee.
struct RuleDifference {
  std::string case_key;
  std::string deadline, subject;  ///< empty where it is an amount
  std::optional<Term> now, draft;
  bool alerts = false;  ///< that it passes raises an alert
  std::optional<Money> amount_now, amount_draft;

  bool raises() const { return alerts && passed(draft) && !passed(now); }
  bool spares() const { return alerts && passed(now) && !passed(draft); }

 private:
  static bool passed(const std::optional<Term>& t) {
    return t && t->status == DeadlineStatus::passed;
  }
};

/// Lives every case of the draft's jurisdiction twice, event by event: under the rulebooks it was
/// bound to, and under the draft. What people did stays what it was, and when; only the periods and
/// amounts that the rules give differ. Both lives are reckoned with the calendar given.
/// Answers how many cases it looked at; `differs` is called case by case, in the order of their keys.
std::int64_t try_rulebook(const StoreReader&, int partitions, const Library&, const Calendar&,
                          const Rulebook& draft, Instant now,
                          const std::function<void(const RuleDifference&)>& differs);

}  // namespace surety
