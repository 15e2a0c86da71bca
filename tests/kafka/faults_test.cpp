// Brokers that are down, die and come again under a journal that goes on appending.
#include <doctest/doctest.h>

#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "adapters/kafka/kafka_intake.hpp"
#include "adapters/kafka/kafka_journal.hpp"
#include "tests/adapters/journal_contract.hpp"
#include "tests/kafka/broker.hpp"

using namespace surety;
using namespace surety::testing;
using std::chrono::milliseconds;

namespace {

template <class Holds>
bool eventually(Holds holds, int seconds = 30) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return true;
}

/// Appends numbered records to three partitions without end and notes what it reads back.
class Writer {
 public:
  explicit Writer(Journal& journal) : journal_(journal) {
    journal_.on_durable([] {});
    thread_ = std::thread([this] { run(); });
  }
  ~Writer() { stop(); }
  void stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
  }
  std::size_t seen() const { return seen_; }
  const std::map<std::pair<int, std::int64_t>, std::string>& records() const { return records_; }
  bool gaps() const { return gaps_; }

 private:
  void run() {
    std::int64_t next[3] = {0, 0, 0};
    for (int i = 0; !stopping_; ++i) {
      journal_.append(i % 3, std::to_string(i));
      if (i % 5 == 0) std::this_thread::sleep_for(milliseconds(1));
      for (int p = 0; p < 3; ++p)
        for (const auto& entry : journal_.read(p, next[p], 1000, 1 << 20)) {
          gaps_ = gaps_ || entry.offset != next[p];
          next[p] = entry.offset + 1;
          records_[{p, entry.offset}] = entry.bytes;
          ++seen_;
        }
    }
  }

  Journal& journal_;
  std::atomic<bool> stopping_ = false, gaps_ = false;
  std::atomic<std::size_t> seen_ = 0;
  std::map<std::pair<int, std::int64_t>, std::string> records_;
  std::thread thread_;
};

std::unique_ptr<Journal> opened(const KafkaSettings& settings) {
  std::string error;
  auto journal = open_kafka_journal(settings, error);
  INFO(error);
  REQUIRE(journal != nullptr);
  return journal;
}

/// Whoever reads the topic afterwards finds each record where it was read back.
void check_kept(const KafkaSettings& settings, const Writer& writer) {
  CHECK_FALSE(writer.gaps());
  const auto journal = opened(settings);
  std::vector<std::vector<std::string>> all;
  for (int p = 0; p < 3; ++p) all.push_back(all_records(*journal, p));
  for (const auto& [where, bytes] : writer.records()) {
    const auto& partition = all[static_cast<std::size_t>(where.first)];
    REQUIRE(static_cast<std::size_t>(where.second) < partition.size());
    REQUIRE(partition[static_cast<std::size_t>(where.second)] == bytes);
  }
}

}  // namespace

TEST_CASE("faults: a broker that is down at the start is waited for, and told") {
  Broker broker(1);
  auto settings = broker.settings();
  broker.kill(1);

  settings.wait_ms = 1000;
  std::string error;
  CHECK(open_kafka_journal(settings, error) == nullptr);
  CHECK(error == "no broker answers at " + broker.brokers());

  std::vector<std::string> told;
  settings.wait_ms = 10'000;
  settings.waiting = [&](const std::string& why) {
    if (told.empty()) broker.start(1);
    told.push_back(why);
    return true;
  };
  const auto journal = open_kafka_journal(settings, error);
  REQUIRE(journal != nullptr);
  REQUIRE_FALSE(told.empty());
  CHECK(told[0] == "no broker answers at " + broker.brokers());
  Durable durable(*journal);
  journal->append(0, "a");
  durable.until(0, 1);
}

TEST_CASE("faults: a broker killed again and again loses nothing that was read back") {
  Broker broker(1);
  const auto settings = broker.settings();
  const auto journal = opened(settings);
  Writer writer(*journal);
  for (int round = 0; round < 3; ++round) {
    const auto before = writer.seen();
    REQUIRE(eventually([&] { return writer.seen() > before + 300; }));
    broker.kill(1);
    CHECK(eventually([&] { return !journal->trouble().empty(); }));
    CHECK(journal->trouble() == "no broker answers at " + broker.brokers());
    broker.start(1);
    CHECK(eventually([&] { return journal->trouble().empty(); }));
  }
  const auto before = writer.seen();
  REQUIRE(eventually([&] { return writer.seen() > before + 300; }));
  writer.stop();
  check_kept(settings, writer);
}

TEST_CASE("faults: a broker that stands still for longer than records wait is told") {
  Broker broker(1);
  const auto settings = broker.settings();
  const auto journal = opened(settings);
  Writer writer(*journal);
  REQUIRE(eventually([&] { return writer.seen() > 300; }));
  broker.pause(1);
  CHECK(eventually([&] { return !journal->trouble().empty(); }));
  broker.resume(1);
  CHECK(eventually([&] { return journal->trouble().empty(); }));
  const auto before = writer.seen();
  REQUIRE(eventually([&] { return writer.seen() > before + 300; }));
  writer.stop();
  check_kept(settings, writer);
}

TEST_CASE("faults: of three brokers one may die, and with two dead nothing is taken or lost") {
  Broker broker(3);
  const auto settings = broker.settings();
  const auto journal = opened(settings);
  Writer writer(*journal);
  REQUIRE(eventually([&] { return writer.seen() > 300; }));
  broker.kill(2);
  std::this_thread::sleep_for(milliseconds(500));
  auto before = writer.seen();
  CHECK(eventually([&] { return writer.seen() > before + 1000; }));
  broker.kill(3);
  CHECK(eventually([&] { return !journal->trouble().empty(); }));
  broker.start(3);
  broker.start(2);
  CHECK(eventually([&] { return journal->trouble().empty(); }, 60));
  before = writer.seen();
  CHECK(eventually([&] { return writer.seen() > before + 300; }));
  writer.stop();
  check_kept(settings, writer);
}

TEST_CASE("faults: commands handed over while no broker answers are there once one does") {
  Broker broker(1);
  const auto settings = broker.settings();
  std::string error;
  const auto intake = open_kafka_intake(settings, "a", error);
  REQUIRE(intake != nullptr);
  std::set<std::string> there;
  std::int64_t next = 0;
  const auto come = [&](std::size_t count) {
    return eventually([&] {
      for (const auto& entry : intake->read(0, next, 100)) {
        there.insert(entry.bytes);
        next = entry.offset + 1;
      }
      return there.size() == count;
    });
  };
  intake->append(0, "before");
  REQUIRE(come(1));
  CHECK(intake->trouble().empty());
  broker.kill(1);
  intake->append(0, "one");
  CHECK(eventually([&] { return !intake->trouble().empty(); }));
  CHECK(intake->trouble() == "no broker answers at " + broker.brokers());
  intake->append(0, "two");
  std::this_thread::sleep_for(std::chrono::seconds(8));  // the client library gives both up
  broker.start(1);
  CHECK(eventually([&] { return intake->trouble().empty(); }));
  CHECK(come(3));
}
