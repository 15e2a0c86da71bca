// An enterprise that a certificate or a portal has named, and the account behind it.
#include "adapters/http/account_routes.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/identity/password.hpp"
#include "engine/digest.hpp"
#include "engine/kinds/enterprise.hpp"

namespace surety::http {
namespace {

constexpr int wait_ms = 20'000;
const std::string used_prefix = "used-challenge/";

/// By the platform, once for each occasion; what was so already changes nothing.
void give(const CallPtr& call, const std::string& kind, const std::string& id,
          const std::string& body, const char* command = "enrol") {
  CommandEnvelope e;
  e.id = "c-" + random_hex(16);
  e.kind = kind;
  e.command = command;
  e.case_id = e.root = id;
  e.actor.engine = true;
  e.body = body;
  e.submitted_at = call->edge.services.runtime.now();
  const auto outcome = call->edge.services.runtime.ask(std::move(e), wait_ms);
  if (!outcome) throw Refused(503, "outcome-unknown");
  if (outcome->refusal) throw Refused(409, outcome->refusal->code, {}, outcome->refusal->facts);
}

bool admitted(const Case& firm) {
  const auto state = firm.as<enterprise::State>().state;
  return state == enterprise::Phase::active || state == enterprise::Phase::suspended;
}

}  // namespace

account::State enterprise_account(const CallPtr& call, const std::string& credit_code,
                                  const std::string& name,
                                  const std::optional<std::string>& jurisdiction) {
  call->look();
  std::string username = "ca-" + credit_code;
  Username::check(username);
  const auto firm = call->fold->find("enterprise", credit_code);
  if (!firm || !admitted(*firm)) {
    JsonObject enrol;
    enrol.text("credit_code", credit_code).text("name", name);
    if (jurisdiction) enrol.text("jurisdiction", *jurisdiction);
    give(call, "enterprise", credit_code, enrol.done());
  }
  if (!call->fold->find("account", username))
    give(call, "account", username,
         JsonObject()
             .text("username", username)
             .text("display_name", name)
             .text("organisation", credit_code)
             .done());
  call->look();
  const auto found = call->fold->find("account", username);
  if (!found || actor_of(*found, *call->fold).account.empty()) throw Refused(401, "sign-in-failed");
  return found->as<account::State>();
}

account::State person_account(const CallPtr& call, const std::string& issuer,
                              const PortalHolder& holder) {
  call->look();
  const std::string username = "np-" + hex(sha256(issuer + '\n' + holder.person)).substr(0, 32);
  if (!call->fold->find("account", username)) {
    JsonObject enrol;
    enrol.text("username", username).text("display_name", holder.name);
    give(call, "account", username, enrol.done(), "enrol-person");
    call->look();
  }
  const auto found = call->fold->find("account", username);
  if (!found || actor_of(*found, *call->fold).account.empty()) throw Refused(401, "sign-in-failed");
  return found->as<account::State>();
}

bool used_before(Secrets& secrets, const std::string& asked) {
  secrets.refresh();
  return secrets.get(used_prefix + hex(sha256(asked))).has_value();
}

void note_used(Secrets& secrets, const std::string& asked, std::int64_t ends) {
  for (const auto& reference : secrets.references(used_prefix)) {
    const auto until = secrets.get(reference);
    if (until && std::atoll(until->c_str()) < wall_seconds()) secrets.erase(reference);
  }
  secrets.put(used_prefix + hex(sha256(asked)), std::to_string(ends));
}

}  // namespace surety::http
