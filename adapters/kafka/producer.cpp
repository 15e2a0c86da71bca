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

}  // namespace

Producer::Producer(const KafkaSettings& settings, std::string topic, int copies_in_step_min)
    : settings_(settings), name_(std::move(topic)), copies_in_step_min_(copies_in_step_min) {}

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
  if (client)
    rd_kafka_purge(client.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT |
                                     RD_KAFKA_PURGE_F_NON_BLOCKING);
  return {};
}

Problem Producer::open() {
  if (auto error = make(); !error.empty()) return {error, false};
  thread_ = std::thread([this] { run(); });
  return {};
}

void Producer::append(int partition, const std::string& bytes) {
  if (bytes.size() > record_bytes_max) return refuse(bytes.size());
  std::lock_guard lock(client_mutex_);
  // An empty record is no absent one.
  const void* data = bytes.empty() ? "" : bytes.data();
  if (rd_kafka_produce(topic_.get(), partition, RD_KAFKA_MSG_F_COPY, const_cast<void*>(data),
                       bytes.size(), nullptr, 0, nullptr) == 0)
    return;
  // A full queue is nobody's fault but the brokers'; anything else ends this client.
  if (rd_kafka_last_error() == RD_KAFKA_RESP_ERR__QUEUE_FULL) suspect_ = true;
  else broken_ = true;
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
  broken_ = true;
  if (message.err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) return refuse(message.len);
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
  }
}

}  // namespace surety::kafka
