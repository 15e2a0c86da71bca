// The gateway's notifier: what goes out, what its answers mean, whose signature counts.
#include <doctest/doctest.h>

#include <chrono>
#include <map>
#include <thread>

#include "adapters/identity/rocksdb_secrets.hpp"
#include "adapters/identity/sealing.hpp"
#include "adapters/notifications/message_gateway.hpp"
#include "engine/digest.hpp"
#include "tests/adapters/small_server.hpp"

using namespace surety;
using testing::said;
using testing::SmallServer;

namespace {

const GatewayKey key{"surety-1", "a secret of the gateway's own"};
constexpr std::int64_t now = 1'772'326'800;

/// What became of one message to a gateway that answers so.
Sent sent_to(const std::string& answer, const Message& message, const Secrets& secrets) {
  const SmallServer server([&](const std::string&) { return answer; });
  const auto notifier = gateway_notifier({server.url(), key}, secrets);
  notifier->send(message);
  while (true) {
    auto sent = notifier->sent();
    if (!sent.empty()) return sent.front();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

struct Signed {
  std::map<std::string, std::string, std::less<>> headers;
  explicit Signed(const SignedParts& parts) {
    for (const auto& [name, value] : gateway_headers(key, parts, now)) {
      std::string lower(name);
      for (auto& c : lower) c = static_cast<char>(std::tolower(c));
      headers[lower] = value;
    }
  }
  bool holds(const SignedParts& parts, std::int64_t at = now, const GatewayKey& by = key) const {
    const auto header = [this](std::string_view name) {
      const auto found = headers.find(name);
      return found == headers.end() ? std::string_view{} : std::string_view(found->second);
    };
    return gateway_signed(by, parts, header, at);
  }
};

}  // namespace

TEST_CASE("HMAC-SHA-256 is that of RFC 4231") {
  CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("a signature holds for what was signed, by that key, for five minutes") {
  const SignedParts parts{"POST", "/api/v1/messages/receipts", "{}"};
  const Signed good(parts);
  CHECK(good.holds(parts));
  CHECK(good.holds(parts, now + 300));
  CHECK(good.holds(parts, now - 300));
  CHECK_FALSE(good.holds(parts, now + 301));
  CHECK_FALSE(good.holds(parts, now - 301));
  CHECK_FALSE(good.holds({"PUT", parts.target, parts.body}));
  CHECK_FALSE(good.holds({"POST", "/api/v1/messages", parts.body}));
  CHECK_FALSE(good.holds({"POST", parts.target, "{ }"}));
  CHECK_FALSE(good.holds(parts, now, {"surety-1", "another secret of the gateway's"}));
  CHECK_FALSE(good.holds(parts, now, {"surety-2", key.secret}));
  for (const char* name : {"surety-key", "surety-timestamp", "surety-nonce", "surety-signature"}) {
    Signed lacks(parts);
    lacks.headers.erase(name);
    CHECK_FALSE(lacks.holds(parts));
    Signed other(parts);
    other.headers[name] = "1";
    CHECK_FALSE(other.holds(parts));
  }
}

TEST_CASE("an answer tells whether a message is on its way, may be tried again, or never will") {
  const auto secrets = memory_secrets();
  const Message message{"policy/1/3/sms-issued", "13812340000", "已出函。"};
  const auto answered = [&](int status, const std::string& headers = {}) {
    return sent_to(said(status, "", headers), message, *secrets);
  };
  for (int good : {200, 201, 202, 204}) CHECK(answered(good).failure.empty());
  for (int later : {302, 401, 403, 404, 408, 425, 429, 500, 502, 503}) {
    const auto sent = answered(later);
    CHECK(sent.id == message.id);
    CHECK(sent.failure == "gateway-answers-" + std::to_string(later));
    CHECK_FALSE(sent.for_good);
  }
  for (int never : {400, 409, 410, 413, 422}) CHECK(answered(never).for_good);
  CHECK(answered(503, "Retry-After: 7\r\n").again_after_ms == 7'000);
  CHECK(answered(503, "Retry-After: 99999\r\n").again_after_ms == 3'600'000);
  const auto cut = sent_to("", message, *secrets);
  CHECK(cut.failure == "gateway-unreachable");
  CHECK_FALSE(cut.for_good);
}

TEST_CASE("a sealed phone is opened on its way out, an erased one goes nowhere") {
  const auto secrets = memory_secrets();
  const std::string id = "k1", secret(32, 'k');
  secrets->put("key/" + id, secret);
  const auto sealed = seal("13812340000", id, secret);
  std::string heard;
  const SmallServer server([&](const std::string& request) { return heard = request, said(200); });
  {
    const auto notifier = gateway_notifier({server.url(), key}, *secrets);
    notifier->send({"policy/1/3/sms-issued", sealed, "已出函。"});
    while (notifier->sent().empty()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  CHECK(heard.find(R"("to":"13812340000")") != heard.npos);
  CHECK(heard.find("Idempotency-Key: policy/1/3/sms-issued\r\n") != heard.npos);
  secrets->erase("key/" + id);
  const auto gone = sent_to(said(200), {"policy/1/3/sms-issued", sealed, "已出函。"}, *secrets);
  CHECK(gone.failure == "recipient-erased");
  CHECK(gone.for_good);
}
