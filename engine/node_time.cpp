// Wall time, and who vouches for it.
#include "engine/node_time.hpp"

#include <algorithm>
#include <cstdlib>

namespace surety {
namespace {

constexpr std::int64_t day_ms = 24 * 3600 * 1000;

}  // namespace

Instant NodeTime::now(Instant newest) {
  const auto wall = clock_.now();
  const auto steady = clock_.steady_ms();
  // What stands in the journal is believed, also where an empty store had nothing to compare with;
  // a leader before may have had a clock ahead of this one, and what is due by its time is due.
  if (newest > trusted_ || (newest.ms > 0 && !evidence_)) {
    trusted_ = newest;
    trusted_at_ms_ = steady;
  }
  evidence_ = evidence_ || newest.ms > 0;
  const Instant expected{trusted_.ms + (steady - trusted_at_ms_)};
  const bool leap = trusted_.ms > 0 && wall.ms > expected.ms + day_ms;
  waits_ = leap && !clock_.manual() && !witnessed(wall) && !confirmed_;
  if (waits_) return expected;
  confirmed_ = false;
  trusted_ = std::max(trusted_, wall);
  trusted_at_ms_ = steady;
  return trusted_;
}

std::optional<std::int64_t> NodeTime::heard(Instant appended_at) {
  if (clock_.manual()) return std::nullopt;
  // What was believed before there was this witness is looked at again.
  if (!keeper_ms_) evidence_ = false;
  keeper_ms_ = appended_at.ms - clock_.steady_ms();
  return appended_at.ms - clock_.now().ms;
}

bool NodeTime::witnessed(Instant wall) const {
  if (!keeper_ms_) return clock_.witnessed();
  return std::abs(*keeper_ms_ + clock_.steady_ms() - wall.ms) <= clocks_agree_ms;
}

}  // namespace surety
