// A real broker for tests, started and stopped by tools/kafka.
#pragma once

#include <string>

#include "adapters/kafka/settings.hpp"

namespace surety::testing {

class Broker {
 public:
  /// The one that all tests share; it is started by the first that asks and stays until ctest (or
  /// `tools/kafka stop --folder …`) stops it.
  static Broker& shared();
  /// One of its own, for a test that harms it; stopped at the end.
  explicit Broker(int brokers);
  ~Broker();
  Broker(const Broker&) = delete;

  const std::string& brokers() const { return brokers_; }
  void kill(int node);   ///< -9
  void start(int node);  ///< once more, and waits until it is ready
  void pause(int node);
  void resume(int node);
  /// A journal of three partitions under a prefix that nobody else has.
  KafkaSettings settings() const;

 private:
  Broker(std::string folder, int brokers, bool own);
  std::string call(const std::string& arguments) const;

  std::string folder_, brokers_;
  bool own_;
};

}  // namespace surety::testing
