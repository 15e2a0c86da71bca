// What needs no sign-in: published notices and their files (HN-07), and how one's complaint stands.
#include <boost/json.hpp>

#include "adapters/http/account_routes.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/identity/sealing.hpp"
#include "engine/kinds/complaint.hpp"
#include "engine/kinds/notice.hpp"
#include "projections/query.hpp"

namespace surety::http {

struct AskForComplaint {
  Phone phone;
};
DESCRIBE(AskForComplaint,
         "查询投诉",
         "Who complained asks what became of it.",
         (phone, "联系电话", "The phone that was given with it"))

namespace {

namespace bj = boost::json;

/// The published ones for everyone alone, whoever asks.
Query public_notices(const Call& call) {
  Query query;
  query.today = call.edge.today();
  query.sort = "-published_at";
  query.cursor = call.parameter("cursor");
  query.limit = static_cast<std::size_t>(number_parameter(call, "limit", 20, 1, 100, "limit"));
  const auto only = [&](std::string field, std::string value) {
    query.filters.push_back({std::move(field), Filter::Op::equals, {std::move(value)}});
  };
  only("state", name_of(notice::Phase::published));
  only("audience", name_of(notice::Audience::everyone));
  for (const char* field : {"jurisdiction", "region_code", "category"})
    if (const auto value = call.parameter(field); !value.empty()) only(field, std::string(value));
  return query;
}

std::optional<Response> notices(const CallPtr& call) {
  Actor reader;
  reader.engine = true;  // the filters are the scope
  const View& view = *view_named("notices");
  const auto result = run(*call->store, call->edge.services.runtime.partitions(), view,
                          public_notices(*call), reader);
  if (const auto* bad = std::get_if<BadQuery>(&result)) throw Refused(400, bad->code);
  const Page& page = std::get<Page>(result);
  std::vector<std::string> items;
  for (const auto& item : page.items) {
    const auto whole = bj::parse(item).as_object();
    bj::object shown;
    for (const char* field : {"id", "title", "category", "region_code", "published_at"})
      shown[field] = whole.at(field);
    items.push_back(bj::serialize(shown));
  }
  return json_response(JsonObject()
                           .raw("items", json_list(items))
                           .text_or_null("next_cursor", page.next_cursor)
                           .number("total", static_cast<std::int64_t>(page.total))
                           .done());
}

std::optional<Response> one_notice(const CallPtr& call) {
  const auto found = call->fold->find("notice", call->parts.at(0));
  if (!found || !found->as<notice::State>().open_to_everyone()) throw Refused(404, "not-found");
  const auto& s = found->as<notice::State>();
  std::vector<std::string> body, files;
  for (const auto& paragraph : s.body) body.push_back(paragraph.text);
  for (const auto& file : s.attachments) files.push_back(file.value);
  return json_response(JsonObject()
                           .text("id", found->head.id)
                           .text("title", s.title)
                           .text("category", name_of(s.category))
                           .text("region_code", s.region_code.value)
                           .text("published_at", s.published_at->text())
                           .texts("body", body)
                           .texts("attachments", files)
                           .done());
}

/// Number and phone together open it; who guesses is locked out as at signing in.
std::optional<Response> one_complaint(const CallPtr& call) {
  const auto asked = body_as<AskForComplaint>(*call);
  spend_of_strangers(*call, 1);
  const std::string& id = call->parts.at(0);
  Sessions& sessions = call->edge.sessions;
  const std::string attempts = "complaint " + id;
  const auto found = call->fold->find("complaint", id);
  if (!found || sessions.locked(attempts)) throw Refused(404, "not-found");
  const auto& s = found->as<complaint::State>();
  if (opened(call->edge.services.secrets, s.phone.value) != asked.phone.value) {
    sessions.failed(attempts);
    throw Refused(404, "not-found");
  }
  sessions.succeeded(attempts);
  std::vector<std::string> replies;
  for (const auto& r : s.replies)
    replies.push_back(
        JsonObject().text("reply", r.reply).text("replied_at", r.replied_at.text()).done());
  return json_response(
      JsonObject()
          .text("id", found->head.id)
          .text("state", name_of(s.state))
          .text("region_code", s.region_code.value)
          .text("filed_at", s.filed_at.text())
          .raw("replies", json_list(replies))
          .text_or_null("outcome", s.outcome.value_or(""))
          .text_or_null("closed_at", s.closed_at ? s.closed_at->text() : std::string())
          .done());
}

}  // namespace

void spend_of_strangers(Call& call, int cost) {
  if (!call.signed_in() && !call.edge.strangers.take(cost)) throw Refused(429, "too-many-requests");
}

void add_public_routes(Router& router) {
  router.add("GET", "/api/v1/public/notices", Access::anyone, notices);
  router.add("GET", "/api/v1/public/notices/{}", Access::anyone, one_notice);
  router.add("POST", "/api/v1/public/complaints/{}", Access::anyone, one_complaint);
}

}  // namespace surety::http
