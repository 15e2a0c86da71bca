// What the ways of signing in share.
#pragma once

#include <string>

#include "adapters/http/edge_state.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/identity/portal.hpp"
#include "engine/kinds/account.hpp"
#include "events/json.hpp"

namespace surety::http {

/// The body as this struct; 400 or 422 with every problem at once.
template <class T>
T body_as(const Call& call, Source source = Source::outside) {
  T value{};
  auto problems = from_json(call.request->body.empty() ? "{}" : call.request->body, value,
                            source);
  if (problems.size() == 1 && problems[0].code == "not-json") throw Refused(400, "not-json");
  if (!problems.empty()) throw Refused(422, "invalid-fields", std::move(problems));
  return value;
}

/// Since 1970, by the system's clock, never a manual one: sessions and challenges live on it.
std::int64_t wall_seconds();
/// By which way somebody came in.
struct Arrival {
  std::string_view how;       ///< password, certificate, portal
  std::string go_to{};        ///< where a browser is sent then
  std::string acting_for{};   ///< by default the account's own organisation
  std::string voucher{};      ///< what the portal is told when the session ends
};
/// Opens a session for the account and answers; the first one is noted in its history.
void finish_sign_in(const CallPtr&, const account::State&, const Arrival&);
/// In the account's own history, which no event tells.
void note_sign_in(Call&, const std::string& account, std::string_view how, std::string_view result,
                  const std::string& session = {});
/// The sign-in before this session's, and how many have failed since.
void add_last_sign_in(JsonObject&, const Call&);
std::string address_of(const Request&);
/// Where the browser goes when the session ends that a portal has vouched for; empty: nowhere. Asks
/// the portal: not on a worker's thread.
std::string farewell(Call&);
bool vouched_for(const Call&);  ///< true if a portal has

/// The account of an enterprise that somebody we trust has named; opened, and the enterprise
/// admitted, the first time. Throws Refused where it may not sign in. Waits for the platform's own
/// commands: not on a worker's thread.
account::State enterprise_account(const CallPtr&, const std::string& credit_code,
                                  const std::string& name,
                                  const std::optional<std::string>& jurisdiction);

/// The account of a natural person whom a portal has named, and who stands for no enterprise.
account::State person_account(const CallPtr&, const std::string& issuer, const PortalHolder&);

/// What a sign-in was asked for by works once; it is remembered until it would have ended.
bool used_before(Secrets&, const std::string& asked);
void note_used(Secrets&, const std::string& asked, std::int64_t ends);

}  // namespace surety::http
