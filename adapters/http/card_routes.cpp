// Signing in by certificate: a challenge, its signature, and the enterprise's account behind it.
//
// The challenge is not kept: it carries its own end and a digest under the platform's key, bound to
// the host it was asked of, so that a site that passes it on gets nothing. Only one that was used
// is kept, until it would have ended.
#include <algorithm>

#include "adapters/http/account_routes.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/identity/password.hpp"
#include "adapters/identity/sealing.hpp"

namespace surety::http {

struct CardSignIn {
  std::string nonce, certificate, signature;
  std::optional<std::string> jurisdiction;
};
DESCRIBE(CardSignIn, "证书登录", "Sign in by certificate.", (nonce, "登录请求", "The challenge", .max = 200),
         (certificate, "证书", "PEM, with those between it and a root", .max = 65'536),
         (signature, "签名", "Base64, over the text the challenge gave", .max = 4'096),
         (jurisdiction, "辖区", "That admits it the first time; by default that of its code"))

namespace {

constexpr std::int64_t challenge_seconds = 300;

std::string text_to_sign(const Call& call, const std::string& nonce) {
  return "surety sign-in\n" + std::string(call.request->header("host")) + "\n" + nonce;
}

std::string seal_of(const Call& call, const std::string& open_part) {
  return keyed_digest(call.edge.digest_key, text_to_sign(call, open_part));
}

const Cards& cards_of(const Call& call) {
  if (!call.edge.services.cards) throw Refused(404, "no-certificate-sign-in");
  return *call.edge.services.cards;
}

std::optional<Response> challenge(const CallPtr& call) {
  cards_of(*call);
  const Instant ends{(wall_seconds() + challenge_seconds) * 1000};
  const auto open_part = std::to_string(ends.ms / 1000) + "-" + random_hex(16);
  const auto nonce = open_part + "-" + seal_of(*call, open_part);
  return json_response(JsonObject()
                           .text("nonce", nonce)
                           .text("text", text_to_sign(*call, nonce))
                           .text("expires_at", ends.text())
                           .done(),
                       201);
}

/// When it ends; throws Refused if it has, was used, or is none of this site's.
std::int64_t check_challenge(const Call& call, const std::string& nonce) {
  const auto seal_at = nonce.rfind('-');
  const bool ours = seal_at != nonce.npos && nonce.substr(seal_at + 1) ==
                                                 seal_of(call, nonce.substr(0, seal_at));
  const auto ends = ours ? std::atoll(nonce.c_str()) : 0;
  if (ends < wall_seconds()) throw Refused(401, "challenge-expired");
  if (used_before(call.edge.services.secrets, nonce)) throw Refused(401, "challenge-used");
  return ends;
}

/// Empty, so no signature of anybody's, if it is no base64.
std::string signature_of(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";  // tools end their lines
  text.remove_prefix(std::min(text.find_first_not_of(blank), text.size()));
  return from_base64(text.substr(0, text.find_last_not_of(blank) + 1)).value_or("");
}

void try_card(const CallPtr& call, const CardSignIn& given) {
  const auto ends = check_challenge(*call, given.nonce);
  const auto judged =
      cards_of(*call).holder(given.certificate, text_to_sign(*call, given.nonce),
                             signature_of(given.signature), {wall_seconds() * 1000});
  if (const auto* why = std::get_if<std::string>(&judged)) {
    if (*why == "certificate-unreadable")
      throw Refused(422, "invalid-fields", {{"/certificate", *why}});
    throw Refused(*why == "revocation-list-stale" ? 503 : 401, *why);
  }
  note_used(call->edge.services.secrets, given.nonce, ends);
  const auto& holder = std::get<CardHolder>(judged);
  finish_sign_in(call,
                 enterprise_account(call, holder.credit_code, holder.name, given.jurisdiction),
                 {.how = "certificate"});
}

std::optional<Response> card_sign_in(const CallPtr& call) {
  cards_of(*call);
  // As stored: a certificate has lines, which no other text that people send may have.
  auto given = body_as<CardSignIn>(*call, Source::stored);
  std::vector<Problem> problems;
  for (const auto& [path, text] : {std::pair("/nonce", &given.nonce),
                                   {"/certificate", &given.certificate},
                                   {"/signature", &given.signature}})
    if (text->empty()) problems.push_back({path, "missing"});
  if (given.jurisdiction)
    if (const auto why = RegionCode::check(*given.jurisdiction); !why.empty())
      problems.push_back({"/jurisdiction", std::string(why)});
  if (!problems.empty()) throw Refused(422, "invalid-fields", std::move(problems));
  // Beside the passwords: whoever waits for the platform's own commands holds up nobody else.
  const bool taken =
      call->edge.passwords.run([call, given] { guarded(call, [&] { try_card(call, given); }); });
  if (!taken) throw Refused(503, "overloaded");
  return std::nullopt;
}

}  // namespace

void add_card_routes(Router& router) {
  router.add("POST", "/api/v1/sessions/ca/challenges", Access::anyone, challenge);
  router.add("POST", "/api/v1/sessions/ca", Access::anyone, card_sign_in);
}

}  // namespace surety::http
