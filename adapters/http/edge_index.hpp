// The edge's read model: events in journal order, and which cases refer to a document.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/fold.hpp"
#include "engine/projection.hpp"

namespace surety {

/// Rows, after the partition's prefix: F sequence(8) index(2) → kind/id 0 version;
/// D document 0 kind/id → empty.
std::unique_ptr<Projection> edge_index();

/// kind/id of the cases whose events name the document.
std::vector<std::string> cases_referring(const StoreReader&, int partitions, std::string_view document);

/// One event in the order of its partition; the rest of it stands in its case's history.
struct FeedEntry {
  std::int64_t sequence = 0, index = 0;
  std::string case_key;
  std::int64_t version = 0;
};
/// Events of a partition above (sequence, index), in order, until `visit` returns false.
void feed(const StoreReader&, int partition, std::int64_t sequence, std::int64_t index,
          const std::function<bool(const FeedEntry&)>& visit);

}  // namespace surety
