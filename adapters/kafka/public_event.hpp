// An event as the world gets it: a CloudEvent in Kafka's binary mode, with what proves it.
#pragma once

#include <string>

#include "adapters/kafka/client.hpp"
#include "engine/fold.hpp"

namespace surety::kafka {

using Headers = Owned<rd_kafka_headers_t, rd_kafka_headers_destroy>;

std::string public_topic(const std::string& prefix, const std::string& kind);
/// Every value that the hash is made of, as the exact text (api.md §3); what is absent has none.
Headers public_headers(const HistoryEntry&, const std::string& root);

}  // namespace surety::kafka
