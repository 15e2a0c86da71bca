// A thin owner's layer over the client library: handles, settings, and its errors in our words.
#pragma once

#include <librdkafka/rdkafka.h>

#include <map>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/kafka/settings.hpp"
#include "adapters/owned.hpp"

namespace surety::kafka {

using Handle = Owned<rd_kafka_t, rd_kafka_destroy>;
using Topic = Owned<rd_kafka_topic_t, rd_kafka_topic_destroy>;
using Queue = Owned<rd_kafka_queue_t, rd_kafka_queue_destroy>;
using Message = Owned<rd_kafka_message_t, rd_kafka_message_destroy>;
using Event = Owned<rd_kafka_event_t, rd_kafka_event_destroy>;
using Partitions = Owned<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>;
using Metadata =
    Owned<const struct rd_kafka_metadata, rd_kafka_metadata_destroy>;

/// Why something did not work, and whether waiting may help.
struct Problem {
  std::string text;  ///< empty: none
  bool passing = false;
  explicit operator bool() const { return !text.empty(); }
};

/// What a client tells while it is polled.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void failed(rd_kafka_resp_err_t, const char* why) = 0;
  virtual void delivered(const rd_kafka_message_t&) {}
  /// Of a member: what its group gives it, or takes from it; it must answer with an assignment.
  virtual void rebalanced(rd_kafka_resp_err_t, const rd_kafka_topic_partition_list_t&) {}
};

/// A member is a consumer that shares something with others by a group.
enum class Role { producer, consumer, member };

/// Empty, or which of the settings cannot be.
std::string check_settings(const KafkaSettings&);
/// Makes `attempt` until it has no problem, or one that does not pass; waits for brokers as the
/// settings say. Empty, or what is wrong in one line. `attempt` leaves nothing behind that it began.
std::string open_when_brokers_answer(const KafkaSettings&, const std::function<Problem()>& attempt);
/// Null with `error` set. The listener outlives the client. `own`: settings before the given ones.
Handle make_client(Role, const KafkaSettings&, Listener&, std::string& error,
                   const std::map<std::string, std::string>& own = {});
Topic make_topic(rd_kafka_t*, const std::string& name);
/// Of partitions 0, 1, … of a topic the oldest offset, or that after the newest record.
enum class Edge : std::int64_t { oldest = RD_KAFKA_OFFSET_BEGINNING, end = RD_KAFKA_OFFSET_END };
/// Asks the brokers and waits no longer than that, whatever becomes of them meanwhile.
Problem ask_offsets(rd_kafka_t*, const std::string& topic, int partitions, Edge, int timeout_ms,
                    const KafkaSettings&, std::vector<std::int64_t>& offsets);
Metadata ask_metadata(rd_kafka_t*, rd_kafka_topic_t*, int timeout_ms, rd_kafka_resp_err_t&);

/// "no broker answers at …": never the library's words alone.
std::string in_words(rd_kafka_resp_err_t, const KafkaSettings&);
/// Whether a later try may succeed without anybody's doing.
bool passing(rd_kafka_resp_err_t);

}  // namespace surety::kafka
