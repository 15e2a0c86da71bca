// An audit bundle by itself: every event, every file, and where the case stands in the seal.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/seal_check.hpp"

namespace surety::tools {

struct CheckedBundle {
  std::vector<Finding> findings;
  std::string told;  ///< in one line what was checked
};

/// Of the keys only the one that must have signed and the time-stamp's authorities count. Throws
/// Failure on a file that is no bundle.
CheckedBundle check_bundle(const std::filesystem::path&, const SealKeys&);

}  // namespace surety::tools
