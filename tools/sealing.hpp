// The keys of `serve` that say when seals are made, and who keeps them outside.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "adapters/seals/seal_keeper.hpp"
#include "tools/outgoing.hpp"

namespace surety::tools {

struct SealingKeys {
  std::string folder, anchor_folder, anchor_url, timestamp_url, timestamp_authorities;
  double every_hours = 24;
};
void add_sealing_keys(CLI::App&, SealingKeys&);

/// `own`: the folder where none is named. Throws Failure on an address that is none.
SealSettings seal_settings(const SealingKeys&, const std::filesystem::path& own,
                           const OutgoingKeys&);

}  // namespace surety::tools
