// Records with keys to a topic of one partition, each waited for until the brokers have it.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/kafka/client.hpp"

namespace surety::kafka {

/// Thread-safe. As every producer here it is made anew after any error.
class KeyedProducer {
 public:
  KeyedProducer(const KafkaSettings&, std::string topic);
  ~KeyedProducer();

  struct Sent {
    Problem problem;  ///< none: the record stands at `offset` of every broker that is in step
    std::int64_t offset = -1;
  };
  /// Without bytes a tombstone. Answers within some seconds, and within one while brokers that did
  /// not take the record before still do not answer.
  Sent send(std::string_view key, const std::optional<std::string>& bytes);

 private:
  class Client;
  std::shared_ptr<Client> client(Problem&);
  Sent try_send(std::string_view key, const std::optional<std::string>& bytes);

  const KafkaSettings& settings_;
  const std::string topic_;
  std::mutex mutex_;  ///< for all below
  std::shared_ptr<Client> client_;
  Problem trouble_;
  std::chrono::steady_clock::time_point asked_{};
};

}  // namespace surety::kafka
