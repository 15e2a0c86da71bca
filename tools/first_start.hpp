// What an empty folder gets before anybody is let in: rulebooks and the first administrator.
#pragma once

#include <string>
#include <string_view>

#include "tools/player.hpp"

namespace surety::tools {

/// Publishes the rulebooks that the program carries, as the engine. Nothing on a later start.
void publish_rulebooks(Player&);

/// Opens the platform's own organisation and its account `admin`. A one-time password must be
/// changed at the first sign-in. False if another start has given it another password.
bool open_platform(Player&, std::string_view password, bool one_time);

/// As `open_platform`, unless there is an account `admin`: with SURETY_ADMIN_PASSWORD, else with a
/// one-time password, which is returned.
std::string first_administrator(Player&);

}  // namespace surety::tools
