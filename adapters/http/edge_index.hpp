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

/// Rows, after the partition's prefix, empty where nothing is said: D document 0 kind/id: the name
/// of the personal field it stands in, if it stands in one; S sealing key 0 kind/id; for each event that ends a message
/// M kind/id 0 version(8), and N minus its milliseconds(8) kind/id 0 version(8); R kind/id 0 effect: outcome(1) and version(8) of the receipt that stands.
std::unique_ptr<Projection> edge_index();

/// A document as an event names it.
struct NamedDocument {
  std::string id;
  Label title;  ///< of the field it stands in
  std::string_view personal_field;  ///< its name, if it shows who somebody is: an identity card
};
/// Every document the event names.
void each_document(const EventRecord&, const std::function<void(const NamedDocument&)>&);

/// A case whose events name a document.
struct Referring {
  std::string case_key;  ///< kind/id
  std::string personal_field;
};
std::vector<Referring> cases_referring(const StoreReader&,
                                       int partitions,
                                       std::string_view document);

/// The cases whose events name a key by which personal data are sealed: kind/id each.
std::vector<std::string> cases_naming(const StoreReader&, int partitions, std::string_view key);

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
