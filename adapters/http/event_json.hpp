// Events, deadlines and refusals as the edge shows them: personal fields masked, secrets left out.
#pragma once

#include <string>

#include "engine/fold.hpp"
#include "engine/ports.hpp"

namespace surety::http {

/// The event's data with personal values masked and secret ones left out.
std::string shown_data(const Secrets&, const EventRecord&);
/// A line of GET …/history; `proof` adds the exact members of api.md §3 and `data_text`.
std::string history_json(const Secrets&, const HistoryEntry&, bool proof);
/// A CloudEvent 1.0 in structured mode.
std::string cloud_event_json(const Secrets&, const HistoryEntry&);

/// A line of GET …/deadlines and of /refusals.
std::string deadline_json(const DeadlineEntry&);
std::string refusal_json(const RefusalEntry&);

}  // namespace surety::http
