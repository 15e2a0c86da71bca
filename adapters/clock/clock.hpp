// The clocks and the randomness of a running program.
#pragma once

#include <memory>
#include <mutex>

#include "engine/ports.hpp"

namespace surety {

/// The machine's time; its second witness is the kernel's synchronised flag.
std::unique_ptr<Clock> system_clock();

/// Wall time that stands still until it is moved, and then only forward. Steady time is the
/// machine's. Thread-safe.
class ManualClock : public Clock {
 public:
  explicit ManualClock(Instant now) : now_(now) {}
  Instant now() const override;
  std::int64_t steady_ms() const override;
  bool manual() const override { return true; }
  /// False, and nothing happens, if it would go back.
  bool move(Instant to);

 private:
  mutable std::mutex mutex_;
  Instant now_;
};

/// Random bytes of the operating system.
std::unique_ptr<Randomness> system_randomness();

}  // namespace surety
