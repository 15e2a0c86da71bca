// Signs with cjose, as the platform checks with it; the real provider is asked in tests/portal.
#include "tests/adapters/signing_portal.hpp"

extern "C" {
#include <cjose/cjose.h>
}

#include <stdexcept>

namespace surety::testing {
namespace {

std::string object(const std::map<std::string, std::string>& members) {
  std::string out;
  for (const auto& [name, value] : members)
    if (!value.empty()) out += (out.empty() ? "\"" : ",\"") + name + "\":" + value;
  return "{" + out + "}";
}

std::string quoted(const std::string& text) { return '"' + text + '"'; }

}  // namespace

struct SigningPortal::Impl {
  std::map<std::string, cjose_jwk_t*> keys;
  int generation = 0;
  void add(const std::string& id, cjose_jwk_t* key) {
    cjose_err error;
    if (!key || !cjose_jwk_set_kid(key, id.c_str(), id.size(), &error))
      throw std::runtime_error("no key");
    keys[id] = key;
  }
  std::string name(const std::string& algorithm) const {
    return (algorithm == "ES256" ? "ec-" : "rsa-") + std::to_string(generation);
  }
};

SigningPortal::SigningPortal() : impl_(std::make_unique<Impl>()) { rotate(); }

SigningPortal::~SigningPortal() {
  for (const auto& [id, key] : impl_->keys) cjose_jwk_release(key);
}

void SigningPortal::rotate() {
  constexpr std::uint8_t exponent[]{1, 0, 1};
  cjose_err error;
  ++impl_->generation;
  impl_->add(impl_->name("RS256"),
             cjose_jwk_create_RSA_random(2048, exponent, sizeof exponent, &error));
  impl_->add(impl_->name("ES256"), cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error));
}

PortalSettings SigningPortal::settings() const {
  return {.issuer = issuer,
          .client_id = "surety",
          .client_secret = "s3cret+/",
          .redirect_uri = "https://surety.example/api/v1/sessions/oidc/callback"};
}

std::string SigningPortal::token() const {
  if (!whole.empty()) return whole;
  std::map<std::string, std::string> all{{"iss", quoted(issuer)},
                                         {"aud", quoted("surety")},
                                         {"sub", quoted("person-1")},
                                         {"exp", std::to_string(now + 300)},
                                         {"iat", std::to_string(now)},
                                         {"nonce", quoted(nonce)},
                                         {"credit_code", quoted("91460000MA5TPGXG3G")},
                                         {"name", quoted("海南某建设有限公司")}};
  for (const auto& [name, value] : claims) all[name] = value;
  const std::string text = object(all), id = impl_->name(algorithm);
  cjose_err error;
  auto* head = cjose_header_new(&error);
  cjose_header_set(head, "alg", algorithm.c_str(), &error);
  cjose_header_set(head, "kid", id.c_str(), &error);
  auto* signing = impl_->keys.at(signed_by.empty() ? id : signed_by);
  auto* jws = cjose_jws_sign(signing, head, reinterpret_cast<const std::uint8_t*>(text.data()),
                             text.size(), &error);
  const char* compact = nullptr;
  if (!jws || !cjose_jws_export(jws, &compact, &error)) throw std::runtime_error(error.message);
  std::string out = compact;
  cjose_jws_release(jws);
  cjose_header_release(head);
  return out;
}

outgoing::Answer SigningPortal::answer(const outgoing::Request& request) {
  asked.push_back(request);
  const std::string base = issuer;
  if (request.url == base + "/.well-known/openid-configuration") {
    std::map<std::string, std::string> all{{"issuer", quoted(base)},
                                           {"authorization_endpoint", quoted(base + "/auth")},
                                           {"token_endpoint", quoted(base + "/token")},
                                           {"userinfo_endpoint", quoted(base + "/me")},
                                           {"jwks_uri", quoted(base + "/keys")}};
    for (const auto& [name, value] : configuration) all[name] = value;
    return {.status = 200, .body = object(all)};
  }
  if (request.url == base + "/keys") {
    std::string keys;
    for (const char* one : {"RS256", "ES256"}) {
      cjose_err error;
      char* text = cjose_jwk_to_json(impl_->keys.at(impl_->name(one)), false, &error);
      keys += (keys.empty() ? "" : ",") + std::string(text);
      cjose_get_dealloc()(text);
    }
    return {.status = 200, .body = "{\"keys\":[" + keys + "]}"};
  }
  if (request.url == base + "/token")
    return status == 200
               ? outgoing::Answer{.status = 200,
                                  .body = object({{"access_token", quoted("access-1")},
                                                  {"id_token", quoted(token())}})}
               : outgoing::Answer{.status = status, .body = R"({"error":"invalid_grant"})"};
  if (request.url == base + "/me" && !person.empty()) return {.status = 200, .body = person};
  return {.status = 404};
}

}  // namespace surety::testing
