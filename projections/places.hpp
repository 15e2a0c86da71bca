// Where projects are: the cell of a coarse grid that what was typed as 项目位置 lies in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace surety {

/// `东经126.64 北纬45.76`, `126.64,45.76` → `126.6,45.8`: longitude and latitude to a tenth of a
/// degree, as many cells as a map of a province can show. Nothing where it is no pair of coordinates.
std::optional<std::string> cell_of(std::string_view location);

}  // namespace surety
