// Where commands wait when several nodes share a journal: a topic of Apache Kafka.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "adapters/kafka/settings.hpp"
#include "engine/ports.hpp"

namespace surety {

/// Commands in `<prefix>.commands`, kept for a week; what is no command is copied to
/// `<prefix>.commands.aside`. The nodes are a group of the brokers', which suggests who leads what.
class KafkaIntake : public Intake {
 public:
  /// Joins the other nodes; before, this one is named for nothing. Call it once the node has folded
  /// what is there, or the partitions it is given would wait for it. `arrived` is called from any
  /// thread when there may be something to do.
  virtual void join(std::function<void()> arrived) = 0;
  /// Leaves them, so that they need not wait for its silence; what it leads goes on until they do.
  virtual void leave() = 0;
  /// Why this node must not go on: another of its name runs. Empty if it may.
  virtual std::string refused() const = 0;
};

/// `settings.partitions`: as many as the journal has. Null with `error` set, one line.
std::unique_ptr<KafkaIntake> open_kafka_intake(const KafkaSettings&, const std::string& node,
                                               std::string& error);

}  // namespace surety
