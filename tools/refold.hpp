// Folding a journal into a store without leading it; for replay and bench.
#pragma once

#include <string>

#include "tools/storage.hpp"

namespace surety::tools {

struct Folded {
  std::int64_t events = 0;
  double seconds = 0;
  std::size_t degraded = 0;  ///< cases on which this build's evolve failed
};

/// Folds everything the journal holds into the store; leads nothing, fires nothing, sends nothing.
/// Throws Failure where a partition halts.
Folded fold(Journal&, Store&, const Folder&, const std::string& title);

}  // namespace surety::tools
