// The digest of a family's rows of one partition: equal journals give equal ones, on every path.
#pragma once

#include <string>

#include "engine/ports.hpp"

namespace surety {

/// SHA-256 (hex) over all keys and values of the partition but its position.
std::string checksum(const StoreReader&, std::string_view family, int partition);

}  // namespace surety
