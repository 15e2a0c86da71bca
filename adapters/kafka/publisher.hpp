// The public topics: what has happened, told to the world by the leader of each partition.
#pragma once

#include <memory>
#include <string>

#include "adapters/kafka/settings.hpp"
#include "adapters/runtime.hpp"

namespace surety {

/// Events to `<prefix>.events.<kind>`, CloudEvents in binary mode: at least once, in order, without
/// a gap, from where the journal says that the brokers have them. Works on a thread of its own
/// from its making to its end; the runtime outlives it.
class Publisher {
 public:
  virtual ~Publisher() = default;
};

/// Makes and checks the topics, one for each kind with commands, as many partitions as the runtime
/// has. Null with `error` set, one line.
std::unique_ptr<Publisher> open_publisher(const KafkaSettings&, Runtime&, std::string& error);

}  // namespace surety
