// The producer's thread hears what became of records, renews the client, asks after the brokers.
#include "adapters/kafka/producer.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

namespace surety::kafka {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int poll_ms = 50, probe_ms = 1000;
constexpr auto probe_every = milliseconds(250), renew_every = milliseconds(250);
/// What brokers take, less the room for a batch's own head.
constexpr std::size_t record_bytes_max = (1 << 20) - 1024;
/// Whoever waits for a command has been told after that time that it was lost.
constexpr std::int64_t keep_ms = 60'000;
constexpr std::size_t kept_bytes_max = 64 << 20;

std::int64_t steady_ms() {
  return std::chrono::duration_cast<milliseconds>(Steady::now().time_since_epoch()).count();
}

}  // namespace

Producer::Producer(const KafkaSettings& settings, std::string topic, int copies_in_step_min,
                   Lost lost)
    : settings_(settings),
      name_(std::move(topic)),
      copies_in_step_min_(copies_in_step_min),
      lost_(lost) {}

Producer::~Producer() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  if (!client_) return;
  // What was handed over may still go out; nobody waits long for it.
  rd_kafka_flush(client_.get(), trouble_.empty() ? 500 : 0);
  rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  topic_.reset();
}

std::string Producer::make() {
  std::string error;
  auto client = make_client(Role::producer, settings_, *this, error);
  if (!client) return error;
  auto topic = make_topic(client.get(), name_);
  // The first record of a topic unknown to the client would wait up to a second.
  rd_kafka_resp_err_t ignored;
  ask_metadata(client.get(), topic.get(), probe_ms, ignored);
  {
    std::lock_guard lock(client_mutex_);
    std::swap(topic_, topic);
    std::swap(client_, client);
  }
  topic.reset();
  if (!client) return {};
  rd_kafka_purge(client.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT |
                                   RD_KAFKA_PURGE_F_NON_BLOCKING);
  rd_kafka_flush(client.get(), probe_ms);  // tells what it still had
  return {};
}

Problem Producer::open() {
  if (auto error = make(); !error.empty()) return {error, false};
  thread_ = std::thread([this] { run(); });
  return {};
}

void Producer::append(int partition, const std::string& bytes) {
  if (bytes.size() > record_bytes_max) return refuse(bytes.size());
  hand_over(partition, bytes, steady_ms());
}

void Producer::hand_over(int partition, const std::string& bytes, std::int64_t since_ms) {
  {
    std::lock_guard lock(client_mutex_);
    // An empty record is no absent one.
    const void* data = bytes.empty() ? "" : bytes.data();
    // What the report brings back is no address, but when the record was handed over first.
    if (rd_kafka_produce(topic_.get(), partition, RD_KAFKA_MSG_F_COPY, const_cast<void*>(data),
                         bytes.size(), nullptr, 0, reinterpret_cast<void*>(since_ms)) == 0)
      return;
    // A full queue is nobody's fault but the brokers'; anything else ends this client.
    if (rd_kafka_last_error() == RD_KAFKA_RESP_ERR__QUEUE_FULL) suspect_ = true;
    else broken_ = true;
  }
  keep(partition, bytes, since_ms);
}

void Producer::keep(int partition, std::string bytes, std::int64_t since_ms) {
  if (lost_ == Lost::given_up || steady_ms() - since_ms > keep_ms) return;
  std::lock_guard lock(kept_mutex_);
  if (kept_bytes_ + bytes.size() > kept_bytes_max) return;
  kept_bytes_ += bytes.size();
  kept_.push_back({partition, std::move(bytes), since_ms});
}

void Producer::append_again() {
  std::deque<Kept> all;
  {
    std::lock_guard lock(kept_mutex_);
    all.swap(kept_);
    kept_bytes_ = 0;
  }
  for (const auto& kept : all)
    if (steady_ms() - kept.since_ms <= keep_ms)
      hand_over(kept.partition, kept.bytes, kept.since_ms);
}

std::string Producer::trouble() const {
  std::lock_guard lock(trouble_mutex_);
  return trouble_;
}

void Producer::tell(std::string trouble) {
  std::lock_guard lock(trouble_mutex_);
  trouble_ = std::move(trouble);
}

void Producer::refuse(std::size_t bytes) {
  auto why = fmt::format("a record of {} bytes is larger than the brokers take", bytes);
  spdlog::error("journal: {}", why);
  tell(std::move(why));
}

void Producer::failed(rd_kafka_resp_err_t error, const char* why) {
  spdlog::debug("kafka client: {}: {}", rd_kafka_err2name(error), why);
  if (error == RD_KAFKA_RESP_ERR__FATAL) broken_ = true;
  // One lost connection says little; the brokers are asked.
  suspect_ = true;
}

void Producer::delivered(const rd_kafka_message_t& message) {
  if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) return;
  // Of a client that has been replaced already: that says nothing of its successor.
  const bool purged = message.err == RD_KAFKA_RESP_ERR__PURGE_QUEUE ||
                      message.err == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT;
  broken_ = broken_ || !purged;
  if (message.err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) return refuse(message.len);
  keep(message.partition, {static_cast<const char*>(message.payload), message.len},
       reinterpret_cast<std::int64_t>(message._private));
  if (purged) return;
  if (trouble().empty()) tell(in_words(message.err, settings_));
}

std::string Producer::probe() {
  rd_kafka_resp_err_t error;
  const auto metadata = ask_metadata(client_.get(), topic_.get(), probe_ms, error);
  if (!metadata) return in_words(error, settings_);
  const auto& topic = metadata->topics[0];
  if (topic.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    return fmt::format("the topic {} is gone", name_);
  if (topic.err != RD_KAFKA_RESP_ERR_NO_ERROR) return in_words(topic.err, settings_);
  for (int i = 0; i < topic.partition_cnt; ++i) {
    const auto& p = topic.partitions[i];
    if (p.leader < 0) return fmt::format("partition {} of {} has no leader", p.id, name_);
    if (p.isr_cnt < copies_in_step_min_)
      return fmt::format("partition {} of {} has {} brokers in step, {} are needed", p.id, name_,
                         p.isr_cnt, copies_in_step_min_);
  }
  return {};
}

// Only this thread replaces the handles, so it may use them without the lock.
void Producer::run() {
  auto probed = Steady::now() - probe_every, renewed = Steady::now() - renew_every;
  while (!stopping_) {
    rd_kafka_poll(client_.get(), poll_ms);
    const auto now = Steady::now();
    if (broken_ && now - renewed >= renew_every) {
      broken_ = false;
      suspect_ = true;
      if (auto error = make(); !error.empty()) tell(error);
      renewed = Steady::now();
    }
    if ((suspect_ || !trouble().empty()) && now - probed >= probe_every) {
      suspect_ = false;
      tell(probe());
      probed = Steady::now();
    }
    if (!broken_ && trouble().empty()) append_again();
  }
}

}  // namespace surety::kafka
