// A case on paper: its documents as HTML that a browser prints, or as PDF.
#include "adapters/http/router.hpp"
#include "adapters/identity/sealing.hpp"
#include "adapters/print/print.hpp"
#include "engine/digest.hpp"
#include "events/disclosure.hpp"

namespace surety::http {
namespace {

// Personal fields are printed in full for the person who has disclosed them on the same day: who and
// why stands in the history already.
std::vector<std::string> disclosed_today(const Call& call, const Case& c) {
  std::vector<std::string> fields;
  const std::string actor = call.actor.account + '@' + call.actor.organisation;
  constexpr std::int64_t newest = 1'000;  // what lies deeper is disclosed again
  for (const auto& entry : call.fold->history(
           c.head.kind, c.head.id, std::max<std::int64_t>(0, c.head.version - newest), newest)) {
    if (entry.event.type != c.head.kind + ".disclosed" || entry.actor != actor) continue;
    if (entry.recorded_at.date() != call.edge.today()) continue;
    Disclosed said;
    if (!from_json(entry.event.data, said, Source::stored).empty()) continue;
    fields.insert(fields.end(), said.fields.begin(), said.fields.end());
  }
  return fields;
}

Response page(const Printout& print) {
  static const std::string policy = "default-src 'none'; style-src 'sha256-" +
                                    base64(sha256(html_style())) +
                                    "'; base-uri 'none'; form-action 'none'";
  Response r = json_response(html_of(print));
  r.content_type = "text/html; charset=utf-8";
  return std::move(r).header("Content-Security-Policy", policy);
}

Response file(const Printout& print, const std::string& id) {
  Response r = json_response(pdf_of(print));
  r.content_type = "application/pdf";
  const auto name = percent_encoded(print.title + '-' + id + ".pdf");
  return std::move(r).header("Content-Disposition", "inline; filename*=UTF-8''" + name);
}

std::optional<Response> print_case(const CallPtr& call) {
  const std::string_view format = call->parameter("format");
  if (!format.empty() && format != "html" && format != "pdf")
    throw Refused(400, "unknown-format");
  const Found found = find_visible(*call, kind_of_route(*call), call->parts.at(1));
  const auto all = print_templates(found.value);
  const auto wanted = std::find_if(all.begin(), all.end(), [&](const PrintTemplate* t) {
    return t->name == call->parts.at(2);
  });
  if (wanted == all.end()) throw Refused(404, "not-found");
  const auto open_fields = disclosed_today(*call, found.value);
  const std::string key = found.value.head.key();
  const auto disclosed = [&](const Case& c, std::string_view field) {
    return c.head.key() == key &&
           std::find(open_fields.begin(), open_fields.end(), field) != open_fields.end();
  };
  const auto open = [&](std::string_view text) { return opened(call->edge.services.secrets, text); };
  const auto print =
      printout(**wanted, found.value,
               {*call->fold, call->actor, call->edge.today(), open, disclosed});
  Response r = format == "pdf" ? file(print, found.value.head.id) : page(print);
  return std::move(r).header("X-Content-Type-Options", "nosniff");
}

}  // namespace

void add_print_routes(Router& router) {
  router.add("GET", "/api/v1/{kind}/{}/print/{}", Access::signed_in, print_case);
}

}  // namespace surety::http
