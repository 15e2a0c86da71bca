// What the platform itself keeps of a person's doing, as an event of a case, in that person's name.
#pragma once

#include <functional>
#include <string>

#include "adapters/http/edge_state.hpp"
#include "events/access_record.hpp"

namespace surety::http {

struct RecordToKeep {
  std::string kind, command;
  std::string case_id;  ///< empty for an opening
  std::string root, body;
  std::string id{};  ///< of the command; empty: one by chance
};

/// Gives the command, which only the platform may; `done` once it stands, on a worker. Refuses the
/// call with 503 where it cannot be kept: what is not recorded does not happen.
void keep_record(const CallPtr&, const RecordToKeep&, std::function<void(const Outcome&)> done);

/// That the person opened these pictures of identity cards, which stand in a case.
RecordToKeep opening_of(const Call&, std::string case_key, std::vector<std::string> fields);
/// That the person takes a list away.
RecordToKeep export_of(const Call&, const View&, access_record::Format, std::int64_t rows);

}  // namespace surety::http
