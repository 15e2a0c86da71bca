// The sample's frame; its chapters are played only where they have not been.
#include "tools/sample.hpp"

#include "tools/first_start.hpp"
#include "tools/sample_parts.hpp"

namespace surety::tools {

void play_sample(Player& player, DocumentStore& documents) {
  open_platform(player, sample_password, false);
  play_parties(player, documents);
  play_heilongjiang(player, documents);
  play_benxi(player, documents);
  play_quanzhou(player, documents);
  play_hainan(player, documents);
}

const std::vector<std::string>& sample_accounts() {
  static const std::vector<std::string> accounts{
      "admin",          "auditor",      "regulator-hlj", "regulator-bx",  "regulator-qz",
      "regulator-hn",   "contractor-hlj", "insurer-hlj", "broker-hlj",    "contractor-bx",
      "insurer-bx",     "provider-bx",  "contractor-qz", "insurer-qz",    "provider-qz",
      "owner-hn",       "contractor-hn", "guarantor-hn"};
  return accounts;
}

}  // namespace surety::tools
