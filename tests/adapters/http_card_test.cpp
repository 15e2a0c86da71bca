// Signing in by certificate, over HTTP: the first time enrols, and nothing works twice.
#include <doctest/doctest.h>

#include "adapters/clock/clock.hpp"
#include "adapters/identity/sealing.hpp"
#include "adapters/identity/test_authority.hpp"
#include "events/json.hpp"
#include "tests/adapters/http_fixture.hpp"

using namespace surety;
using namespace surety::testing;

namespace {

const std::string firm = "91230100MA18WJ3U08";
const Instant now = system_clock()->now();

struct Door {
  Door() { node.services().cards = cards.get(); }
  Card card(CardKey kind, const std::string& code = firm) {
    return authority.issue(kind, code, "哈尔滨市某建筑工程有限公司", {now.ms - 1000},
                           {now.ms + 86'400'000});
  }
  Answer challenge() { return node.ask("POST", "/api/v1/sessions/ca/challenges"); }
  Answer show(const Card& card, const std::string& nonce, const std::string& text) {
    std::string body = "{\"nonce\":";
    write_json_string(body, nonce);
    body += ",\"certificate\":";
    write_json_string(body, card.certificate);
    body += ",\"signature\":";
    write_json_string(body, base64(sign_with_card(card.key, text)));
    return node.ask("POST", "/api/v1/sessions/ca", body + R"(,"jurisdiction":"230000"})");
  }
  Answer sign_in(const Card& card) {
    const auto asked = challenge();
    return show(card, asked.at("nonce"), asked.at("text"));
  }

  HttpNode node;
  TemporaryFolder folder;
  TestAuthority authority{folder.path() / "ca", CardKey::sm2, now};
  std::unique_ptr<Cards> cards = trusted_cards(authority.roots(), authority.revoked());
};

}  // namespace

// proves HLJ-07
TEST_CASE("the first sign-in by certificate enrols the enterprise, the second finds it") {
  Door door;
  for (const auto kind : {CardKey::sm2, CardKey::rsa}) {
    const auto opened = door.sign_in(door.card(kind));
    REQUIRE_MESSAGE(opened.status == 201, opened.body);
    CHECK(opened.at("must_change_password") == "false");
    const Headers bearer{{"Authorization", "Bearer " + opened.at("token")}};
    const auto me = door.node.ask("GET", "/api/v1/account", "", bearer);
    CHECK(me.at("username") == "ca-" + firm);
    CHECK(me.at("organisation.credit_code") == firm);
    CHECK(me.at("organisation.name") == "哈尔滨市某建筑工程有限公司");
    const auto own = door.node.ask("GET", "/api/v1/enterprises/" + firm, "", bearer);
    CHECK(own.at("state") == "active");
    CHECK(own.at("version") == "1");
  }
  CHECK(door.node.as("admin", "GET", "/api/v1/accounts/ca-" + firm + "/history")
            .at("items.1.type") == "account.first-signed-in");
}

TEST_CASE("a challenge works once, for its own site, and only signed as it is") {
  Door door;
  const auto card = door.card(CardKey::ecdsa);
  const auto asked = door.challenge();
  const auto nonce = asked.at("nonce");
  const auto right = asked.at("text");
  CHECK(right.starts_with("surety sign-in\n"));
  CHECK(right.ends_with("\n" + nonce));
  CHECK(door.show(card, nonce, "surety sign-in\nelsewhere.example\n" + nonce).at("code") ==
        "signature-wrong");
  CHECK(door.show(card, nonce, right).status == 201);
  CHECK(door.show(card, nonce, right).at("code") == "challenge-used");
  auto forged = nonce;
  forged[0] = '9';
  CHECK(door.show(card, forged, right.substr(0, right.size() - nonce.size()) + forged).at("code") ==
        "challenge-expired");
}

TEST_CASE("a revoked card and a foreign one are refused in different words, and leave nothing") {
  Door door;
  const auto card = door.card(CardKey::sm2);
  door.authority.revoke(card.certificate, now);
  const auto revoked = door.sign_in(card);
  CHECK(revoked.status == 401);
  CHECK(revoked.at("code") == "certificate-revoked");
  CHECK(revoked.at("detail") == "证书已被吊销");
  TestAuthority other(door.folder.path() / "other", CardKey::sm2, now);
  const auto foreign = door.sign_in(
      other.issue(CardKey::sm2, firm, "某公司", {now.ms - 1000}, {now.ms + 1'000'000}));
  CHECK(foreign.at("code") == "certificate-untrusted");
  CHECK(door.node.as("admin", "GET", "/api/v1/accounts/ca-" + firm).status == 404);
}

TEST_CASE("without trusted authorities there is no sign-in by certificate") {
  HttpNode node;
  const auto answer = node.ask("POST", "/api/v1/sessions/ca/challenges");
  CHECK(answer.status == 404);
  CHECK(answer.at("code") == "no-certificate-sign-in");
}
