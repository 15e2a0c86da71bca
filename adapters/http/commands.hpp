// Commands on their way to the leader and the answers on their way back.
#pragma once

#include <functional>
#include <string>

#include "adapters/http/edge_state.hpp"

namespace surety::http {

/// Names of the command in HTTP and the case it is for; `id` empty for an opening.
struct CommandTarget {
  const Kind* kind = nullptr;
  const CommandRule* rule = nullptr;
  std::string id;
};

/// Checks the body and hands the command over; the answer goes to `finish`, or to the client if
/// that is empty. REQUIRES: not called on an io thread.
void give_command(const CallPtr&,
                  const CommandTarget&,
                  const std::string& body,
                  std::function<void(const Outcome&, Response)> finish = {});

}  // namespace surety::http
