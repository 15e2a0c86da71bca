// One provider per jurisdiction; its secret comes from a file or the environment, never by a key.
#include "tools/portals.hpp"

#include "tools/by_jurisdiction.hpp"
#include "tools/cli.hpp"

namespace surety::tools {

void add_portal_keys(CLI::App& verb, PortalKeys& keys) {
  const auto add = [&](const char* name, std::vector<std::string>& to, const char* what) {
    return verb.add_option(name, to, what)->type_name("JURISDICTION=VALUE");
  };
  auto* issuer = add("--oidc-issuer", keys.issuers,
                     "OpenID Connect provider of a jurisdiction's portal, https (none)");
  add("--oidc-client-id", keys.client_ids, "What this platform is called there")->needs(issuer);
  add("--oidc-client-secret-file", keys.secret_files,
      "File of the secret shared with it; or SURETY_OIDC_CLIENT_SECRET_<JURISDICTION>")
      ->needs(issuer);
  add("--oidc-claim", keys.claims, "Claim that holds the enterprise's credit code (credit_code)")
      ->needs(issuer);
  add("--oidc-name-claim", keys.name_claims, "Claim that holds its name (name)")->needs(issuer);
  add("--oidc-person", keys.persons,
      "Claim and value by which one comes as a natural person (user_type=natural)")
      ->needs(issuer);
  add("--oidc-scope", keys.scopes, "What is asked for (openid profile)")->needs(issuer);
  verb.add_option("--public-url", keys.public_url,
                  "Where browsers find this platform, https://HOST (http:// and --listen)");
}

Portals open_portals(const PortalKeys& keys, const std::string& listening) {
  const auto clients = by_jurisdiction(keys.client_ids, "--oidc-client-id"),
             files = by_jurisdiction(keys.secret_files, "--oidc-client-secret-file"),
             claims = by_jurisdiction(keys.claims, "--oidc-claim"),
             names = by_jurisdiction(keys.name_claims, "--oidc-name-claim"),
             scopes = by_jurisdiction(keys.scopes, "--oidc-scope"),
             persons = by_jurisdiction(keys.persons, "--oidc-person");
  const auto issuers = by_jurisdiction(keys.issuers, "--oidc-issuer");
  for (const auto* all : {&clients, &files, &claims, &names, &scopes, &persons})
    for (const auto& [jurisdiction, value] : *all)
      if (!issuers.contains(jurisdiction))
        throw CLI::ValidationError("--oidc-issuer", "none for " + jurisdiction);
  std::string base = keys.public_url.empty() ? listening : keys.public_url;
  while (base.ends_with('/')) base.pop_back();
  if (!issuers.empty() && !outgoing::parse_url(base))
    throw Failure("a portal must be told where to send browsers back to",
                  "give --public-url, as https://HOST");
  Portals portals;
  for (const auto& [jurisdiction, issuer] : issuers) {
    if (!clients.contains(jurisdiction))
      throw CLI::ValidationError("--oidc-client-id", "none for " + jurisdiction);
    const auto secret = secret_for(jurisdiction, files, "--oidc-client-secret-file",
                                   "SURETY_OIDC_CLIENT_SECRET_");
    PortalSettings settings{.issuer = issuer,
                            .client_id = clients.at(jurisdiction),
                            .client_secret = secret,
                            .redirect_uri = base + "/api/v1/sessions/oidc/callback"};
    const auto take = [&, j = jurisdiction](const ByJurisdiction& from, std::string& to) {
      if (const auto found = from.find(j); found != from.end()) to = found->second;
    };
    take(claims, settings.claim);
    take(names, settings.name_claim);
    take(scopes, settings.scope);
    if (const auto person = persons.find(jurisdiction); person != persons.end()) {
      const auto sign = person->second.find('=');
      if (sign == 0 || sign == std::string::npos)
        throw CLI::ValidationError("--oidc-person", person->second + " is no CLAIM=VALUE");
      settings.person_claim = person->second.substr(0, sign);
      settings.person_value = person->second.substr(sign + 1);
    }
    try {
      const auto ask = [client = outgoing::Client()](const outgoing::Request& request) {
        return client.send(request);
      };
      portals.emplace(jurisdiction, std::make_unique<Portal>(std::move(settings), ask));
    } catch (const std::runtime_error& e) {
      throw Failure(e.what(), "look at --oidc-issuer");
    }
  }
  return portals;
}

}  // namespace surety::tools
