// What the administrator does over HTTP: rulebooks, roles; and the words in which errors come.
#include <doctest/doctest.h>

#include "adapters/http/problem.hpp"
#include "engine/kinds/partition.hpp"
#include "tests/adapters/http_fixture.hpp"

using namespace surety;
using namespace surety::testing;

namespace {

std::string rules(HttpNode& node, const std::string& more) {
  const auto book = node.as("admin", "GET", "/api/v1/rulebooks/460000");
  REQUIRE(book.status == 200);
  const std::size_t from = book.body.find("\"rules\":{"), until = book.body.find(",\"versions\"");
  REQUIRE(until != std::string::npos);
  return "{" + book.body.substr(from, until - from) + more + "}";
}

/// In how many partitions the version holds right now.
int adopted(HttpNode& node, const std::string& jurisdiction, std::int64_t version) {
  const auto store = node.runtime().snapshot();
  const FoldReader fold(*store, node.runtime().partitions());
  int count = 0;
  for (int p = 0; p < fold.partitions(); ++p)
    for (const auto& b :
         fold.find("partition", std::to_string(p))->as<partition::State>().rulebooks)
      count += b.jurisdiction == jurisdiction && b.version == version;
  return count;
}

}  // namespace

TEST_CASE("a rulebook is published by its path, and holds everywhere when the answer comes") {
  HttpNode node;
  const std::string later = rules(node, R"(,"effective_from":"2025-06-01")");
  for (int version = 2; version < 8; ++version) {
    const auto done = node.as("admin", "POST", "/api/v1/rulebooks/460000/publish", later);
    CHECK_MESSAGE(done.status == 200, done.body);
    CHECK(done.at("version") == std::to_string(version));
    CHECK(adopted(node, "460000", version) == 2);
  }
  const std::string fresh = rules(node, R"(,"effective_from":"2025-06-01","jurisdiction":"440000")");
  const auto first = node.as("admin", "POST", "/api/v1/rulebooks", fresh);
  CHECK_MESSAGE(first.status == 201, first.body);
  CHECK(first.headers.at("location") == "/api/v1/rulebooks/440000");
  CHECK(adopted(node, "440000", 1) == 2);
  CHECK(node.as("admin", "POST", "/api/v1/rulebooks", later).has_error("/jurisdiction", "missing"));
  CHECK(node.as("admin",
                "POST",
                "/api/v1/rulebooks/460000/publish",
                rules(node, R"(,"effective_from":"2025-03-01")"))
            .at("code") == "effective-date-not-later");
  CHECK(node.as("contractor", "POST", "/api/v1/rulebooks", later).status == 403);
}

TEST_CASE("a role belongs to the organisation of whoever defines it") {
  HttpNode node;
  const auto own = node.as("contractor",
                           "POST",
                           "/api/v1/roles",
                           R"({"name":"经办","permissions":["project.register"]})");
  CHECK_MESSAGE(own.status == 201, own.body);
  CHECK(own.at("case.root") == contractor_code);
  const auto other = node.as("admin",
                             "POST",
                             "/api/v1/roles",
                             R"({"name":"复核","permissions":["project.amend"],"organisation":")" +
                                 std::string(rival_code) + R"("})");
  CHECK_MESSAGE(other.status == 201, other.body);
  CHECK(other.at("case.root") == rival_code);
  CHECK(node.as("admin", "POST", "/api/v1/roles", R"({"name":"甲","permissions":["projects"]})")
            .at("case.root") == "platform");
}

TEST_CASE("every code has a sentence in both languages") {
  for (const char* code :
       {"bad-request", "bad-cursor", "bad-filter", "bad-parameter", "bad-header", "limit",
        "unknown-filter", "unknown-sort", "unknown-format", "unsupported-media-type",
        "unsupported-document", "body-too-large", "header-too-large", "request-timeout",
        "not-signed-in", "sign-in-failed", "no-portal-sign-in", "portal-unavailable",
        "portal-state-wrong", "portal-state-expired", "portal-state-used", "portal-declined",
        "portal-code-refused", "portal-token-unreadable", "portal-token-untrusted",
        "portal-issuer-wrong", "portal-audience-wrong", "portal-token-expired",
        "portal-token-early", "portal-nonce-wrong", "portal-without-code", "no-such-route", "method-not-allowed", "not-found",
        "forbidden", "password-change-required", "invalid-fields", "idempotency-key-reused",
        "overloaded", "outcome-unknown", "not-caught-up", "stopping", "other-generation",
        "range-not-satisfiable", "no-least-amount", "clock-not-manual", "clock-goes-back",
        "wrong-password", "password-too-short", "password-classes", "password-holds-username",
        "password-unchanged", "wrong-document-kind", "not-personal", "not-json", "missing",
        "unknown-field", "wrong-type", "out-of-range", "too-short", "too-long", "too-few",
        "too-many", "unknown-choice", "date", "date-range", "document", "internal-error"}) {
    CAPTURE(code);
    CHECK(!http::sentence_of(code).zh.empty());
    CHECK(!http::sentence_of(code).en.empty());
  }
  for (const auto& code : choices_of(static_cast<const Code*>(nullptr))) {
    CAPTURE(code.name);
    CHECK(!http::sentence_of(code.name).zh.empty());
    CHECK(!http::sentence_of(code.name).en.empty());
  }
}

TEST_CASE("the language is the better liked of the two") {
  const auto english = [](const std::string& accepted) {
    http::Request request;
    request.headers.emplace_back("accept-language", accepted);
    return http::wants_english(request);
  };
  CHECK(english("en"));
  CHECK(english("EN-gb"));
  CHECK(english("fr, en;q=0.5"));
  CHECK(english("zh;q=0.5, en;q=0.9"));
  CHECK(english("en-US,en;q=0.9,zh-CN;q=0.8"));
  CHECK(!english(""));
  CHECK(!english("zh-CN,zh;q=0.9,en;q=0.8"));
  CHECK(!english("fr"));
  CHECK(!english("en;q=0"));
  CHECK(!english("eng"));
  CHECK(!english("sv-en"));
}

// proves QZI-09
TEST_CASE("the operation log: who did what and was refused what, for whoever watches alone") {
  HttpNode node;
  const auto open = [&](const std::string& name, const std::string& role) {
    const auto made = node.as(
        "admin", "POST", "/api/v1/accounts",
        R"({"username":")" + name + R"(","display_name":"某人","phone":"13800138000","roles":[")" +
            role + R"("],"password":"Issued-2026"})");
    REQUIRE_MESSAGE(made.status == 201, made.body);
    const auto session = node.ask("POST", "/api/v1/sessions",
                                  R"({"username":")" + name + R"(","password":"Issued-2026"})");
    const Headers bearer{{"Authorization", "Bearer " + session.at("token")}};
    REQUIRE(node.ask("PUT", "/api/v1/account/password",
                     R"({"current_password":"Issued-2026","new_password":"Chosen-2026"})", bearer)
                .status == 204);
    return bearer;
  };
  const auto system = open("sys", "system-administrator"),
             security = open("sec", "security-administrator"),
             audit = open("aud", "audit-administrator");
  const std::string clerk =
      R"({"username":"clerk","display_name":"某人","phone":"13800138000","organisation":"housing"})";
  CHECK(node.ask("POST", "/api/v1/accounts/open", clerk, security).status == 403);
  const auto opened = node.ask("POST", "/api/v1/accounts/open", clerk, system);
  CHECK_MESSAGE(opened.status == 201, opened.body);
  CHECK(opened.at("password") != "(absent)");
  const std::string grant = "/api/v1/accounts/clerk/grant", roles = R"({"roles":["regulator"]})";
  CHECK(node.ask("POST", grant, roles, system).status == 403);
  CHECK(node.ask("POST", grant, R"({"roles":["administrator"]})", security).at("code") ==
        "permission-not-held");
  CHECK(node.ask("POST", grant, roles, security).status == 200);
  for (const auto& other : {system, security})
    CHECK(node.ask("GET", "/api/v1/operations", "", other).status == 403);
  CHECK(node.as("regulator", "GET", "/api/v1/operations").status == 403);
  const auto of_sec = node.ask("GET", "/api/v1/operations?account=sec", "", audit);
  REQUIRE_MESSAGE(of_sec.status == 200, of_sec.body);
  CHECK(of_sec.at("items.0.actor") == "sec@platform");
  CHECK(of_sec.at("items.0.case") == "account/clerk");
  CHECK(of_sec.at("items.0.events.0") == "account.updated");
  CHECK(of_sec.at("items.1.command") == "account.grant");
  CHECK(of_sec.at("items.1.refusal") == "permission-not-held");
  const auto first = node.ask("GET", "/api/v1/operations?account=sec&limit=1", "", audit);
  CHECK(node.ask("GET",
                 "/api/v1/operations?account=sec&limit=1&cursor=" + first.at("next_cursor"), "",
                 audit)
            .at("items.0.command") == "account.grant");
  CHECK(node.as("admin", "GET", "/api/v1/operations?refused=true").at("items.0.actor") ==
        "sec@platform");
  CHECK(node.ask("GET", "/api/v1/operations?colour=red", "", audit).at("code") == "unknown-filter");
}
