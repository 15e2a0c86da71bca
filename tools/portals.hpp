// The keys of `serve` for signing in by provinces' portals: JURISDICTION=VALUE, one of each.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "adapters/identity/portal.hpp"

namespace surety::tools {

struct PortalKeys {
  std::vector<std::string> issuers, client_ids, secret_files, claims, name_claims, scopes, persons;
  std::string public_url;
};
void add_portal_keys(CLI::App&, PortalKeys&);

/// Throws Failure on what does not fit together. `listening`: where browsers find this node unless
/// the keys say otherwise; empty if that is not known yet.
Portals open_portals(const PortalKeys&, const std::string& listening);

}  // namespace surety::tools
