// What stands beside a session, which is written once: the organisation it acts for where that is
// not the account's own, and the portal that vouched for it. Gone with the session.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/ports.hpp"

namespace surety {

enum class BesideSession { acting_for, portal };

inline std::string reference_beside(BesideSession what, std::string_view session) {
  return (what == BesideSession::portal ? "portal-session/" : "acting/") + std::string(session);
}

inline std::optional<std::string> beside_session(const Secrets& secrets, BesideSession what,
                                                 std::string_view session) {
  return secrets.get(reference_beside(what, session));
}

inline void put_beside_session(Secrets& secrets, BesideSession what, std::string_view session,
                               const std::string& value) {
  secrets.put(reference_beside(what, session), value);
}

/// Few sessions have something: an erasure costs a write.
inline void forget_beside_session(Secrets& secrets, std::string_view session) {
  for (const auto what : {BesideSession::acting_for, BesideSession::portal})
    if (beside_session(secrets, what, session)) secrets.erase(reference_beside(what, session));
}

}  // namespace surety
