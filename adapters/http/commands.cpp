// One generic way for every command of every kind, in the order of checks of api.md §2.
#include "adapters/http/commands.hpp"

#include <boost/json.hpp>

#include "adapters/http/command_checks.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/release.hpp"
#include "adapters/http/router.hpp"
#include "adapters/identity/password.hpp"
#include "adapters/identity/sealing.hpp"
#include "engine/digest.hpp"
#include "engine/fold_event.hpp"
#include "engine/kinds/holiday_calendar.hpp"
#include "engine/kinds/partition.hpp"
#include "events/enterprise.hpp"
#include "events/walk.hpp"

namespace surety::http {
namespace {

struct Command {
  CallPtr call;
  CommandTarget target;
  std::shared_ptr<void> object;
  std::string id, digest;
  std::string made_password;  ///< shown once
  std::function<void(const Outcome&, Response)> finish;

  void answer(const Outcome&);
};

std::optional<std::int64_t> if_match(const Request& request) {
  std::string_view text = request.header("if-match");
  if (text.empty() || text == "*") return std::nullopt;
  if (text.starts_with("W/")) text.remove_prefix(2);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != text.npos)
    throw Refused(400, "bad-header");
  return std::stoll(std::string(text));
}

/// Whether a partition has adopted what was published.
using Adopted = std::function<bool(const partition::State&)>;

/// What this event of a rulebook or of the holiday calendar waits for; none for other kinds.
Adopted adoption_of(const Call& call, const std::string& kind, const std::string& id,
                    std::int64_t version) {
  if (kind == "rulebook")
    return [id, version](const partition::State& s) {
      return std::any_of(s.rulebooks.begin(), s.rulebooks.end(), [&](const Rulebook& b) {
        return b.jurisdiction == id && b.version == version;
      });
    };
  if (kind != "holiday-calendar") return {};
  const auto published = call.fold->find(kind, id);
  if (!published) return [](const partition::State&) { return false; };
  return [v = published->as<holiday_calendar::State>().calendar_version](
             const partition::State& s) { return !later(v, s.calendar_version); };
}

bool adopted_everywhere(const Call& call, const Adopted& adopted) {
  for (int p = 0; p < call.edge.services.runtime.partitions(); ++p) {
    const auto own = call.fold->find("partition", std::to_string(p));
    if (!own || !adopted(own->as<partition::State>())) return false;
  }
  return true;
}

// Whoever has published must be able to rely on it, whichever partition decides the next command.
void reply_when_adopted(const CallPtr& call,
                        const std::string& kind,
                        const std::string& id,
                        std::int64_t version,
                        Response response,
                        int waited_ms = 0) {
  constexpr int step_ms = 5;
  if (waited_ms > call->edge.settings.command_wait_ms || call->edge.stopping)
    return call->refuse(Refused(503, "outcome-unknown"));
  call->look();
  const bool done = adopted_everywhere(*call, adoption_of(*call, kind, id, version));
  call->fold.reset();
  call->store.reset();
  if (done) return call->reply(std::move(response));
  call->edge.workers.run_after(
      std::chrono::milliseconds(step_ms), [=, r = std::move(response)]() mutable {
        reply_when_adopted(call, kind, id, version, std::move(r), waited_ms + step_ms);
      });
}

/// The field that a refusal names, as the edge's own checks would have told it.
std::vector<Problem> problems_named(const RefusalRecord& refusal) {
  boost::json::error_code ec;
  const auto facts = boost::json::parse(refusal.facts, ec);
  const auto* object = ec ? nullptr : facts.if_object();
  const auto* field = object ? object->if_contains("field") : nullptr;
  if (!field || !field->is_string()) return {};
  return {{"/" + std::string(field->as_string()), refusal.code}};
}

void Command::answer(const Outcome& outcome) {
  if (!outcome.body_digest.empty() && outcome.body_digest != digest)
    return call->refuse(Refused(422, "idempotency-key-reused"));
  if (outcome.refusal) {
    const auto& refusal = *outcome.refusal;
    const int status = status_of_refusal(refusal.code);
    auto problems = status == 422 ? problems_named(refusal) : std::vector<Problem>{};
    return call->refuse(Refused(status, refusal.code, std::move(problems), refusal.facts));
  }
  const auto key = split_case_key(outcome.case_key);
  const std::string kind(key.first), case_id(key.second);
  const bool opened = std::any_of(
      outcome.events.begin(), outcome.events.end(),
      [&](const EventName& e) { return e.version == 1 && e.type.starts_with(kind + "."); });
  JsonObject body = told_of(outcome);
  if (!made_password.empty()) body.text("password", made_password);
  Response r = json_response(body.done(), target.rule->opens && opened ? 201 : 200);
  r.header("ETag", '"' + std::to_string(outcome.version) + '"');
  r.header("Surety-Position", outcome.position.text());
  if (r.status == 201)
    r.header("Location", "/api/v1/" + target.kind->plural + "/" + percent_encoded(case_id));
  if (finish)
    finish(outcome, std::move(r));
  else if ((kind == "rulebook" || kind == "holiday-calendar") && !outcome.events.empty())
    call->edge.workers.run_after(std::chrono::milliseconds(0),
                                 [c = call, kind, case_id,
                                  version = outcome.events.back().version,
                                  r = std::move(r)]() mutable {
                                   reply_when_adopted(c, kind, case_id, version, std::move(r));
                                 });
  else
    call->reply(std::move(r));
}

bool required_here(const Call& call,
                   const CommandRule& rule,
                   const void* object,
                   std::string_view command,
                   std::string_view field) {
  const auto book = rules_for(call, rule, nullptr, object);
  if (!book) return true;
  for (const auto& r : book->rules.required_fields)
    if (r.command == command)
      for (const auto& f : r.fields)
        if (f == field) return true;
  return false;
}

// What the edge makes where the person leaves it out: an account's first password, a project's
// code, a role's organisation, the jurisdiction that the path names already.
void fill_in(Command& c) {
  const Type& type = *c.target.rule->type;
  auto absent = [&](std::string_view name) -> void* {
    const Member* member = type.fields().find(name);
    if (!member || member->type->shape != Shape::optional) return nullptr;
    void* value = member->at(c.object.get());
    if (member->type->size(value) != 0) return nullptr;
    return value;
  };
  auto set = [&](void* value, std::string_view name, const std::string& text) {
    const Type& t = *type.fields().find(name)->type;
    t.resize(value, 1);
    t.element->set_text(t.item(value, 0), text);
  };
  if (c.target.kind->name == "account" && c.target.rule->opens)
    if (void* value = absent("password")) {
      c.made_password = random_password();
      set(value, "password", c.made_password);
    }
  if (c.target.kind->name == "role" && c.target.rule->name == "define")
    if (void* value = absent("organisation"))
      set(value, "organisation", c.call->actor.organisation);
  if (c.target.kind->name == "rulebook" && !c.target.id.empty())
    if (void* value = absent("jurisdiction")) set(value, "jurisdiction", c.target.id);
  if (c.target.kind->name == "project" && c.target.rule->name == "register")
    if (void* value = absent("project_code");
        value && !required_here(
                     *c.call, *c.target.rule, c.object.get(), "project.register", "project_code")) {
      const std::string digest = sha256(c.id);
      std::string code =
          opening_jurisdiction(type, c.object.get(), c.call->actor, *c.call->fold) + '-';
      for (int i = 0; i < 12; ++i)
        code += static_cast<char>(
            '0' + static_cast<unsigned char>(digest[static_cast<std::size_t>(i)]) % 10);
      set(value, "project_code", code);
    }
}

/// The code was the phone's: that it was is told on, the code never.
void vouch_for_phone(Command& c) {
  const Member* member = c.target.rule->type->fields().find("phone_code");
  if (!member) return;
  void* value = member->at(c.object.get());
  if (member->type->size(value) > 0)
    member->type->element->set_text(member->type->item(value, 0),
                                    std::string(enterprise::phone_verified));
}

bool has_secret(const Type& type, void* object) {
  bool found = false;
  walk(type, object, [&](const Type&, const Rule& rule, void*, const std::string&) {
    found |= rule.secret;
  });
  return found;
}

CommandEnvelope envelope_of(const Command& c, const Case* on) {
  CommandEnvelope e;
  const CommandRule& rule = *c.target.rule;
  e.id = c.id;
  e.kind = c.target.kind->name;
  e.command = rule.name;
  e.actor = c.call->actor;
  e.body_digest = c.digest;
  e.if_match = if_match(*c.call->request);
  e.submitted_at = c.call->edge.services.runtime.now();
  if (on) {
    e.case_id = on->head.id;
    e.root = on->head.root;
    return e;
  }
  const void* object = c.object.get();
  if (rule.id) e.case_id = rule.id(object);
  if (rule.root) e.root = rule.root(object, e.actor);
  // An opening that hangs off another case than a root itself: its claim, plan or order follows it.
  if (e.root.empty() && e.case_id.empty())
    if (const auto other = referred(*c.call, *rule.type, object)) e.root = other->head.root;
  if (e.root.empty()) e.root = e.case_id;
  return e;
}

void submit(const std::shared_ptr<Command>& command, CommandEnvelope envelope) {
  EdgeState& edge = command->call->edge;
  protect(edge.services.secrets, *command->target.rule->type, command->object.get());
  write_json(envelope.body, *command->target.rule->type, command->object.get());
  // The snapshot must not outlive the checks: the store would have to keep what it shows.
  command->call->fold.reset();
  command->call->store.reset();
  const bool taken = edge.services.runtime.submit(
      std::move(envelope), [command](const Outcome& outcome) { command->answer(outcome); });
  if (!taken) return command->call->refuse(Refused(503, "overloaded"));
  // Weak: an answered command leaves nothing behind but the timer's entry.
  edge.workers.run_after(std::chrono::milliseconds(edge.settings.command_wait_ms),
                         [weak = std::weak_ptr(command)] {
                           if (const auto c = weak.lock())
                             c->call->refuse(Refused(503, "outcome-unknown"));
                         });
}

bool for_anyone(const CommandRule& rule) {
  return std::find(rule.who.begin(), rule.who.end(), Who::anyone) != rule.who.end();
}

// Whatever the row, and for a case in relation to it.
void check_permission(const Call& call, const CommandTarget& target, const Found* on) {
  const bool allowed =
      permitted(call.actor, *target.kind, *target.rule) &&
      (!on || target.rule->opens || stands_any(call.actor, target.rule->who, on->parties));
  if (!allowed) throw Refused(403, "forbidden");
}

// One's own password changes at /account/password only, where the present one is asked for.
bool own_password(const Call& call, const CommandTarget& target) {
  return target.kind->name == "account" && target.rule->name == "set-password" &&
         target.id == call.actor.account;
}

}  // namespace

std::string command_id(const Call& call) {
  const Request& request = *call.request;
  const std::string_view key = request.header("idempotency-key");
  for (const auto& [name, value] : request.headers) {
    if (name != "idempotency-key") continue;
    bool good = !value.empty() && value.size() <= 200;
    for (char c : value) good = good && c >= 0x21 && c <= 0x7E;
    if (!good) throw Refused(400, "bad-header");
  }
  if (key.empty()) return "r-" + random_hex(16);
  return "k-" + hex(sha256(call.actor.account + '\n' + request.method + '\n' + request.path + '\n' +
                           std::string(key)));
}

JsonObject told_of(const Outcome& outcome) {
  const auto [kind, id] = split_case_key(outcome.case_key);
  std::vector<std::string> events;
  for (const auto& e : outcome.events)
    events.push_back(JsonObject().text("type", e.type).number("version", e.version).done());
  JsonObject told;
  told.raw("case",
           JsonObject().text("kind", kind).text("id", id).text("root", outcome.root).done())
      .number("version", outcome.version)
      .raw("events", json_list(events))
      .text("position", outcome.position.text());
  return told;
}

Found find_for(const Call& call, const CommandTarget& target) {
  auto found = find_visible(call, *target.kind, target.id);
  check_permission(call, target, &found);
  return found;
}

void give_command(const CallPtr& call,
                  const CommandTarget& target,
                  const std::string& body,
                  std::function<void(const Outcome&, Response)> finish) {
  auto command = std::make_shared<Command>();
  command->call = call;
  command->target = target;
  command->finish = std::move(finish);
  command->object = target.rule->make();
  const Type& type = *target.rule->type;
  auto read = read_json(body.empty() ? "{}" : body, type, command->object.get(), Source::outside);
  if (read.size() == 1 && read[0].code == "not-json") throw Refused(400, "not-json");
  if (!call->signed_in() && !for_anyone(*target.rule)) throw Refused(401, "not-signed-in");
  spend_of_strangers(*call, 1);
  command->id = command_id(*call);
  if (read.empty()) {
    std::string normal;
    write_json(normal, type, command->object.get());
    command->digest = keyed_digest(call->edge.digest_key, normal);
    // First of all, so that a repeat is answered whatever has become of the case meanwhile.
    if (const auto outcome = call->fold->outcome(command->id)) return command->answer(*outcome);
  }
  std::optional<Found> on;
  if (!target.id.empty()) on.emplace(find_visible(*call, *target.kind, target.id));
  check_permission(*call, target, on ? &*on : nullptr);
  if (call->must_change_password) throw Refused(403, "password-change-required");
  if (!command->finish && own_password(*call, target)) throw Refused(403, "forbidden");
  if (read.empty()) fill_in(*command);
  const Case* existing = on ? &on->value : nullptr;
  auto problems = field_problems(
      *call, *target.kind, *target.rule, existing, command->object.get(), std::move(read));
  if (!problems.empty()) throw Refused(422, "invalid-fields", std::move(problems));
  vouch_for_phone(*command);
  auto envelope = envelope_of(*command, existing);
  if (needs_release(target, existing, command->object.get()) && target.id != call->actor.account &&
      envelope.if_match.value_or(existing->head.version) == existing->head.version) {
    envelope.if_match = existing->head.version;
    return release_first(call, *existing, command->id,
                         [command, envelope] { submit(command, envelope); });
  }
  if (!has_secret(type, command->object.get())) return submit(command, std::move(envelope));
  // Hashing a password takes as long as a hundred commands.
  const bool taken = call->edge.passwords.run(
      [command, e = std::move(envelope)] { guarded(command->call, [&] { submit(command, e); }); });
  if (!taken) throw Refused(503, "overloaded");
}

namespace {

std::optional<Response> open_first(const CallPtr& call) {
  const Kind& kind = kind_of_route(*call);
  for (const auto& rule : kind.commands)
    if (rule.opens && rule.who != by(Who::engine)) {
      give_command(call, {&kind, &rule, {}}, call->request->body);
      return std::nullopt;
    }
  if (!call->signed_in()) throw Refused(401, "not-signed-in");
  return problem(*call->request, 405, "method-not-allowed").header("Allow", "GET");
}

std::optional<Response> open_named(const CallPtr& call) {
  const Kind& kind = kind_of_route(*call);
  const CommandRule* rule = kind.command(call->parts[1]);
  if (!call->signed_in() && !(rule && rule->opens && for_anyone(*rule)))
    throw Refused(401, "not-signed-in");
  if (!rule || !rule->opens) throw Refused(404, "no-such-route");
  give_command(call, {&kind, rule, {}}, call->request->body);
  return std::nullopt;
}

std::optional<Response> on_case(const CallPtr& call) {
  const Kind& kind = kind_of_route(*call);
  const CommandRule* rule = kind.command(call->parts[2]);
  if (!rule || (rule->opens && !rule->again)) throw Refused(404, "no-such-route");
  give_command(call, {&kind, rule, call->parts[1]}, call->request->body);
  return std::nullopt;
}

}  // namespace

void add_command_routes(Router& router) {
  // Openings may be for anyone: an enterprise registers before it has an account.
  router.add("POST", "/api/v1/{kind}", Access::anyone, open_first);
  router.add("POST", "/api/v1/{kind}/{}", Access::anyone, open_named);
  router.add("POST", "/api/v1/{kind}/{}/{}", Access::signed_in, on_case);
}

}  // namespace surety::http
