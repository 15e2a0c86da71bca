// Reads the commands of the partitions that this node leads, from where their leaders ask.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/kafka/client.hpp"
#include "engine/ports.hpp"

namespace surety::kafka {

/// A partition that nobody asks for rests: nodes read what they lead, not what the others do.
class IntakeReader final : public Listener {
 public:
  IntakeReader(const KafkaSettings&, std::string topic, int partitions);
  ~IntakeReader() override;
  /// `arrived`: there is something to read; called on a thread of its own.
  Problem open(std::function<void()> arrived);
  /// Never blocks: what is at hand from `offset` on, else nothing, and it is fetched. Where older
  /// records were deleted it goes on with the oldest there is.
  std::vector<IntakeEntry> read(int partition, std::int64_t offset, std::size_t max);

 private:
  struct Partition {
    Queue queue;
    std::deque<IntakeEntry> entries;
    std::size_t bytes = 0;
    std::int64_t next = -1;    ///< what the leader asks for next; -1: the partition rests
    std::int64_t seek = -1;    ///< where the client has to go before anything of it is taken
    bool started = false;      ///< the thread's own: the client reads it
    std::int64_t asked_ms = 0;
  };
  void failed(rd_kafka_resp_err_t, const char*) override {}
  void run();
  void go_to(int partition);
  void rest(int partition);
  bool drain(int partition, bool& more);
  void wake();
  Partition& of(int partition) { return *partitions_[static_cast<std::size_t>(partition)]; }

  const KafkaSettings& settings_;
  const std::string name_;
  Handle client_;
  Topic topic_;
  std::function<void()> arrived_;
  std::mutex mutex_;  ///< for all below; never held while the client library is called
  std::condition_variable wake_;
  std::vector<std::unique_ptr<Partition>> partitions_;
  bool woken_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace surety::kafka
