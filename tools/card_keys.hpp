// The keys of `serve` for signing in by certificate.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "adapters/identity/cards.hpp"

namespace surety::tools {

struct CardKeys {
  std::string roots, revoked;
  std::string client;  ///< origin of the service beside the browser; empty: the pages offer none
};
void add_card_keys(CLI::App&, CardKeys&);

/// Null without roots. Throws Failure on files that cannot be read.
std::unique_ptr<Cards> open_cards(const CardKeys&);

}  // namespace surety::tools
