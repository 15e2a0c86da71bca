// The edge's read model: which cases refer to a document.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ports.hpp"
#include "engine/projection.hpp"

namespace surety {

/// Rows, after the partition's prefix: D document 0 kind/id → empty.
std::unique_ptr<Projection> edge_index();

/// kind/id of the cases whose events name the document.
std::vector<std::string> cases_referring(const StoreReader&,
                                         int partitions,
                                         std::string_view document);

}  // namespace surety
