// Whether a page offers 刷新项目.
#pragma once

#include "adapters/http/edge_state.hpp"

namespace surety::http {

/// True for a person of an enterprise one of whose jurisdictions has a source to ask.
bool may_refresh_projects(const Call&);

}  // namespace surety::http
