// Reads of one case: as it is, as it was, its history, deadlines; and a root's dossier.
#include <algorithm>

#include "adapters/http/command_checks.hpp"
#include "adapters/http/commands.hpp"
#include "adapters/http/event_json.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/identity/sealing.hpp"
#include "engine/fold_event.hpp"
#include "projections/printout.hpp"

namespace surety::http {
namespace {

constexpr std::int64_t history_max = 10'000;

const Secrets& secrets_of(const Call& call) { return call.edge.services.secrets; }

Found found_in_route(const Call& call) {
  return find_visible(call, kind_of_route(call), call.parts.at(1));
}

Response with_version(std::string body, std::int64_t version) {
  return json_response(std::move(body)).header("ETag", '"' + std::to_string(version) + '"');
}

std::optional<Case> as_it_was(const Call& call, const Found& found) {
  const auto version = call.request->parameter("version");
  const auto as_of = call.request->parameter("as_of");
  if (!version && !as_of) return found.value;
  std::optional<std::int64_t> number;
  std::optional<Instant> instant;
  if (version) number = number_parameter(call, "version", 0, 1, 1'000'000'000'000, "bad-parameter");
  if (as_of) {
    std::string text(*as_of);
    // A plus sign that was not encoded has become a blank on its way.
    std::replace(text.begin(), text.end(), ' ', '+');
    if (!Instant::check(text).empty()) throw Refused(400, "bad-parameter");
    instant = Instant::stored(text);
  }
  if (number && *number > found.value.head.version) return std::nullopt;
  return call.fold->as_of(
      found.kind->name, found.value.head.id, number, instant, call.edge.services.runtime.library());
}

// What changes by the calendar alone is shown as on the day that is asked for.
Date day_shown(const Call& call) {
  std::string text(call.parameter("as_of"));
  std::replace(text.begin(), text.end(), ' ', '+');
  return text.empty() ? call.edge.today() : Instant::stored(text).date();
}

// Whoever insures or guarantees at a project sees which one it is and whose (domain.md §6); an
// insurer where it is, too: its form of the policy shows the address (Quanzhou's insurers 3.4).
std::optional<Response> outline(const Call& call) {
  if (call.parts.at(0) != "projects") return std::nullopt;
  const auto c = call.fold->find("project", call.parts.at(1));
  if (!c || c->head.version == 0) return std::nullopt;
  const auto keys = call.fold->cases_of(c->head.root);
  const auto concerned = [&](Who as) {
    return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
      const auto [kind, id] = split_case_key(key);
      const auto other = call.fold->find(kind, id);
      return other && stands(call.actor, as, other->kind->parties(other->head, other->state.get()));
    });
  };
  const bool insures = concerned(Who::insurer);
  if (!insures && !concerned(Who::guarantor)) return std::nullopt;
  JsonObject out;
  out.text("kind", "project").text("id", c->head.id);
  out.text("state", c->kind->phase_name(c->state.get()));
  if (insures)
    out.text_or_null("address", text_member(*c->kind->state_type, c->state.get(), "address"));
  for (std::string_view field : {"name", "project_code", "region_code", "owner", "contractor"})
    out.text_or_null(field, text_member(*c->kind->state_type, c->state.get(), field));
  return json_response(out.done());
}

std::optional<Response> get_case(const CallPtr& call) {
  const Kind& kind = kind_of_route(*call);
  const auto here = call->fold->find(kind.name, call->parts.at(1));
  if (here && here->head.version != 0 &&
      !sees(call->actor, kind, kind.parties(here->head, here->state.get())))
    if (auto part = outline(*call)) return part;
  const Found found = found_in_route(*call);
  const auto shown = as_it_was(*call, found);
  if (!shown) throw Refused(404, "not-found");
  const Secrets& secrets = secrets_of(*call);
  std::string body =
      case_json(*shown, day_shown(*call), [&](std::string_view text) {
        return opened(secrets, text);
      });
  // What may be done is told for today's state only; the past offers nothing.
  const bool present = shown->head.version == found.value.head.version;
  std::vector<std::string> allowed, printouts;
  if (present && !call->must_change_password) allowed = allowed_commands(call->actor, found.value);
  if (present)
    for (const auto* t : print_templates(found.value)) printouts.push_back(t->name);
  body.back() = ',';
  body += JsonObject().texts("allowed_commands", allowed).texts("printouts", printouts).done().substr(1);
  return with_version(std::move(body), shown->head.version);
}

std::string joined(const std::vector<std::string>& lines, bool ndjson) {
  if (!ndjson) return "{\"items\":" + json_list(lines) + "}";
  std::string out;
  for (const auto& line : lines) out += line + '\n';
  return out;
}

bool ndjson_asked(const Call& call) {
  const std::string_view format = call.parameter("format");
  if (!format.empty() && format != "json" && format != "ndjson")
    throw Refused(400, "unknown-format");
  return format == "ndjson";
}

Response history_response(std::vector<std::string> lines, bool ndjson) {
  Response r = json_response(joined(lines, ndjson));
  if (ndjson) r.content_type = "application/x-ndjson; charset=utf-8";
  return r;
}

std::optional<Response> get_history(const CallPtr& call) {
  const Found found = found_in_route(*call);
  const bool ndjson = ndjson_asked(*call);
  const auto after =
      number_parameter(*call, "after_version", 0, 0, 1'000'000'000'000, "bad-parameter");
  const auto limit = number_parameter(*call, "limit", history_max, 1, history_max, "limit");
  std::vector<std::string> lines;
  for (const auto& entry : call->fold->history(
           found.kind->name, found.value.head.id, after, static_cast<std::size_t>(limit)))
    lines.push_back(history_json(secrets_of(*call), entry, ndjson));
  return history_response(std::move(lines), ndjson);
}

std::optional<Response> get_dossier(const CallPtr& call) {
  const Kind* kind = kind_named("project");
  if (!kind) throw Refused(404, "no-such-route");
  const Found project = find_visible(*call, *kind, call->parts.at(0));
  const bool ndjson = ndjson_asked(*call);
  std::vector<HistoryEntry> all;
  for (const auto& key : call->fold->cases_of(project.value.head.root)) {
    const auto [kind_name, id] = split_case_key(key);
    const auto c = call->fold->find(kind_name, id);
    if (!c || !sees(call->actor, *c->kind, c->kind->parties(c->head, c->state.get()))) continue;
    auto history = call->fold->history(c->head.kind, c->head.id, 0, history_max);
    std::move(history.begin(), history.end(), std::back_inserter(all));
  }
  std::sort(all.begin(), all.end(), [](const HistoryEntry& a, const HistoryEntry& b) {
    return std::tie(a.position, a.index) < std::tie(b.position, b.index);
  });
  std::vector<std::string> lines;
  for (const auto& entry : all) lines.push_back(history_json(secrets_of(*call), entry, ndjson));
  return history_response(std::move(lines), ndjson);
}

std::optional<Response> get_deadlines(const CallPtr& call) {
  const Found found = found_in_route(*call);
  std::vector<std::string> items;
  for (const auto& d : call->fold->deadlines(found.kind->name, found.value.head.id))
    items.push_back(deadline_json(d));
  return json_response("{\"items\":" + json_list(items) + "}");
}

std::optional<Response> get_refusals(const CallPtr& call) {
  const std::string_view key = call->parameter("case");
  const std::size_t slash = key.find('/');
  if (slash == std::string_view::npos) {
    const bool any = acts_as(call->actor, "auditor");
    throw Refused(any ? 400 : 404, any ? "bad-parameter" : "not-found");
  }
  const Kind* kind = kind_named(key.substr(0, slash));
  if (!kind) throw Refused(404, "not-found");
  // An opening refused without a number is kept under the kind alone.
  if (slash + 1 == key.size()) {
    if (!acts_as(call->actor, "auditor")) throw Refused(404, "not-found");
  } else if (const auto c = call->fold->find(kind->name, key.substr(slash + 1))) {
    if (!auditor(*call, kind->parties(c->head, c->state.get()))) throw Refused(404, "not-found");
  } else if (!acts_as(call->actor, "auditor")) {
    throw Refused(404, "not-found");
  }
  std::vector<std::string> items;
  for (const auto& r : call->fold->refusals(key)) items.push_back(refusal_json(r));
  return json_response("{\"items\":" + json_list(items) + "}");
}

}  // namespace

void add_case_routes(Router& router) {
  router.add("GET", "/api/v1/refusals", Access::signed_in, get_refusals);
  router.add("GET", "/api/v1/projects/{}/dossier", Access::signed_in, get_dossier);
  router.add("GET", "/api/v1/{kind}/{}/history", Access::signed_in, get_history);
  router.add("GET", "/api/v1/{kind}/{}/deadlines", Access::signed_in, get_deadlines);
  router.add("GET", "/api/v1/{kind}/{}", Access::signed_in, get_case);
}

}  // namespace surety::http
