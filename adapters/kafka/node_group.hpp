// The nodes of one environment as a group of the brokers': it suggests who should lead what.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/kafka/client.hpp"

namespace surety::kafka {

/// No more than a suggestion: who leads is decided by the claims in the journal. The group shares
/// out the partitions of the commands' topic and reads none of them. Thread-safe.
class NodeGroup final : public Listener {
 public:
  NodeGroup(const KafkaSettings&, std::string topic, int partitions, std::string node);
  ~NodeGroup() override { leave(); }

  /// `changed`: somebody else is suggested, or this node is refused; called on a thread of its own.
  /// A node that still folds old records should not join: what it leads would wait for it.
  void join(std::function<void()> changed);
  void leave();  ///< at once, so that the others need not wait; for good
  bool names_me(int partition) const;
  /// Why this node cannot be in the group: another of its name is. Empty if it can.
  std::string refused() const;

 private:
  void failed(rd_kafka_resp_err_t, const char*) override {}
  void rebalanced(rd_kafka_resp_err_t, const rd_kafka_topic_partition_list_t&) override;
  void run();
  bool wait(int ms);
  bool alone_by_name();
  bool enter();
  void listen();
  void heard(const rd_kafka_message_t&);
  std::optional<std::string> namesake();
  void refuse(std::string why);

  const KafkaSettings settings_;
  const std::string topic_, node_, group_;
  Handle client_;
  int session_ms_;
  bool anew_ = false;  ///< the client has to be made anew
  mutable std::atomic<int> rounds_unasked_ = 0;
  mutable std::mutex mutex_;  ///< for all below
  std::condition_variable wake_;
  std::vector<bool> named_;
  std::string refused_;
  std::function<void()> changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace surety::kafka
