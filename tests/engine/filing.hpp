// A filing and its parties, and whether an actor may do something about it.
#pragma once

#include <doctest/doctest.h>

#include "engine/authorisation.hpp"
#include "tests/support/scenario.hpp"

namespace surety::tests {

inline const Parties filing{.owner = "OWNER",
                            .contractor = "BUILDER",
                            .guarantor = "BANK-G",
                            .bank = "BANK",
                            .insurer = "INSURER",
                            .broker = "BROKER",
                            .provider = "PROVIDER",
                            .region = "230703",
                            .jurisdiction = "230000"};

inline const Kind& named(const char* name) {
  const Kind* k = kind_named(name);
  REQUIRE(k);
  return *k;
}

inline bool may(const Actor& actor, const char* kind, const char* command) {
  const auto* rule = named(kind).command(command);
  REQUIRE(rule);
  return permitted(actor, named(kind), *rule);
}

}  // namespace surety::tests
