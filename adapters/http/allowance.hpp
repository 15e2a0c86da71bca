// What those who are not signed in may have written: so much a minute, by all of them together.
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>

namespace surety::http {

/// A bucket that fills again by time. Thread-safe. Not by address: behind a proxy all have one.
class Allowance {
 public:
  explicit Allowance(int per_minute) : most_(per_minute), left_(per_minute) {}
  /// False where there is not that much left; then nothing is taken.
  bool take(int cost) {
    const std::scoped_lock lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::duration<double, std::ratio<60>> passed = now - filled_;
    filled_ = now;
    left_ = std::min(static_cast<double>(most_), left_ + passed.count() * most_);
    if (left_ < cost) return false;
    left_ -= cost;
    return true;
  }

 private:
  const int most_;
  std::mutex mutex_;
  double left_;
  std::chrono::steady_clock::time_point filled_ = std::chrono::steady_clock::now();
};

}  // namespace surety::http
