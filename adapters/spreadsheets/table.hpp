// A table out of a spreadsheet program: rows of texts, as people see them in the cells.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace surety {

using TableRows = std::vector<std::vector<std::string>>;

/// What is wrong with a file: code (empty-table, bad-encoding, bad-csv, bad-workbook,
/// table-too-large, missing-column), and where.
struct TableProblem {
  std::string code;
  std::string where{};  ///< a row from 1, or a column's title
};

inline constexpr std::size_t table_rows_max = 200'000;

/// A workbook's first sheet, or CSV in UTF-8 or GB 18030: told from the content. The first row holds
/// the titles; a row keeps its place, so that its index is its line less one.
std::variant<TableRows, TableProblem> read_table(std::string bytes);

/// The two behind it.
std::variant<TableRows, TableProblem> read_csv(std::string bytes);
std::variant<TableRows, TableProblem> read_workbook(std::string bytes);

/// One line of CSV, quoted, as it was read.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace surety
