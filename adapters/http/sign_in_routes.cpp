// The person's own history of sign-ins, and who asks from where.
#include <algorithm>
#include <chrono>

#include "adapters/http/account_routes.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"

namespace surety::http {
namespace {

std::int64_t wall_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

JsonObject told(const SignInNote& n) {
  return JsonObject()
      .text("at", Instant{n.at_ms}.text())
      .text("how", n.how)
      .text("result", n.result)
      .text_or_null("address", n.address);
}

std::optional<Response> sign_ins(const CallPtr& call) {
  std::vector<std::string> items;
  for (const auto& n : call->edge.sign_ins.of(call->actor.account))
    items.push_back(told(n).flag("current", n.session == call->session).done());
  return json_response("{\"items\":" + json_list(items) + "}");
}

}  // namespace

// A proxy on the same machine is one of ours: what it adds last is who asked it.
std::string address_of(const Request& request) {
  const bool by_proxy = request.peer == "::1" || request.peer.starts_with("127.");
  std::string_view all = by_proxy ? request.header("x-forwarded-for") : std::string_view();
  if (all.empty()) return request.peer;
  all = all.substr(all.rfind(',') + 1);
  while (all.starts_with(' ')) all.remove_prefix(1);
  const bool plain = !all.empty() && all.size() <= 45 &&
                     all.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
  return plain ? std::string(all) : request.peer;
}

void note_sign_in(Call& call, const std::string& account, std::string_view how,
                  std::string_view result, const std::string& session) {
  call.edge.sign_ins.note(account, {wall_ms(), std::string(how), std::string(result),
                                    address_of(*call.request), session});
}

void add_last_sign_in(JsonObject& out, const Call& call) {
  const auto notes = call.edge.sign_ins.of(call.actor.account);
  const auto own = std::find_if(notes.begin(), notes.end(), [&](const SignInNote& n) {
    return !n.session.empty() && n.session == call.session;
  });
  std::int64_t failed = 0;
  // Before this session's own; of those that failed since, also while it lasts.
  for (auto n = notes.begin(); n != notes.end(); ++n) {
    if (n->result != "succeeded") ++failed;
    if (n->result != "succeeded" || own == notes.end() || n <= own) continue;
    out.raw("last_sign_in", told(*n).number("failed_since", failed).done());
    return;
  }
  out.raw("last_sign_in", "null");
}

void add_sign_in_routes(Router& router) {
  router.add("GET", "/api/v1/account/sign-ins", Access::password_due, sign_ins);
}

}  // namespace surety::http
