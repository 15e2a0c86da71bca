// Which columns a list shows at first and an export holds, in the order of the manuals' lists.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/query.hpp"

namespace surety {

/// Names of columns of the view, as the jurisdiction's manual has them where it differs from the
/// others; never files.
std::vector<std::string> first_columns(const View&, std::string_view jurisdiction);

}  // namespace surety
