// One queue of the client library per partition, started, moved and stopped as leaders ask.
#include "adapters/kafka/intake_reader.hpp"

#include <spdlog/spdlog.h>

#include <chrono>

namespace surety::kafka {
namespace {

using std::chrono::milliseconds;
using Lock = std::unique_lock<std::mutex>;

constexpr std::size_t held_bytes_max = 1 << 20, drain_records = 1000;
/// A leader asks with every round of its node; longer than any round takes.
constexpr std::int64_t rest_after_ms = 10'000;
constexpr int seek_ms = 1000;

std::int64_t steady_ms() {
  return std::chrono::duration_cast<milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

IntakeReader::IntakeReader(const KafkaSettings& settings, std::string topic, int partitions)
    : settings_(settings), name_(std::move(topic)) {
  for (int p = 0; p < partitions; ++p) partitions_.push_back(std::make_unique<Partition>());
}

IntakeReader::~IntakeReader() {
  {
    Lock lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
  for (std::size_t p = 0; p < partitions_.size(); ++p) {
    if (!partitions_[p]->queue) continue;
    rd_kafka_queue_cb_event_enable(partitions_[p]->queue.get(), nullptr, nullptr);
    if (partitions_[p]->started) rd_kafka_consume_stop(topic_.get(), static_cast<int>(p));
  }
}

Problem IntakeReader::open(std::function<void()> arrived) {
  std::string error;
  // Old commands are deleted after a week: a leader that is further behind goes on behind them.
  client_ = make_client(Role::consumer, settings_, *this, error,
                        {{"auto.offset.reset", "earliest"}});
  if (!client_) return {error, false};
  topic_ = make_topic(client_.get(), name_);
  for (auto& part : partitions_) {
    part->queue.reset(rd_kafka_queue_new(client_.get()));
    rd_kafka_queue_cb_event_enable(
        part->queue.get(),
        [](rd_kafka_t*, void* self) { static_cast<IntakeReader*>(self)->wake(); }, this);
  }
  arrived_ = std::move(arrived);
  thread_ = std::thread([this] { run(); });
  return {};
}

void IntakeReader::wake() {
  Lock lock(mutex_);
  woken_ = true;
  wake_.notify_one();
}

std::vector<IntakeEntry> IntakeReader::read(int partition, std::int64_t offset, std::size_t max) {
  Lock lock(mutex_);
  auto& part = of(partition);
  part.asked_ms = steady_ms();
  if (part.next != offset) {
    part.entries.clear();
    part.bytes = 0;
    part.next = part.seek = offset;
    woken_ = true;
    wake_.notify_one();
    return {};
  }
  std::vector<IntakeEntry> out;
  const bool held_back = part.bytes >= held_bytes_max;
  while (!part.entries.empty() && out.size() < max) {
    part.bytes -= part.entries.front().bytes.size();
    out.push_back(std::move(part.entries.front()));
    part.entries.pop_front();
  }
  if (!out.empty()) part.next = out.back().offset + 1;
  if (held_back && part.bytes < held_bytes_max) {
    woken_ = true;
    wake_.notify_one();
  }
  return out;
}

void IntakeReader::run() {
  Lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, milliseconds(100), [this] { return stopping_ || woken_; });
    woken_ = false;
    lock.unlock();
    rd_kafka_poll(client_.get(), 0);
    bool arrived = false, more = false;
    for (int p = 0; p < static_cast<int>(partitions_.size()); ++p) {
      rest(p);
      go_to(p);
      arrived = drain(p, more) || arrived;
    }
    if (arrived) arrived_();
    lock.lock();
    woken_ = woken_ || more;
  }
}

void IntakeReader::rest(int partition) {
  auto& part = of(partition);
  if (!part.started) return;
  {
    Lock lock(mutex_);
    if (steady_ms() - part.asked_ms < rest_after_ms) return;
    part.next = part.seek = -1;
    part.entries.clear();
    part.bytes = 0;
  }
  rd_kafka_consume_stop(topic_.get(), partition);
  part.started = false;
}

void IntakeReader::go_to(int partition) {
  auto& part = of(partition);
  std::int64_t to = -1;
  {
    Lock lock(mutex_);
    to = part.seek;
  }
  if (to < 0) return;
  // An error comes while a leader changes: tried again with the next round.
  if (part.started) {
    if (rd_kafka_seek(topic_.get(), partition, to, seek_ms) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  } else {
    if (rd_kafka_consume_start_queue(topic_.get(), partition, to, part.queue.get()) != 0) return;
    part.started = true;
  }
  Lock lock(mutex_);
  if (part.seek == to) part.seek = -1;
}

/// True if something is there for a leader that waits.
bool IntakeReader::drain(int partition, bool& more) {
  auto& part = of(partition);
  {
    Lock lock(mutex_);
    if (part.next < 0 || part.seek >= 0 || part.bytes >= held_bytes_max) return false;
  }
  std::vector<IntakeEntry> entries;
  while (entries.size() < drain_records) {
    const Message message(rd_kafka_consume_queue(part.queue.get(), 0));
    if (!message) break;
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      spdlog::debug("kafka client: {} at record {}: {}", name_, message->offset,
                    rd_kafka_err2name(message->err));
      continue;
    }
    const auto* text = static_cast<const char*>(message->payload);
    entries.push_back({message->offset, text ? std::string(text, message->len) : std::string(),
                       Instant{rd_kafka_message_timestamp(message.get(), nullptr)}});
  }
  more = more || entries.size() == drain_records;
  if (entries.empty()) return false;
  Lock lock(mutex_);
  if (part.seek >= 0 || part.next < 0) return false;  // asked to go elsewhere meanwhile
  const auto last = part.entries.empty() ? -1 : part.entries.back().offset;
  for (auto& entry : entries) {
    if (entry.offset <= last) continue;
    part.bytes += entry.bytes.size();
    part.entries.push_back(std::move(entry));
  }
  return !part.entries.empty();
}

}  // namespace surety::kafka
