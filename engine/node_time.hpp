// The time a node records: the wall's as far as it is witnessed, and never backwards.
#pragma once

#include <optional>

#include "engine/ports.hpp"

namespace surety {

/// Two clocks further apart than that do not vouch for each other.
inline constexpr std::int64_t clocks_agree_ms = 60'000;

/// One wrong clock must not live for ever: a leap of more than a day past what stands in the
/// journal needs a second witness, the journal's keeper where it has told its time, else the
/// machine itself.
class NodeTime {
 public:
  explicit NodeTime(const Clock& clock) : clock_(clock) {}

  /// What the store knew at the start.
  void begin(Instant newest) {
    trusted_ = newest;
    trusted_at_ms_ = clock_.steady_ms();
  }
  /// `newest`: the newest `recorded_at` that was folded.
  Instant now(Instant newest);
  /// The keeper of the journal took an own record at that time, moments ago. How far it stands off
  /// the wall; absent for a manual clock, which is its own witness.
  std::optional<std::int64_t> heard(Instant appended_at);
  /// As of the last `now`.
  Instant trusted() const { return trusted_; }
  bool waits() const { return waits_; }
  void confirm() { confirmed_ = true; }

 private:
  bool witnessed(Instant wall) const;

  const Clock& clock_;
  Instant trusted_;  ///< at steady time `trusted_at_ms_`
  std::int64_t trusted_at_ms_ = 0;
  bool evidence_ = false;  ///< the journal has told a time; before, the wall is all there is
  bool waits_ = false, confirmed_ = false;
  std::optional<std::int64_t> keeper_ms_;  ///< the keeper's time less the steady one
};

}  // namespace surety
