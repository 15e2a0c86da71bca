// Quoted fields; a text that a spreadsheet would take for a formula gets an apostrophe before it.
#include "projections/export.hpp"

namespace surety {

void CsvSheet::field(std::string_view text, bool first) {
  if (!first) out_ << ',';
  out_ << '"';
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    out_ << '\'';
  for (auto quote = text.find('"'); quote != text.npos; quote = text.find('"')) {
    out_ << text.substr(0, quote) << "\"\"";
    text.remove_prefix(quote + 1);
  }
  out_ << text << '"';
}

void CsvSheet::titles(const std::vector<std::string>& titles) {
  out_ << "\xEF\xBB\xBF";  // without the mark spreadsheets take UTF-8 for a local code page
  for (std::size_t i = 0; i < titles.size(); ++i) field(titles[i], i == 0);
  out_ << "\r\n";
}

void CsvSheet::row(const std::vector<SheetCell>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) field(cells[i].text, i == 0);
  out_ << "\r\n";
}

}  // namespace surety
