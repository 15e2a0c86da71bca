// The journal as a topic of Apache Kafka: for several nodes.
#pragma once

#include <memory>
#include <string>

#include "adapters/kafka/settings.hpp"
#include "engine/ports.hpp"

namespace surety {

/// Records in `<prefix>.journal`, P partitions; name and generation in `<prefix>.identity`.
/// Null with `error` set, one line: settings that cannot be, brokers that do not answer, topics
/// that are not as they must be. Until `on_durable` is set, `read` waits for what is durable and
/// not in memory; from then on it may return nothing below the end, and the listener is called
/// when the records are there. `read` throws std::runtime_error naming a record that is lost.
std::unique_ptr<Journal> open_kafka_journal(const KafkaSettings&, std::string& error);

}  // namespace surety
