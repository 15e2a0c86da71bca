// The history of sign-ins: the person's own, failures included, from where.
#include <doctest/doctest.h>

#include "tests/adapters/http_fixture.hpp"

using namespace surety::testing;

namespace {

Answer sign_in(HttpNode& node, const std::string& name, const std::string& password,
               const Headers& headers = {}) {
  return node.ask("POST", "/api/v1/sessions",
                  R"({"username":")" + name + R"(","password":")" + password + R"("})", headers);
}

Headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

}  // namespace

// proves QZI-04
TEST_CASE("a person sees when, how and from where it was signed in, and who failed to") {
  HttpNode node;
  const auto first = bearer(sign_in(node, "contractor", test_password).at("token"));
  CHECK(node.ask("GET", "/api/v1/account", "", first).at("last_sign_in") == "null");
  CHECK(sign_in(node, "contractor", "Wrong-2026", {{"X-Forwarded-For", "10.0.0.1, 203.0.113.7"}})
            .status == 401);
  const auto second = bearer(sign_in(node, "contractor", test_password).at("token"));
  const auto me = node.ask("GET", "/api/v1/account", "", second);
  CHECK(me.at("last_sign_in.how") == "password");
  CHECK(me.at("last_sign_in.address") == "127.0.0.1");
  CHECK(me.at("last_sign_in.failed_since") == "1");

  const auto seen = node.ask("GET", "/api/v1/account/sign-ins", "", second);
  CHECK(seen.at("items.0.result") == "succeeded");
  CHECK(seen.at("items.0.current") == "true");
  CHECK(seen.at("items.1.result") == "wrong-password");
  CHECK(seen.at("items.1.address") == "203.0.113.7");
  CHECK(seen.at("items.2.current") == "false");
  CHECK(seen.at("items.3") == "(absent)");
  node.restart_server();
  CHECK(node.ask("GET", "/api/v1/account/sign-ins", "", second).body == seen.body);
  CHECK(node.as("rival", "GET", "/api/v1/account/sign-ins").at("items.1") == "(absent)");
  CHECK(node.ask("GET", "/api/v1/account/sign-ins").status == 401);
}

TEST_CASE("an address that is none is not believed, and what is locked is told") {
  HttpNode node;
  for (int i = 0; i < 6; ++i)
    sign_in(node, "rival", "Wrong-2026", {{"X-Forwarded-For", "<script>"}});
  const auto seen = node.as("contractor", "GET", "/api/v1/account/sign-ins");
  CHECK(seen.at("items.0.result") == "succeeded");
  CHECK(sign_in(node, "rival", test_password).status == 401);
}
