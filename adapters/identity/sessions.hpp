// Who is signed in: random tokens, kept as hashes among the secrets, so on every node that shares
// them; on the system's wall clock.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "engine/ports.hpp"

namespace surety {

/// Thread-safe. Whatever has to be kept and cannot be throws SecretsUnavailable.
class Sessions {
 public:
  using Seconds = std::chrono::seconds;
  /// `wall` gives seconds since 1970; tests turn it.
  Sessions(Secrets&, Seconds lifetime, Seconds idle, std::function<std::int64_t()> wall,
           std::chrono::milliseconds look_every = Seconds(5));
  ~Sessions();

  struct Opened {
    std::string token, id;
  };
  Opened open(std::string_view account);

  struct Known {
    std::string id, account;
  };
  /// Empty if the token is unknown or has run out.
  std::optional<Known> known(std::string_view token);
  bool alive(std::string_view id);
  void close(std::string_view id);
  /// Ends all of an account's, but for one.
  void close_all(std::string_view account, std::string_view but = {});

  /// From now on nothing is noted by itself: the secrets may go. Not thread-safe with itself.
  void stop();

  /// Five wrong passwords lock a name for 15 minutes, whichever nodes they were given to.
  bool locked(std::string_view username);
  void failed(std::string_view username);
  void succeeded(std::string_view username);

 private:
  struct Session {
    std::string account;
    std::int64_t opened = 0, seen = 0;
  };
  struct Use {
    std::int64_t seen = 0, stored = 0;
  };
  std::optional<Session> find(const std::string& id) const;
  bool over(const Session&) const;
  void forget(const std::string& id);
  void sweep();
  void store_uses();

  Secrets& secrets_;
  const std::int64_t lifetime_, idle_;
  std::function<std::int64_t()> wall_;
  const std::chrono::milliseconds look_every_;  ///< for uses that are to be stored
  mutable std::mutex mutex_;  ///< for all below; never held while a secret is kept
  std::condition_variable wake_;
  std::map<std::string, Use, std::less<>> uses_;  ///< on this node
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace surety
