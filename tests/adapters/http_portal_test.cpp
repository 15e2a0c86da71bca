// Signing in by a portal, over HTTP: away and back in one browser, once, to a page of this site.
#include <doctest/doctest.h>

#include "tests/adapters/http_fixture.hpp"
#include "tests/adapters/signing_portal.hpp"

using namespace surety;
using namespace surety::testing;

namespace {

const std::string start = "/api/v1/sessions/oidc", back = start + "/callback";

std::string parameter(const std::string& url, const std::string& name) {
  const auto at = url.find(name + "=") + name.size() + 1;
  return url.substr(at, url.find('&', at) - at);
}

struct Browser {
  Browser() {
    portals.emplace("460000", std::make_unique<Portal>(portal.settings(), [this](const auto& r) {
                      // Sign-ins go by the machine's clock.
                      portal.claims["iat"] = "1000000000";
                      portal.claims["exp"] = "4000000000";
                      return portal.answer(r);
                    }));
    node.services().portals = &portals;
  }
  Answer leave(const std::string& query = "") {
    const auto answer = node.ask("GET", start + query);
    if (answer.status != 302) return answer;
    const auto& location = answer.headers.at("location");
    const auto& cookie = answer.headers.at("set-cookie");
    state = parameter(location, "state");
    portal.nonce = parameter(location, "nonce");
    ticket = cookie.substr(0, cookie.find(';'));
    return answer;
  }
  Answer come_back(const std::string& query = "&code=c") {
    return node.ask("GET", back + "?state=" + state + query, "", {{"Cookie", ticket}});
  }

  HttpNode node;
  SigningPortal portal;
  Portals portals;
  std::string state, ticket;
};

}  // namespace

TEST_CASE("portal sign-in: the first time enrols the enterprise, the second finds it") {
  Browser b;
  for (int i = 0; i < 2; ++i) {
    const auto away = b.leave("?return_to=/policies%3Fstate%3Dquoted");
    REQUIRE_MESSAGE(away.status == 302, away.body);
    const auto& cookie = away.headers.at("set-cookie");
    CHECK(cookie.find("Path=/api/v1/sessions/oidc; HttpOnly; SameSite=Lax") != cookie.npos);
    CHECK(cookie.find("Secure") != cookie.npos);
    const auto here = b.come_back();
    REQUIRE_MESSAGE(here.status == 302, here.body);
    CHECK(here.headers.at("location") == "/policies?state=quoted");
    const auto& session = here.headers.at("set-cookie");
    CHECK(session.find("HttpOnly; SameSite=Strict") != session.npos);
    const Headers signed_in{{"Cookie", session.substr(0, session.find(';'))}};
    const auto me = b.node.ask("GET", "/api/v1/account", "", signed_in);
    CHECK(me.at("username") == "ca-91460000MA5TPGXG3G");
    CHECK(me.at("organisation.name") == "海南某建设有限公司");
    CHECK(me.at("organisation.jurisdiction") == "460000");
    CHECK(b.node.ask("GET", "/api/v1/enterprises/91460000MA5TPGXG3G", "", signed_in)
              .at("version") == "1");
  }
}

// proves HN-02
TEST_CASE("portal sign-in: who chose to come as a natural person stands for no enterprise") {
  Browser b;
  b.portal.claims["user_type"] = R"("natural")";
  b.portal.claims["name"] = R"("王某")";
  b.leave();
  const auto here = b.come_back();
  REQUIRE_MESSAGE(here.status == 302, here.body);
  const auto& session = here.headers.at("set-cookie");
  const Headers signed_in{{"Cookie", session.substr(0, session.find(';'))}};
  const auto me = b.node.ask("GET", "/api/v1/account", "", signed_in);
  CHECK(me.at("username").starts_with("np-"));
  CHECK(me.at("display_name") == "王某");
  CHECK(me.at("organisation.kind") == "person");
  CHECK(me.at("organisation.credit_code") == "null");
  CHECK(b.node.ask("GET", "/api/v1/enterprises", "", signed_in).at("total") == "0");
  CHECK(b.node.as("regulator", "GET", "/api/v1/enterprises/91460000MA5TPGXG3G").status == 404);
  CHECK(b.node.ask("GET", "/api/v1/account/sign-ins", "", signed_in).at("items.0.how") ==
        "portal");
}

TEST_CASE("portal sign-in: who leaves here is sent to leave the portal, if it has a place for it") {
  for (const bool announced : {true, false}) {
    Browser b;
    if (announced)
      b.portal.configuration["end_session_endpoint"] = R"("https://portal.example/leave")";
    b.leave();
    const auto session = b.come_back().headers.at("set-cookie");
    const Headers signed_in{{"Cookie", session.substr(0, session.find(';'))}};
    const auto left = b.node.ask("DELETE", "/api/v1/sessions/current", "", signed_in);
    CHECK(left.status == (announced ? 200 : 204));
    if (announced) {
      CHECK(left.at("continue_at").starts_with("https://portal.example/leave?id_token_hint="));
      CHECK(left.at("continue_at").find("&post_logout_redirect_uri=") != std::string::npos);
    }
    CHECK(b.node.ask("GET", "/api/v1/account", "", signed_in).status == 401);
  }
}

TEST_CASE("portal sign-in: a state works once, in the browser that it was made for") {
  Browser b;
  b.leave();
  CHECK(b.node.ask("GET", back + "?code=c&state=" + b.state).at("code") == "portal-state-wrong");
  auto other = b.ticket;
  other.back() = other.back() == 'a' ? 'b' : 'a';
  CHECK(b.node.ask("GET", back + "?code=c&state=" + b.state, "", {{"Cookie", other}}).at("code") ==
        "portal-state-wrong");
  const auto state = std::exchange(b.state, std::string(64, '0'));
  CHECK(b.come_back().at("code") == "portal-state-wrong");
  b.state = state;
  CHECK(b.come_back("&code=c&iss=https%3A%2F%2Felsewhere.example").at("code") ==
        "portal-issuer-wrong");
  CHECK(b.come_back().status == 302);
  const auto again = b.come_back();
  CHECK(again.status == 401);
  CHECK(again.at("code") == "portal-state-used");
  CHECK(again.at("detail") == "该登录已使用过，请重新登录");
}

TEST_CASE("portal sign-in: what the portal refuses, or says of somebody else's sign-in") {
  Browser b;
  b.leave();
  CHECK(b.come_back("&error=access_denied").at("code") == "portal-declined");
  b.leave();
  b.portal.nonce = "of-another";
  CHECK(b.come_back().at("code") == "portal-nonce-wrong");
  CHECK(b.node.as("admin", "GET", "/api/v1/accounts/ca-91460000MA5TPGXG3G").status == 404);
}

TEST_CASE("portal sign-in: it ends on a page of this site, and at no other") {
  Browser b;
  for (const char* path : {"//elsewhere.example", "https://elsewhere.example", "/%5Celsewhere",
                           "/%0Aset", "elsewhere", "/a%20b"}) {
    const auto answer = b.leave(std::string("?return_to=") + path);
    CHECK_MESSAGE(answer.status == 400, path);
  }
  CHECK(b.leave("?jurisdiction=230000").at("code") == "no-portal-sign-in");
  CHECK(b.leave("?jurisdiction=460000").status == 302);
  const auto ways = b.node.ask("GET", "/api/v1/meta/sign-in");
  CHECK(ways.at("certificate") == "false");
  CHECK(ways.at("portals.0.name") == "海南省");
  CHECK(b.node.ask("GET", ways.at("portals.0.href")).status == 302);
  b.portals.clear();
  CHECK(b.leave().status == 404);
}
