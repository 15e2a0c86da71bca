// OpenID Connect Core 1.0 §3.1, Discovery 1.0 §4, RFC 7636 (PKCE).
#include "adapters/identity/portal.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "adapters/http/message.hpp"
#include "adapters/identity/jose.hpp"
#include "adapters/identity/sealing.hpp"
#include "engine/digest.hpp"

namespace surety {
namespace {

namespace bj = boost::json;
using Steady = std::chrono::steady_clock;
using outgoing::Answer;
using outgoing::Request;

constexpr std::int64_t skew_seconds = 60;  ///< two well-kept clocks are never so far apart
constexpr auto believed_for = std::chrono::hours(1);

bj::object object_in(const std::string& text) {
  bj::error_code ec;
  auto value = bj::parse(text, ec);
  return !ec && value.is_object() ? std::move(value.get_object()) : bj::object();
}

std::string text_in(const bj::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool lists(const bj::object& object, std::string_view name, std::string_view wanted) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_array()) return false;
  return std::any_of(value->get_array().begin(), value->get_array().end(), [&](const auto& one) {
    return one.is_string() && one.get_string() == wanted;
  });
}

/// Seconds since 1970, as numbers of tokens are.
std::optional<std::int64_t> seconds_in(const bj::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_number()) return std::nullopt;
  bj::error_code ec;
  const auto number = value->to_number<double>(ec);
  if (ec || number < 0 || number > 1e12) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

using Parameters = std::vector<std::pair<std::string_view, std::string>>;

std::string form(const Parameters& parameters) {
  std::string out;
  for (const auto& [name, value] : parameters)
    out += (out.empty() ? "" : "&") + std::string(name) + "=" + http::percent_encoded(value);
  return out;
}

std::string for_url(std::string text) {
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text.substr(0, text.find('='));
}

/// Encrypted on its way, or not on its way at all.
bool safe(const std::string& address) {
  const auto url = outgoing::parse_url(address);
  return url && (url->scheme == "https" || url->loopback());
}

struct Provider {
  std::string authorize, token, keys, person, leave;
  bool secret_in_body = false;
  Steady::time_point read;
};

struct Keys {
  std::vector<bj::object> all;
  Steady::time_point read;
};

bool fits(const bj::object& key, const SignedToken& token) {
  const auto algorithm = token.algorithm();
  const bool kind = algorithm == "RS256"
                        ? text_in(key, "kty") == "RSA"
                        : text_in(key, "kty") == "EC" && text_in(key, "crv") == "P-256";
  const auto use = text_in(key, "use"), for_algorithm = text_in(key, "alg");
  return kind && (use.empty() || use == "sig") &&
         (for_algorithm.empty() || for_algorithm == algorithm) &&
         (token.key_id().empty() || token.key_id() == text_in(key, "kid"));
}

bool for_us(const bj::object& claims, const std::string& client) {
  const bool alone = text_in(claims, "aud") == client;
  if (!alone && !lists(claims, "aud", client)) return false;
  const bool several = !alone && claims.at("aud").get_array().size() > 1;
  const auto party = text_in(claims, "azp");
  return party == client || (party.empty() && !several && !claims.contains("azp"));
}

}  // namespace

struct Portal::Impl {
  PortalSettings settings;
  Ask ask;
  std::mutex mutex;  ///< for what follows; never held while somebody is asked
  std::optional<Provider> provider;
  std::optional<Keys> keys;

  /// Told to those who run the node; whoever signs in hears that it cannot be done at present.
  void complain(const std::string& what, const Answer& answer) const {
    spdlog::warn("sign-in by {}: {}: {} {} {}", settings.issuer, what, answer.status,
                 outgoing::name(answer.failure), answer.detail);
  }

  std::optional<Provider> find() {
    {
      const std::lock_guard lock(mutex);
      if (provider && Steady::now() - provider->read < believed_for) return provider;
    }
    std::string base = settings.issuer;
    while (base.ends_with('/')) base.pop_back();
    const auto answer = ask({.url = base + "/.well-known/openid-configuration"});
    const auto told = object_in(answer.body);
    Provider found{text_in(told, "authorization_endpoint"), text_in(told, "token_endpoint"),
                   text_in(told, "jwks_uri"), text_in(told, "userinfo_endpoint"),
                   text_in(told, "end_session_endpoint"),
                   told.contains("token_endpoint_auth_methods_supported") &&
                       !lists(told, "token_endpoint_auth_methods_supported",
                              "client_secret_basic"),
                   Steady::now()};
    if (!answer.good() || text_in(told, "issuer") != settings.issuer || !safe(found.authorize) ||
        !safe(found.token) || !safe(found.keys) ||
        !(found.person.empty() || safe(found.person)) ||
        !(found.leave.empty() || safe(found.leave))) {
      complain("its configuration will not do", answer);
      return std::nullopt;
    }
    const std::lock_guard lock(mutex);
    return provider = std::move(found);
  }

  std::optional<Keys> known_keys() {
    const std::lock_guard lock(mutex);
    return keys && Steady::now() - keys->read < believed_for ? keys : std::nullopt;
  }

  std::optional<Keys> fetched_keys(const Provider& from) {
    const auto answer = ask({.url = from.keys});
    const auto told = object_in(answer.body);
    const auto* all = told.if_contains("keys");
    if (!answer.good() || !all || !all->is_array()) {
      complain("its keys cannot be had", answer);
      return std::nullopt;
    }
    Keys fresh{{}, Steady::now()};
    for (const auto& key : all->get_array())
      if (key.is_object()) fresh.all.push_back(key.get_object());
    const std::lock_guard lock(mutex);
    return keys = std::move(fresh);
  }

  static std::optional<std::string> said(const SignedToken& token, const Keys& by) {
    for (const auto& key : by.all)
      if (fits(key, token))
        if (auto what = token.said_by(bj::serialize(key))) return what;
    return std::nullopt;
  }

  /// What the token says, once its signature holds; keys change, so an unknown one is asked for.
  OrCode<bj::object> signed_claims(const std::string& compact, const Provider& from) {
    const auto token = SignedToken::read(compact);
    if (!token) return "portal-token-unreadable";
    if (token->algorithm() != "RS256" && token->algorithm() != "ES256")
      return "portal-token-untrusted";
    std::optional<std::string> what;
    if (const auto known = known_keys()) what = said(*token, *known);
    if (!what) {
      const auto fresh = fetched_keys(from);
      if (!fresh) return "portal-unavailable";
      what = said(*token, *fresh);
    }
    if (!what) return "portal-token-untrusted";
    return object_in(*what);
  }

  /// Empty if the token is meant for this sign-in.
  std::string objection(const bj::object& claims, const PortalTicket& ticket, Instant now) const {
    const auto seconds = now.ms / 1000;
    if (text_in(claims, "iss") != settings.issuer) return "portal-issuer-wrong";
    if (!for_us(claims, settings.client_id)) return "portal-audience-wrong";
    const auto ends = seconds_in(claims, "exp"), made = seconds_in(claims, "iat");
    if (!ends || !made || text_in(claims, "sub").empty()) return "portal-token-unreadable";
    if (seconds >= *ends + skew_seconds) return "portal-token-expired";
    if (std::max(*made, seconds_in(claims, "nbf").value_or(0)) > seconds + skew_seconds)
      return "portal-token-early";
    if (text_in(claims, "nonce") != ticket.nonce) return "portal-nonce-wrong";
    return {};
  }

  OrCode<bj::object> tokens(const Provider& from, const std::string& code,
                            const PortalTicket& ticket) const {
    Parameters parameters{{"grant_type", "authorization_code"},
                          {"code", code},
                          {"redirect_uri", settings.redirect_uri},
                          {"code_verifier", ticket.verifier}};
    Request request{.method = "POST",
                    .url = from.token,
                    .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                                {"Accept", "application/json"}}};
    const auto& secret = settings.client_secret;
    if (secret.empty() || from.secret_in_body) {
      parameters.emplace_back("client_id", settings.client_id);
      if (!secret.empty()) parameters.emplace_back("client_secret", secret);
    } else {
      request.headers.emplace_back(
          "Authorization", "Basic " + base64(http::percent_encoded(settings.client_id) + ":" +
                                             http::percent_encoded(secret)));
    }
    request.body = form(parameters);
    const auto answer = ask(request);
    const auto told = object_in(answer.body);
    if (text_in(told, "error") == "invalid_grant") return "portal-code-refused";
    if (answer.good()) return told;
    complain("no token: " + text_in(told, "error"), answer);
    return "portal-unavailable";
  }

  /// Providers may keep what they know of a person out of the token (Core §5.4).
  void add_person(bj::object& claims, const Provider& from, const std::string& access) const {
    if (from.person.empty() || access.empty() || !text_in(claims, settings.claim).empty()) return;
    const auto answer =
        ask({.url = from.person, .headers = {{"Authorization", "Bearer " + access}}});
    const auto told = object_in(answer.body);
    if (!answer.good() || text_in(told, "sub") != text_in(claims, "sub")) return;
    for (const auto& name : {settings.claim, settings.name_claim, settings.person_claim})
      if (const auto* value = told.if_contains(name)) claims[name] = *value;
  }
};

Portal::Portal(PortalSettings settings, Ask ask) : impl_(std::make_unique<Impl>()) {
  if (!safe(settings.issuer))
    throw std::runtime_error(settings.issuer + " is no https address of an identity provider");
  impl_->settings = std::move(settings);
  impl_->ask = std::move(ask);
}

Portal::~Portal() = default;

const PortalSettings& Portal::settings() const { return impl_->settings; }

std::string Portal::address(const PortalTicket& ticket) {
  const auto provider = impl_->find();
  if (!provider) return {};
  const auto& s = impl_->settings;
  const char joint = provider->authorize.find('?') == std::string::npos ? '?' : '&';
  return provider->authorize + joint +
         form({{"response_type", "code"},
               {"client_id", s.client_id},
               {"redirect_uri", s.redirect_uri},
               {"scope", s.scope},
               {"state", ticket.state},
               {"nonce", ticket.nonce},
               {"code_challenge", for_url(base64(sha256(ticket.verifier)))},
               {"code_challenge_method", "S256"}});
}

Portal::OrCode<PortalHolder> Portal::holder(const std::string& code, const PortalTicket& ticket,
                                            Instant now) {
  const auto provider = impl_->find();
  if (!provider) return "portal-unavailable";
  const auto tokens = impl_->tokens(*provider, code, ticket);
  if (const auto* why = std::get_if<std::string>(&tokens)) return *why;
  const auto& told = std::get<bj::object>(tokens);
  auto judged = impl_->signed_claims(text_in(told, "id_token"), *provider);
  if (const auto* why = std::get_if<std::string>(&judged)) return *why;
  auto& claims = std::get<bj::object>(judged);
  if (auto why = impl_->objection(claims, ticket, now); !why.empty()) return why;
  impl_->add_person(claims, *provider, text_in(told, "access_token"));
  const auto& s = impl_->settings;
  PortalHolder holder{text_in(claims, s.claim), text_in(claims, s.name_claim), {},
                      text_in(told, "id_token")};
  if (text_in(claims, s.person_claim) == s.person_value && !holder.name.empty()) {
    holder.credit_code.clear();
    holder.person = text_in(claims, "sub");
    return holder;
  }
  if (!CreditCode::check(holder.credit_code).empty() || holder.name.empty())
    return "portal-without-code";
  return holder;
}

std::string Portal::farewell(const std::string& token, const std::string& return_to) {
  const auto provider = impl_->find();
  if (!provider || provider->leave.empty()) return {};
  const char joint = provider->leave.find('?') == std::string::npos ? '?' : '&';
  return provider->leave + joint +
         form({{"id_token_hint", token},
               {"client_id", impl_->settings.client_id},
               {"post_logout_redirect_uri", return_to}});
}

}  // namespace surety
