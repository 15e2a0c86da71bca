// Every read model of the platform, and the tables behind its views.
#pragma once

#include <memory>
#include <vector>

#include "engine/projection.hpp"

namespace surety {

/// Fresh ones, in a fixed order; a node owns its own.
std::vector<std::unique_ptr<Projection>> all_projections();

}  // namespace surety
