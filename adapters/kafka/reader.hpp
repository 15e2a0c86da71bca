// Reads all partitions of a topic on a thread of its own: follows their ends, and goes back to
// older records when asked.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/kafka/client.hpp"
#include "adapters/kafka/window.hpp"

namespace surety::kafka {

class Reader final : public Listener {
 public:
  Reader(const KafkaSettings&, std::string topic, int partitions);
  ~Reader() override;

  /// Asks the brokers where the partitions end, and starts to read.
  Problem open();
  /// As Journal::read. Without a listener it waits for what is durable and not in memory, at most
  /// `wait_ms`; with one it answers with nothing, and the listener is called when it is there.
  /// Throws std::runtime_error where a record cannot be had.
  std::vector<JournalEntry> read(int partition, std::int64_t offset, std::size_t max_records,
                                 std::size_t max_bytes);
  std::int64_t end(int partition) const;
  void on_durable(std::function<void()>);
  /// False if it did not get there in `wait_ms`.
  bool wait_for_end(int partition, std::int64_t end);

 private:
  struct Partition {
    explicit Partition(std::size_t bytes_max) : window(bytes_max) {}
    Queue queue;
    Window window;
    std::int64_t end = 0;
    std::int64_t seek = -1;  ///< where the client has to go before anything of it is taken
    int seeks = 0;           ///< since something was taken
    std::string damage;
  };

  void failed(rd_kafka_resp_err_t, const char*) override {}
  Problem find_ends();
  void run();
  void go_back(int partition);
  bool drain(int partition, bool& more);
  bool take(Partition&, std::vector<JournalEntry>, std::int64_t error_at, rd_kafka_resp_err_t);
  void wake();
  Partition& of(int partition) { return *partitions_[static_cast<std::size_t>(partition)]; }

  const KafkaSettings& settings_;
  const std::string name_;
  Handle client_;
  Topic topic_;
  mutable std::mutex mutex_;  ///< for all below; never held while the client library is called
  std::condition_variable wake_, arrived_;
  std::vector<std::unique_ptr<Partition>> partitions_;
  std::function<void()> on_durable_;
  bool woken_ = false, stopping_ = false, silent_ = false;
  std::thread thread_;
};

}  // namespace surety::kafka
