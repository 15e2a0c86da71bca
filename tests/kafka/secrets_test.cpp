// Secrets on a real broker: the contract, two nodes, their one key, brokers that are gone.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "adapters/identity/sessions.hpp"
#include "adapters/kafka/kafka_secrets.hpp"
#include "adapters/kafka/topics.hpp"
#include "tests/adapters/secrets_contract.hpp"
#include "tests/kafka/broker.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace surety;
using namespace surety::testing;

namespace {

using Path = std::filesystem::path;

std::unique_ptr<Secrets> opened(const KafkaSettings& settings, const Path& key) {
  std::string error;
  auto secrets = open_kafka_secrets(settings, key, error);
  INFO(error);
  REQUIRE(secrets != nullptr);
  return secrets;
}

std::string refusal(const KafkaSettings& settings, const Path& key) {
  std::string error;
  CHECK(open_kafka_secrets(settings, key, error) == nullptr);
  CHECK(error.find('\n') == std::string::npos);
  return error;
}

bool says(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

template <class F>
bool soon(F holds) {
  for (int i = 0; i < 500 && !holds(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return holds();
}

}  // namespace

TEST_CASE("secrets keep their contract on a topic") {
  TemporaryFolder folder;
  const auto settings = Broker::shared().settings();
  secrets_contract([&] { return opened(settings, folder.path() / "master.key"); });
}

TEST_CASE("two nodes see each other's secrets, sessions and wrong passwords") {
  TemporaryFolder folder;
  const auto key = folder.path() / "master.key";
  const auto settings = Broker::shared().settings();
  const auto a = opened(settings, key), b = opened(settings, key);
  CHECK(a->get("node/digest-key")->size() == 64);
  CHECK(a->get("node/digest-key") == b->get("node/digest-key"));
  for (int i = 0; i < 50; ++i) {
    const auto name = "key/" + std::to_string(i);
    (i % 2 ? a : b)->put(name, name);
    const auto& other = i % 2 ? b : a;
    other->refresh();
    REQUIRE(other->get(name) == name);
  }
  b->erase("key/7");
  CHECK(soon([&] { return !a->get("key/7"); }));

  const auto wall = [] { return std::int64_t{1'000'000}; };
  Sessions on_a(*a, std::chrono::hours(12), std::chrono::hours(1), wall);
  Sessions on_b(*b, std::chrono::hours(12), std::chrono::hours(1), wall);
  for (int i = 0; i < 20; ++i) REQUIRE(on_b.known(on_a.open("zhang").token));
  const auto one = on_a.open("li");
  CHECK(on_b.known(one.token)->account == "li");
  on_b.close(one.id);
  CHECK(soon([&] { return !on_a.known(one.token); }));
  on_a.close_all("zhang");
  CHECK(soon([&] { return b->references("session/").empty(); }));
  for (int i = 0; i < 5; ++i) (i % 2 ? on_a : on_b).failed("zhang");
  CHECK(soon([&] { return on_a.locked("zhang"); }));
  CHECK(soon([&] { return on_b.locked("zhang"); }));
}

TEST_CASE("nodes that do not have the one master key are told so") {
  TemporaryFolder folder;
  const auto key = folder.path() / "master.key", other = folder.path() / "other.key";
  const auto settings = Broker::shared().settings();
  opened(settings, key)->put("password/1", "hash");
  CHECK(says(refusal(settings, other), "other nodes have sealed secrets already: copy theirs"));
  CHECK_FALSE(std::filesystem::exists(other));
  std::ofstream(other, std::ios::binary) << std::string(32, 'x');
  CHECK(says(refusal(settings, other),
             "the master key is not the one these secrets were sealed with: " + other.string()));
  std::ofstream(other, std::ios::binary) << "short";
  CHECK(says(refusal(settings, other), "the master key must have 32 bytes"));
  CHECK(opened(settings, key)->get("password/1") == "hash");
}

TEST_CASE("of nodes that start together with different keys one goes on and keeps its secrets") {
  TemporaryFolder folder;
  const auto settings = Broker::shared().settings();
  std::vector<std::unique_ptr<Secrets>> secrets(3);
  std::vector<std::string> errors(3);
  std::vector<std::thread> nodes;
  for (std::size_t i = 0; i < 3; ++i)
    nodes.emplace_back([&, i] {
      secrets[i] = open_kafka_secrets(settings, folder.path() / std::to_string(i), errors[i]);
      if (secrets[i]) secrets[i]->put("password/1", "hash");
    });
  for (auto& node : nodes) node.join();
  int well = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    if (!secrets[i]) {
      CHECK(says(errors[i], errors[i].find("copy theirs") == std::string::npos
                                ? "the master key is not the one"
                                : "copy theirs"));
      continue;
    }
    ++well;
    secrets[i].reset();
    CHECK(opened(settings, folder.path() / std::to_string(i))->get("password/1") == "hash");
  }
  CHECK(well == 1);
}

TEST_CASE("a secrets topic that would forget is told") {
  TemporaryFolder folder;
  const auto settings = Broker::shared().settings();
  kafka::Topics topics(settings);
  REQUIRE_FALSE(topics.open());
  kafka::TopicFound found;
  for (int i = 0; i < 100 && found.partitions != 2; ++i)
    topics.ensure({settings.prefix + ".secrets", 2, 0, {{"cleanup.policy", "delete"}}}, found);
  const auto line = refusal(settings, folder.path() / "master.key");
  CHECK(says(line, ".secrets has 2 partitions, not 1"));
  CHECK(says(line, "cleanup.policy=delete, not compact"));
}

TEST_CASE("while brokers are gone secrets are read, not written, and go on afterwards") {
  TemporaryFolder folder;
  Broker broker(1);
  auto settings = broker.settings();
  settings.wait_ms = 3000;
  const auto key = folder.path() / "master.key";
  const auto secrets = opened(settings, key);
  secrets->put("password/1", "hash");
  broker.kill(1);
  const auto began = std::chrono::steady_clock::now();
  CHECK_THROWS_AS(secrets->put("password/2", "hash"), SecretsUnavailable);
  CHECK_THROWS_AS(secrets->erase("password/1"), SecretsUnavailable);
  secrets->refresh();
  secrets->refresh();
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(10));
  CHECK(secrets->get("password/1") == "hash");
  CHECK(says(refusal(settings, key), "no broker answers"));
  broker.start(1);
  CHECK(soon([&] {
    try {
      secrets->put("password/3", "hash");
      return true;
    } catch (const SecretsUnavailable&) {
      return false;
    }
  }));
  CHECK(opened(settings, key)->get("password/3") == "hash");
}
