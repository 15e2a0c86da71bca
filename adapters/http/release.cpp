// The organisation's root orders what the accounts' roots cannot: who may still be deleted.
#include "adapters/http/release.hpp"

#include "engine/digest.hpp"
#include "engine/kinds/account.hpp"
#include "events/administrator.hpp"

namespace surety::http {

bool needs_release(const CommandTarget& target, const Case* account, const void* command) {
  return account && target.kind->name == "account" &&
         account::ends_administration(account->as<account::State>(), target.rule->name, command);
}

void release_first(const CallPtr& call, const Case& account, const std::string& command_id,
                   std::function<void()> then) {
  const auto& state = account.as<account::State>();
  CommandEnvelope e;
  e.id = "d-" + hex(sha256("release\n" + command_id));
  for (const char* kind : {"organisation", "enterprise", "guarantor"})
    if (e.kind.empty() && call->fold->find(kind, state.organisation.value)) e.kind = kind;
  e.command = describe<ReleaseAdministrator>().name;
  e.case_id = e.root = state.organisation.value;
  e.actor.engine = true;
  e.body = to_json(ReleaseAdministrator{state.username, account.head.version});
  e.submitted_at = call->edge.services.runtime.now();
  call->fold.reset();
  call->store.reset();
  const auto released = [call, then = std::move(then)](const Outcome& outcome) {
    if (outcome.command_id.empty()) return call->refuse(Refused(503, "outcome-unknown"));
    if (const auto& no = outcome.refusal)
      return call->refuse(Refused(status_of_refusal(no->code), no->code, {}, no->facts));
    // Off the engine's thread.
    call->edge.workers.run_after(std::chrono::milliseconds(0),
                                 [call, then] { guarded(call, then); });
  };
  if (!call->edge.services.runtime.submit(std::move(e), released))
    call->refuse(Refused(503, "overloaded"));
}

}  // namespace surety::http
