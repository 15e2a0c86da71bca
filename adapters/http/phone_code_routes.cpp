// A code to the phone of somebody who registers, by the way that all messages take.
#include "adapters/http/account_routes.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/identity/password.hpp"

namespace surety::http {

struct AskForCode {
  Phone phone;
};
DESCRIBE(AskForCode,
         "获取验证码",
         "A code is sent to the phone.",
         (phone, "手机号", "Phone"))

namespace {

std::optional<Response> ask_for_code(const CallPtr& call) {
  const auto& send = call->edge.services.send_to_phone;
  if (!send) throw Refused(404, "no-such-route");
  const auto asked = body_as<AskForCode>(*call);
  spend_of_strangers(*call, 5);
  const auto made = call->edge.phone_codes.make(asked.phone.value);
  if (const auto* wait = std::get_if<std::int64_t>(&made))
    return problem(*call->request, 429, "code-sent-already")
        .header("Retry-After", std::to_string(*wait));
  const auto& code = std::get<std::string>(made);
  send({"phone-code/" + random_hex(8), asked.phone.value,
        "验证码 " + code + "，5 分钟内有效，用于企业注册。请勿告诉他人。"});
  return json_response(JsonObject()
                           .number("expires_in", PhoneCodes::lives_seconds)
                           .number("again_in", PhoneCodes::pause_seconds)
                           .done(),
                       202);
}

}  // namespace

void add_phone_code_routes(Router& router) {
  router.add("POST", "/api/v1/public/phone-codes", Access::anyone, ask_for_code);
}

}  // namespace surety::http
