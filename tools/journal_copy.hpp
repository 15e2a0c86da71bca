// Bringing records from one journal into another; for `journal copy` and `restore`.
#pragma once

#include <vector>

#include "engine/position.hpp"
#include "engine/ports.hpp"

namespace surety::tools {

struct Verified {
  std::int64_t events = 0;
  std::vector<Position> ends;  ///< by partition
};
/// A record that does not hold must not begin a second life: throws Failure where one does not.
Verified verify_records(Journal&);

struct Copied {
  std::int64_t records = 0, bytes = 0;
};
/// Into an empty journal of as many partitions; what was handed over is read back and compared.
Copied copy_records(Journal& source, Journal& target);

}  // namespace surety::tools
