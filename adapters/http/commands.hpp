// Commands on their way to the leader and the answers on their way back.
#pragma once

#include <functional>
#include <string>

#include "adapters/http/edge_state.hpp"
#include "adapters/http/json_out.hpp"

namespace surety::http {

/// Names of the command in HTTP and the case it is for; `id` empty for an opening.
struct CommandTarget {
  const Kind* kind = nullptr;
  const CommandRule* rule = nullptr;
  std::string id;
};

/// Of the account, method, path and Idempotency-Key; without a key one by chance.
std::string command_id(const Call&);
/// The case of a route and what the command does to it; 404 and 403 where the person may not.
Found find_for(const Call&, const CommandTarget&);
/// What a client is told of a command that was taken.
JsonObject told_of(const Outcome&);

/// Checks the body and hands the command over; the answer goes to `finish`, or to the client if
/// that is empty. REQUIRES: not called on an io thread.
void give_command(const CallPtr&,
                  const CommandTarget&,
                  const std::string& body,
                  std::function<void(const Outcome&, Response)> finish = {});

}  // namespace surety::http
