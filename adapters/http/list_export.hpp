// A table as a file to take away, written row by row and never held whole; a list's is recorded
// before it leaves.
#pragma once

#include <functional>
#include <string>

#include "adapters/http/edge_state.hpp"
#include "events/access_record.hpp"
#include "projections/export.hpp"

namespace surety::http {

[[noreturn]] void refuse_query(const BadQuery&);

/// What `format=` asks for; none: JSON. 400 for anything else.
std::optional<access_record::Format> format_of(const Call&);

/// `name`: of the file, without its ending; `title`: of the sheet. What `fill` throws is thrown.
Response sheet_file(access_record::Format, const std::string& name, const std::string& title,
                    const std::function<void(Sheet&)>& fill);

/// Answers by itself. `columns=`: names, separated by commas; else those the list shows at first.
void export_list(const CallPtr&, const View&, const Query&, access_record::Format);

}  // namespace surety::http
