// What an empty folder gets before anybody is let in: rulebooks and the first administrator.
#pragma once

#include <string>

#include "tools/player.hpp"

namespace surety::tools {

/// Publishes the rulebooks that the program carries, as the engine. Nothing on a later start.
void publish_rulebooks(Player&);

/// Opens the platform's own organisation and its account `admin`, unless an account of that name is
/// there. The password is SURETY_ADMIN_PASSWORD, else a one-time password that is returned.
std::string first_administrator(Player&);

/// The organisation of the platform's administrators.
void open_platform(Player&);

}  // namespace surety::tools
