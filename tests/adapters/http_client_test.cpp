// The outgoing client: answers as values, no certificate taken on trust, nothing without a bound.
#include <doctest/doctest.h>

#include <fstream>
#include <future>

#include "adapters/http_client/http_client.hpp"
#include "adapters/identity/test_authority.hpp"
#include "tests/adapters/small_server.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace surety;
using outgoing::Failure;
using testing::said;
using testing::SmallServer;

namespace {

outgoing::Answer get(const std::string& url) { return outgoing::Client().send({"GET", url}); }

}  // namespace

TEST_CASE("a request arrives as it was given, and so does the answer") {
  std::string heard;
  const SmallServer server([&](const std::string& request) {
    heard = request;
    return said(201, "{\"ok\":true}", "ETag: \"7\"\r\n");
  });
  const auto answer = outgoing::Client({{}, "surety-test"})
                          .send({"POST", server.url("/a/b?c=d"), {{"X-Key", "k1"}, {"X-Empty", ""}},
                                 "the body"});
  CHECK(answer.good());
  CHECK(answer.status == 201);
  CHECK(answer.header("etag") == "\"7\"");
  CHECK(answer.header("no-such").empty());
  CHECK(answer.body == "{\"ok\":true}");
  CHECK(heard.starts_with("POST /a/b?c=d HTTP/1.1\r\n"));
  for (const char* part : {"X-Key: k1\r\n", "X-Empty:\r\n", "User-Agent: surety-test\r\n",
                           "Content-Length: 8\r\n", "\r\n\r\nthe body"})
    CHECK_MESSAGE(heard.find(part) != heard.npos, part);
}

TEST_CASE("every method goes out under its own name") {
  std::string heard;
  const SmallServer server([&](const std::string& request) {
    heard = request.substr(0, request.find(' '));
    return said(204);
  });
  for (const char* method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}) {
    CHECK(outgoing::Client().send({method, server.url()}).status == 204);
    CHECK(heard == method);
  }
}

TEST_CASE("an error's status is an answer and no failure") {
  const SmallServer server([](const std::string&) { return said(503, "later"); });
  const auto answer = get(server.url());
  CHECK(answer.failure == Failure::none);
  CHECK(answer.status == 503);
  CHECK_FALSE(answer.good());
  CHECK(answer.body == "later");
}

TEST_CASE("nobody there, a connection cut, an address that is none") {
  std::string gone;
  {
    const SmallServer server([](const std::string&) { return ""; });
    gone = server.url();
    CHECK(get(gone).failure == Failure::unreachable);
  }
  CHECK(get(gone).failure == Failure::unreachable);
  CHECK(get("http://no-such-host.invalid/").failure == Failure::unreachable);
  for (const char* none : {"", "nonsense", "ftp://127.0.0.1/", "file:///etc/passwd", "http://",
                           "http://name:password@127.0.0.1/"})
    CHECK_MESSAGE(get(none).failure == Failure::invalid, none);
}

TEST_CASE("a line break in a header sends nothing") {
  std::atomic<int> asked = 0;
  const SmallServer server([&](const std::string&) { return ++asked, said(200); });
  const auto answer =
      outgoing::Client().send({"GET", server.url(), {{"X-Name", "a\r\nX-Evil: b"}}});
  CHECK(answer.failure == Failure::invalid);
  CHECK(asked == 0);
}

TEST_CASE("an answer above the bound is cut off, one at the bound is not") {
  const SmallServer server([](const std::string&) { return said(200, std::string(1000, 'x')); });
  outgoing::Request request{"GET", server.url()};
  request.answer_bytes_max = 999;
  const auto answer = outgoing::Client().send(request);
  CHECK(answer.failure == Failure::too_large);
  CHECK(answer.body.empty());
  request.answer_bytes_max = 1000;
  CHECK(outgoing::Client().send(request).body.size() == 1000);
}

TEST_CASE("who is silent is given up, and at once when the node stops") {
  std::promise<void> over;
  auto until = over.get_future().share();
  SmallServer server([&](const std::string&) { return until.wait(), std::string(); });
  outgoing::Request request{"GET", server.url()};
  request.timeout = std::chrono::milliseconds(100);
  CHECK(outgoing::Client().send(request).failure == Failure::too_late);
  std::stop_source stopping;
  request.timeout = std::chrono::minutes(10);
  request.stop = stopping.get_token();
  auto answer = std::async([&] { return outgoing::Client().send(request); });
  stopping.request_stop();
  CHECK(answer.get().failure == Failure::stopped);
  over.set_value();
}

TEST_CASE("a redirect is an answer unless it is to be followed, and then so often only") {
  const SmallServer server([](const std::string& request) {
    if (request.starts_with("GET /there ")) return said(200, "here");
    if (request.starts_with("GET /round ")) return said(302, "", "Location: /round\r\n");
    return said(302, "", "Location: /there\r\n");
  });
  const auto plain = get(server.url("/"));
  CHECK(plain.status == 302);
  CHECK(plain.header("location") == "/there");
  outgoing::Request request{"GET", server.url("/")};
  request.redirects_max = 1;
  const auto followed = outgoing::Client().send(request);
  CHECK(followed.status == 200);
  CHECK(followed.body == "here");
  CHECK(followed.header("location").empty());
  request.url = server.url("/round");
  CHECK(outgoing::Client().send(request).status == 302);
}

TEST_CASE("an address within one's own network is not asked where only public ones may be") {
  std::atomic<int> asked = 0;
  const SmallServer server([&](const std::string&) { return ++asked, said(200); });
  const auto port = server.url().substr(server.url().rfind(':'));
  for (const std::string host : {"127.0.0.1", "localhost", "[::1]", "10.0.0.1", "172.16.0.1",
                                 "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
                                 "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]", "2130706433"}) {
    outgoing::Request request{"GET", "http://" + host + port};
    request.public_addresses_only = true;
    CHECK_MESSAGE(outgoing::Client().send(request).failure == Failure::forbidden, host);
  }
  CHECK(asked == 0);
  CHECK(get(server.url()).status == 200);
}

TEST_CASE("a certificate holds by the configured authority and for the name asked, by no other") {
  const testing::TemporaryFolder folder;
  const Instant now = Instant::stored("2026-03-01T09:00:00.000+08:00");
  const Instant until{now.ms + std::int64_t{86'400'000} * 36'500};
  TestAuthority ours(folder.path() / "ours", CardKey::rsa, now);
  TestAuthority theirs(folder.path() / "theirs", CardKey::rsa, now);
  const Instant from{0};
  const auto card = ours.issue(CardKey::ecdsa, "1", "localhost", from, until);
  const SmallServer server([](const std::string&) { return said(200, "sealed"); }, card.certificate,
                           card.key);
  const auto asked = [&](const std::filesystem::path& bundle, const std::string& url) {
    return outgoing::Client({bundle}).send({"GET", url});
  };
  CHECK(asked(ours.roots(), server.url()).body == "sealed");
  CHECK(asked({}, server.url()).failure == Failure::untrusted);
  CHECK(asked(theirs.roots(), server.url()).failure == Failure::untrusted);
  auto by_number = server.url();
  by_number.replace(by_number.find("localhost"), 9, "127.0.0.1");
  CHECK(asked(ours.roots(), by_number).failure == Failure::untrusted);

  const auto old = ours.issue(CardKey::ecdsa, "1", "localhost", from, Instant{86'400'000});
  const SmallServer expired([](const std::string&) { return said(200); }, old.certificate, old.key);
  CHECK(asked(ours.roots(), expired.url()).failure == Failure::untrusted);
}

TEST_CASE("a URL's parts") {
  const auto url = outgoing::parse_url("https://Gate.example.cn/v1/sms?x=1");
  REQUIRE(url);
  CHECK(url->scheme == "https");
  CHECK(url->port == "443");
  CHECK(url->target == "/v1/sms?x=1");
  CHECK_FALSE(url->loopback());
  for (const char* here : {"http://127.0.0.1:80/", "http://localhost/", "http://[::1]:9/"})
    CHECK(outgoing::parse_url(here)->loopback());
}
