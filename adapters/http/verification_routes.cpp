// Anybody may check a policy or a letter by its number and the code that stands beside it, and read
// the archive of guarantors: what is public of them, no personal data. R-141, HN-17.
#include <algorithm>
#include <boost/json.hpp>

#include "adapters/http/account_routes.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "engine/kinds/guarantor.hpp"
#include "projections/query.hpp"

namespace surety::http {

struct AskForPaper {
  std::string number, code;
};
DESCRIBE(AskForPaper, "公众核验", "Somebody holds a policy or a letter and asks whether it is true.",
         (number, "保单编号或保函编号", "Number of the policy or letter", .max = 100),
         (code, "核验码", "The code that stands beside it", .max = 16))

namespace {

namespace bj = boost::json;

/// What may be checked: where its number stands, and what is told of it.
struct Checked {
  const char *kind, *view, *number, *document;
  std::vector<const char*> fields;
};

const std::vector<Checked>& papers() {
  static const std::vector<Checked> all{
      {"policy", "policies", "policy_number", "policy_document",
       {"project_name", "policyholder_name", "insurer_name", "aggregate_limit", "per_accident_limit",
        "valid_from", "valid_until"}},
      {"guarantee", "guarantees", "letter_number", "letter",
       {"project_name", "owner_name", "contractor_name", "guarantor_name", "guaranteed_amount",
        "remaining_amount", "valid_from", "valid_until"}}};
  return all;
}

/// The beginning of the hash of the case's first event: it never changes, and nobody guesses it.
std::string code_of(const Call& call, std::string_view kind, std::string_view id) {
  constexpr std::size_t behind_prefix = 7, digits = 8;  // sha256:
  const auto first = call.fold->history(kind, id, 0, 1);
  if (first.empty()) return {};
  std::string code = first[0].event.hash.substr(behind_prefix, digits);
  std::transform(code.begin(), code.end(), code.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return code;
}

std::string plain(std::string_view typed) {
  std::string code;
  for (const char c : typed)
    if (c != ' ' && c != '-') code += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return code;
}

std::vector<std::string> rows(const Call& call, std::string_view view_name, std::string field,
                              std::string value, std::size_t limit) {
  Query query;
  query.today = call.edge.today();
  query.limit = limit;
  query.filters.push_back({std::move(field), Filter::Op::equals, {std::move(value)}});
  Actor reader;
  reader.engine = true;  // the filter is the scope, and little is told of a row
  const auto found = run(*call.store, call.edge.services.runtime.partitions(),
                         *view_named(view_name), query, reader);
  const auto* page = std::get_if<Page>(&found);
  return page ? page->items : std::vector<std::string>();
}

std::string told(const Checked& paper, const bj::object& row) {
  bj::object out{{"kind", paper.kind}, {"number", row.at(paper.number)}, {"state", row.at("state")}};
  for (const char* field : paper.fields)
    if (const auto* value = row.if_contains(field)) out[field] = *value;
  if (const auto* document = row.if_contains(paper.document)) out["document"] = *document;
  return bj::serialize(out);
}

/// Who guesses codes is locked out of that number, as at signing in.
std::optional<Response> check(const CallPtr& call) {
  const auto asked = body_as<AskForPaper>(*call);
  spend_of_strangers(*call, 1);
  Sessions& sessions = call->edge.sessions;
  const std::string attempts = "verification " + asked.number;
  if (sessions.locked(attempts)) throw Refused(404, "not-found");
  constexpr std::size_t namesakes = 100;  // insurers number their policies for themselves
  for (const auto& paper : papers())
    for (const auto& item : rows(*call, paper.view, paper.number, asked.number, namesakes)) {
      const auto row = bj::parse(item).as_object();
      if (code_of(*call, paper.kind, row.at("id").as_string()) != plain(asked.code)) continue;
      sessions.succeeded(attempts);
      return json_response(told(paper, row));
    }
  sessions.failed(attempts);
  throw Refused(404, "not-found");
}

/// Number and code for those who see the case, to hand them on.
std::optional<Response> code(const CallPtr& call) {
  const Found found = find_visible(*call, kind_of_route(*call), call->parts.at(1));
  const auto& head = found.value.head;
  const auto paper = std::find_if(papers().begin(), papers().end(),
                                  [&](const Checked& p) { return head.kind == p.kind; });
  if (paper == papers().end()) throw Refused(404, "not-found");
  const auto own = rows(*call, paper->view, "id", head.id, 1);
  if (own.empty()) throw Refused(404, "not-found");
  const auto row = bj::parse(own[0]).as_object();
  const auto* number = row.if_contains(paper->number);
  if (!number || !number->is_string()) throw Refused(404, "not-found");
  return json_response(JsonObject()
                           .text("number", number->as_string())
                           .text("code", code_of(*call, head.kind, head.id))
                           .done());
}

bj::object public_guarantor(const bj::object& row) {
  bj::object out;
  for (const char* field : {"id", "name", "credit_code", "type", "registered_capital", "address",
                            "filed_at", "listed_at", "jurisdiction"})
    if (const auto* value = row.if_contains(field)) out[field] = *value;
  return out;
}

std::optional<Response> guarantors(const CallPtr& call) {
  spend_of_strangers(*call, 1);
  Query query;
  query.today = call->edge.today();
  query.sort = "-filed_at";
  query.q = std::string(call->parameter("q"));
  query.cursor = std::string(call->parameter("cursor"));
  query.limit = static_cast<std::size_t>(number_parameter(*call, "limit", 20, 1, 100, "limit"));
  query.filters.push_back(
      {"state", Filter::Op::equals, {std::string(name_of(guarantor::Phase::listed))}});
  for (const char* field : {"type", "jurisdiction"})
    if (const auto value = call->parameter(field); !value.empty())
      query.filters.push_back({field, Filter::Op::equals, {std::string(value)}});
  Actor reader;
  reader.engine = true;  // those that are listed are everybody's to see
  const auto found = run(*call->store, call->edge.services.runtime.partitions(),
                         *view_named("guarantors"), query, reader);
  if (const auto* bad = std::get_if<BadQuery>(&found)) throw Refused(400, bad->code);
  const auto& page = std::get<Page>(found);
  std::vector<std::string> items;
  for (const auto& item : page.items)
    items.push_back(bj::serialize(public_guarantor(bj::parse(item).as_object())));
  return json_response(JsonObject()
                           .raw("items", json_list(items))
                           .text_or_null("next_cursor", page.next_cursor)
                           .number("total", static_cast<std::int64_t>(page.total))
                           .done());
}

/// With its credit record: what it is known for is why there is an archive.
std::optional<Response> one_guarantor(const CallPtr& call) {
  spend_of_strangers(*call, 1);
  const auto found = call->fold->find("guarantor", call->parts.at(0));
  if (!found || found->as<guarantor::State>().state != guarantor::Phase::listed)
    throw Refused(404, "not-found");
  const auto own = rows(*call, "guarantors", "id", found->head.id, 1);
  if (own.empty()) throw Refused(404, "not-found");
  auto out = public_guarantor(bj::parse(own[0]).as_object());
  bj::array records;
  for (const auto& r : found->as<guarantor::State>().credit_records)
    records.push_back(bj::object{{"kind", name_of(r.kind)},
                                 {"description", r.description},
                                 {"occurred_on", r.occurred_on.text()}});
  out["credit_records"] = std::move(records);
  return json_response(bj::serialize(out));
}

}  // namespace

void add_verification_routes(Router& router) {
  router.add("POST", "/api/v1/public/verifications", Access::anyone, check);
  router.add("GET", "/api/v1/public/guarantors", Access::anyone, guarantors);
  router.add("GET", "/api/v1/public/guarantors/{}", Access::anyone, one_guarantor);
  router.add("GET", "/api/v1/{kind}/{}/verification", Access::signed_in, code);
}

}  // namespace surety::http
