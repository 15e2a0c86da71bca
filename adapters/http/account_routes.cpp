// Signing in and out, who am I, and the password of one's own.
#include "adapters/http/account_routes.hpp"

#include <algorithm>

#include "adapters/http/commands.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/identity/beside_session.hpp"
#include "adapters/identity/password.hpp"
#include "engine/acting.hpp"
#include "engine/digest.hpp"
#include "engine/kinds/account.hpp"

namespace surety::http {

struct SignIn {
  std::string username, password;
  std::optional<std::string> as, organisation;
};
DESCRIBE(SignIn,
         "登录",
         "Sign in.",
         (username, "用户名", "User name"),
         (password, "密码", "Password", .secret = true),
         (as, "登录入口", "The kind of organisation whose door it is; left out: anybody's"),
         (organisation, "机构", "The organisation whose own door it is"))

struct ChangePassword {
  std::string current_password, new_password;
};
DESCRIBE(ChangePassword,
         "修改密码",
         "Change one's own password.",
         (current_password, "当前密码", "Current password", .secret = true),
         (new_password, "新密码", "New password", .secret = true))

struct ActFor {
  PartyCode organisation;
};
DESCRIBE(ActFor, "切换机构", "Act for another of one's organisations from now on.",
         (organisation, "机构", "Organisation"))

namespace {

std::string cookie(const std::string& token, int seconds) {
  return "surety_session=" + token +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds);
}

std::string hash_of(const Call& call, const account::State& state) {
  if (!state.password_ref) return {};
  const Secrets& secrets = call.edge.services.secrets;
  // The command came after its secret; here it may have been quicker.
  if (!secrets.get(*state.password_ref)) secrets.refresh();
  return secrets.get(*state.password_ref).value_or("");
}

Response signed_in_response(Call& call, const account::State& state, const Arrival& arrival) {
  const auto& go_to = arrival.go_to;
  auto& secrets = call.edge.services.secrets;
  const auto session = call.edge.sessions.open(state.username.value);
  if (!arrival.acting_for.empty() && arrival.acting_for != state.organisation.value)
    put_beside_session(secrets, BesideSession::acting_for, session.id, arrival.acting_for);
  if (!arrival.voucher.empty())
    put_beside_session(secrets, BesideSession::portal, session.id, arrival.voucher);
  note_sign_in(call, state.username.value, arrival.how, "succeeded", session.id);
  const auto set = cookie(session.token, call.edge.settings.session_hours * 3600);
  if (!go_to.empty())
    return json_response({}, 302).header("Location", go_to).header("Set-Cookie", set);
  std::string body = JsonObject()
                         .text("token", session.token)
                         .text("account", state.username.value)
                         .flag("must_change_password", state.must_change_password)
                         .done();
  return json_response(std::move(body), 201).header("Set-Cookie", set);
}

// The platform notes it for the register's ratio; the person does not wait for it for long.
void note_first(const CallPtr& call, const account::State& state, const Response& response) {
  CommandEnvelope e;
  e.id = "s-" + hex(sha256("first-sign-in\n" + state.username.value));
  e.kind = "account";
  e.command = "record-first-sign-in";
  e.case_id = e.root = state.username.value;
  e.actor.engine = true;
  e.body = "{}";
  e.submitted_at = call->edge.services.runtime.now();
  const auto answer = [call, response](const Outcome&) { call->reply(response); };
  if (!call->edge.services.runtime.submit(std::move(e), answer)) return call->reply(response);
  call->edge.workers.run_after(std::chrono::seconds(2),
                               [call, response] { call->reply(response); });
}

/// The first of its organisations that lets its people in by the door asked at; none where all are
/// shut or have other doors.
std::optional<std::string> open_door(const Case& account, const Facts& facts, const SignIn& at) {
  for (const auto& id : organisations_of(account)) {
    const Actor actor = actor_of(account, facts, id);
    if (!actor.account.empty() && (!at.as || *at.as == actor.organisation_kind) &&
        (!at.organisation || *at.organisation == actor.organisation))
      return id;
  }
  return std::nullopt;
}

void try_sign_in(const CallPtr& call, const SignIn& given) {
  Sessions& sessions = call->edge.sessions;
  call->look();
  const auto found = call->fold->find("account", given.username);
  const auto* state = found ? &found->as<account::State>() : nullptr;
  const bool fits = password_fits(given.password, state ? hash_of(*call, *state) : std::string());
  // One sentence for all: nobody learns which names exist, are locked, shut out or another door's.
  const bool locked = state && sessions.locked(given.username);
  if (state && !fits && !locked) sessions.failed(given.username);
  const auto door = state && fits && !locked ? open_door(*found, *call->fold, given) : std::nullopt;
  if (state && !door) {
    const bool shut = !open_door(*found, *call->fold, {});
    note_sign_in(*call, given.username, "password",
                 locked ? "locked" : !fits ? "wrong-password" : shut ? "shut-out" : "other-door");
  }
  if (!door) throw Refused(401, "sign-in-failed");
  sessions.succeeded(given.username);
  finish_sign_in(call, *state, {.how = "password", .acting_for = *door});
}

std::optional<Response> sign_in(const CallPtr& call) {
  const auto given = body_as<SignIn>(*call);
  const bool taken =
      call->edge.passwords.run([call, given] { guarded(call, [&] { try_sign_in(call, given); }); });
  if (!taken) throw Refused(503, "overloaded");
  return std::nullopt;
}

/// Whom a portal has let in leaves it too, by way of the browser.
std::optional<Response> sign_out(const CallPtr& call) {
  const auto left = [](const std::string& go_to) {
    Response r;
    r.status = 204;
    if (!go_to.empty()) r = json_response(JsonObject().text("continue_at", go_to).done());
    return std::move(r).header("Set-Cookie", cookie("", 0));
  };
  if (vouched_for(*call)) {
    const auto leave = [call, left] {
      const auto go_to = farewell(*call);
      call->edge.sessions.close(call->session);
      call->reply(left(go_to));
    };
    if (call->edge.portals.run([call, leave] { guarded(call, leave); })) return std::nullopt;
  }
  call->edge.sessions.close(call->session);
  return left({});
}

/// From the next request on the session acts for that one.
std::optional<Response> act_for(const CallPtr& call) {
  const auto given = body_as<ActFor>(*call);
  const auto& organisation = given.organisation.value;
  const auto found = call->fold->find("account", call->actor.account);
  if (!found || actor_of(*found, *call->fold, organisation).account.empty())
    throw Refused(422, "invalid-fields", {{"/organisation", "not-assigned"}});
  put_beside_session(call->edge.services.secrets, BesideSession::acting_for, call->session,
                     organisation);
  return json_response(JsonObject()
                           .text("account", call->actor.account)
                           .text("organisation", organisation)
                           .done());
}

/// A natural person's is its own.
std::string name_of_organisation(const Call& call, const std::string& id) {
  for (std::string_view kind : {"organisation", "enterprise", "guarantor"}) {
    const auto c = call.fold->find(kind, id);
    if (!c) continue;
    const Member* name = c->kind->state_type->fields().find("name");
    if (name && name->type->shape == Shape::text) return name->type->text(name->of(c->state.get()));
  }
  return {};
}

std::optional<Response> who_am_i(const CallPtr& call) {
  const Actor& actor = call->actor;
  const auto found = call->fold->find("account", actor.account);
  if (!found) throw Refused(401, "not-signed-in");
  const auto& state = found->as<account::State>();
  const std::string organisation =
      JsonObject()
          .text("id", actor.organisation)
          .text("kind", actor.organisation_kind)
          .text("name", actor.organisation.empty()
                            ? state.display_name
                            : name_of_organisation(*call, actor.organisation))
          .text_or_null("credit_code", actor.credit_code)
          .text_or_null("region_code", actor.region_code)
          .text_or_null("jurisdiction", actor.jurisdiction)
          .done();
  std::vector<std::string> organisations;
  for (const auto& id : organisations_of(*found))
    if (const auto there = actor_of(*found, *call->fold, id); !there.account.empty())
      organisations.push_back(JsonObject()
                                  .text("id", id)
                                  .text("kind", there.organisation_kind)
                                  .text("name", id.empty() ? state.display_name
                                                           : name_of_organisation(*call, id))
                                  .done());
  const auto* assigned = account::assignment_of(state, actor.organisation);
  // What the person may do, said as commands whatever grants them.
  std::vector<std::string> permissions;
  for (const Kind* kind : kinds())
    for (const auto& rule : kind->commands)
      if (offered(actor, *kind, rule)) permissions.push_back(kind->name + "." + rule.name);
  JsonObject out;
  out.text("username", state.username.value)
      .text("display_name", state.display_name)
      .raw("organisation", organisation)
      .raw("organisations", json_list(organisations))
      .texts("roles", assigned ? assigned->roles : state.roles)
      .texts("permissions", permissions)
      .flag("admin", actor.admin)
      .flag("must_change_password", state.must_change_password);
  add_last_sign_in(out, *call);
  return json_response(out.done());
}

void set_own_password(const CallPtr& call, const ChangePassword& given) {
  call->look();
  const auto found = call->fold->find("account", call->actor.account);
  if (!found) throw Refused(401, "not-signed-in");
  const auto& state = found->as<account::State>();
  const bool fits = password_fits(given.current_password, hash_of(*call, state));
  if (call->edge.sessions.locked(call->actor.account) || !fits) {
    call->edge.sessions.failed(call->actor.account);
    throw Refused(422, "invalid-fields", {{"/current_password", "wrong-password"}});
  }
  std::string_view problem = password_problem(given.new_password, call->actor.account);
  if (problem.empty() && given.new_password == given.current_password)
    problem = "password-unchanged";
  if (!problem.empty())
    throw Refused(422, "invalid-fields", {{"/new_password", std::string(problem)}});
  const Kind* kind = kind_named("account");
  call->must_change_password = false;  // this is the change
  give_command(call,
               {kind, kind->command("set-password"), call->actor.account},
               JsonObject().text("password", given.new_password).done(),
               [call](const Outcome&, Response) {
                 // Off the engine's thread: ending sessions writes to the disk.
                 call->edge.workers.run_after(std::chrono::milliseconds(0), [call] {
                   guarded(call, [&] {
                     call->edge.sessions.close_all(call->actor.account, call->session);
                     Response r;
                     r.status = 204;
                     call->reply(std::move(r));
                   });
                 });
               });
}

std::optional<Response> change_password(const CallPtr& call) {
  const auto given = body_as<ChangePassword>(*call);
  const bool taken = call->edge.passwords.run(
      [call, given] { guarded(call, [&] { set_own_password(call, given); }); });
  if (!taken) throw Refused(503, "overloaded");
  return std::nullopt;
}

}  // namespace

void finish_sign_in(const CallPtr& call, const account::State& state, const Arrival& arrival) {
  Response response = signed_in_response(*call, state, arrival);
  // The register counts enterprises: a natural person is none.
  const bool noted = state.first_signed_in_at || state.organisation.empty();
  if (noted) return call->reply(std::move(response));
  note_first(call, state, response);
}

void add_account_routes(Router& router) {
  router.add("POST", "/api/v1/sessions", Access::anyone, sign_in);
  router.add("DELETE", "/api/v1/sessions/current", Access::password_due, sign_out);
  router.add("PUT", "/api/v1/sessions/current", Access::signed_in, act_for);
  router.add("GET", "/api/v1/account", Access::password_due, who_am_i);
  router.add("PUT", "/api/v1/account/password", Access::password_due, change_password);
}

}  // namespace surety::http
