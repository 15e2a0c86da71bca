// Hands records to the brokers: idempotent, and made anew after any error.
#pragma once

#include <atomic>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "adapters/kafka/client.hpp"

namespace surety::kafka {

/// What becomes of a record that the brokers did not take.
enum class Lost { given_up, appended_again };

/// Version 2.0.2 of the client library may lose its count of what a broker took after one failed
/// request, and then fails for good. A fresh producer is cheap, and what the old one still had is
/// lost as the journal's port allows: nobody believes a record before reading it back.
class Producer final : public Listener {
 public:
  /// `appended_again`: for a minute, as soon as brokers answer; perhaps twice, and behind others.
  Producer(const KafkaSettings&, std::string topic, int copies_in_step_min,
           Lost = Lost::given_up);
  ~Producer() override;
  Problem open();
  /// Returns at once; any thread.
  void append(int partition, const std::string& bytes);
  /// Why records are not taken at present; empty if they are.
  std::string trouble() const;

 private:
  void failed(rd_kafka_resp_err_t, const char* why) override;
  void delivered(const rd_kafka_message_t&) override;
  void hand_over(int partition, const std::string& bytes, std::int64_t since_ms);
  void keep(int partition, std::string bytes, std::int64_t since_ms);
  void append_again();
  std::string make();
  void run();
  std::string probe();
  void tell(std::string trouble);
  void refuse(std::size_t bytes);

  const KafkaSettings& settings_;
  const std::string name_;
  const int copies_in_step_min_;
  const Lost lost_;
  struct Kept {
    int partition;
    std::string bytes;
    std::int64_t since_ms;
  };
  std::mutex kept_mutex_;  ///< of the next two
  std::deque<Kept> kept_;
  std::size_t kept_bytes_ = 0;
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
