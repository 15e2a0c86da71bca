// What is published is read from the read models, where nothing void ever stands: no second judge.
// One thread reads, hands over and hears what the brokers took.
#include "adapters/kafka/publisher.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "adapters/kafka/public_event.hpp"
#include "adapters/kafka/topics.hpp"
#include "engine/fold_event.hpp"
#include "engine/fold_keys.hpp"
#include "events/binary.hpp"
#include "projections/events.hpp"
#include "projections/table.hpp"

namespace surety {
namespace kafka {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t in_flight_max = 2'000;  ///< of one partition
constexpr auto look_every = milliseconds(100), renew_every = milliseconds(250);
constexpr auto patience = std::chrono::seconds(30);
constexpr int poll_ms = 5, ask_ms = 1000;

// A record that timed out alone would leave a gap behind which others stand already, and whoever
// drops what is not above the highest would lose it. So none ever times out: the client is given
// up as a whole.
const std::map<std::string, std::string> own_settings{{"message.timeout.ms", "0"},
                                                      {"enable.gapless.guarantee", "true"},
                                                      {"linger.ms", "5"}};

struct Flight {
  std::int64_t sequence = 0;
  bool landed = false;
};

struct Part {
  bool leading = false;
  std::int64_t sequence = 0, index = 0;  ///< the next place to read
  std::int64_t told = 0;                 ///< up to there the brokers have everything
  std::int64_t read = 0;                 ///< commits up to there have been read whole
  std::deque<Flight> flights;            ///< their places in memory are the records' opaques

  std::int64_t mark() const { return flights.empty() ? read : flights.front().sequence - 1; }
  void resume(std::int64_t behind) {
    read = behind;
    sequence = behind + 1;
    index = 0;
  }
};

class KafkaPublisher final : public Publisher, public Listener {
 public:
  KafkaPublisher(const KafkaSettings& settings, Runtime& runtime)
      : settings_(settings),
        runtime_(runtime),
        parts_(static_cast<std::size_t>(runtime.partitions())) {}
  ~KafkaPublisher() override;
  std::string open();

 private:
  Problem ensure_topics();
  void failed(rd_kafka_resp_err_t error, const char*) override {
    if (error == RD_KAFKA_RESP_ERR__FATAL) broken_ = true;
  }
  void delivered(const rd_kafka_message_t&) override;
  void run();
  void wait();
  bool renew();
  void give_up_client();
  void look();
  void read(int partition, const StoreReader&);
  bool send(int partition, const events_detail::EventRow&, const HistoryEntry&);
  void say(const std::string& trouble);
  bool flying() const;

  const KafkaSettings settings_;
  Runtime& runtime_;
  Handle client_;
  std::map<std::string, Topic, std::less<>> topics_;  ///< by kind
  std::vector<Part> parts_;
  bool broken_ = true;
  std::string trouble_;
  Steady::time_point renewed_{}, landed_{};
  std::mutex mutex_;  ///< for the two below
  std::condition_variable wake_;
  bool news_ = false, stopping_ = false;
  int subscription_ = 0;
  std::thread thread_;
};

KafkaPublisher::~KafkaPublisher() {
  if (!thread_.joinable()) return;
  runtime_.unsubscribe(subscription_);
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

Problem KafkaPublisher::ensure_topics() {
  Topics topics(settings_);
  if (auto problem = topics.open()) return problem;
  for (const Kind* kind : listed_kinds()) {
    TopicWish wish{.name = public_topic(settings_.prefix, kind->name),
                   .partitions = runtime_.partitions(),
                   .settings = {{"cleanup.policy", "delete"}},
                   .if_new = for_ever("", 0).settings};
    TopicFound found;
    if (auto problem = topics.ensure(wish, found)) return problem;
  }
  return {};
}

std::string KafkaPublisher::open() {
  auto error = open_when_brokers_answer(settings_, [this] { return ensure_topics(); });
  if (!error.empty()) return error;
  subscription_ = runtime_.subscribe([this](int, const Commit&) {
    const std::lock_guard lock(mutex_);
    news_ = true;
    wake_.notify_one();
  });
  thread_ = std::thread([this] { run(); });
  return {};
}

void KafkaPublisher::say(const std::string& trouble) {
  if (trouble == trouble_) return;
  if (trouble.empty()) spdlog::info("public events are published again");
  else spdlog::error("public events wait: {}", trouble);
  trouble_ = trouble;
}

bool KafkaPublisher::flying() const {
  return std::any_of(parts_.begin(), parts_.end(),
                     [](const Part& part) { return !part.flights.empty(); });
}

void KafkaPublisher::run() {
  for (;;) {
    wait();
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) break;
      news_ = false;
    }
    if (broken_ && !renew()) continue;
    look();
  }
  // What is in flight may still land; whoever leads next publishes it again otherwise.
  for (int i = 0; i < 100 && flying() && !broken_; ++i) rd_kafka_poll(client_.get(), poll_ms);
  give_up_client();
}

// While records are in flight the wait is for their fate, else for a commit.
void KafkaPublisher::wait() {
  if (client_ && !broken_) {
    const bool flew = flying();
    rd_kafka_poll(client_.get(), flew ? poll_ms : 0);
    if (flew && Steady::now() - landed_ > patience) {
      say("the brokers at " + settings_.brokers + " take none");
      broken_ = true;
    }
    if (flew) return;
  }
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, look_every, [this] { return news_ || stopping_; });
}

void KafkaPublisher::give_up_client() {
  if (!client_) return;
  rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  rd_kafka_flush(client_.get(), 1000);
  topics_.clear();
  client_.reset();
}

/// A fresh client goes on behind what the brokers are known to have.
bool KafkaPublisher::renew() {
  if (Steady::now() - renewed_ < renew_every) return false;
  renewed_ = Steady::now();
  give_up_client();
  for (auto& part : parts_) {
    part.flights.clear();
    part.resume(part.told);
  }
  std::string error;
  client_ = make_client(Role::producer, settings_, *this, error, own_settings);
  if (!client_) {
    say(error);
    return false;
  }
  for (const Kind* kind : listed_kinds())
    topics_[kind->name] =
        make_topic(client_.get(), public_topic(settings_.prefix, kind->name));
  // Of all these topics at once: the first record of an unknown one would wait up to a second.
  rd_kafka_resp_err_t answer;
  if (!ask_metadata(client_.get(), nullptr, ask_ms, answer)) {
    say(in_words(answer, settings_));
    return false;
  }
  broken_ = false;
  landed_ = Steady::now();
  return true;
}

void KafkaPublisher::delivered(const rd_kafka_message_t& message) {
  if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    const bool purged = message.err == RD_KAFKA_RESP_ERR__PURGE_QUEUE ||
                        message.err == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT;
    if (!purged) say(in_words(message.err, settings_));
    broken_ = true;
    return;
  }
  static_cast<Flight*>(message._private)->landed = true;
  landed_ = Steady::now();
  if (!broken_) say("");
}

void KafkaPublisher::look() {
  const auto status = runtime_.status();
  const bool flew = flying();
  std::unique_ptr<StoreReader> store;
  for (std::size_t p = 0; p < parts_.size() && p < status.size(); ++p) {
    auto& part = parts_[p];
    const auto& position = status[p].position;
    while (!part.flights.empty() && part.flights.front().landed) part.flights.pop_front();
    // Another node may have led, and published, meanwhile.
    if (position.published > part.read) part.resume(position.published);
    part.told = std::max({part.told, position.published, part.mark()});
    part.leading = status[p].leading;
    if (!part.leading) continue;
    runtime_.published(static_cast<int>(p), part.told);
    if (position.sequence <= part.read || part.flights.size() >= in_flight_max) continue;
    if (!store) store = runtime_.snapshot();
    read(static_cast<int>(p), *store);
    if (broken_) return;
  }
  if (!flew) landed_ = Steady::now();
}

void KafkaPublisher::read(int partition, const StoreReader& store) {
  auto& part = parts_[static_cast<std::size_t>(partition)];
  const FoldReader fold(store, runtime_.partitions());
  const std::string rows = partition_prefix(partition) + 'E';
  bool whole = true;
  store.scan(
      events_family(), rows + big_endian64(part.sequence) + big_endian64(part.index),
      after_prefix(rows), [&](std::string_view key, std::string_view value) {
        const auto place = key.substr(rows.size());
        const auto sequence = from_big_endian64(place);
        whole = false;
        events_detail::EventRow row;
        if (part.flights.size() >= in_flight_max || !from_binary(value, row)) return false;
        const auto [kind, id] = split_case_key(row.case_key);
        const auto found = fold.history(kind, id, row.version - 1, 1);
        // After a crash the histories may stand behind the events; they come.
        if (found.empty() || found[0].position.sequence != sequence) return false;
        if (!send(partition, row, found[0])) return false;
        part.read = sequence - 1;  // its commit may have more
        part.sequence = sequence;
        part.index = found[0].index + 1;
        return whole = true;
      });
  if (!whole) return;
  const auto until = std::min(fold.position(events_family(), partition).sequence,
                              fold.position(fold_family(), partition).sequence);
  if (until >= part.sequence) part.resume(until);
}

bool KafkaPublisher::send(int partition, const events_detail::EventRow& row,
                          const HistoryEntry& entry) {
  auto& part = parts_[static_cast<std::size_t>(partition)];
  const auto topic = topics_.find(split_case_key(row.case_key).first);
  if (topic == topics_.end()) return true;
  auto headers = public_headers(entry, row.root);
  part.flights.push_back({entry.position.sequence});
  const auto error = rd_kafka_producev(
      client_.get(), RD_KAFKA_V_RKT(topic->second.get()), RD_KAFKA_V_PARTITION(partition),
      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(row.root.data(), row.root.size()),
      RD_KAFKA_V_VALUE(const_cast<char*>(entry.event.data.data()), entry.event.data.size()),
      RD_KAFKA_V_HEADERS(headers.get()), RD_KAFKA_V_OPAQUE(&part.flights.back()), RD_KAFKA_V_END);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
    headers.release();  // the client's now
    return true;
  }
  part.flights.pop_back();
  if (error == RD_KAFKA_RESP_ERR__QUEUE_FULL) return false;
  say(in_words(error, settings_));
  broken_ = true;
  return false;
}

}  // namespace
}  // namespace kafka

std::unique_ptr<Publisher> open_publisher(const KafkaSettings& settings, Runtime& runtime,
                                          std::string& error) {
  auto publisher = std::make_unique<kafka::KafkaPublisher>(settings, runtime);
  error = publisher->open();
  if (!error.empty()) return nullptr;
  return publisher;
}

}  // namespace surety
