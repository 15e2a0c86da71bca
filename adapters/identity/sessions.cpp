// A session is written once and ends by its erasure; its last use stands beside it, so that no node
// that notes a use brings back a session that another has just ended.
#include "adapters/identity/sessions.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <sstream>

#include "adapters/identity/beside_session.hpp"
#include "adapters/identity/password.hpp"
#include "engine/digest.hpp"

namespace surety {
namespace {

constexpr std::size_t wrong_max = 5;
constexpr std::int64_t lock_seconds = 15 * 60;
// A session's last use is stored now and then only, and by no request: each would wait for a disk
// or for brokers.
constexpr std::int64_t store_every = 60;
constexpr std::size_t swept_max = 500;  ///< at a start, each a durable write

const std::string session_prefix = "session/", use_prefix = "used/";

std::string wrong_prefix(std::string_view username) {
  return "wrong/" + hex(sha256(username)) + '/';
}

}  // namespace

Sessions::Sessions(Secrets& secrets, Seconds lifetime, Seconds idle,
                   std::function<std::int64_t()> wall, std::chrono::milliseconds look_every)
    : secrets_(secrets),
      lifetime_(lifetime.count()),
      idle_(idle.count()),
      wall_(std::move(wall)),
      look_every_(look_every) {
  try {
    sweep();
  } catch (const SecretsUnavailable& unavailable) {
    spdlog::warn("sessions that have run out stay for now: {}", unavailable.what());
  }
  thread_ = std::thread([this] { store_uses(); });
}

Sessions::~Sessions() { stop(); }

void Sessions::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Sessions::sweep() {
  std::size_t swept = 0;
  for (const auto& reference : secrets_.references(session_prefix)) {
    const auto id = reference.substr(session_prefix.size());
    const auto session = find(id);
    if (session && !over(*session)) continue;
    if (++swept > swept_max) return;
    forget(id);
  }
  for (const auto& reference : secrets_.references(use_prefix)) {
    if (secrets_.get(session_prefix + reference.substr(use_prefix.size()))) continue;
    if (++swept > swept_max) return;
    secrets_.erase(reference);
  }
}

std::optional<Sessions::Session> Sessions::find(const std::string& id) const {
  const auto value = secrets_.get(session_prefix + id);
  Session session;
  if (!value || !(std::istringstream(*value) >> session.account >> session.opened))
    return std::nullopt;
  session.seen = session.opened;
  if (const auto use = secrets_.get(use_prefix + id)) {
    std::int64_t seen = 0;
    if (std::istringstream(*use) >> seen) session.seen = std::max(session.seen, seen);
  }
  const std::lock_guard lock(mutex_);
  if (const auto use = uses_.find(id); use != uses_.end())
    session.seen = std::max(session.seen, use->second.seen);
  return session;
}

bool Sessions::over(const Session& session) const {
  const std::int64_t now = wall_();
  return now - session.opened > lifetime_ || now - session.seen > idle_;
}

void Sessions::forget(const std::string& id) {
  secrets_.erase(session_prefix + id);
  secrets_.erase(use_prefix + id);
  forget_beside_session(secrets_, id);
  const std::lock_guard lock(mutex_);
  uses_.erase(id);
}

Sessions::Opened Sessions::open(std::string_view account) {
  Opened out;
  out.token = random_hex(32);
  out.id = hex(sha256(out.token));
  secrets_.put(session_prefix + out.id, std::string(account) + ' ' + std::to_string(wall_()));
  return out;
}

std::optional<Sessions::Known> Sessions::known(std::string_view token) {
  if (token.size() != 64) return std::nullopt;
  std::string id = hex(sha256(token));
  auto session = find(id);
  if (!session) {
    // It may have been opened on another node a moment ago.
    secrets_.refresh();
    session = find(id);
  }
  if (!session) return std::nullopt;
  if (over(*session)) {
    try {
      forget(id);
    } catch (const SecretsUnavailable&) {
      // It has run out all the same; a later start sweeps it.
    }
    return std::nullopt;
  }
  const std::lock_guard lock(mutex_);
  const auto use = uses_.try_emplace(id, Use{0, session->seen}).first;
  use->second.seen = wall_();
  return Known{std::move(id), std::move(session->account)};
}

// Whoever is idle on one node may be busy on another: what is stored is late by a minute at most,
// or by a tenth of the time that ends a session.
void Sessions::store_uses() {
  const std::int64_t late = std::min(store_every, idle_ / 10);
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, look_every_, [this] { return stopping_; })) {
    std::vector<std::pair<std::string, std::int64_t>> news;
    for (auto& [id, use] : uses_)
      if (use.seen - use.stored >= late) news.emplace_back(id, use.seen);
    std::erase_if(uses_, [&](const auto& one) {
      return wall_() - one.second.seen > idle_ && one.second.seen - one.second.stored < late;
    });
    for (const auto& [id, seen] : news) {
      if (stopping_) return;
      lock.unlock();
      bool kept = true;
      try {
        if (secrets_.get(session_prefix + id)) secrets_.put(use_prefix + id, std::to_string(seen));
      } catch (const SecretsUnavailable& unavailable) {
        spdlog::debug("sessions: {}", unavailable.what());
        kept = false;
      }
      lock.lock();
      if (!kept) break;
      if (const auto use = uses_.find(id); use != uses_.end()) use->second.stored = seen;
    }
  }
}

bool Sessions::alive(std::string_view id) {
  const auto session = find(std::string(id));
  return session && !over(*session);
}

void Sessions::close(std::string_view id) { forget(std::string(id)); }

void Sessions::close_all(std::string_view account, std::string_view but) {
  for (const auto& reference : secrets_.references(session_prefix)) {
    const auto id = reference.substr(session_prefix.size());
    const auto session = find(id);
    if (session && session->account == account && id != but) forget(id);
  }
}

// One secret for each wrong password: a count that two nodes raise at once would miss one.
bool Sessions::locked(std::string_view username) {
  std::size_t wrong = 0;
  std::int64_t last = 0;
  for (const auto& reference : secrets_.references(wrong_prefix(username))) {
    const auto at = secrets_.get(reference);
    if (!at) continue;
    ++wrong;
    last = std::max<std::int64_t>(last, std::atoll(at->c_str()));
  }
  return wrong >= wrong_max && wall_() - last < lock_seconds;
}

void Sessions::failed(std::string_view username) {
  const auto prefix = wrong_prefix(username);
  std::vector<std::pair<std::int64_t, std::string>> wrong;
  for (auto& reference : secrets_.references(prefix))
    if (const auto at = secrets_.get(reference))
      wrong.emplace_back(std::atoll(at->c_str()), std::move(reference));
  std::sort(wrong.begin(), wrong.end());
  secrets_.put(prefix + random_hex(8), std::to_string(wall_()));
  // After a quarter of an hour of peace the count begins anew; and it need not grow for ever.
  const bool peace = !wrong.empty() && wall_() - wrong.back().first >= lock_seconds;
  const std::size_t keep = peace ? 0 : wrong_max;
  for (std::size_t i = 0; i + keep < wrong.size(); ++i) secrets_.erase(wrong[i].second);
}

void Sessions::succeeded(std::string_view username) {
  for (const auto& reference : secrets_.references(wrong_prefix(username)))
    secrets_.erase(reference);
}

}  // namespace surety
