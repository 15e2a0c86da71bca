// Signing in by a province's portal: the browser goes there and comes back with a code.
//
// Nothing is kept while it is away. A cookie of its own holds the ticket: when it ends, which
// portal, chance, and where to go afterwards; state, nonce and PKCE verifier are digests of it
// under the platform's key. So a ticket that was changed has another state, and any node can tell.
#include <algorithm>

#include "adapters/http/account_routes.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/identity/beside_session.hpp"
#include "adapters/identity/password.hpp"
#include "adapters/identity/sealing.hpp"
#include "engine/regions.hpp"

namespace surety::http {
namespace {

constexpr std::int64_t away_seconds = 600;
constexpr std::string_view cookie_name = "surety_portal", cookie_path = "/api/v1/sessions/oidc";

struct Journey {
  std::int64_t ends = 0;
  std::string jurisdiction, go_to;
};

/// 1767225600.460000.<chance>.%2Fpolicies
std::string text_of(const Journey& j) {
  return std::to_string(j.ends) + '.' + j.jurisdiction + '.' + random_hex(16) + '.' +
         percent_encoded(j.go_to);
}

/// Of a ticket whose state has been checked, so it is one of ours.
Journey journey_of(const std::string& ticket) {
  const auto first = ticket.find('.'), second = ticket.find('.', first + 1),
             third = ticket.find('.', second + 1);
  return {std::atoll(ticket.c_str()), ticket.substr(first + 1, second - first - 1),
          percent_decoded(std::string_view(ticket).substr(third + 1), false).value_or("/")};
}

PortalTicket secrets_of(const Call& call, const std::string& ticket) {
  const auto made = [&](const char* what) {
    return keyed_digest(call.edge.digest_key, std::string("portal ") + what + '\n' + ticket);
  };
  return {made("state"), made("nonce"), made("verifier")};
}

/// Strict would be left out when the portal sends the browser back.
std::string cookie(const Portal& portal, const std::string& ticket, std::int64_t seconds) {
  const bool encrypted = portal.settings().redirect_uri.starts_with("https:");
  return std::string(cookie_name) + '=' + ticket + "; Path=" + std::string(cookie_path) +
         "; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds) +
         (encrypted ? "; Secure" : "");
}

const Portals& portals_of(const Call& call) {
  const auto* portals = call.edge.services.portals;
  if (!portals || portals->empty()) throw Refused(404, "no-portal-sign-in");
  return *portals;
}

/// A page of this site and nothing else: neither `//elsewhere` nor `/\elsewhere`.
std::string safe_path(std::string_view wished) {
  if (wished.empty()) return "/";
  const bool plain = std::all_of(wished.begin(), wished.end(),
                                 [](char c) { return c > 0x20 && c < 0x7F && c != '\\'; });
  if (wished.size() > 500 || wished[0] != '/' || wished.starts_with("//") || !plain)
    throw Refused(400, "bad-parameter");
  return std::string(wished);
}

/// Portals are asked by threads of their own: a slow one holds up nobody else.
std::optional<Response> beside(const CallPtr& call, std::function<void()> work) {
  const bool taken =
      call->edge.portals.run([call, work = std::move(work)] { guarded(call, work); });
  if (!taken) throw Refused(503, "overloaded");
  return std::nullopt;
}

std::optional<Response> depart(const CallPtr& call) {
  const auto& portals = portals_of(*call);
  const std::string wished(call->parameter("jurisdiction"));
  const auto found = wished.empty() && portals.size() == 1 ? portals.begin() : portals.find(wished);
  if (found == portals.end()) throw Refused(404, "no-portal-sign-in");
  const auto go_to = safe_path(call->parameter("return_to"));
  return beside(call, [call, found, go_to] {
    const auto ticket = text_of({wall_seconds() + away_seconds, found->first, go_to});
    const auto address = found->second->address(secrets_of(*call, ticket));
    if (address.empty()) throw Refused(503, "portal-unavailable");
    call->reply(json_response({}, 302)
                    .header("Location", address)
                    .header("Set-Cookie", cookie(*found->second, ticket, away_seconds)));
  });
}

void arrive(const CallPtr& call, Portal& portal, const Journey& journey,
            const PortalTicket& secrets) {
  const auto judged = portal.holder(std::string(call->parameter("code")), secrets,
                                    {wall_seconds() * 1000});
  if (const auto* why = std::get_if<std::string>(&judged))
    throw Refused(*why == "portal-unavailable" ? 503 : 401, *why);
  const auto& holder = std::get<PortalHolder>(judged);
  const auto account =
      holder.person.empty()
          ? enterprise_account(call, holder.credit_code, holder.name, journey.jurisdiction)
          : person_account(call, portal.settings().issuer, holder);
  // The session's cookie is strict: a page is shown after it, not another site's redirect.
  finish_sign_in(call, account,
                 {.how = "portal",
                  .go_to = journey.go_to,
                  .voucher = journey.jurisdiction + ' ' + holder.token});
}

std::optional<Response> come_back(const CallPtr& call) {
  const auto& portals = portals_of(*call);
  const std::string ticket(call->request->cookie(cookie_name));
  const auto secrets = secrets_of(*call, ticket);
  if (ticket.empty() || call->parameter("state") != secrets.state)
    throw Refused(401, "portal-state-wrong");
  const auto journey = journey_of(ticket);
  const auto found = portals.find(journey.jurisdiction);
  if (found == portals.end()) throw Refused(404, "no-portal-sign-in");
  if (journey.ends < wall_seconds()) throw Refused(401, "portal-state-expired");
  if (const auto issuer = call->request->parameter("iss");
      issuer && *issuer != found->second->settings().issuer)
    throw Refused(401, "portal-issuer-wrong");  // RFC 9207
  return beside(call, [call, portal = found->second.get(), journey, secrets] {
    auto& kept = call->edge.services.secrets;
    if (used_before(kept, secrets.state)) throw Refused(401, "portal-state-used");
    note_used(kept, secrets.state, journey.ends);
    if (call->request->parameter("error")) throw Refused(401, "portal-declined");
    if (call->parameter("code").empty()) throw Refused(400, "bad-parameter");
    arrive(call, *portal, journey, secrets);
  });
}

/// What a page that asks people to sign in may offer beside a password.
std::optional<Response> ways(const CallPtr& call) {
  const auto& services = call->edge.services;
  std::vector<std::string> items;
  if (services.portals)
    for (const auto& [jurisdiction, portal] : *services.portals) {
      const auto* there = region(jurisdiction);
      items.push_back(JsonObject()
                          .text("jurisdiction", jurisdiction)
                          .text("name", there ? there->name : jurisdiction)
                          .text("href", std::string(cookie_path) + "?jurisdiction=" + jurisdiction)
                          .done());
    }
  return json_response(JsonObject()
                           .flag("certificate", services.cards != nullptr)
                           .text("certificate_client", services.certificate_client)
                           .raw("portals", json_list(items))
                           .done());
}

}  // namespace

bool vouched_for(const Call& call) {
  return beside_session(call.edge.services.secrets, BesideSession::portal, call.session)
      .has_value();
}

std::string farewell(Call& call) {
  const auto kept =
      beside_session(call.edge.services.secrets, BesideSession::portal, call.session);
  if (!kept || !call.edge.services.portals) return {};
  const auto blank = kept->find(' ');
  const auto found = call.edge.services.portals->find(kept->substr(0, blank));
  if (blank == kept->npos || found == call.edge.services.portals->end()) return {};
  const auto& back = found->second->settings().redirect_uri;
  return found->second->farewell(kept->substr(blank + 1),
                                 back.substr(0, back.find(cookie_path)) + '/');
}

void add_portal_routes(Router& router) {
  router.add("GET", "/api/v1/meta/sign-in", Access::anyone, ways);
  router.add("GET", cookie_path, Access::anyone, depart);
  router.add("GET", std::string(cookie_path) + "/callback", Access::anyone, come_back);
}

}  // namespace surety::http
