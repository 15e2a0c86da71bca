// The one user of libcsv.
#include <csv.h>
#include <iconv.h>

#include "adapters/spreadsheets/table.hpp"
#include "events/utf8.hpp"

namespace surety {
namespace {

bool valid_utf8(const std::string& text) {
  for (std::size_t at = 0; at < text.size();)
    if (next_code_point(text, at) < 0) return false;
  return true;
}

/// Tables out of older office programs are in GB 18030. False if it is neither.
bool to_utf8(std::string& text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (valid_utf8(text)) return true;
  const iconv_t from = iconv_open("UTF-8", "GB18030");
  std::string out(text.size() * 3 + 16, '\0');
  char *in = text.data(), *to = out.data();
  std::size_t left = text.size(), room = out.size();
  const auto done = iconv(from, &in, &left, &to, &room);
  iconv_close(from);
  if (done == static_cast<std::size_t>(-1)) return false;
  out.resize(out.size() - room);
  text = std::move(out);
  return true;
}

}  // namespace

std::variant<TableRows, TableProblem> read_csv(std::string text) {
  if (!to_utf8(text)) return TableProblem{"bad-encoding"};
  csv_parser parser;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
  TableRows rows(1);
  const auto cell = [](void* data, std::size_t size, void* to) {
    static_cast<TableRows*>(to)->back().emplace_back(static_cast<const char*>(data), size);
  };
  const auto row = [](int, void* to) { static_cast<TableRows*>(to)->emplace_back(); };
  const auto parsed = csv_parse(&parser, text.data(), text.size(), cell, row, &rows);
  const bool whole = parsed == text.size() && csv_fini(&parser, cell, row, &rows) == 0;
  csv_free(&parser);
  if (!whole) return TableProblem{"bad-csv", std::to_string(rows.size())};
  if (rows.back().empty()) rows.pop_back();
  if (rows.size() > table_rows_max) return TableProblem{"table-too-large"};
  return rows;
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string out;
  for (const auto& text : cells) {
    if (!out.empty()) out += ',';
    std::string quoted(text.size() * 2 + 3, '\0');
    quoted.resize(csv_write(quoted.data(), quoted.size(), text.data(), text.size()));
    out += quoted;
  }
  return out + "\r\n";
}

std::variant<TableRows, TableProblem> read_table(std::string bytes) {
  auto rows = bytes.starts_with("PK\x03\x04") ? read_workbook(std::move(bytes))
                                              : read_csv(std::move(bytes));
  if (const auto* read = std::get_if<TableRows>(&rows); read && read->empty())
    return TableProblem{"empty-table"};
  return rows;
}

}  // namespace surety
