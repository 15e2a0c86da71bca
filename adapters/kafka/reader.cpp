// One queue of the client library for each partition, so that a slow reader of one stops no other.
// By the legacy consumer: it needs no group, and its queues hold back the brokers by themselves.
#include "adapters/kafka/reader.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace surety::kafka {
namespace {

using std::chrono::milliseconds;
using Lock = std::unique_lock<std::mutex>;

/// Of each partition, read at the start: a node that was stopped in order needs no older ones.
constexpr std::int64_t first_records = 100;
constexpr std::size_t drain_records = 1000, drain_bytes = 1 << 20;
constexpr int seeks_max = 5;

}  // namespace

Reader::Reader(const KafkaSettings& settings, std::string topic, int partitions)
    : settings_(settings), name_(std::move(topic)) {
  for (int p = 0; p < partitions; ++p)
    partitions_.push_back(std::make_unique<Partition>(settings.window_bytes_max));
}

Reader::~Reader() {
  {
    Lock lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
  for (std::size_t p = 0; p < partitions_.size(); ++p) {
    if (!partitions_[p]->queue) continue;
    rd_kafka_queue_cb_event_enable(partitions_[p]->queue.get(), nullptr, nullptr);
    rd_kafka_consume_stop(topic_.get(), static_cast<int>(p));
  }
}

Problem Reader::find_ends() {
  const int count = static_cast<int>(partitions_.size());
  std::vector<std::int64_t> oldest, ends;
  for (auto [edge, offsets] : {std::pair(Edge::oldest, &oldest), std::pair(Edge::end, &ends)})
    if (auto problem = ask_offsets(client_.get(), name_, count, edge, settings_.wait_ms, settings_,
                                   *offsets))
      return problem;
  for (int p = 0; p < count; ++p) {
    const auto at = static_cast<std::size_t>(p);
    if (oldest[at] > 0)
      return {fmt::format("partition {} of {} begins at record {}: older ones were deleted", p,
                          name_, oldest[at]),
              false};
    of(p).end = ends[at];
  }
  return {};
}

Problem Reader::open() {
  std::string error;
  client_ = make_client(Role::consumer, settings_, *this, error);
  if (!client_) return {error, false};
  topic_ = make_topic(client_.get(), name_);
  const int count = static_cast<int>(partitions_.size());
  if (auto problem = find_ends()) return problem;
  for (int p = 0; p < count; ++p) {
    auto& part = of(p);
    const auto from = std::max<std::int64_t>(0, part.end - first_records);
    part.window.restart(from, false);
    Queue queue(rd_kafka_queue_new(client_.get()));
    rd_kafka_queue_cb_event_enable(
        queue.get(), [](rd_kafka_t*, void* self) { static_cast<Reader*>(self)->wake(); }, this);
    if (rd_kafka_consume_start_queue(topic_.get(), p, from, queue.get()) != 0)
      return {in_words(rd_kafka_last_error(), settings_), true};
    part.queue = std::move(queue);
  }
  thread_ = std::thread([this] { run(); });
  return {};
}

void Reader::wake() {
  Lock lock(mutex_);
  woken_ = true;
  wake_.notify_one();
}

std::int64_t Reader::end(int partition) const {
  Lock lock(mutex_);
  return partitions_[static_cast<std::size_t>(partition)]->end;
}

void Reader::on_durable(std::function<void()> f) {
  Lock lock(mutex_);
  on_durable_ = std::move(f);
}

bool Reader::wait_for_end(int partition, std::int64_t end) {
  Lock lock(mutex_);
  return arrived_.wait_for(lock, milliseconds(settings_.wait_ms),
                           [&] { return of(partition).end >= end; });
}

std::vector<JournalEntry> Reader::read(int partition, std::int64_t offset, std::size_t max_records,
                                       std::size_t max_bytes) {
  Lock lock(mutex_);
  auto& part = of(partition);
  if (offset >= part.end || max_records == 0) return {};
  const auto until = std::chrono::steady_clock::now() + milliseconds(settings_.wait_ms);
  for (;;) {
    if (part.window.holds(offset)) {
      const bool held_back = part.window.full();
      auto entries = part.window.read(offset, max_records, max_bytes);
      if (held_back && !part.window.full()) {
        woken_ = true;
        wake_.notify_one();
      }
      return entries;
    }
    if (!part.damage.empty()) throw std::runtime_error(part.damage);
    if (part.window.next() == offset) {
      part.window.wait_for_next();
    } else {
      part.window.restart(offset, true);
      part.seek = offset;
    }
    woken_ = true;
    wake_.notify_one();
    if (on_durable_) return {};
    // After one wait in vain the next ones would be, too.
    if (silent_ || arrived_.wait_until(lock, until) == std::cv_status::timeout) {
      silent_ = true;
      throw std::runtime_error(fmt::format("record {} of partition {} of {} did not come: {}",
                                           offset, partition, name_,
                                           in_words(RD_KAFKA_RESP_ERR__TIMED_OUT, settings_)));
    }
  }
}

void Reader::run() {
  Lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, milliseconds(100), [this] { return stopping_ || woken_; });
    woken_ = false;
    lock.unlock();
    rd_kafka_poll(client_.get(), 0);
    bool arrived = false, more = false;
    for (int p = 0; p < static_cast<int>(partitions_.size()); ++p) {
      go_back(p);
      arrived = drain(p, more) || arrived;
    }
    lock.lock();
    woken_ = woken_ || more;
    if (!arrived) continue;
    silent_ = false;
    arrived_.notify_all();
    const auto tell = on_durable_;
    lock.unlock();
    if (tell) tell();
    lock.lock();
  }
}

void Reader::go_back(int partition) {
  auto& part = of(partition);
  std::int64_t to = -1;
  {
    Lock lock(mutex_);
    to = part.seek;
  }
  if (to < 0) return;
  // What the queue still holds of the old place is dropped by the client. An error comes while a
  // leader changes: tried again with the next round.
  if (rd_kafka_seek(topic_.get(), partition, to, 1000) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  Lock lock(mutex_);
  if (part.seek == to) part.seek = -1;
}

bool Reader::drain(int partition, bool& more) {
  auto& part = of(partition);
  {
    Lock lock(mutex_);
    if (part.seek >= 0 || part.window.full() || !part.damage.empty()) return false;
  }
  std::vector<JournalEntry> entries;
  std::size_t bytes = 0;
  auto error = RD_KAFKA_RESP_ERR_NO_ERROR;
  std::int64_t error_at = -1;
  while (entries.size() < drain_records && bytes < drain_bytes) {
    const Message message(rd_kafka_consume_queue(part.queue.get(), 0));
    if (!message) break;
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      error = message->err;
      error_at = message->offset;
      continue;
    }
    const auto* text = static_cast<const char*>(message->payload);
    auto time_of = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    const Instant time{rd_kafka_message_timestamp(message.get(), &time_of)};
    entries.push_back({message->offset, text ? std::string(text, message->len) : std::string(),
                       time_of == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? std::optional(time)
                                                                     : std::nullopt});
    bytes += message->len;
  }
  more = more || entries.size() == drain_records || bytes >= drain_bytes;
  if (entries.empty() && error == RD_KAFKA_RESP_ERR_NO_ERROR) return false;
  return take(part, std::move(entries), error_at, error);
}

/// True if anybody who waits should look again.
bool Reader::take(Partition& part, std::vector<JournalEntry> entries, std::int64_t error_at,
                  rd_kafka_resp_err_t error) {
  Lock lock(mutex_);
  if (part.seek >= 0) return false;  // asked to go back meanwhile
  bool arrived = false;
  for (auto& entry : entries) {
    const auto took = part.window.take(std::move(entry));
    if (took == Window::Took::known) continue;
    if (took == Window::Took::gap) {
      // A client that skipped is asked again; brokers that skip have lost or compacted a record.
      part.seek = part.window.next();
      woken_ = true;
      if (++part.seeks > seeks_max)
        part.damage = fmt::format("record {} of {} is missing", part.window.next(), name_);
      return arrived || !part.damage.empty();
    }
    arrived = true;
    part.seeks = 0;
  }
  // Whoever only reads wants the records as they were at the opening.
  if (!settings_.read_only) part.end = std::max(part.end, part.window.next());
  if (error == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET ||
      error == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE) {
    part.damage = fmt::format("record {} of {} is not at the brokers any more",
                              std::max(error_at, part.window.next()), name_);
    arrived = true;
  } else if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    spdlog::debug("kafka client: {} at record {}: {}", name_, error_at, rd_kafka_err2name(error));
  }
  return arrived;
}

}  // namespace surety::kafka
