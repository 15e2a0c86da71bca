// Bad input, slow and silent clients, large bodies: a clear answer each, and nobody else is harmed.
#include <doctest/doctest.h>

#include <chrono>
#include <memory>

#include "tests/adapters/http_fixture.hpp"

using namespace surety::testing;

namespace {

std::string pdf(std::size_t size) {
  std::string bytes = "%PDF-1.4\n";
  bytes.resize(size, 'x');
  return bytes;
}

const Headers as_pdf{
    {"Content-Type", "application/pdf"},
    {"Content-Disposition", "attachment; filename*=UTF-8''%E5%90%88%E5%90%8C.pdf"}};

}  // namespace

TEST_CASE("a body that is too large is refused, however it comes") {
  HttpNode node;
  CHECK(
      node.as("contractor", "POST", "/api/v1/projects", std::string(1024 * 1024 + 1, ' ')).status ==
      413);
  const auto over = node.as("contractor", "POST", "/api/v1/documents", pdf(10'485'761), as_pdf);
  CHECK(over.status == 413);
  CHECK(over.at("code") == "body-too-large");
  CHECK(node.as("contractor", "POST", "/api/v1/documents", pdf(10'485'760), as_pdf).status == 201);

  Client endless(node.port());
  endless.send("POST /api/v1/projects HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  for (int i = 0; i < 20; ++i) endless.send(chunk);
  CHECK(endless.receive().status == 413);
}

TEST_CASE("a body that stops half-way is told so") {
  HttpNode node(surety::HttpSettings{.header_seconds = 1, .body_seconds = 1});
  Client half(node.port());
  half.send("POST /api/v1/sessions HTTP/1.1\r\nHost: t\r\nContent-Length: 100\r\n\r\n{\"user");
  CHECK(half.receive().status == 408);
  Client ended(node.port());
  ended.send("POST /api/v1/sessions HTTP/1.1\r\nHost: t\r\nContent-Length: 100\r\n\r\n{\"user");
  ended.end_sending();
  CHECK(ended.receive().at("code") == "bad-request");
  Client slow(node.port());
  slow.send("GET /healthz HT");
  CHECK(slow.receive().status == 408);
  Client silent(node.port());
  CHECK(silent.some(5).empty());
}

TEST_CASE("what is no HTTP, or too much of it") {
  HttpNode node;
  Client noise(node.port());
  noise.send("hello\r\n\r\n");
  CHECK(noise.receive().status == 400);
  Client header(node.port());
  header.send("GET / HTTP/1.1\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n");
  CHECK(header.receive().status == 431);
  CHECK(node.ask("GET", "/api/v1/projects/%zz").status == 400);
  CHECK(node.ask("BREW", "/healthz").status == 405);
  CHECK(node.ask("GET", "/nowhere").status == 404);
}

TEST_CASE("a thousand silent connections harm nobody") {
  HttpNode node(surety::HttpSettings{.connections_max = 600});
  std::vector<std::unique_ptr<Client>> silent;
  for (int i = 0; i < 1'000; ++i) silent.push_back(std::make_unique<Client>(node.port()));
  const auto begin = std::chrono::steady_clock::now();
  CHECK(node.ask("GET", "/healthz").status == 200);
  CHECK(node.as("contractor", "POST", "/api/v1/projects", project_body("2025-1")).status == 201);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("requests one after the other, and two at once, on one connection") {
  HttpNode node;
  Client client(node.port());
  client.send("GET /healthz HTTP/1.1\r\nHost: t\r\n\r\nGET /readyz HTTP/1.1\r\nHost: t\r\n\r\n");
  CHECK(client.receive().body == "{\"alive\":true}");
  CHECK(client.receive().at("ready") == "true");
  client.send("HEAD /healthz HTTP/1.1\r\nHost: t\r\n\r\n");
  const auto head = client.receive(10, true);
  CHECK(head.headers.at("content-length") == "14");
  client.send("GET /metrics HTTP/1.1\r\nHost: t\r\n\r\n");
  CHECK(client.receive().body.find("surety_caught_up 1") != std::string::npos);
}

// proves HLJ-44, HLJ-45, HLJ-47
TEST_CASE("documents: kinds by content, ranges, and who may open them") {
  HttpNode node;
  CHECK(node.as("contractor", "POST", "/api/v1/documents", "plain text", as_pdf).status == 415);
  CHECK(node.as("contractor", "POST", "/api/v1/documents", "", as_pdf).status == 415);
  const auto put = node.as("contractor", "POST", "/api/v1/documents", pdf(1'000), as_pdf);
  CHECK(put.status == 201);
  CHECK(put.at("name") == "合同.pdf");
  CHECK(put.at("size") == "1000");
  const std::string path = "/api/v1/documents/" + put.at("id");
  CHECK(node.as("contractor", "GET", path).body == pdf(1'000));
  CHECK(node.as("rival", "GET", path).status == 404);
  CHECK(node.ask("GET", path).status == 401);
  const auto part = node.as("contractor", "GET", path, "", {{"Range", "bytes=0-3"}});
  CHECK(part.status == 206);
  CHECK(part.body == "%PDF");
  CHECK(part.headers.at("content-range") == "bytes 0-3/1000");
  CHECK(node.as("contractor", "GET", path, "", {{"Range", "bytes=-2"}}).body == "xx");
  CHECK(node.as("contractor", "GET", path, "", {{"Range", "bytes=1000-"}}).status == 416);
}

TEST_CASE("drafts are one's own and come back as they were put") {
  HttpNode node;
  const std::string path = "/api/v1/drafts/project.register/new";
  CHECK(node.as("contractor", "PUT", path, R"({"name": 1})").status == 204);
  CHECK(node.as("contractor", "GET", path).body == R"({"name": 1})");
  CHECK(node.as("rival", "GET", path).status == 404);
  CHECK(node.as("contractor", "PUT", path, "[]").status == 422);
  CHECK(node.as("contractor", "DELETE", path).status == 204);
  CHECK(node.as("contractor", "GET", path).status == 404);
  CHECK(node.as("contractor", "GET", "/api/v1/drafts/project.dance/new").status == 404);
}

TEST_CASE("streams: an event arrives, and a resumed stream goes on behind it") {
  HttpNode node;
  const std::string session = "Authorization: Bearer " + node.token("contractor") + "\r\n";
  Client stream(node.port());
  stream.send("GET /api/v1/events/stream?types=project.* HTTP/1.1\r\nHost: t\r\n" + session +
              "\r\n");
  std::string text = stream.some();
  REQUIRE(node.as("contractor", "POST", "/api/v1/projects", project_body("2025-9")).status == 201);
  for (int i = 0; i < 5 && text.find("data: ") == std::string::npos; ++i) text += stream.some(2);
  CHECK(text.find("text/event-stream") != std::string::npos);
  CHECK_MESSAGE(text.find("project.registered") != std::string::npos, text);
  const std::size_t id = text.find("id: ") + 4;
  const std::string last = text.substr(id, text.find('\n', id) - id);
  Client resumed(node.port());
  resumed.send("GET /api/v1/events/stream?types=project.* HTTP/1.1\r\nHost: t\r\n" + session +
               "Last-Event-ID: " + last + "\r\n\r\n");
  REQUIRE(node.as("contractor",
                  "POST",
                  "/api/v1/projects/2025-9/suspend",
                  R"({"occurred_on":"2025-02-01"})")
              .status == 200);
  text.clear();
  for (int i = 0; i < 5 && text.find("data: ") == std::string::npos; ++i) text += resumed.some(2);
  CHECK(text.find("project.registered") == std::string::npos);
  CHECK(text.find("project.suspended") != std::string::npos);
}

TEST_CASE("streams: from now on, and what came between two connections is not lost") {
  HttpNode node;
  REQUIRE(node.as("contractor", "POST", "/api/v1/projects", project_body("2025-8")).status == 201);
  const std::string ask = "GET /api/v1/events/stream?after=now HTTP/1.1\r\nHost: t\r\n"
                          "Authorization: Bearer " + node.token("contractor") + "\r\n";
  std::string begun;
  {
    Client first(node.port());
    first.send(ask + "\r\n");
    for (int i = 0; i < 5 && begun.find(": open") == std::string::npos; ++i) begun += first.some(2);
  }
  const std::size_t id = begun.find("id: ") + 4;
  REQUIRE(node.as("contractor", "POST", "/api/v1/projects", project_body("2025-9")).status == 201);
  Client second(node.port());
  second.send(ask + "Last-Event-ID: " + begun.substr(id, begun.find('\n', id) - id) + "\r\n\r\n");
  std::string text;
  for (int i = 0; i < 5 && text.find("data: ") == std::string::npos; ++i) text += second.some(2);
  CHECK_MESSAGE(text.find("project/2025-9") != std::string::npos, text);
  CHECK(text.find("project/2025-8") == std::string::npos);
}

TEST_CASE("the clock moves forward for an administrator alone") {
  HttpNode node;
  const std::string body = R"({"now":"2025-03-02T00:00:00+08:00"})";
  CHECK(node.as("contractor", "PUT", "/api/v1/clock", body).status == 403);
  const auto moved = node.as("admin", "PUT", "/api/v1/clock", body);
  CHECK(moved.status == 200);
  CHECK(moved.at("today") == "2025-03-02");
  CHECK(node.as("admin", "PUT", "/api/v1/clock", R"({"now":"2025-03-01T00:00:00+08:00"})").status ==
        409);
}

TEST_CASE("descriptions for pages and programs") {
  HttpNode node;
  CHECK(node.ask("GET", "/openapi.json").at("openapi") == "3.1.0");
  CHECK(node.ask("GET", "/schemas/commands/project.register.json").at("title") == "增加项目");
  const auto form = node.as("contractor", "GET", "/api/v1/meta/commands/project.register");
  CHECK(form.at("x-command") == "project.register");
  CHECK(form.body.find("investment_total", form.body.find("\"required\"")) != std::string::npos);
  CHECK(node.as("contractor", "GET", "/api/v1/meta/views/projects").at("columns.0.name") !=
        "(absent)");
  CHECK(node.as("contractor", "GET", "/api/v1/meta/kinds/project").at("steps.0.name") == "active");
  CHECK(node.as("contractor", "GET", "/api/v1/meta/dictionaries").body.find("project.category") !=
        std::string::npos);
  CHECK(node.as("contractor", "GET", "/api/v1/meta/regions?parent=460000").at("items.0.code") !=
        "(absent)");
  CHECK(node.as("contractor", "GET", "/api/v1/meta/menu").body.find("rulebooks") ==
        std::string::npos);
  const auto least = node.as("contractor",
                             "GET",
                             "/api/v1/calculations/minimum-guarantee?jurisdiction=460000"
                             "&contract_amount=1001000000&progressive_agreed=true");
  CHECK(least.at("least_amount") == "100050000");
  CHECK(least.at("reading") == "marginal");
  CHECK(node.as("contractor",
                "GET",
                "/api/v1/calculations/minimum-guarantee?jurisdiction=460000"
                "&contract_amount=1e3")
            .status == 422);
  CHECK(node.as("contractor",
                "GET",
                "/api/v1/calculations/minimum-guarantee?jurisdiction=110000"
                "&contract_amount=100")
            .status == 404);
}
