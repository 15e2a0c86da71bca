// The operation log, for whoever watches over those who administer.
#include <algorithm>

#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "projections/operations.hpp"

namespace surety::http {
namespace {

std::string item(const Operation& o, std::int64_t generation) {
  CommitPosition position = o.position;
  position.generation = generation;
  return JsonObject()
      .text("recorded_at", o.recorded_at.text())
      .text("actor", o.actor)
      .text("case", o.case_key)
      .texts("events", o.events)
      .text_or_null("command", o.command)
      .text_or_null("refusal", o.refusal)
      .text("position", position.text())
      .done();
}

std::optional<Response> get_operations(const CallPtr& call) {
  if (!watches_operations(call->actor)) throw Refused(403, "forbidden");
  static constexpr std::string_view known[]{"account", "from",   "until",
                                            "refused", "cursor", "limit"};
  for (const auto& [name, value] : call->request->query)
    if (std::find(std::begin(known), std::end(known), name) == std::end(known))
      throw Refused(400, "unknown-filter");
  const auto refused = call->parameter("refused");
  if (!refused.empty() && refused != "true" && refused != "false")
    throw Refused(400, "bad-parameter");
  const OperationsWanted wanted{
      .account = std::string(call->parameter("account")),
      .from = instant_parameter(*call, "from"),
      .until = instant_parameter(*call, "until"),
      .refused_only = refused == "true",
      .cursor = std::string(call->parameter("cursor")),
      .limit = static_cast<std::size_t>(number_parameter(*call, "limit", 50, 1, 1'000, "limit"))};
  const auto& runtime = call->edge.services.runtime;
  const auto found = operations(*call->store, runtime.partitions(), wanted);
  if (const auto* bad = std::get_if<BadQuery>(&found)) throw Refused(400, bad->code);
  const auto& page = std::get<OperationsPage>(found);
  std::vector<std::string> items;
  for (const auto& o : page.items) items.push_back(item(o, runtime.generation()));
  return json_response(JsonObject()
                           .raw("items", json_list(items))
                           .text_or_null("next_cursor", page.next)
                           .done());
}

}  // namespace

void add_operation_routes(Router& router) {
  router.add("GET", "/api/v1/operations", Access::signed_in, get_operations);
}

}  // namespace surety::http
