// Cards: genuine ones name their holder, all others are refused with a reason of their own.
#include <doctest/doctest.h>

#include "adapters/identity/cards.hpp"
#include "adapters/identity/test_authority.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace surety;

namespace {

constexpr std::int64_t day = 86'400'000;
const Instant now = Instant::stored("2026-03-01T09:00:00.000+08:00");
const std::string firm = "11230703001784935X", text = "surety sign-in";

struct World {
  explicit World(CardKey kind = CardKey::rsa) : authority(folder.path() / "ca", kind, now) {}
  std::string judged(const Card& card, const std::string& signature, Instant at = now) const {
    const auto cards = trusted_cards(authority.roots(), authority.revoked());
    const auto found = cards->holder(card.certificate, text, signature, at);
    const auto* holder = std::get_if<CardHolder>(&found);
    return holder ? holder->credit_code + " " + holder->name : std::get<std::string>(found);
  }
  std::string judged(const Card& card, Instant at = now) const {
    return judged(card, sign_with_card(card.key, text), at);
  }
  Card card(CardKey kind = CardKey::rsa) {
    return authority.issue(kind, firm, "伊春市安华建筑有限公司", {now.ms - day}, {now.ms + 20 * day});
  }
  testing::TemporaryFolder folder;
  TestAuthority authority;
};

}  // namespace

TEST_CASE("a card names its holder, whatever its key and its authority's") {
  for (const auto root : {CardKey::rsa, CardKey::ecdsa, CardKey::sm2}) {
    World w(root);
    for (const auto kind : {CardKey::rsa, CardKey::ecdsa, CardKey::sm2})
      CHECK(w.judged(w.card(kind)) == firm + " 伊春市安华建筑有限公司");
  }
}

TEST_CASE("an expired card, one not yet valid, a revoked one, a foreign one: each its own word") {
  for (const auto kind : {CardKey::rsa, CardKey::sm2}) {
    World w(kind);
    const auto card = w.card(kind);
    CHECK(w.judged(card, Instant{now.ms + 21 * day}) == "certificate-expired");
    CHECK(w.judged(card, Instant{now.ms - 2 * day}) == "certificate-not-yet-valid");
    w.authority.revoke(card.certificate, now);
    CHECK(w.judged(card) == "certificate-revoked");
    CHECK(w.judged(w.card(kind)) == firm + " 伊春市安华建筑有限公司");
    World other(kind);
    CHECK(w.judged(other.card(kind)) == "certificate-untrusted");
  }
}

TEST_CASE("a signature of another card, or over another text, is none") {
  World w;
  const auto mine = w.card(), yours = w.card();
  CHECK(w.judged(mine, sign_with_card(yours.key, text)) == "signature-wrong");
  CHECK(w.judged(mine, sign_with_card(mine.key, "another text")) == "signature-wrong");
  CHECK(w.judged(mine, "") == "signature-wrong");
}

TEST_CASE("a card without a credit code, or with one whose check digit is wrong, names nobody") {
  World w;
  for (const auto* code : {"", "112307030017849350"})
    CHECK(w.judged(w.authority.issue(CardKey::ecdsa, code, "某公司", {now.ms - day},
                                     {now.ms + day})) == "certificate-without-code");
}

TEST_CASE("without a fresh list of the issuer's own nobody is let in") {
  World w, other;
  const auto card = w.card();
  CHECK(w.judged(w.authority.issue(CardKey::rsa, firm, "某公司", {now.ms - day},
                                   {now.ms + 90 * day}),
                 Instant{now.ms + 40 * day}) == "revocation-list-stale");
  const auto cards = trusted_cards(w.authority.roots(), other.authority.revoked());
  const auto found = cards->holder(card.certificate, text, sign_with_card(card.key, text), now);
  CHECK(std::get<std::string>(found) == "revocation-list-stale");
}

TEST_CASE("what is no certificate is unreadable, and roots must be there") {
  World w;
  CHECK(w.judged({"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", {}}, "") ==
        "certificate-unreadable");
  CHECK(w.judged({std::string(100'000, 'x'), {}}, "") == "certificate-unreadable");
  CHECK_THROWS(trusted_cards(w.folder.path() / "none.pem", {}));
}
