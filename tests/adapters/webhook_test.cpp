// What is kept of a webhook, how it signs, and where it may go.
#include <doctest/doctest.h>

#include <map>

#include "adapters/identity/rocksdb_secrets.hpp"
#include "adapters/webhooks/webhook_dispatcher.hpp"
#include "adapters/webhooks/webhook_secrets.hpp"

using namespace surety;

TEST_CASE("a signature is that of Standard Webhooks") {
  const auto headers = webhook_headers({"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
                                       "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                       1'614'265'330,
                                       R"({"test": 2432232314})");
  const std::map<std::string, std::string> by_name(headers.begin(), headers.end());
  CHECK(by_name.at("webhook-id") == "msg_p5jXN8AQM9LWM0D4loKWxJek");
  CHECK(by_name.at("webhook-timestamp") == "1614265330");
  CHECK(by_name.at("webhook-signature") == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("a webhook's secret is made once for each event that asks, and two of them sign") {
  const auto secrets = memory_secrets();
  const auto first = make_webhook_secret(*secrets, "tax", 1);
  REQUIRE(first);
  CHECK(first->starts_with("whsec_"));
  CHECK(first->size() == 50);
  CHECK_FALSE(make_webhook_secret(*secrets, "tax", 1));
  const auto second = make_webhook_secret(*secrets, "tax", 9);
  const auto third = make_webhook_secret(*secrets, "tax", 10);
  const auto other = make_webhook_secret(*secrets, "tax-2", 1);
  REQUIRE(third);
  CHECK(webhook_secrets(*secrets, "tax") == std::vector<std::string>{*third, *second});
  keep_webhook_progress(*secrets, "tax", {.cursor = "e1-0.0", .generation = 2});
  CHECK(webhook_progress(*secrets, "tax").generation == 2);
  forget_webhook(*secrets, "tax");
  CHECK(webhook_secrets(*secrets, "tax").empty());
  CHECK(webhook_progress(*secrets, "tax").cursor.empty());
  CHECK(webhook_secrets(*secrets, "tax-2") == std::vector<std::string>{*other});
}

TEST_CASE("a webhook goes over https, to this very machine only where that is allowed") {
  for (const char* safe : {"https://tax.example.cn/events", "https://10.0.0.1:8443/"})
    CHECK_MESSAGE(webhook_url_allowed(safe, false), safe);
  for (const char* here : {"http://127.0.0.1:9/", "http://localhost/", "http://[::1]:9/x"}) {
    CHECK_FALSE_MESSAGE(webhook_url_allowed(here, false), here);
    CHECK_MESSAGE(webhook_url_allowed(here, true), here);
  }
  for (const char* never : {"http://tax.example.cn/", "http://10.0.0.1/", "ftp://localhost/",
                            "https://user:word@tax.example.cn/", "tax.example.cn", ""})
    CHECK_FALSE_MESSAGE(webhook_url_allowed(never, true), never);
}
