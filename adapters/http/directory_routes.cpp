// Whom one may name in a form: the organisations of a kind, as every form's chooser shows them.
#include <boost/json/parse.hpp>

#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "projections/query.hpp"

namespace surety::http {
namespace {

namespace bj = boost::json;

constexpr std::size_t shown_at_once = 200;

std::string member(const bj::object& item, std::string_view name) {
  const auto* value = item.if_contains(name);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

bool linked(const bj::object& broker, std::string_view insurer) {
  const auto* insurers = broker.if_contains("insurers");
  if (!insurers || !insurers->is_array()) return false;
  for (const auto& one : insurers->as_array())
    if (one.is_string() && one.as_string() == insurer) return true;
  return false;
}

/// Name, code and region are no secret of an active organisation; the rest of it is not told.
std::vector<bj::object> organisations(const Call& call, Query query) {
  Actor everything;
  everything.engine = true;
  query.limit = shown_at_once;
  query.sort = "name";
  query.today = call.edge.today();
  const int partitions = call.edge.services.runtime.partitions();
  const auto result = run(*call.store, partitions, *view_named("organisations"), query, everything);
  std::vector<bj::object> out;
  if (const auto* page = std::get_if<Page>(&result))
    for (const auto& item : page->items) out.push_back(bj::parse(item).as_object());
  return out;
}

std::optional<Response> directory(const CallPtr& call) {
  const std::string kind(call->parameter("kind"));
  static constexpr std::string_view named[] = {"insurer", "broker", "guarantor", "account-bank",
                                               "service-provider", "regulator"};
  if (std::find(std::begin(named), std::end(named), kind) == std::end(named))
    throw Refused(400, "bad-parameter");
  Query query{.filters = {{"organisation_kind", Filter::Op::equals, {kind}},
                          {"state", Filter::Op::equals, {"active"}}},
              .q = std::string(call->parameter("q"))};
  if (const std::string where(call->parameter("jurisdiction")); !where.empty())
    query.filters.push_back({"jurisdiction", Filter::Op::equals, {where}});
  auto found = organisations(*call, query);

  // A broker's filings go to the insurers it works with (HLJ-40).
  if (const std::string broker(call->parameter("broker")); !broker.empty() && kind == "insurer") {
    const auto brokers = organisations(
        *call, {.filters = {{"credit_code", Filter::Op::equals, {broker}}}});
    std::erase_if(found, [&](const bj::object& insurer) {
      return brokers.empty() || !linked(brokers.front(), member(insurer, "credit_code"));
    });
  }
  std::vector<std::string> items;
  for (const auto& one : found)
    items.push_back(JsonObject()
                        .text("credit_code", member(one, "credit_code"))
                        .text("name", member(one, "name"))
                        .text("kind", kind)
                        .text("region_code", member(one, "region_code"))
                        .text("jurisdiction", member(one, "jurisdiction"))
                        .done());
  return json_response("{\"items\":" + json_list(items) + "}");
}

/// Each has a sign-in page of its own, which its people choose before they sign in (QZI-12).
std::optional<Response> insurers(const CallPtr& call) {
  const std::string where(call->parameter("jurisdiction"));
  if (where.empty()) throw Refused(400, "bad-parameter");
  std::vector<std::string> items;
  for (const auto& one :
       organisations(*call, {.filters = {{"organisation_kind", Filter::Op::equals, {"insurer"}},
                                         {"state", Filter::Op::equals, {"active"}},
                                         {"jurisdiction", Filter::Op::equals, {where}}}}))
    items.push_back(
        JsonObject().text("id", member(one, "id")).text("name", member(one, "name")).done());
  return json_response("{\"items\":" + json_list(items) + "}");
}

}  // namespace

void add_directory_routes(Router& router) {
  router.add("GET", "/api/v1/directory", Access::signed_in, directory);
  router.add("GET", "/api/v1/public/insurers", Access::anyone, insurers);
}

}  // namespace surety::http
