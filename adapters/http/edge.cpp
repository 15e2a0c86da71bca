// The way of a request in the order of api.md §2: JSON, media type, sign-in, route, then its
// handler.
#include "adapters/http/edge.hpp"

#include <spdlog/spdlog.h>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include "adapters/http/account_routes.hpp"
#include "adapters/http/router.hpp"
#include "adapters/http/streams.hpp"
#include "adapters/identity/beside_session.hpp"
#include "adapters/identity/password.hpp"
#include "engine/acting.hpp"
#include "engine/fold_event.hpp"
#include "engine/kinds/account.hpp"

namespace surety::http {
namespace {

using Ms = std::chrono::milliseconds;
constexpr int position_wait_ms = 5'000;

bool api(const Request& r) {
  return r.segments.size() >= 2 && r.segments[0] == "api" && r.segments[1] == "v1";
}

bool is_json(std::string_view text) {
  if (text.empty()) return true;  // no members at all
  boost::json::parse_options options;
  options.max_depth = 64;
  boost::json::error_code ec;
  boost::json::monotonic_resource memory;
  boost::json::parse({text.data(), text.size()}, ec, &memory, options);
  return !ec;
}

std::string_view media_type(const Request& request) {
  std::string_view type = request.header("content-type");
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  return type;
}

std::string token_of(const Request& request) {
  const std::string_view authorization = request.header("authorization");
  if (authorization.starts_with("Bearer ")) return std::string(authorization.substr(7));
  return std::string(request.cookie("surety_session"));
}

void sign_in(Call& call) {
  const auto known = call.edge.sessions.known(token_of(*call.request));
  if (!known) return;
  const auto account = call.fold->find("account", known->account);
  if (!account || account->as<account::State>().state != account::Phase::active)
    return call.edge.sessions.close(known->id);
  const int partitions = call.edge.services.runtime.partitions();
  const WholeFacts facts(*call.store, partitions, *call.fold);
  const auto acting_for =
      beside_session(call.edge.services.secrets, BesideSession::acting_for, known->id);
  call.actor = actor_of(*account, facts, acting_for.value_or(""));
  call.session = known->id;
  call.must_change_password = account->as<account::State>().must_change_password;
}

// Until it is done: an account that is enabled again must not find its old sessions.
void end_sessions(EdgeState& edge, const std::string& account, Ms delay) {
  edge.workers.run_after(delay, [&edge, account] {
    try {
      edge.sessions.close_all(account);
    } catch (const SecretsUnavailable& unavailable) {
      spdlog::warn("the sessions of {} are to be ended: {}", account, unavailable.what());
      end_sessions(edge, account, Ms(1'000));
    }
  });
}

void check_body(const Request& request, const Route* route) {
  const bool has_body = request.method == "POST" || request.method == "PUT";
  if (!has_body || (route && route->raw_body)) return;
  if (!is_json(request.body)) throw Refused(400, "not-json");
  const std::string_view type = media_type(request);
  if (!type.empty() && !request.body.empty() && type != "application/json" &&
      !type.ends_with("+json"))
    throw Refused(415, "unsupported-media-type");
}

void dispatch(const CallPtr& call) {
  const Request& request = *call->request;
  if (request.malformed) throw Refused(400, "bad-request");
  auto match = call->edge.router->match(request);
  check_body(request, match.route);
  call->look();
  sign_in(*call);
  if (!call->signed_in() && (match.route ? match.route->access != Access::anyone : api(request)))
    throw Refused(401, "not-signed-in");
  if (!match.route) {
    if (match.allowed.empty()) throw Refused(404, "no-such-route");
    return call->reply(problem(request, 405, "method-not-allowed").header("Allow", match.allowed));
  }
  if (call->must_change_password && match.route->access == Access::signed_in)
    throw Refused(403, "password-change-required");
  call->parts = std::move(match.parts);
  if (auto response = match.route->handler(call)) call->reply(std::move(*response));
}

void run(const CallPtr& call) {
  guarded(call, [&] { dispatch(call); });
}

// Looks again and again, so that no thread sleeps for a reader that waits.
void wait_for_position(const CallPtr& call, const CommitPosition& position, int waited_ms) {
  if (call->edge.services.runtime.wait_for(position, 0)) return run(call);
  if (waited_ms >= position_wait_ms || call->edge.stopping)
    return call->refuse(Refused(503, "not-caught-up"));
  call->edge.workers.run_after(Ms(5), [=] { wait_for_position(call, position, waited_ms + 5); });
}

void begin(const CallPtr& call) {
  const std::string_view text = call->request->header("surety-min-position");
  if (text.empty()) return run(call);
  const auto position = CommitPosition::parse(text);
  const Runtime& runtime = call->edge.services.runtime;
  if (!position || position->partition < 0 || position->partition >= runtime.partitions())
    return call->refuse(Refused(400, "bad-header"));
  if (position->generation != runtime.generation())
    return call->refuse(Refused(410, "other-generation"));
  wait_for_position(call, *position, 0);
}

std::string digest_key_of(Secrets& secrets) {
  if (auto key = secrets.get("node/digest-key")) return *key;
  secrets.put("node/digest-key", random_hex(32));
  return *secrets.get("node/digest-key");
}

}  // namespace

std::int64_t wall_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

EdgeState::EdgeState(const HttpSettings& s, Services& v)
    : settings(s),
      services(v),
      sessions(v.secrets,
               std::chrono::hours(s.session_hours),
               std::chrono::minutes(s.session_idle_minutes),
               wall_seconds),
      sign_ins(v.secrets),
      drafts(v.drafts),
      shelves(v.runtime.partitions()),
      strangers(s.strangers_per_minute),
      digest_key(digest_key_of(v.secrets)),
      phone_codes(v.secrets, digest_key, wall_seconds),
      streams(std::make_unique<Streams>(*this)),
      router(std::make_unique<Router>()),
      passwords(s.password_workers, 64),
      slow(1, 16),
      portals(2, 64),
      workers(s.workers, 2'000) {
  add_public_routes(*router);
  add_front_routes(*router);
  add_verification_routes(*router);
  add_permission_routes(*router);
  add_account_routes(*router);
  add_phone_code_routes(*router);
  add_sign_in_routes(*router);
  add_card_routes(*router);
  add_portal_routes(*router);
  add_operation_routes(*router);
  add_platform_routes(*router);
  add_meta_routes(*router);
  add_menu_routes(*router);
  add_document_routes(*router);
  add_feed_routes(*router);
  add_draft_routes(*router);
  add_dashboard_routes(*router);
  add_directory_routes(*router);
  add_search_routes(*router);
  add_list_routes(*router);
  add_message_routes(*router);
  add_case_routes(*router);
  add_print_routes(*router);
  add_proof_routes(*router);
  add_archive_routes(*router);
  add_import_routes(*router);
  add_refresh_routes(*router);
  add_disclosure_routes(*router);
  add_webhook_routes(*router);
  add_command_routes(*router);
}

EdgeState::~EdgeState() = default;

void Call::look() {
  store = edge.services.runtime.snapshot();
  fold.emplace(*store, edge.services.runtime.partitions());
}

Edge::Edge(const HttpSettings& settings, Services& services)
    : state_(std::make_shared<EdgeState>(settings, services)) {}

Edge::~Edge() {
  begin_stop();
  end_stop();
}

void Edge::start() {
  EdgeState& edge = *state_;
  edge.subscription = edge.services.runtime.subscribe([&edge](int, const Commit& commit) {
    for (const auto& event : commit.events) {
      // A disabled account's sessions end at once, even if it is enabled again before they are
      // used; and all of them if somebody else set its password.
      const std::string account(split_case_key(event.case_key).second);
      const bool by_another =
          event.type == "account.password-set" && !commit.actor.starts_with(account + '@');
      if (event.type != "account.disabled" && event.type != "account.deleted" && !by_another)
        continue;
      end_sessions(edge, account, Ms(0));
    }
    edge.streams->news();
  });
}

void Edge::handle(std::shared_ptr<const Request> request, Reply reply) {
  EdgeState& edge = *state_;
  const auto began = std::chrono::steady_clock::now();
  // The engine may answer when the server is gone already: the state lives as long as its calls.
  Reply counted = [keep = state_, began, reply = std::move(reply)](Response r) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    keep->metrics.request(r.status, took.count());
    reply(std::move(r));
  };
  auto call = std::make_shared<Call>(Call{edge, std::move(request), std::move(counted)});
  if (edge.stopping) return call->refuse(Refused(503, "stopping"));
  if (!edge.workers.run([call] { begin(call); })) call->refuse(Refused(503, "overloaded"));
}

void Edge::begin_stop() {
  if (state_->stopping.exchange(true)) return;
  if (state_->subscription != 0) state_->services.runtime.unsubscribe(state_->subscription);
  state_->streams->close_all();
}

void Edge::end_stop() {
  state_->portals.stop();
  state_->passwords.stop();
  state_->slow.stop();
  state_->workers.stop();
  state_->sessions.stop();
}

}  // namespace surety::http
