// Who is signed in: random tokens, kept as hashes, durable over restarts; on the system's wall
// clock.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "engine/ports.hpp"

namespace surety {

class Sessions {
 public:
  using Seconds = std::chrono::seconds;
  /// `wall` gives seconds since 1970; tests turn it.
  Sessions(Secrets&, Seconds lifetime, Seconds idle, std::function<std::int64_t()> wall);

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

  /// Five wrong passwords lock a name for 15 minutes; the count is durable.
  bool locked(std::string_view username);
  void failed(std::string_view username);
  void succeeded(std::string_view username);

 private:
  struct Session {
    std::string account;
    std::int64_t opened = 0, seen = 0, stored = 0;
  };
  bool over(const Session&) const;
  void store(const std::string& id, Session&);

  Secrets& secrets_;
  const std::int64_t lifetime_, idle_;
  std::function<std::int64_t()> wall_;
  std::mutex mutex_;
  std::map<std::string, Session, std::less<>> sessions_;
};

}  // namespace surety
