// A printout on paper: one page of HTML that stands alone, or PDF on A4.
#pragma once

#include <string>

#include "projections/printout.hpp"

namespace surety {

/// Without scripts and without anything from elsewhere; `html_style` is its only style sheet.
std::string html_of(const Printout&);
const std::string& html_style();

/// Pages numbered, texts selectable and searchable. Throws std::runtime_error if a library fails.
std::string pdf_of(const Printout&);

}  // namespace surety
