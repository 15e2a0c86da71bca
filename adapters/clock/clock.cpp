// The machine's clock with the kernel's word for it, and the clock that people move.
#include "adapters/clock/clock.hpp"

#include <sys/random.h>
#include <sys/timex.h>

#include <chrono>
#include <stdexcept>

namespace surety {
namespace {

std::int64_t machine_steady_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

class SystemClock : public Clock {
 public:
  Instant now() const override {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch())
                .count()};
  }
  std::int64_t steady_ms() const override { return machine_steady_ms(); }
  bool witnessed() const override {
    timex t{};  // no modes: only asks
    const int state = adjtimex(&t);
    return state != -1 && state != TIME_ERROR && (t.status & STA_UNSYNC) == 0;
  }
};

class SystemRandomness : public Randomness {
 public:
  std::string bytes(std::size_t n) override {
    std::string out(n, '\0');
    std::size_t done = 0;
    while (done < n) {
      const auto got = getrandom(out.data() + done, n - done, 0);
      if (got < 0) throw std::runtime_error("the operating system gives no random bytes");
      done += static_cast<std::size_t>(got);
    }
    return out;
  }
};

}  // namespace

std::unique_ptr<Clock> system_clock() { return std::make_unique<SystemClock>(); }
std::unique_ptr<Randomness> system_randomness() { return std::make_unique<SystemRandomness>(); }

Instant ManualClock::now() const {
  std::lock_guard lock(mutex_);
  return now_;
}

std::int64_t ManualClock::steady_ms() const { return machine_steady_ms(); }

bool ManualClock::move(Instant to) {
  std::lock_guard lock(mutex_);
  if (to < now_) return false;
  now_ = to;
  return true;
}

}  // namespace surety
