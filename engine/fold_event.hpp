// One event folded into its case: the same step for the fold, for history and for every read model.
#pragma once

#include "engine/kind.hpp"
#include "engine/projection.hpp"

namespace surety {

/// An event with those values of its commit that a fold needs.
struct EventOfCommit {
  const EventRecord& event;
  std::string_view root, actor;
  Instant recorded_at;
  const PassedDeadline* passed = nullptr;  ///< of the commit, whichever case it is about
};

/// The kind of `kind/id`'s first part and the second; empty views without a slash.
std::pair<std::string_view, std::string_view> split_case_key(std::string_view case_key);

/// The case after the event; `was` (version 0: it opens) and its shared state stay as they are.
/// Throws what the kind's evolve throws, and where the kind knows no such event.
Case folded(const Case& was, const Kind&, const EventOfCommit&, const Library&);

/// As `folded`; where the kind's evolve fails the state stays, and the head is marked degraded with
/// the build: the case waits for another one, the others go on.
Case folded_or_degraded(const Case& was, const Kind&, const EventOfCommit&, const Library&,
                        const std::string& build);

/// A case that does not exist yet.
Case unopened(const Kind&, std::string_view id);

}  // namespace surety
