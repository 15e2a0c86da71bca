// Quoted fields; a text that a spreadsheet would take for a formula gets an apostrophe before it.
#include "projections/export.hpp"

namespace surety {

void CsvSheet::field(std::string_view text, bool first) {
  if (!first) text_ += ',';
  text_ += '"';
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    text_ += '\'';
  for (char c : text) text_.append(c == '"' ? 2 : 1, c);
  text_ += '"';
}

void CsvSheet::titles(const std::vector<std::string>& titles) {
  text_ = "\xEF\xBB\xBF";  // without the mark spreadsheets take UTF-8 for a local code page
  for (std::size_t i = 0; i < titles.size(); ++i) field(titles[i], i == 0);
  text_ += "\r\n";
}

void CsvSheet::row(const std::vector<SheetCell>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) field(cells[i].text, i == 0);
  text_ += "\r\n";
}

}  // namespace surety
