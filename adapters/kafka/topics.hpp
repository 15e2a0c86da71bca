// The topics a node needs: made if they are missing, checked before anything is written.
#pragma once

#include <map>
#include <string>

#include "adapters/kafka/client.hpp"

namespace surety::kafka {

struct TopicWish {
  std::string name;
  int partitions = 0;      ///< 0: as many as it has; `partitions_if_new` if it is made
  int partitions_if_new = 12;
  std::map<std::string, std::string> settings;  ///< it is made with them and must have them
  std::map<std::string, std::string> if_new{};  ///< it is made with them and may have others
};

/// Records for ever, in the brokers' order and time.
TopicWish for_ever(const std::string& name, int partitions);

struct TopicFound {
  bool exists = false;
  int partitions = 0;
  int copies = 0;              ///< the least of its partitions
  int copies_in_step_min = 1;  ///< min.insync.replicas
};

class Topics final : public Listener {
 public:
  explicit Topics(const KafkaSettings& settings) : settings_(settings) {}
  Problem open();
  /// Makes the topic unless `read_only`, then checks it. `found` is set when there is no problem.
  Problem ensure(const TopicWish&, TopicFound& found);
  Problem look(const std::string& name, TopicFound& found);

 private:
  void failed(rd_kafka_resp_err_t error, const char* why) override;
  Problem make(const TopicWish&);
  Problem check(const TopicWish&, TopicFound&);
  Problem describe(const std::string& name, std::map<std::string, std::string>& values);
  Problem say(rd_kafka_resp_err_t) const;

  const KafkaSettings& settings_;
  Problem refused_;  ///< a connection that was denied
  Handle client_;
};

}  // namespace surety::kafka
