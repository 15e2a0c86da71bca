// The edge's read model: which cases refer to a document, which messages have ended.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ports.hpp"
#include "engine/projection.hpp"

namespace surety {

/// Rows, after the partition's prefix, empty but for the last: D document 0 kind/id; for each event
/// that ends a message M kind/id 0 version(8), and N minus its milliseconds(8) kind/id 0
/// version(8); R kind/id 0 effect: outcome(1) and version(8) of the receipt that stands.
std::unique_ptr<Projection> edge_index();

/// Every document the event names, with the title of the field it stands in.
void each_document(const EventRecord&,
                   const std::function<void(const std::string& id, const Label&)>&);

/// kind/id of the cases whose events name the document.
std::vector<std::string> cases_referring(const StoreReader&,
                                         int partitions,
                                         std::string_view document);

struct EndedMessage {
  std::string case_key;
  std::int64_t version = 0;  ///< of the event that ended it
};
/// Of one case, oldest first; of all where `case_key` is empty, newest first.
std::vector<EndedMessage> ended_messages(const StoreReader&,
                                         int partition,
                                         std::string_view case_key,
                                         std::size_t limit);

/// The version of the event that tells what became of the message; a failure's gives way to a
/// later delivery's, never the other way round.
std::optional<std::int64_t> message_receipt(const StoreReader&,
                                            int partition,
                                            std::string_view case_key,
                                            std::string_view effect);

}  // namespace surety
