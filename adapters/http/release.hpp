// An administrator goes only after his organisation has let him: engine/administrators.hpp.
#pragma once

#include <functional>

#include "adapters/http/commands.hpp"

namespace surety::http {

/// True if the command takes the last power of administering from the account it is for.
bool needs_release(const CommandTarget&, const Case* account, const void* command);
/// Asks the organisation to release the account from its present version, then goes on; answers
/// itself where it may not. `command_id` makes a repeat the same release.
void release_first(const CallPtr&, const Case& account, const std::string& command_id,
                   std::function<void()> then);

}  // namespace surety::http
