// The attributes of a CloudEvent as headers of its record.
#include "adapters/kafka/public_event.hpp"

#include "engine/fold_event.hpp"

namespace surety::kafka {

std::string public_topic(const std::string& prefix, const std::string& kind) {
  return prefix + ".events." + kind;
}

Headers public_headers(const HistoryEntry& entry, const std::string& root) {
  const EventRecord& e = entry.event;
  Headers headers(rd_kafka_headers_new(20));
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty())
      rd_kafka_header_add(headers.get(), name, -1, value.data(),
                          static_cast<ssize_t>(value.size()));
  };
  add("ce_specversion", "1.0");
  add("ce_id", e.hash);
  add("ce_type", e.type);
  add("ce_source", "/surety/" + std::string(split_case_key(e.case_key).first));
  add("ce_subject", e.case_key);
  add("ce_time", entry.recorded_at.text());
  add("content-type", "application/json");
  add("ce_partitionkey", root);
  add("ce_generation", std::to_string(entry.position.generation));
  add("ce_sequence", std::to_string(entry.position.sequence));
  add("ce_index", std::to_string(entry.index));
  add("ce_prevhash", e.prev_hash);
  add("ce_case", e.case_key);
  add("ce_caseversion", std::to_string(e.case_version));
  add("ce_typeversion", std::to_string(e.type_version));
  add("ce_recordedat", entry.recorded_at.text());
  add("ce_dueat", entry.due_at ? entry.due_at->text() : std::string());
  add("ce_actor", entry.actor);
  add("ce_rulebook", e.rulebook);
  add("ce_cause", entry.cause);
  return headers;
}

}  // namespace surety::kafka
