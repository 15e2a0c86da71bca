// Signing in, being locked out, changing the password, losing the session.
#include <doctest/doctest.h>

#include <thread>

#include "tests/adapters/http_fixture.hpp"

using namespace surety::testing;

namespace {

Answer sign_in(HttpNode& node, const std::string& name, const std::string& password) {
  return node.ask("POST",
                  "/api/v1/sessions",
                  R"({"username":")" + name + R"(","password":")" + password + R"("})");
}

Headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

}  // namespace

TEST_CASE("a person signs in, sees who it is, and signs out") {
  HttpNode node;
  const auto opened = sign_in(node, "contractor", test_password);
  CHECK_MESSAGE(opened.status == 201, opened.body);
  CHECK(opened.at("must_change_password") == "false");
  const std::string cookie = opened.headers.at("set-cookie");
  CHECK(cookie.find("HttpOnly; SameSite=Strict") != std::string::npos);
  const Headers by_cookie{{"Cookie", "a=b; " + cookie.substr(0, cookie.find(';'))}};
  const auto me = node.ask("GET", "/api/v1/account", "", by_cookie);
  CHECK(me.at("username") == "contractor");
  CHECK(me.at("organisation.credit_code") == contractor_code);
  CHECK(me.at("organisation.kind") == "enterprise");
  CHECK(me.at("organisation.jurisdiction") == "230000");
  node.restart_server();
  CHECK(node.ask("GET", "/api/v1/account", "", by_cookie).status == 200);
  CHECK(node.ask("DELETE", "/api/v1/sessions/current", "", by_cookie).status == 204);
  CHECK(node.ask("GET", "/api/v1/account", "", by_cookie).status == 401);
  CHECK(node.as("admin", "GET", "/api/v1/accounts/contractor/history").at("items.1.type") ==
        "account.first-signed-in");
}

TEST_CASE("the same words for a wrong password, an unknown name and a locked account") {
  HttpNode node;
  const auto wrong = sign_in(node, "rival", "Wrong-2026");
  CHECK(wrong.status == 401);
  CHECK(sign_in(node, "nobody", "Wrong-2026").body == wrong.body);
  for (int i = 0; i < 4; ++i) sign_in(node, "rival", "Wrong-2026");
  const auto locked = sign_in(node, "rival", test_password);
  CHECK(locked.status == 401);
  CHECK(locked.body == wrong.body);
  CHECK(sign_in(node, "contractor", test_password).status == 201);
  CHECK(node.ask("POST", "/api/v1/sessions", R"({"username":"rival"})")
            .has_error("/password", "missing"));
}

// proves HLJ-12
TEST_CASE("a new password ends the other sessions") {
  HttpNode node;
  const auto here = bearer(sign_in(node, "contractor", test_password).at("token"));
  const auto there = bearer(sign_in(node, "contractor", test_password).at("token"));
  const auto put = [&](const std::string& current, const std::string& fresh) {
    return node.ask(
        "PUT",
        "/api/v1/account/password",
        R"({"current_password":")" + current + R"(","new_password":")" + fresh + R"("})",
        here);
  };
  CHECK(put("Wrong-2026", "Better-2027").has_error("/current_password", "wrong-password"));
  CHECK(put(test_password, "short-1").has_error("/new_password", "password-too-short"));
  CHECK(put(test_password, "alllowercase").has_error("/new_password", "password-classes"));
  CHECK(
      put(test_password, "My-Contractor-1").has_error("/new_password", "password-holds-username"));
  CHECK(put(test_password, test_password).has_error("/new_password", "password-unchanged"));
  const auto done = put(test_password, "Better-2027");
  CHECK_MESSAGE(done.status == 204, done.body);
  CHECK(node.ask("GET", "/api/v1/account", "", here).status == 200);
  CHECK(node.ask("GET", "/api/v1/account", "", there).status == 401);
  CHECK(sign_in(node, "contractor", test_password).status == 401);
  CHECK(sign_in(node, "contractor", "Better-2027").status == 201);
}

// proves HLJ-58, HLJ-92
TEST_CASE("an issued password must be changed first, a disabled account is out at once") {
  HttpNode node;
  const auto made = node.as("admin",
                            "POST",
                            "/api/v1/accounts",
                            R"({"username":"clerk","display_name":"小王","phone":"13800138000",)"
                            R"("roles":["regulator"],"organisation":"housing"})");
  CHECK_MESSAGE(made.status == 201, made.body);
  const std::string issued = made.at("password");
  const auto session = sign_in(node, "clerk", issued);
  CHECK(session.at("must_change_password") == "true");
  const auto clerk = bearer(session.at("token"));
  const auto held = node.ask("GET", "/api/v1/projects", "", clerk);
  CHECK(held.status == 403);
  CHECK(held.at("code") == "password-change-required");
  CHECK(node.ask("PUT",
                 "/api/v1/account/password",
                 R"({"current_password":")" + issued + R"(","new_password":"Own-pass-1"})",
                 clerk)
            .status == 204);
  CHECK(node.ask("GET", "/api/v1/projects", "", clerk).status == 200);
  // The phone is sealed in the journal and masked when shown.
  const auto account = node.as("admin", "GET", "/api/v1/accounts/clerk");
  CHECK(account.at("phone") == "138****8000");
  const auto history = node.as("admin", "GET", "/api/v1/accounts/clerk/history?format=ndjson");
  CHECK(history.body.find("13800138000") == std::string::npos);
  CHECK(history.body.find(issued) == std::string::npos);
  CHECK(history.body.find("sealed:") != std::string::npos);
  CHECK(node.as("admin", "POST", "/api/v1/accounts/clerk/disable", "{}").status == 200);
  CHECK(node.ask("GET", "/api/v1/projects", "", clerk).status == 401);
  CHECK(sign_in(node, "clerk", "Own-pass-1").status == 401);
}

// proves BX-27
TEST_CASE("an account acts for one of its organisations, and a withdrawn one is gone at once") {
  HttpNode node;
  const std::string branch = "91460000MA5TM8HD9J";
  const auto opened = node.as("admin", "POST", "/api/v1/organisations",
                              R"({"kind":"insurer","name":"分公司","credit_code":")" + branch +
                                  R"(","region_code":"230100"})");
  REQUIRE_MESSAGE(opened.status == 201, opened.body);
  const std::string at = "/api/v1/accounts/regulator";
  const auto assigned = node.as("admin", "POST", at + "/assign",
                                R"({"organisation":")" + branch +
                                    R"(","roles":["insurer"],"admin":true})");
  REQUIRE_MESSAGE(assigned.status == 200, assigned.body);
  const auto home = bearer(sign_in(node, "regulator", test_password).at("token"));
  const auto before = node.ask("GET", "/api/v1/account", "", home);
  CHECK(before.at("organisation.kind") == "regulator");
  CHECK(before.at("organisations.1.id") == branch);

  const auto act = [&](const std::string& organisation, const Headers& as) {
    return node.ask("PUT", "/api/v1/sessions/current",
                    R"({"organisation":")" + organisation + R"("})", as);
  };
  CHECK(act("nowhere", home).has_error("/organisation", "not-assigned"));
  const auto switched = act(branch, home);
  REQUIRE_MESSAGE(switched.status == 200, switched.body);
  const auto there = home;
  const auto seen = node.ask("GET", "/api/v1/account", "", there);
  CHECK(seen.at("organisation.id") == branch);
  CHECK(seen.at("roles.0") == "insurer");
  CHECK(node.ask("GET", "/api/v1/projects?limit=1", "", there).at("total") == "0");

  const auto role = node.ask("POST", "/api/v1/roles",
                             R"({"name":"理赔","permissions":["insurance-claims"]})", there);
  REQUIRE_MESSAGE(role.status == 201, role.body);
  const auto history =
      node.ask("GET", "/api/v1/roles/" + role.at("case.id") + "/history", "", there);
  CHECK(history.at("items.0.actor") == "regulator@" + branch);

  node.restart_server();
  CHECK(node.ask("GET", "/api/v1/account", "", there).at("organisation.id") == branch);
  CHECK(node.as("admin", "POST", at + "/unassign", R"({"organisation":")" + branch + R"("})")
            .status == 200);
  CHECK(node.ask("GET", "/api/v1/account", "", there).status == 401);
  CHECK(sign_in(node, "regulator", test_password).status == 201);
}

// proves BX-26
TEST_CASE("organisations stand in a tree: the superior is shown and filters the list") {
  HttpNode node;
  const auto enter = [&](const std::string& code, const std::string& more) {
    return node.as("admin", "POST", "/api/v1/organisations",
                   R"({"kind":"insurer","name":")" + code + R"(公司","region_code":"230100",)" +
                       R"("credit_code":")" + code + "\"" + more + "}");
  };
  const std::string head = "91460000MA5TM8HD9J", branch = "91460000MA5TPGXG3G";
  REQUIRE(enter(head, "").status == 201);
  const auto below = enter(branch, R"(,"superior":")" + head + "\"");
  REQUIRE_MESSAGE(below.status == 201, below.body);
  const auto list = node.as("admin", "GET", "/api/v1/organisations?superior=" + head);
  CHECK(list.at("total") == "1");
  CHECK(list.at("items.0.id") == branch);
  CHECK(list.at("items.0.superior_name") == head + "公司");
  const auto circle = node.as("admin", "POST", "/api/v1/organisations/" + head + "/subordinate",
                              R"({"superior":")" + branch + "\"}");
  CHECK(circle.has_error("/superior", "invalid-range"));
}

TEST_CASE("an enterprise registers before anybody of it can sign in") {
  HttpNode node;
  const std::string body =
      R"({"credit_code":"91210500MA0XQKJ597","name":"本溪建设","capacities":["contractor"],)"
      R"("legal_representative":"李四","region_code":"210500","address":"某路1号","contact_name":"王五",)"
      R"("contact_phone":"13900139000","username":"benxi","password":"weak"})";
  const auto weak = node.ask("POST", "/api/v1/enterprises", body);
  CHECK(weak.status == 422);
  CHECK_MESSAGE(weak.has_error("/password", "password-too-short"), weak.body);
  CHECK(node.ask("GET", "/api/v1/meta/commands/enterprise.register").status == 200);
}

TEST_CASE("two administrators who delete each other at the same moment do not both succeed") {
  HttpNode node;
  for (int round = 0; round < 10; ++round) {
    const std::string chief = "chief-" + std::to_string(round),
                      helper = "helper-" + std::to_string(round);
    const std::string firm = "firm-" + std::to_string(round);
    const std::string organisation =
        R"({"kind":"insurer","name":"某保险","region_code":"230100","id":")" + firm +
        R"(","credit_code":"91230100MA18WJ3U08"})";
    REQUIRE(node.as("admin", "POST", "/api/v1/organisations", organisation).status == 201);
    for (const auto& name : {chief, helper}) {
      const auto made = node.as(
          "admin", "POST", "/api/v1/accounts",
          R"({"username":")" + name + R"(","display_name":"某人","phone":"13800138000",)" +
              R"("roles":["insurer"],"admin":true,"organisation":")" + firm + R"("})");
      REQUIRE_MESSAGE(made.status == 201, made.body);
    }
    Answer first, second;
    const auto remove = [&](const std::string& name, Answer& answer) {
      answer = node.as("admin", "POST", "/api/v1/accounts/" + name + "/delete", "{}");
    };
    node.as("admin", "GET", "/api/v1/account");  // signed in before both threads are
    std::thread other([&] { remove(helper, second); });
    remove(chief, first);
    other.join();
    CHECK_MESSAGE((first.status == 200) != (second.status == 200), first.body << second.body);
    CHECK((first.status == 200 ? second : first).at("code") == "last-administrator");
  }
}

TEST_CASE("an administrator goes while another stays, and what stands in between is told") {
  HttpNode node;
  const auto made = node.as("admin", "POST", "/api/v1/accounts",
                            R"({"username":"second","display_name":"某人","phone":"13800138000",)"
                            R"("roles":["regulator"],"admin":true,"organisation":"housing"})");
  REQUIRE_MESSAGE(made.status == 201, made.body);
  const auto demote = [&](const Headers& headers) {
    return node.as("admin", "POST", "/api/v1/accounts/second/update", R"({"admin":false})",
                   headers);
  };
  CHECK(demote({{"If-Match", "\"7\""}}).status == 412);
  CHECK(demote({}).status == 200);
  CHECK(node.as("admin", "GET", "/api/v1/organisations/housing/history").at("items.1.type") ==
        "organisation.administrator-released");
  const auto last = node.as("admin", "POST", "/api/v1/accounts/regulator/disable", "{}");
  CHECK(last.status == 409);
  CHECK(last.at("code") == "last-administrator");
  CHECK(last.at("facts.organisation") == "housing");
}
