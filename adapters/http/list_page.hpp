// A page of a list for whoever asks, by its shelf where there is one.
#pragma once

#include <variant>

#include "adapters/http/edge_state.hpp"

namespace surety::http {

/// Takes a fresh snapshot into the call.
std::variant<Page, BadQuery> page_of(const CallPtr&, const View&, const Query&, const Opener&);

}  // namespace surety::http
