// Commands over HTTP: the order of checks, repeats, stale versions, other people's cases.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "tests/adapters/http_fixture.hpp"

using namespace surety::testing;

TEST_CASE("a list shows the cases themselves, what lies inside them too") {
  HttpNode node;
  REQUIRE(node.as("contractor", "POST", "/api/v1/projects", project_body("A-1")).status == 201);
  const auto projects = node.as("contractor", "GET", "/api/v1/projects");
  CHECK(projects.at("items.0.kind") == "project");
  CHECK(projects.at("items.0.version") == "1");
  const auto enterprises = node.as("contractor", "GET", "/api/v1/enterprises");
  CHECK(enterprises.at("items.0.admissions.0.jurisdiction") == "230000");
}

TEST_CASE("a project is registered, found, and counted up by the next command") {
  HttpNode node;
  const auto opened = node.as("contractor", "POST", "/api/v1/projects", project_body("2025-1"));
  CHECK_MESSAGE(opened.status == 201, opened.body);
  CHECK(opened.headers.at("location") == "/api/v1/projects/2025-1");
  CHECK(opened.headers.at("etag") == "\"1\"");
  CHECK(opened.at("case.kind") == "project");
  CHECK(opened.at("case.root") == "2025-1");
  CHECK(opened.at("events.0.type") == "project.registered");

  const auto read = node.as("contractor",
                            "GET",
                            "/api/v1/projects/2025-1",
                            "",
                            {{"Surety-Min-Position", opened.at("position")}});
  CHECK(read.status == 200);
  CHECK(read.at("state") == "active");
  CHECK(read.at("version") == "1");
  CHECK(read.body.find("\"allowed_commands\":[\"") != std::string::npos);

  const auto stopped = node.as("contractor",
                               "POST",
                               "/api/v1/projects/2025-1/suspend",
                               R"({"occurred_on":"2025-02-01"})",
                               {{"If-Match", "\"1\""}});
  CHECK_MESSAGE(stopped.status == 200, stopped.body);
  CHECK(stopped.at("version") == "2");
  const auto stale = node.as("contractor",
                             "POST",
                             "/api/v1/projects/2025-1/resume",
                             R"({"occurred_on":"2025-02-03"})",
                             {{"If-Match", "\"1\""}});
  CHECK(stale.status == 412);
  CHECK(stale.at("code") == "stale-version");
  const auto again = node.as(
      "contractor", "POST", "/api/v1/projects/2025-1/suspend", R"({"occurred_on":"2025-02-01"})");
  CHECK(again.status == 409);
  CHECK(again.at("code") == "not-in-this-state");
  CHECK(again.at("facts.state") == "suspended");

  CHECK(node.as("contractor", "GET", "/api/v1/projects/2025-1?version=1").at("state") == "active");
  CHECK(node.as("contractor", "GET", "/api/v1/projects/2025-1?version=9").status == 404);
  CHECK(node.as("contractor", "GET", "/api/v1/projects/2025-1?as_of=2020-01-01T00:00:00Z").status ==
        404);
}

TEST_CASE("a browser that a link leads to a refusal shows it in words") {
  HttpNode node;
  const auto shown = node.ask("GET", "/api/v1/projects/<b>", "", {{"Accept", "text/html,*/*;q=0.8"}});
  CHECK(shown.status == 401);
  CHECK(shown.headers.at("content-type") == "text/html; charset=utf-8");
  CHECK(shown.body.find("<h1>未登录</h1>") != std::string::npos);
  CHECK(shown.body.find("<b>") == std::string::npos);
}

TEST_CASE("every wrong field is named at once, in the reader's language") {
  HttpNode node;
  const auto bad =
      node.as("contractor",
              "POST",
              "/api/v1/projects",
              R"({"project_code":"2025 1","region_code":"230100","contractor":"x",)"
              R"("planned_start":"2026-02-30","colour":"red","construction_cost":1.5})",
              {{"Accept-Language", "en-GB"}});
  CHECK(bad.status == 422);
  CHECK(bad.headers.at("content-type").starts_with("application/problem+json"));
  CHECK(bad.has_error("/project_code", "project-code"));
  CHECK(bad.has_error("/name", "missing"));
  CHECK(bad.has_error("/planned_start", "date"));
  CHECK(bad.has_error("/colour", "unknown-field"));
  CHECK(bad.has_error("/construction_cost", "wrong-type"));
  CHECK(bad.has_error("/contractor", "credit-code-length"));
  CHECK_MESSAGE(bad.has_error("/investment_total", "required-by-rulebook"), bad.body);
  CHECK(bad.at("title") == "Invalid content");
  const auto chinese = node.as("contractor", "POST", "/api/v1/projects", "{}");
  CHECK(chinese.at("title") == "内容不符合要求");
  const auto future = node.as("contractor", "POST", "/api/v1/projects", project_body("2025-2"));
  REQUIRE(future.status == 201);
  CHECK(node.as("contractor",
                "POST",
                "/api/v1/projects/2025-2/suspend",
                R"({"occurred_on":"2025-03-02"})")
            .has_error("/occurred_on", "date-in-the-future"));
}

TEST_CASE("the first failing check answers") {
  HttpNode node;
  const std::string path = "/api/v1/projects";
  CHECK(node.ask("POST", path, "{").status == 400);
  CHECK(node.ask("POST", path, "{}", {{"Content-Type", "text/plain"}}).status == 415);
  CHECK(node.ask("POST", path, "{}").status == 401);
  CHECK(node.ask("GET", "/api/v1/nothing").status == 401);
  CHECK(node.as("contractor", "GET", "/api/v1/nothing").status == 404);
  CHECK(node.as("contractor", "POST", "/api/v1/projects/no/suspend", "{}").status == 404);
  CHECK(node.as("contractor", "POST", "/api/v1/organisations", "{}").status == 403);
  CHECK(node.as("contractor", "POST", "/api/v1/alerts", "{}").status == 405);
  CHECK(node.as("contractor", "DELETE", path).status == 405);
  const std::string deep(65, '['), end(65, ']');
  CHECK(node.as("contractor", "POST", path, deep + end).status == 400);
  CHECK(node.as("contractor", "POST", path, R"({"name":"a","name":"b"})").at("code") == "not-json");
  CHECK(node.as("contractor", "GET", "/api/v1/projects?colour=red").status == 400);
  CHECK(node.as("contractor", "GET", "/api/v1/projects?limit=0").status == 400);
  CHECK(node.as("contractor", "GET", "/api/v1/projects?limit=1001").status == 400);
  for (const char* none : {"x", "2025-02-30", "2025-13", "2025-02-30T00:00:00%2B08:00"}) {
    const auto bad =
        node.as("contractor", "GET", "/api/v1/projects?opened_at.from=" + std::string(none));
    CHECK_MESSAGE(bad.status == 400, none);
    CHECK(bad.at("code") == "bad-filter");
  }
  for (const char* good : {"2025", "2025-02", "2025-02-28", "2025-02-28T00:00:00+08:00"})
    CHECK(node.as("contractor", "GET", "/api/v1/projects?opened_at.from=" + std::string(good))
              .status == 200);
}

TEST_CASE("what another enterprise owns is not there") {
  HttpNode node;
  REQUIRE(node.as("contractor", "POST", "/api/v1/projects", project_body("2025-3")).status == 201);
  for (const char* path : {"", "/history", "/deadlines", "/dossier"})
    CHECK(node.as("rival", "GET", std::string("/api/v1/projects/2025-3") + path).status == 404);
  CHECK(node.as("rival", "POST", "/api/v1/projects/2025-3/suspend", "{}").status == 404);
  CHECK(node.as("rival", "GET", "/api/v1/projects").at("total") == "0");
  CHECK(node.as("contractor", "GET", "/api/v1/projects").at("total") == "1");
  CHECK(node.as("regulator", "GET", "/api/v1/projects/2025-3").status == 200);
  CHECK(node.as("contractor", "GET", "/api/v1/projects/2025-3/proof").status == 403);
}

TEST_CASE("a repeat with the same key gets the first answer, another body does not") {
  HttpNode node;
  const Headers key{{"Idempotency-Key", "one-1"}};
  const auto first = node.as("contractor", "POST", "/api/v1/projects", project_body("2025-4"), key);
  REQUIRE(first.status == 201);
  const auto repeat =
      node.as("contractor", "POST", "/api/v1/projects", project_body("2025-4"), key);
  CHECK(repeat.status == 201);
  CHECK(repeat.body == first.body);
  const auto other = node.as("contractor", "POST", "/api/v1/projects", project_body("2025-5"), key);
  CHECK(other.status == 422);
  CHECK(other.at("code") == "idempotency-key-reused");
  // A refusal is an answer as well, and it is looked up before If-Match.
  const Headers second{{"Idempotency-Key", "one-2"}};
  const auto refused =
      node.as("contractor", "POST", "/api/v1/projects", project_body("2025-4"), second);
  CHECK(refused.status == 409);
  Headers stale = second;
  stale.emplace_back("If-Match", "\"7\"");
  CHECK(node.as("contractor", "POST", "/api/v1/projects", project_body("2025-4"), stale).body ==
        refused.body);
  node.restart_server();
  CHECK(node.as("contractor", "POST", "/api/v1/projects", project_body("2025-4"), key).body ==
        first.body);
  CHECK(node.as("contractor",
                "POST",
                "/api/v1/projects",
                project_body("2025-6"),
                {{"Idempotency-Key", "a b"}})
            .status == 400);
}

TEST_CASE("equal requests at once make one event and one answer") {
  HttpNode node;
  const Headers key{{"Idempotency-Key", "twins"},
                    {"Authorization", "Bearer " + node.token("contractor")}};
  std::vector<Answer> answers(8);
  std::vector<std::thread> threads;
  for (auto& answer : answers)
    threads.emplace_back(
        [&] { answer = node.ask("POST", "/api/v1/projects", project_body("2025-7"), key); });
  for (auto& t : threads) t.join();
  for (const auto& answer : answers) {
    CHECK(answer.status == 201);
    CHECK(answer.body == answers[0].body);
  }
  CHECK(node.as("contractor", "GET", "/api/v1/projects/2025-7").at("version") == "1");
}

TEST_CASE("the history tells who did what, and anybody can check it") {
  HttpNode node;
  REQUIRE(node.as("contractor", "POST", "/api/v1/projects", project_body("2025-8")).status == 201);
  const auto history = node.as("contractor", "GET", "/api/v1/projects/2025-8/history");
  CHECK(history.at("items.0.type") == "project.registered");
  CHECK(history.at("items.0.case") == "project/2025-8");
  CHECK(history.at("items.0.actor") == std::string("contractor@") + contractor_code);
  const auto lines = node.as("contractor", "GET", "/api/v1/projects/2025-8/history?format=ndjson");
  CHECK(lines.at("prevhash") == "");
  CHECK(lines.at("hash").starts_with("sha256:"));
  CHECK(lines.at("data_text").starts_with("{"));
  CHECK(node.as("contractor", "GET", "/api/v1/projects/2025-8/history?format=xml").status == 400);
  const auto events = node.as("contractor", "GET", "/api/v1/events?types=project.*");
  CHECK(events.at("items.0.id") == history.at("items.0.hash"));
  CHECK(node.as("rival", "GET", "/api/v1/events?types=project.*").at("items.0") == "(absent)");
  const auto rest =
      node.as("contractor", "GET", "/api/v1/events?types=project.*&after=" + events.at("next"));
  CHECK(rest.at("items.0") == "(absent)");
  CHECK(node.as("contractor", "GET", "/api/v1/events?after=x").status == 400);
  CHECK(node.as("contractor", "GET", "/api/v1/events?after=9-0.0-0.0").status == 410);
  CHECK(node.as("contractor", "GET", "/api/v1/account", "", {{"Surety-Min-Position", "2.0:1"}})
            .status == 410);
}
