// A client with a thread that hears what became of records; senders wait for their own.
#include "adapters/kafka/keyed_producer.hpp"

#include <atomic>
#include <future>
#include <thread>

namespace surety::kafka {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int ask_ms = 1000, poll_ms = 50, attempts = 2;
constexpr auto ask_again = std::chrono::milliseconds(500);

struct Fate {
  rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
  std::int64_t offset = -1;
};

}  // namespace

class KeyedProducer::Client final : public Listener {
 public:
  ~Client() override {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
    if (!handle_) return;
    // What has not gone out was given up by whoever sent it.
    rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(handle_.get(), 100);
    topic_.reset();
  }

  Problem open(const KafkaSettings& settings, const std::string& name) {
    std::string error;
    handle_ = make_client(Role::producer, settings, *this, error);
    if (!handle_) return {error, false};
    topic_ = make_topic(handle_.get(), name);
    rd_kafka_resp_err_t answer;
    if (!ask_metadata(handle_.get(), topic_.get(), ask_ms, answer))
      return {in_words(answer, settings), passing(answer)};
    thread_ = std::thread([this] {
      while (!stopping_) rd_kafka_poll(handle_.get(), poll_ms);
    });
    return {};
  }

  bool broken() const { return broken_; }

  Fate send(std::string_view key, const std::optional<std::string>& bytes) {
    auto promise = std::make_unique<std::promise<Fate>>();
    auto fate = promise->get_future();
    const void* data = bytes ? bytes->data() : nullptr;
    if (rd_kafka_produce(topic_.get(), 0, RD_KAFKA_MSG_F_COPY, const_cast<void*>(data),
                         bytes ? bytes->size() : 0, key.data(), key.size(), promise.get()) != 0) {
      broken_ = true;
      return {rd_kafka_last_error()};
    }
    promise.release();  // the client's until it tells
    return fate.get();  // it does, at the latest when the record's time is over
  }

 private:
  void failed(rd_kafka_resp_err_t error, const char*) override {
    if (error == RD_KAFKA_RESP_ERR__FATAL) broken_ = true;
  }
  void delivered(const rd_kafka_message_t& message) override {
    const std::unique_ptr<std::promise<Fate>> promise(
        static_cast<std::promise<Fate>*>(message._private));
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) broken_ = true;
    promise->set_value({message.err, message.offset});
  }

  Handle handle_;
  Topic topic_;
  std::atomic<bool> broken_ = false, stopping_ = false;
  std::thread thread_;
};

KeyedProducer::KeyedProducer(const KafkaSettings& settings, std::string topic)
    : settings_(settings), topic_(std::move(topic)) {}

KeyedProducer::~KeyedProducer() = default;

std::shared_ptr<KeyedProducer::Client> KeyedProducer::client(Problem& problem) {
  const std::lock_guard lock(mutex_);
  if (client_ && !client_->broken()) return client_;
  // Many may wait for brokers that are down: one asks for all.
  if (trouble_ && Steady::now() - asked_ < ask_again) {
    problem = trouble_;
    return {};
  }
  auto fresh = std::make_shared<Client>();
  trouble_ = problem = fresh->open(settings_, topic_);
  asked_ = Steady::now();
  client_ = problem ? nullptr : fresh;
  return client_;
}

KeyedProducer::Sent KeyedProducer::try_send(std::string_view key,
                                            const std::optional<std::string>& bytes) {
  Sent sent;
  const auto by = client(sent.problem);
  if (!by) return sent;
  const auto fate = by->send(key, bytes);
  if (fate.error != RD_KAFKA_RESP_ERR_NO_ERROR)
    sent.problem = {in_words(fate.error, settings_), passing(fate.error)};
  else if (fate.offset < 0)  // it stands, nobody says where: once more does no harm
    sent.problem = {"the brokers do not say where a record stands", true};
  sent.offset = fate.offset;
  return sent;
}

KeyedProducer::Sent KeyedProducer::send(std::string_view key,
                                        const std::optional<std::string>& bytes) {
  const auto began = Steady::now();
  for (int attempt = 1;; ++attempt) {
    auto sent = try_send(key, bytes);
    const bool in_time = Steady::now() - began < std::chrono::seconds(1);
    if (!sent.problem || !sent.problem.passing || attempt == attempts || !in_time) return sent;
  }
}

}  // namespace surety::kafka
