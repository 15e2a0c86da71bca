// The intake on a real broker: reading by offset, garbage, retention, and who is named for what.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "adapters/kafka/agreement.hpp"
#include "adapters/kafka/kafka_intake.hpp"
#include "adapters/kafka/kafka_journal.hpp"
#include "adapters/kafka/reader.hpp"
#include "adapters/kafka/topics.hpp"
#include "tests/kafka/broker.hpp"

using namespace surety;
using namespace surety::testing;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

namespace {

std::unique_ptr<KafkaIntake> opened(const KafkaSettings& settings, const std::string& node = "a") {
  std::string error;
  auto intake = open_kafka_intake(settings, node, error);
  INFO(error);
  REQUIRE(intake != nullptr);
  return intake;
}

template <class Holds>
bool eventually(Holds holds, int seconds = 20) {
  const auto until = Steady::now() + std::chrono::seconds(seconds);
  while (!holds()) {
    if (Steady::now() > until) return false;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return true;
}

/// As a leader does: asks until there are so many, from `offset` on.
std::vector<IntakeEntry> taken(Intake& intake, int partition, std::int64_t offset,
                               std::size_t count) {
  std::vector<IntakeEntry> all;
  eventually([&] {
    for (auto& entry : intake.read(partition, all.empty() ? offset : all.back().offset + 1, 2))
      all.push_back(std::move(entry));
    return all.size() >= count;
  });
  return all;
}

std::vector<std::string> texts(const std::vector<IntakeEntry>& entries) {
  std::vector<std::string> all;
  for (const auto& e : entries) all.push_back(e.bytes);
  return all;
}

int named(const KafkaIntake& intake) {
  int count = 0;
  for (int p = 0; p < 3; ++p) count += intake.names_me(p);
  return count;
}

/// As retention does after a week.
void delete_before(const KafkaSettings& settings, int partition, std::int64_t offset) {
  struct Deaf : kafka::Listener {
    void failed(rd_kafka_resp_err_t, const char*) override {}
  } deaf;
  std::string error;
  const auto client = kafka::make_client(kafka::Role::producer, settings, deaf, error);
  REQUIRE(client != nullptr);
  const kafka::Partitions which(rd_kafka_topic_partition_list_new(1));
  const auto topic = settings.prefix + ".commands";
  rd_kafka_topic_partition_list_add(which.get(), topic.c_str(), partition)->offset = offset;
  auto* one = rd_kafka_DeleteRecords_new(which.get());
  const kafka::Queue queue(rd_kafka_queue_new(client.get()));
  rd_kafka_DeleteRecords(client.get(), &one, 1, nullptr, queue.get());
  const kafka::Event done(rd_kafka_queue_poll(queue.get(), 10'000));
  rd_kafka_DeleteRecords_destroy(one);
  REQUIRE(done != nullptr);
  REQUIRE(rd_kafka_event_error(done.get()) == RD_KAFKA_RESP_ERR_NO_ERROR);
}

}  // namespace

TEST_CASE("intake: commands are read from where a leader asks, with the brokers' time") {
  const auto settings = Broker::shared().settings();
  const auto intake = opened(settings);
  for (const char* text : {"a", "b", "c", "d"}) intake->append(1, text);
  intake->append(2, "other");
  auto entries = taken(*intake, 1, 0, 4);
  CHECK(texts(entries) == std::vector<std::string>{"a", "b", "c", "d"});
  const auto now = std::chrono::duration_cast<milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  CHECK(std::abs(entries[0].appended_at.ms - now) < 60'000);

  CHECK(texts(taken(*intake, 1, 1, 3)) == std::vector<std::string>{"b", "c", "d"});
  intake->append(1, "e");
  CHECK(texts(taken(*intake, 1, 4, 1)) == std::vector<std::string>{"e"});
  CHECK(texts(taken(*intake, 2, 0, 1)) == std::vector<std::string>{"other"});

  // Another node reads the same.
  const auto second = opened(settings, "b");
  CHECK(texts(taken(*second, 1, 3, 2)) == std::vector<std::string>{"d", "e"});
}

TEST_CASE("intake: what was deleted is passed over, and so is what never was") {
  const auto settings = Broker::shared().settings();
  const auto intake = opened(settings);
  for (const char* text : {"a", "b", "c", "d"}) intake->append(0, text);
  REQUIRE(taken(*intake, 0, 0, 4).size() == 4);
  delete_before(settings, 0, 2);
  const auto later = opened(settings, "b");
  const auto entries = taken(*later, 0, 0, 2);
  CHECK(texts(entries) == std::vector<std::string>{"c", "d"});
  CHECK(entries[0].offset == 2);
  CHECK(texts(taken(*later, 0, 1000, 2)) == std::vector<std::string>{"c", "d"});
}

TEST_CASE("intake: garbage is kept aside with where it came from") {
  const auto settings = Broker::shared().settings();
  const auto intake = opened(settings);
  intake->set_aside(1, {7, "no command", {}});
  kafka::Reader reader(settings, settings.prefix + ".commands.aside", 1);
  REQUIRE_FALSE(reader.open());
  REQUIRE(reader.wait_for_end(0, 1));
  CHECK(reader.read(0, 0, 1, 1)[0].bytes == "no command");
}

TEST_CASE("intake: a topic that is not as it must be is told in one line") {
  auto settings = Broker::shared().settings();
  opened(settings);
  settings.partitions = 5;
  std::string error;
  CHECK(open_kafka_intake(settings, "a", error) == nullptr);
  CHECK(error == "the topic " + settings.prefix + ".commands has 3 partitions, not 5");
}

TEST_CASE("intake: nodes share the partitions out, alone one has all of them") {
  const auto settings = Broker::shared().settings();
  std::atomic<int> told = 0;
  const auto one = opened(settings, "one");
  CHECK(named(*one) == 0);
  one->join([&] { ++told; });
  CHECK(eventually([&] { return named(*one) == 3; }));
  CHECK(eventually([&] { return told > 0; }));  // told after it is so, not before
  auto two = opened(settings, "two");
  two->join([] {});
  CHECK(eventually([&] { return named(*one) + named(*two) == 3 && named(*two) > 0; }));
  for (int p = 0; p < 3; ++p) CHECK(one->names_me(p) != two->names_me(p));
  two->leave();
  CHECK(eventually([&] { return named(*one) == 3; }, 3));
}

TEST_CASE("intake: a second node of one name is refused, the first one stays") {
  const auto settings = Broker::shared().settings();
  const auto one = opened(settings, "twin");
  one->join([] {});
  REQUIRE(eventually([&] { return named(*one) == 3; }));
  const auto two = opened(settings, "twin");
  std::atomic<bool> told = false;
  two->join([&] { told = true; });
  CHECK(eventually([&] { return named(*one) == 3 && !two->refused().empty(); }));
  CHECK(told);
  CHECK(two->refused().find("has the name twin") != std::string::npos);
  CHECK(one->refused().empty());
  CHECK(named(*two) == 0);
}

TEST_CASE("intake: what nodes must do alike is said by the first") {
  const auto settings = Broker::shared().settings();
  std::string error;
  REQUIRE(open_kafka_journal(settings, error) != nullptr);
  CHECK(agreed_note(settings, "clock", "manual", error) == "manual");
  CHECK(agreed_note(settings, "clock", "system", error) == "manual");
  CHECK(agreed_note(settings, "other", "x", error) == "x");
  CHECK(error.empty());
  REQUIRE(open_kafka_journal(settings, error) != nullptr);
}
