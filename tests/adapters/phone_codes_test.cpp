// Codes sent to phones: one a minute, five tries, five minutes; a registration that bears one.
#include <doctest/doctest.h>

#include "adapters/identity/phone_codes.hpp"
#include "tests/adapters/http_fixture.hpp"

using namespace surety;
using namespace surety::testing;

namespace {

constexpr const char* phone = "13904140002";

struct World {
  TemporaryFolder folder;
  std::unique_ptr<Secrets> secrets =
      rocksdb_secrets(folder.path() / "secrets", folder.path() / "master.key");
  std::int64_t now = 1'000;
  PhoneCodes codes{*secrets, "key", [this] { return now; }};

  std::string sent() {
    const auto made = codes.make(phone);
    REQUIRE(std::holds_alternative<std::string>(made));
    return std::get<std::string>(made);
  }
};

std::string other_than(const std::string& code) { return code == "000000" ? "000001" : "000000"; }

std::string registration(const std::string& more) {
  return std::string(R"({"credit_code":"91460000MA5TM8HD9J","name":"新企业",)") +
         R"("capacities":["contractor"],"legal_representative":"李四","region_code":"230100",)" +
         R"("address":"某路1号","contact_name":"王五","contact_phone":")" + phone +
         R"(","username":"newcomer","password":"Builders-1")" + more + "}";
}

}  // namespace

TEST_CASE("phone code: the right one holds for five minutes, another never does") {
  World w;
  const auto code = w.sent();
  CHECK(code.size() == 6);
  CHECK(code.find_first_not_of("0123456789") == std::string::npos);
  CHECK(w.codes.problem(phone, other_than(code)) == "wrong-code");
  CHECK(w.codes.problem("13904140003", code) == "code-expired");
  w.now += 299;
  CHECK(w.codes.problem(phone, code).empty());
  w.now += 1;
  CHECK(w.codes.problem(phone, code) == "code-expired");
}

TEST_CASE("phone code: five wrong ones end it, a new one comes after a minute") {
  World w;
  const auto code = w.sent();
  for (int i = 0; i < 5; ++i) CHECK(w.codes.problem(phone, other_than(code)) == "wrong-code");
  CHECK(w.codes.problem(phone, code) == "code-expired");
  w.now += 20;
  CHECK(std::get<std::int64_t>(w.codes.make(phone)) == 40);
  w.now += 40;
  CHECK(w.codes.problem(phone, w.sent()).empty());
}

TEST_CASE("phone code: nothing that is kept holds it") {
  World w;
  const auto code = w.sent();
  for (const auto& reference : w.secrets->references("")) {
    CHECK(reference.find(phone) == std::string::npos);
    const auto value = w.secrets->get(reference).value_or("");
    CHECK(value.find(phone) == std::string::npos);
    CHECK((' ' + value + ' ').find(' ' + code + ' ') == std::string::npos);
  }
}

// proves BX-34
TEST_CASE("an enterprise registers with a code sent to its phone and its licence") {
  HttpNode node;
  const auto ask = [&] {
    return node.ask("POST", "/api/v1/public/phone-codes",
                    std::string(R"({"phone":")") + phone + R"("})");
  };
  CHECK(node.ask("POST", "/api/v1/public/phone-codes", R"({"phone":"12"})").status == 422);
  const auto asked = ask();
  REQUIRE_MESSAGE(asked.status == 202, asked.body);
  const auto again = ask();
  CHECK(again.status == 429);
  CHECK(again.at("code") == "code-sent-already");
  REQUIRE(node.to_phones().size() == 1);
  CHECK(node.to_phones()[0].to == phone);
  const std::string text = node.to_phones()[0].text;
  const std::string code = text.substr(text.find_first_of("0123456789"), 6);

  const auto licence = node.ask("POST", "/api/v1/public/documents", "%PDF-1.4\n% l\n%%EOF\n",
                                {{"Content-Type", "application/pdf"}});
  REQUIRE_MESSAGE(licence.status == 201, licence.body);
  const auto with = [&](const std::string& given) {
    return node.ask("POST", "/api/v1/enterprises",
                    registration(R"(,"phone_code":")" + given + R"(","business_licence":")" +
                                 licence.at("id") + "\""));
  };
  CHECK(with(other_than(code)).has_error("/phone_code", "wrong-code"));
  CHECK(with("verified").has_error("/phone_code", "wrong-code"));
  const auto registered = with(code);
  REQUIRE_MESSAGE(registered.status == 201, registered.body);
  const auto seen = node.as("regulator", "GET", "/api/v1/enterprises/91460000MA5TM8HD9J");
  CHECK(seen.at("phone_verified") == "true");
  CHECK(seen.at("business_licence") == licence.at("id"));
  CHECK(node.as("regulator", "GET", "/api/v1/documents/" + licence.at("id")).status == 200);
  const auto history =
      node.as("regulator", "GET", "/api/v1/enterprises/91460000MA5TM8HD9J/history").body;
  CHECK(history.find("phone_code") == std::string::npos);
}
