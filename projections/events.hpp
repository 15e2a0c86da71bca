// The events of all cases in journal order, for GET /events: in order per root, the caller's alone.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/fold.hpp"
#include "engine/projection.hpp"
#include "projections/query.hpp"

namespace surety {

/// Where an event stands; its data is in its case's history (FoldReader::history, version − 1).
struct EventPlace {
  std::string case_key, type, root;
  std::int64_t version = 0;  ///< of its case
  CommitPosition position;
  std::int64_t index = 0;  ///< within its commit
  Instant recorded_at;
};

struct EventsPage {
  std::vector<EventPlace> items;
  std::string next;  ///< never empty: go on from here, later events included
};

/// At most `limit` (1–1000) events behind the cursor (empty: from the beginning), oldest first over
/// partitions as far as one page shows, in order per root. `types`: guarantee.issued, guarantee.*,
/// any of them; none: all. BadQuery: bad-cursor, limit.
std::variant<EventsPage, BadQuery> events_after(const StoreReader&, int partitions,
                                                std::string_view cursor,
                                                const std::vector<std::string>& types,
                                                std::size_t limit, const Actor&);
/// The cursor before that commit, behind everything of the other partitions.
std::string events_before(const StoreReader&, int partitions, const CommitPosition&);
/// The cursor behind everything folded so far: where a stream that wants only news begins.
std::string events_end(const StoreReader&, int partitions);

std::unique_ptr<Projection> events_projection(const std::vector<const Kind*>&);
/// The family that events_after reads.
std::string events_family();

namespace events_detail {
/// A row, under `E` and sequence and index (eight bytes each).
struct EventRow {
  std::string case_key, type, root;
  std::int64_t version = 0;
  Instant recorded_at;
  std::string scopes;  ///< each ended by a line feed
};
DESCRIBE(EventRow, "事件", "Where an event stands.", (case_key, "案卷", "kind/id"),
         (type, "类型", "Type"), (root, "主线", "Root"), (version, "版本", "Case version"),
         (recorded_at, "记录时间", "Recorded at"), (scopes, "范围", "Scope keys"))
}  // namespace events_detail

}  // namespace surety
