// What a portal's token must be like: signed by its keys, for us, for now, for this sign-in.
#include <doctest/doctest.h>

#include <algorithm>

#include "adapters/identity/sealing.hpp"
#include "engine/digest.hpp"
#include "tests/adapters/signing_portal.hpp"

using namespace surety;
using surety::testing::SigningPortal;

namespace {

const PortalTicket ticket{"state-1", "nonce-1", std::string(64, 'v')};

struct Visit {
  SigningPortal portal;
  Portal ours{portal.settings(), portal.ask()};
  /// The credit code that somebody signed in with, or why not.
  std::string outcome(std::int64_t late = 0) {
    const auto judged = ours.holder("code-1", ticket, {(SigningPortal::now + late) * 1000});
    if (const auto* why = std::get_if<std::string>(&judged)) return *why;
    return std::get<PortalHolder>(judged).credit_code;
  }
  std::string with(const std::string& claim, const std::string& json) {
    portal.claims = {{claim, json}};
    return outcome();
  }
};

const std::string good = "91460000MA5TPGXG3G";

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("portal: the browser is sent away with state, nonce and a challenge to the code") {
  Visit v;
  const auto address = v.ours.address(ticket);
  CHECK(address.starts_with("https://portal.example/op/auth?response_type=code&client_id=surety&"));
  CHECK(has(address, "&state=state-1&nonce=nonce-1&"));
  CHECK(has(address, "&scope=openid%20profile&"));
  CHECK(has(address, "redirect_uri=https%3A%2F%2Fsurety.example%2Fapi%2Fv1%2Fsessions%2Foidc%2F"));
  CHECK(has(address, "code_challenge_method=S256"));
  CHECK_FALSE(has(address, ticket.verifier));
  auto challenge = base64(sha256(ticket.verifier));
  for (char& c : challenge) c = c == '+' ? '-' : c == '/' ? '_' : c;
  CHECK(has(address, "code_challenge=" + challenge.substr(0, 43) + "&"));
}

TEST_CASE("portal: a right token names the enterprise, signed by either kind of key") {
  Visit v;
  for (const char* algorithm : {"RS256", "ES256"}) {
    v.portal.algorithm = algorithm;
    CHECK(v.outcome() == good);
  }
  const auto& asked = v.portal.asked;
  const auto token = std::find_if(asked.begin(), asked.end(), [](const auto& r) {
    return r.url.ends_with("/token");
  });
  REQUIRE(token != asked.end());
  CHECK(has(token->body, "grant_type=authorization_code&code=code-1&"));
  CHECK(has(token->body, "code_verifier=" + ticket.verifier));
  CHECK(token->headers.back().second == "Basic " + base64("surety:s3cret%2B%2F"));
  // Configuration and keys are asked for once.
  CHECK(asked.size() == 4);
}

TEST_CASE("portal: another issuer, audience or sign-in") {
  Visit v;
  CHECK(v.with("iss", R"("https://elsewhere.example")") == "portal-issuer-wrong");
  CHECK(v.with("aud", R"("somebody")") == "portal-audience-wrong");
  CHECK(v.with("aud", R"(["surety"])") == good);
  CHECK(v.with("aud", R"(["surety","somebody"])") == "portal-audience-wrong");
  v.portal.claims = {{"aud", R"(["surety","somebody"])"}, {"azp", R"("surety")"}};
  CHECK(v.outcome() == good);
  CHECK(v.with("azp", R"("somebody")") == "portal-audience-wrong");
  CHECK(v.with("nonce", R"("nonce-2")") == "portal-nonce-wrong");
  CHECK(v.with("nonce", "") == "portal-nonce-wrong");
  CHECK(v.with("sub", "") == "portal-token-unreadable");
}

TEST_CASE("portal: a token holds for its time, and a minute for clocks that differ") {
  Visit v;
  CHECK(v.outcome(300 + 59) == good);
  CHECK(v.outcome(300 + 60) == "portal-token-expired");
  CHECK(v.outcome(-60) == good);
  CHECK(v.outcome(-61) == "portal-token-early");
  CHECK(v.with("nbf", std::to_string(SigningPortal::now + 61)) == "portal-token-early");
  CHECK(v.with("exp", "") == "portal-token-unreadable");
  CHECK(v.with("exp", R"("tomorrow")") == "portal-token-unreadable");
  CHECK(v.with("iat", "") == "portal-token-unreadable");
}

TEST_CASE("portal: only its own keys sign, by the algorithms that are taken") {
  Visit v;
  for (const char* token : {"x", "a.b.c"}) {
    v.portal.whole = token;
    CHECK(v.outcome() == "portal-token-unreadable");
  }
  v.portal.whole = "eyJhbGciOiJub25lIn0.e30.";  // it says of itself that nobody signed it
  CHECK(v.outcome() == "portal-token-untrusted");
  v.portal.whole.clear();
  v.portal.algorithm = "RS512";
  CHECK(v.outcome() == "portal-token-untrusted");
  v.portal.algorithm = "PS256";
  CHECK(v.outcome() == "portal-token-untrusted");
  v.portal.algorithm = "RS256";
  v.portal.rotate();
  v.portal.signed_by = "rsa-1";  // the old key, under the name of the new one
  CHECK(v.outcome() == "portal-token-untrusted");
}

TEST_CASE("portal: what is signed with its public key as if that were a secret is not believed") {
  Visit v;
  // {"alg":"HS256","kid":"rsa-1"} . {} . anything
  v.portal.whole = "eyJhbGciOiJIUzI1NiIsImtpZCI6InJzYS0xIn0.e30.AAAA";
  CHECK(v.outcome() == "portal-token-untrusted");
}

TEST_CASE("portal: a new key is asked for when it is first seen") {
  Visit v;
  CHECK(v.outcome() == good);
  v.portal.rotate();
  CHECK(v.outcome() == good);
  CHECK(v.portal.asked.back().url.ends_with("/keys"));
  v.portal.algorithm = "ES256";
  CHECK(v.outcome() == good);
  CHECK(v.portal.asked.back().url.ends_with("/token"));
}

TEST_CASE("portal: what the token leaves out the provider tells of the same person") {
  Visit v;
  v.portal.claims = {{"credit_code", ""}, {"name", ""}};
  CHECK(v.outcome() == "portal-without-code");
  v.portal.person = R"({"sub":"person-1","credit_code":"91460000MA5TPGXG3G","name":"某公司"})";
  CHECK(v.outcome() == good);
  CHECK(v.portal.asked.back().headers.back().second == "Bearer access-1");
  v.portal.person = R"({"sub":"person-2","credit_code":"91460000MA5TPGXG3G","name":"某公司"})";
  CHECK(v.outcome() == "portal-without-code");
  v.portal.person.clear();
  CHECK(v.with("credit_code", R"("91460000MA5TPGXG3X")") == "portal-without-code");
}

TEST_CASE("portal: a code that is refused, a provider that is away or not what it says") {
  Visit v;
  v.portal.status = 400;
  CHECK(v.outcome() == "portal-code-refused");
  Portal away(v.portal.settings(), [](const outgoing::Request&) {
    return outgoing::Answer{.failure = outgoing::Failure::unreachable};
  });
  CHECK(away.address(ticket).empty());
  for (const auto& [name, value] :
       {std::pair<std::string, std::string>{"issuer", R"("https://elsewhere.example")"},
        {"token_endpoint", R"("http://portal.example/op/token")"},
        {"jwks_uri", ""}}) {
    SigningPortal other;
    other.configuration = {{name, value}};
    CHECK(Portal(other.settings(), other.ask()).address(ticket).empty());
  }
  auto open = v.portal.settings();
  open.issuer = "http://portal.example/op";
  CHECK_THROWS(Portal(open, v.portal.ask()));
}

TEST_CASE("portal: the secret goes where the provider takes it, a public client has none") {
  const auto body_of = [](const std::string& methods, const std::string& secret) {
    SigningPortal portal;
    portal.configuration = {{"token_endpoint_auth_methods_supported", methods}};
    auto settings = portal.settings();
    settings.client_secret = secret;
    Portal ours(settings, portal.ask());
    ours.holder("code-1", ticket, {SigningPortal::now * 1000});
    for (const auto& request : portal.asked)
      if (request.url.ends_with("/token")) return request.body;
    return std::string();
  };
  const std::string post = R"(["client_secret_post"])";
  CHECK(has(body_of(post, "s3cret"), "&client_id=surety&client_secret=s3cret"));
  CHECK(has(body_of(post, ""), "&client_id=surety"));
  CHECK_FALSE(has(body_of(post, ""), "client_secret"));
  CHECK_FALSE(has(body_of(R"(["client_secret_post","client_secret_basic"])", "s3cret"), "s3cret"));
}
