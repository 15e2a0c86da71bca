// How a node reaches its brokers; shared by everything in this folder and by the program's keys.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace surety {

struct KafkaSettings {
  std::string brokers;            ///< HOST:PORT,…
  std::string prefix = "surety";  ///< of all topics; separates environments on one cluster
  int partitions = 0;             ///< frozen at creation; 0: whatever the topic has (12 if new)
  int replication = 0;            ///< of new topics; 0: the brokers' default
  bool read_only = false;
  std::string name;             ///< for a new journal only (restore, copy); empty: random
  std::int64_t generation = 1;  ///< for a new journal only
  std::int64_t first_generation = 0;  ///< of the records it is to hold; 0: its own
  std::size_t window_bytes_max = 4 << 20;  ///< kept in memory of each partition
  int wait_ms = 10'000;                    ///< the longest wait for the brokers' answer
  /// The client library's own settings, verbatim (`security.protocol`, …); those that begin with
  /// `producer.` or `consumer.` are for that side only.
  std::map<std::string, std::string> client;
  /// Called about once a second while opening waits for the brokers; false gives up. Without it
  /// opening gives up after `wait_ms`.
  std::function<bool(const std::string& why)> waiting;
};

}  // namespace surety
