// One decision as a commit: the gates every command passes, then the kind's own `decide`.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/kind.hpp"
#include "engine/library.hpp"
#include "events/record.hpp"

namespace surety {

/// Nobody takes a record without bounds: the broker least of all.
inline constexpr std::size_t commit_bytes_max = 512 * 1024;

/// What a decision works on: the cases as they are ahead of the fold.
class Desk {
 public:
  virtual ~Desk() = default;
  virtual std::optional<Case> find(const std::string& case_key) const = 0;
  virtual std::vector<std::string> cases_of(std::string_view root) const = 0;
  virtual const Facts& facts() const = 0;
  virtual const Rulebook& book_of(const CaseHead&) const = 0;
  virtual const Rulebook* book_in_force(std::string_view jurisdiction, Date) const = 0;
  virtual const Calendar& calendar() const = 0;
  virtual const Library& library() const = 0;
  /// The first number free at `at` and after `previous`; empty `previous` for the first.
  virtual std::string number(Instant at, const std::string& previous) const = 0;
};

/// Fills the commit (its recorded_at and cause are set) with events and hashes or a refusal, and
/// `cases` with the touched cases as they are afterwards.
void decide_command(const CommandEnvelope&, const Desk&, Commit&, std::vector<Case>& cases);
/// Fills the same for a deadline that has passed. False if it is refused: a bug of the kind.
bool decide_deadline(const Case&, const Deadline&, const Desk&, Commit&, std::vector<Case>& cases);
/// Makes the commit the command's refusal.
void refuse_command(const CommandEnvelope&, const Refusal&, Commit&);
/// Appends events to a commit: hashes, versions, evolved cases. False if there is no such event;
/// throws what an evolve throws.
bool append_events(const std::vector<Emitted>&,
                   const std::string& own_key,
                   const Desk&,
                   Commit&,
                   std::vector<Case>& cases,
                   const std::string& rulebook_of_new);

}  // namespace surety
