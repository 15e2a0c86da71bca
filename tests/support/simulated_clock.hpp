// Clocks of several nodes over one simulated time: each may stand off it, jump, and come back.
#pragma once

#include "engine/ports.hpp"

namespace surety::testing {

/// True time, moved on by the simulation alone.
struct SimulatedTime {
  std::int64_t now_ms = 0;
  std::int64_t steady_ms = 0;
};

class SimulatedClock final : public Clock {
 public:
  explicit SimulatedClock(const SimulatedTime& time, bool manual = false)
      : time_(time), manual_(manual) {}
  Instant now() const override {
    asked = true;
    return {time_.now_ms + off_ms};
  }
  std::int64_t steady_ms() const override { return time_.steady_ms; }
  bool manual() const override { return manual_; }
  bool witnessed() const override { return witnessed_; }

  std::int64_t off_ms = 0;  ///< how far wall time stands off the truth
  mutable bool asked = false;  ///< for the wall time, since somebody last set it to false
  void set_witnessed(bool w) { witnessed_ = w; }

 private:
  const SimulatedTime& time_;
  bool manual_;
  bool witnessed_ = true;
};

}  // namespace surety::testing
