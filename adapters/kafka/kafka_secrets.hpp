// Secrets of several nodes: a compacted topic, values sealed under a master key all nodes have.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "adapters/kafka/settings.hpp"
#include "engine/ports.hpp"

namespace surety {

/// `<prefix>.secrets`: key = reference, value = the value sealed under the key of the file, or a
/// tombstone. The topic is made and checked, then read to its end. The file is made (mode 0600) if
/// nothing was sealed yet; later nodes need a copy of it. Null with `error` set, one line: brokers
/// that do not answer, a topic that is not as it must be, a key that is not the others'.
/// Reads are from memory. `put` and `erase` return when the brokers have the record and this node
/// has read it back, and throw SecretsUnavailable if that takes longer than `wait_ms`.
std::unique_ptr<Secrets> open_kafka_secrets(const KafkaSettings&,
                                            const std::filesystem::path& master_key,
                                            std::string& error);

}  // namespace surety
