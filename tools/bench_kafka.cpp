// The bound that a node on Kafka is measured against: the same bytes, produced idempotently.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "adapters/kafka/client.hpp"
#include "adapters/kafka/topics.hpp"
#include "tools/bench_world.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

using Steady = std::chrono::steady_clock;
constexpr int poll_ms = 20;

/// Keeps so many records under way; each acknowledgement sends the next. One thread.
class ClosedLoop final : public kafka::Listener {
 public:
  ClosedLoop(const KafkaSettings& settings, const std::string& topic, int partitions,
             std::size_t bytes)
      : partitions_(partitions), value_(bytes, 'x') {
    // Records are JSON and hashes; half of it is as good as random to compression.
    for (std::size_t i = 0; i < bytes; i += 2)
      value_[i] = static_cast<char>(i * 2654435761u >> 13);
    std::string error;
    client_ = kafka::make_client(kafka::Role::producer, settings, *this, error);
    if (!client_) throw Failure("benchmark: " + error, "look at --brokers");
    topic_ = kafka::make_topic(client_.get(), topic);
    rd_kafka_resp_err_t ignored;
    kafka::ask_metadata(client_.get(), topic_.get(), 5'000, ignored);
  }

  Measured run(int clients, double seconds) {
    until_ = Steady::now() + std::chrono::duration_cast<Steady::duration>(
                                 std::chrono::duration<double>(seconds));
    const auto start = Steady::now();
    begun_.assign(static_cast<std::size_t>(clients), {});
    for (std::size_t i = 0; i < begun_.size(); ++i) send(i);
    while (flying_ > 0) rd_kafka_poll(client_.get(), poll_ms);
    if (!trouble_.empty()) throw Failure("benchmark: " + trouble_, "look at the brokers");
    measured_.seconds = std::chrono::duration<double>(Steady::now() - start).count();
    std::sort(measured_.latencies_ms.begin(), measured_.latencies_ms.end());
    return std::move(measured_);
  }

 private:
  void failed(rd_kafka_resp_err_t, const char*) override {}
  void delivered(const rd_kafka_message_t& message) override {
    --flying_;
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) trouble_ = rd_kafka_err2str(message.err);
    const auto i = reinterpret_cast<std::size_t>(message._private);
    const std::chrono::duration<float, std::milli> took = Steady::now() - begun_[i];
    measured_.latencies_ms.push_back(took.count());
    ++measured_.done;
    if (trouble_.empty() && Steady::now() < until_) send(i);
  }
  void send(std::size_t i) {
    begun_[i] = Steady::now();
    const auto partition = static_cast<int>(++sent_ % static_cast<std::size_t>(partitions_));
    ++flying_;
    if (rd_kafka_produce(topic_.get(), partition, RD_KAFKA_MSG_F_COPY, value_.data(), value_.size(),
                         nullptr, 0, reinterpret_cast<void*>(i)) == 0)
      return;
    --flying_;
    trouble_ = rd_kafka_err2str(rd_kafka_last_error());
  }

  int partitions_;
  std::string value_;
  kafka::Handle client_;
  kafka::Topic topic_;
  std::vector<Steady::time_point> begun_;  ///< of the record that each client has under way
  std::size_t sent_ = 0;
  int flying_ = 0;
  Steady::time_point until_;
  std::string trouble_;
  Measured measured_;
};

}  // namespace

Measured raw_produce(const KafkaSettings& settings, int clients, std::size_t bytes,
                     double seconds) {
  constexpr int partitions = 12;
  const auto name = settings.prefix + ".raw";
  kafka::Topics topics(settings);
  kafka::TopicFound found;
  auto problem = topics.open();
  if (!problem) problem = topics.ensure(kafka::for_ever(name, partitions), found);
  if (problem) throw Failure("benchmark: " + problem.text, "look at the brokers");
  return ClosedLoop(settings, name, found.partitions, bytes).run(clients, seconds);
}

}  // namespace surety::tools
