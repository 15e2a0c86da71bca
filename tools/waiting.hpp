// What a node waits for while it starts, and how a signal ends the wait.
#pragma once

#include <spdlog/spdlog.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "tools/cli.hpp"

namespace surety::tools {

inline bool told_to_end() {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1;
}

/// What the node waits for while it starts; any thread.
class Waiting {
 public:
  void say(std::string what) {
    const std::lock_guard lock(mutex_);
    what_ = std::move(what);
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return what_;
  }
  /// For the brokers: says so, at once and then every ten seconds, until they answer or a signal
  /// comes.
  std::function<bool(const std::string&)> patience() {
    using Steady = std::chrono::steady_clock;
    return [this, told = std::optional<Steady::time_point>()](const std::string& why) mutable {
      if (!told || Steady::now() - *told > std::chrono::seconds(10)) {
        spdlog::warn("waiting for the journal: {}", why);
        told = Steady::now();
      }
      say(why);
      return !told_to_end();
    };
  }

 private:
  mutable std::mutex mutex_;
  std::string what_ = "the journal to be opened";
};

/// A signal came while something was waited for.
struct ToldToEnd {};

/// Opens what may have to wait for brokers.
template <class F>
auto open_patiently(F open) {
  try {
    return open();
  } catch (const Failure&) {
    if (told_to_end()) throw ToldToEnd{};
    throw;
  }
}

}  // namespace surety::tools
