// The organisation a session acts for, where it is not the account's own: beside the session, which
// is written once, and gone with it.
#pragma once

#include <optional>
#include <string>

#include "engine/ports.hpp"

namespace surety {

inline std::string acting_reference(const std::string& session) { return "acting/" + session; }

inline std::optional<std::string> acting_for(const Secrets& secrets, const std::string& session) {
  return secrets.get(acting_reference(session));
}

inline void note_acting_for(Secrets& secrets, const std::string& session,
                            const std::string& organisation) {
  secrets.put(acting_reference(session), organisation);
}

/// Few sessions have one: an erasure costs a write.
inline void forget_acting_for(Secrets& secrets, const std::string& session) {
  if (acting_for(secrets, session)) secrets.erase(acting_reference(session));
}

}  // namespace surety
