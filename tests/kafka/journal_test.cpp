// The journal on a real broker: the contract, its topics, older records, several nodes.
#include <doctest/doctest.h>

#include <thread>

#include "adapters/kafka/kafka_journal.hpp"
#include "adapters/kafka/producer.hpp"
#include "adapters/kafka/reader.hpp"
#include "adapters/kafka/topics.hpp"
#include "tests/adapters/journal_contract.hpp"
#include "tests/kafka/broker.hpp"

using namespace surety;
using namespace surety::testing;

namespace {

std::unique_ptr<Journal> opened(const KafkaSettings& settings) {
  std::string error;
  auto journal = open_kafka_journal(settings, error);
  INFO(error);
  REQUIRE(journal != nullptr);
  return journal;
}

std::string refusal(const KafkaSettings& settings) {
  std::string error;
  CHECK(open_kafka_journal(settings, error) == nullptr);
  CHECK(error.find('\n') == std::string::npos);
  return error;
}

bool says(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

void make_topic(const KafkaSettings& settings, const std::string& what, int partitions,
                const std::map<std::string, std::string>& more) {
  kafka::Topics topics(settings);
  REQUIRE_FALSE(topics.open());
  kafka::TopicFound found;
  for (int i = 0; i < 100 && found.partitions != partitions; ++i)
    topics.ensure({settings.prefix + what, partitions, 0, more}, found);
  REQUIRE(found.partitions == partitions);
}

/// One record past the journal's own checks, and back from the brokers.
void put(const KafkaSettings& settings, const std::string& what, const std::string& bytes) {
  // Right after it was made a topic may have no leader yet.
  std::unique_ptr<kafka::Reader> reader;
  do reader = std::make_unique<kafka::Reader>(settings, settings.prefix + what, 1);
  while (reader->open().passing);
  kafka::Producer producer(settings, settings.prefix + what, 1);
  REQUIRE_FALSE(producer.open());
  producer.append(0, bytes);
  REQUIRE(reader->wait_for_end(0, 1));
}

void append(Journal& journal, int partition, const std::vector<std::string>& records) {
  Durable durable(journal);
  const auto end = journal.end(partition) + static_cast<std::int64_t>(records.size());
  for (const auto& record : records) journal.append(partition, record);
  durable.until(partition, end);
}

}  // namespace

TEST_CASE("the journal keeps its contract") {
  const auto settings = Broker::shared().settings();
  journal_contract([&] { return opened(settings); });
}

TEST_CASE("a topic that is not as it must be is told in one line") {
  auto& broker = Broker::shared();
  SUBCASE("another number of partitions") {
    auto settings = broker.settings();
    opened(settings);
    settings.partitions = 5;
    CHECK(says(refusal(settings), ".journal has 3 partitions, not 5"));
    settings.partitions = 0;
    CHECK(opened(settings)->partitions() == 3);
  }
  SUBCASE("partitions added later, which would part cases from their history") {
    auto settings = broker.settings();
    settings.partitions = 0;
    make_topic(settings, ".journal", 4, kafka::for_ever("", 0).settings);
    make_topic(settings, ".identity", 1, kafka::for_ever("", 0).settings);
    put(settings, ".identity", "1 abc 1 3");
    CHECK(says(refusal(settings), "the journal was made with 3 partitions, the topic"));
  }
  SUBCASE("records that would be forgotten") {
    const auto settings = broker.settings();
    make_topic(settings, ".journal", 3, {{"cleanup.policy", "compact"}, {"retention.ms", "1000"}});
    const auto line = refusal(settings);
    CHECK(says(line, "cleanup.policy=compact, not delete"));
    CHECK(says(line, "retention.ms=1000, not -1"));
    CHECK(says(line, "message.timestamp.type=CreateTime, not LogAppendTime"));
  }
  SUBCASE("records too small for a commit, and more brokers in step than there are") {
    const auto settings = broker.settings();
    auto wrong = kafka::for_ever("", 0).settings;
    wrong["max.message.bytes"] = "1000";
    wrong["min.insync.replicas"] = "2";
    make_topic(settings, ".journal", 3, wrong);
    const auto line = refusal(settings);
    CHECK(says(line, "max.message.bytes=1000, not at least 1048576"));
    CHECK(says(line, "min.insync.replicas=2 with 1 copies, not 1"));
  }
  SUBCASE("records that nobody has named") {
    const auto settings = broker.settings();
    make_topic(settings, ".journal", 3, kafka::for_ever("", 0).settings);
    put(settings, ".journal", "whose?");
    CHECK(says(refusal(settings), "does not say whose they are"));
  }
  SUBCASE("a name that is none") {
    const auto settings = broker.settings();
    make_topic(settings, ".identity", 1, kafka::for_ever("", 0).settings);
    put(settings, ".identity", "foreign bytes");
    CHECK(says(refusal(settings), "does not name a journal"));
  }
  SUBCASE("nothing there to be read") {
    auto settings = broker.settings();
    settings.read_only = true;
    CHECK(says(refusal(settings), "there is no topic " + settings.prefix + ".journal"));
  }
}

TEST_CASE("settings that the journal's promises rest on are refused") {
  KafkaSettings settings{.brokers = "127.0.0.1:1"};
  settings.client = {{"acks", "1"}};
  CHECK(says(refusal(settings), "kafka.acks cannot be set"));
  settings.client = {{"consumer.isolation.level", "read_committed"}};
  CHECK(says(refusal(settings), "kafka.isolation.level cannot be set"));
  settings.client = {{"no.such.key", "1"}};
  CHECK(says(refusal(settings), "kafka.no.such.key is no setting"));
  settings.client = {{"security.protocol", "secret"}};
  const auto line = refusal(settings);
  CHECK(says(line, "kafka.security.protocol cannot have the value"));
  CHECK_FALSE(says(line, "secret"));
  settings.client = {{"sasl.mechanism", "SCRAM-SHA-256"}};
  if (std::string(rd_kafka_version_str()) < "2.6.1") CHECK(says(refusal(settings), "2.6.1"));
  settings.client.clear();
  settings.prefix = "a b";
  CHECK(says(refusal(settings), "the prefix of topics"));
  settings.brokers = "";
  CHECK(says(refusal(settings), "no broker is named"));
}

TEST_CASE("nodes that open a new journal together agree on its name, and read each other") {
  const auto settings = Broker::shared().settings();
  std::vector<std::unique_ptr<Journal>> nodes(3);
  {
    std::vector<std::thread> threads;
    for (auto& node : nodes)
      threads.emplace_back([&] {
        std::string error;
        node = open_kafka_journal(settings, error);
      });
    for (auto& t : threads) t.join();
  }
  for (auto& node : nodes) {
    REQUIRE(node != nullptr);
    CHECK(node->name() == nodes[0]->name());
  }
  Durable durable(*nodes[2]);
  nodes[0]->append(1, "from the first");
  durable.until(1, 1);
  nodes[1]->append(1, "from the second");
  durable.until(1, 2);
  CHECK(nodes[2]->read(1, 0, 10, 1000)[0].bytes == "from the first");
  CHECK(nodes[2]->read(1, 1, 10, 1000)[0].bytes == "from the second");
}

TEST_CASE("older records than memory holds are fetched again, in any order") {
  auto settings = Broker::shared().settings();
  settings.window_bytes_max = 64 << 10;
  std::vector<std::string> records;
  for (int i = 0; i < 2000; ++i) records.push_back(std::to_string(i) + std::string(1000, 'x'));
  append(*opened(settings), 1, records);
  settings.read_only = true;
  const auto journal = opened(settings);
  CHECK(journal->end(1) == 2000);
  CHECK(all_records(*journal, 1) == records);
  for (std::int64_t offset : {1999, 0, 1000, 999, 1500, 3, 1998}) {
    const auto read = journal->read(1, offset, 1, 1);
    REQUIRE(read.size() == 1);
    CHECK(read[0].offset == offset);
    CHECK(read[0].bytes == records[static_cast<std::size_t>(offset)]);
  }
  // Somebody listens: nothing waits, all comes, and what others append goes on coming.
  std::mutex mutex;
  std::condition_variable came;
  std::uint64_t times = 0;
  journal->on_durable([&] {
    std::lock_guard lock(mutex);
    ++times;
    came.notify_all();
  });
  std::int64_t next = 0;
  while (next < 2000) {
    std::uint64_t before;
    {
      std::lock_guard lock(mutex);
      before = times;
    }
    const auto read = journal->read(1, next, 100, 1 << 20);
    for (const auto& entry : read) {
      REQUIRE(entry.offset == next++);
      REQUIRE(entry.bytes == records[static_cast<std::size_t>(entry.offset)]);
    }
    if (!read.empty()) continue;
    std::unique_lock lock(mutex);
    REQUIRE(came.wait_for(lock, std::chrono::seconds(20), [&] { return times != before; }));
  }
}

TEST_CASE("every record says when the brokers took it") {
  const auto wall = [] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  const auto journal = opened(Broker::shared().settings());
  const auto before = wall();
  append(*journal, 0, {"a"});
  const auto at = journal->read(0, 0, 1, 100)[0].appended_at;
  REQUIRE(at);
  CHECK(at->ms >= before);
  CHECK(at->ms <= wall());
}

TEST_CASE("a record larger than the brokers take is told and stops no other") {
  const auto journal = opened(Broker::shared().settings());
  journal->append(0, std::string(2 << 20, 'x'));
  CHECK(says(journal->trouble(), "2097152 bytes is larger than the brokers take"));
  append(*journal, 0, {"small"});
  CHECK(journal->read(0, 0, 1, 100)[0].bytes == "small");
  for (int i = 0; i < 100 && !journal->trouble().empty(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(journal->trouble().empty());
  CHECK(journal->end(0) == 1);
}
