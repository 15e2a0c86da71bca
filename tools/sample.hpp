// The sample data of `--sample`: the seeds' own rows and an account for every role.
#pragma once

#include <string>
#include <vector>

#include "tools/player.hpp"

namespace surety::tools {

inline constexpr std::string_view sample_password = "Surety-2026";

/// Plays what has not been played on this folder yet. `documents` gets the papers the letters name.
void play_sample(Player&, DocumentStore& documents);

/// The accounts in the order of api.md §4.
const std::vector<std::string>& sample_accounts();

}  // namespace surety::tools
