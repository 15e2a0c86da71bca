// What the handlers share, and one request as they get it: routed, read and signed in.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/allowance.hpp"
#include "adapters/http/drafts.hpp"
#include "adapters/http/pool.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/server.hpp"
#include "adapters/identity/phone_codes.hpp"
#include "adapters/identity/sessions.hpp"
#include "adapters/identity/sign_ins.hpp"
#include "adapters/metrics.hpp"
#include "engine/authorisation.hpp"
#include "engine/fold.hpp"
#include "projections/shelf.hpp"

namespace surety::http {

class Streams;
class Router;

struct EdgeState {
  EdgeState(const HttpSettings&, Services&);
  ~EdgeState();

  const HttpSettings& settings;
  Services& services;
  Sessions sessions;
  SignIns sign_ins;
  Drafts drafts;
  Shelves shelves;
  Allowance strangers;
  std::atomic<bool> read_to_the_end{false};  ///< once: from then on all read models go together
  Metrics metrics;
  std::string digest_key;  ///< bodies are digested under it
  PhoneCodes phone_codes;
  std::unique_ptr<Streams> streams;
  std::unique_ptr<Router> router;
  std::atomic<bool> stopping{false};
  int subscription = 0;
  // Last, so that their threads end before what they use.
  Pool passwords, slow, portals, workers;

  Date today() const { return services.runtime.now().date(); }
};

struct Call {
  EdgeState& edge;
  std::shared_ptr<const Request> request;
  Reply reply;
  std::vector<std::string> parts;  ///< what the route's wildcards stand for
  std::shared_ptr<const StoreReader> store;
  std::optional<FoldReader> fold;
  Actor actor;  ///< no account: nobody is signed in
  std::string session;
  bool must_change_password = false;

  bool signed_in() const { return !actor.account.empty(); }
  std::string_view parameter(std::string_view name) const {
    return request->parameter(name).value_or(std::string_view{});
  }
  /// Takes a fresh snapshot.
  void look();
  void refuse(const Refused& r) { reply(problem(*request, r.status, r.code, r.errors, r.facts)); }
};
using CallPtr = std::shared_ptr<Call>;

/// 429 where nobody is signed in and all such callers together have asked for too much.
void spend_of_strangers(Call&, int cost);
/// Runs the handler; what it throws becomes the answer.
void guarded(const CallPtr& call, const std::function<void()>& handler);

inline Response json_response(std::string body, int status = 200) {
  Response r;
  r.status = status;
  r.body = std::move(body);
  return std::move(r).header("Cache-Control", "no-store");
}

/// The case of a route `{kind}/{id}` if the actor sees it; 404 otherwise.
struct Found {
  const Kind* kind;
  Case value;
  Parties parties;
};
Found find_visible(const Call&, const Kind&, std::string_view id);
const Kind& kind_of_route(const Call&);  ///< parts[0]; 404
/// The rules a new case would be bound to under this jurisdiction; empty if it has none.
std::optional<Rulebook> rules_in_force(const Call&, std::string_view jurisdiction);
/// An integer parameter within bounds; 400 with `code` otherwise.
std::int64_t number_parameter(const Call&,
                              std::string_view name,
                              std::int64_t otherwise,
                              std::int64_t least,
                              std::int64_t greatest,
                              const char* code);
/// An instant of a query; none if it is not there, 400 if it is none.
std::optional<Instant> instant_parameter(const Call&, std::string_view name);
bool auditor(const Call&, const Parties&);

}  // namespace surety::http
