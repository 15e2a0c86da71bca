// The heads of all cases of a partition, without their states: what a seal is made of.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "engine/fold.hpp"

namespace surety {

/// Of a Case's binary form; `rest` is what follows it, the state.
std::optional<CaseHead> decode_head(std::string_view bytes, std::string_view& rest);

/// In the order of kind/id; none for a row that cannot be read.
void each_case_head(
    const StoreReader&, int partition,
    const std::function<void(std::string_view case_key, const std::optional<CaseHead>&)>& visit);

}  // namespace surety
