// Hands records to the brokers: idempotent, and made anew after any error.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>

#include "adapters/kafka/client.hpp"

namespace surety::kafka {

/// Version 2.0.2 of the client library may lose its count of what a broker took after one failed
/// request, and then fails for good. A fresh producer is cheap, and what the old one still had is
/// lost as the journal's port allows: nobody believes a record before reading it back.
class Producer final : public Listener {
 public:
  Producer(const KafkaSettings&, std::string topic, int copies_in_step_min);
  ~Producer() override;
  Problem open();
  /// Returns at once; any thread.
  void append(int partition, const std::string& bytes);
  /// Why records are not taken at present; empty if they are.
  std::string trouble() const;

 private:
  void failed(rd_kafka_resp_err_t, const char* why) override;
  void delivered(const rd_kafka_message_t&) override;
  std::string make();
  void run();
  std::string probe();
  void tell(std::string trouble);
  void refuse(std::size_t bytes);

  const KafkaSettings& settings_;
  const std::string name_;
  const int copies_in_step_min_;
  mutable std::mutex client_mutex_;  ///< of the two handles
  Handle client_;
  Topic topic_;
  mutable std::mutex trouble_mutex_;
  std::string trouble_;
  std::atomic<bool> broken_ = false;   ///< to be made anew
  std::atomic<bool> suspect_ = false;  ///< the brokers are to be asked whether they are well
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace surety::kafka
