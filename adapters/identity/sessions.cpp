// Sessions in memory, written through to the secrets; and the counters of wrong passwords.
#include "adapters/identity/sessions.hpp"

#include <sstream>

#include "adapters/identity/password.hpp"
#include "engine/digest.hpp"

namespace surety {
namespace {

constexpr int wrong_max = 5;
constexpr std::int64_t lock_seconds = 15 * 60;
// A session's last use is stored now and then only: a durable write per request would be the cost
// of the request.
constexpr std::int64_t store_every = 60;

std::string prefix() { return "session/"; }
std::string counter(std::string_view username) { return "wrong/" + hex(sha256(username)); }

}  // namespace

Sessions::Sessions(Secrets& secrets,
                   Seconds lifetime,
                   Seconds idle,
                   std::function<std::int64_t()> wall)
    : secrets_(secrets), lifetime_(lifetime.count()), idle_(idle.count()), wall_(std::move(wall)) {
  for (const auto& reference : secrets_.references(prefix())) {
    const auto value = secrets_.get(reference);
    Session s;
    if (value && std::istringstream(*value) >> s.account >> s.opened >> s.seen && !over(s)) {
      s.stored = s.seen;
      sessions_.emplace(reference.substr(prefix().size()), std::move(s));
    } else {
      secrets_.erase(reference);
    }
  }
}

bool Sessions::over(const Session& s) const {
  const std::int64_t now = wall_();
  return now - s.opened > lifetime_ || now - s.seen > idle_;
}

void Sessions::store(const std::string& id, Session& s) {
  secrets_.put(prefix() + id,
               s.account + ' ' + std::to_string(s.opened) + ' ' + std::to_string(s.seen));
  s.stored = s.seen;
}

Sessions::Opened Sessions::open(std::string_view account) {
  Opened out;
  out.token = random_hex(32);
  out.id = hex(sha256(out.token));
  Session s{std::string(account), wall_(), wall_(), 0};
  const std::lock_guard lock(mutex_);
  store(out.id, s);
  sessions_[out.id] = std::move(s);
  return out;
}

std::optional<Sessions::Known> Sessions::known(std::string_view token) {
  if (token.size() != 64) return std::nullopt;
  std::string id = hex(sha256(token));
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return std::nullopt;
  if (over(found->second)) {
    secrets_.erase(prefix() + id);
    sessions_.erase(found);
    return std::nullopt;
  }
  found->second.seen = wall_();
  if (found->second.seen - found->second.stored >= store_every) store(id, found->second);
  return Known{std::move(id), found->second.account};
}

bool Sessions::alive(std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  return found != sessions_.end() && !over(found->second);
}

void Sessions::close(std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  secrets_.erase(prefix() + found->first);
  sessions_.erase(found);
}

void Sessions::close_all(std::string_view account, std::string_view but) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& entry) {
    if (entry.second.account != account || entry.first == but) return false;
    secrets_.erase(prefix() + entry.first);
    return true;
  });
}

bool Sessions::locked(std::string_view username) {
  const auto value = secrets_.get(counter(username));
  std::int64_t count = 0, last = 0;
  if (!value || !(std::istringstream(*value) >> count >> last)) return false;
  return count >= wrong_max && wall_() - last < lock_seconds;
}

void Sessions::failed(std::string_view username) {
  const std::lock_guard lock(mutex_);
  const auto value = secrets_.get(counter(username));
  std::int64_t count = 0, last = 0;
  if (value) std::istringstream(*value) >> count >> last;
  // After a quarter of an hour of peace the count begins anew.
  if (wall_() - last >= lock_seconds) count = 0;
  secrets_.put(counter(username), std::to_string(count + 1) + ' ' + std::to_string(wall_()));
}

void Sessions::succeeded(std::string_view username) {
  if (secrets_.get(counter(username))) secrets_.erase(counter(username));
}

}  // namespace surety
