// What would become of commands if they were given now: decided as a leader decides, on a snapshot,
// one after the other, and nothing written.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/decide.hpp"
#include "engine/fold.hpp"

namespace surety {

/// The calendar that deadlines are reckoned with; an empty one before the first was adopted.
Calendar adopted_calendar(const FoldReader&);

class Forecast : private Desk, private Facts {
 public:
  /// All three outlive it.
  Forecast(const FoldReader&, const Library&, Instant now);
  /// The commit it would make: events or a refusal. Commands after it find what it would leave.
  Commit give(const CommandEnvelope&);

 private:
  std::optional<Case> find(const std::string& case_key) const override;
  std::vector<std::string> cases_of(std::string_view root) const override;
  const Facts& facts() const override { return *this; }
  const Rulebook& book_of(const CaseHead&) const override;
  const Rulebook* book_in_force(std::string_view jurisdiction, Date) const override;
  const Calendar& calendar() const override { return calendar_; }
  const Library& library() const override { return library_; }
  std::string number(Instant at, const std::string& previous) const override;
  std::optional<Case> find(std::string_view kind, std::string_view id) const override;
  std::string holder(std::string_view unique, std::string_view value) const override;
  std::vector<Case> having(std::string_view kind, std::string_view member,
                           std::string_view value) const override;

  const FoldReader& fold_;
  const Library& library_;
  Instant now_;
  Calendar calendar_;
  std::map<std::string, Case> ahead_;
  mutable std::int64_t numbers_ = 0;
};

}  // namespace surety
