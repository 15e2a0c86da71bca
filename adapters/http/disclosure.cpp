// Personal fields in full: a command of the case's own, so that who looked and why stays in its
// history.
#include "adapters/http/commands.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/identity/sealing.hpp"
#include "events/disclosure.hpp"

namespace surety::http {

namespace {

// Only what is masked can be disclosed; anything else is a mistake worth telling.
void check_fields(const Kind& kind, const Disclose& asked) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < asked.fields.size(); ++i) {
    const Member* member = kind.state_type->fields().find(asked.fields[i]);
    if (!member || !member->rule.personal || member->rule.secret)
      problems.push_back({"/fields/" + std::to_string(i), "not-personal"});
  }
  if (!problems.empty()) throw Refused(422, "invalid-fields", std::move(problems));
}

std::string values_of(const Secrets& secrets, const Case& c, const Disclose& asked) {
  const auto state = c.kind->copy(c.state.get());
  open_personal(secrets, *c.kind->state_type, state.get());
  JsonObject values;
  for (const auto& field : asked.fields) {
    const Member* member = c.kind->state_type->fields().find(field);
    const void* value = member->of(state.get());
    std::string json;
    if (member->type->shape == Shape::optional && member->type->size(value) == 0)
      json = "null";
    else
      write_json(json, *member->type, value);
    values.raw(field, json);
  }
  return values.done();
}

std::optional<Response> disclose(const CallPtr& call) {
  const Kind& kind = kind_of_route(*call);
  const CommandRule* rule = kind.command("disclose");
  if (!rule) throw Refused(404, "no-such-route");
  const std::string id = call->parts[1];
  find_visible(*call, kind, id);
  Disclose asked;
  const bool readable = from_json(call->request->body, asked).empty();
  if (readable) check_fields(kind, asked);
  give_command(call,
               {&kind, rule, id},
               call->request->body,
               [call, asked, &kind, id](const Outcome&, Response response) {
                 call->edge.workers.run_after(
                     std::chrono::milliseconds(0),
                     [call, asked, &kind, id, r = std::move(response)]() mutable {
                       call->look();
                       const auto c = call->fold->find(kind.name, id);
                       if (!c) return call->refuse(Refused(404, "not-found"));
                       r.body.pop_back();
                       r.body +=
                           ",\"values\":" + values_of(call->edge.services.secrets, *c, asked) + "}";
                       call->reply(std::move(r));
                     });
               });
  return std::nullopt;
}

}  // namespace

void add_disclosure_routes(Router& router) {
  router.add("POST", "/api/v1/{kind}/{}/disclose", Access::signed_in, disclose);
}

}  // namespace surety::http
