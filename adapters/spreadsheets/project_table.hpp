// A province's project table: titles or field names, people's units, any order of columns.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/spreadsheets/table.hpp"

namespace surety {

struct ProjectRow {
  std::size_t line = 0;  ///< in the file, from 1
  std::vector<std::string> cells;
  std::string body;     ///< JSON of project.import; empty if `problem` is not
  std::string problem;  ///< why it is no row
  bool codes_valid = true;
};

struct ProjectTable {
  std::vector<std::string> titles;
  std::vector<std::string> fields;  ///< of project.import, by column; empty: the column is not ours
  std::vector<ProjectRow> rows;     ///< without the empty ones
};

/// `jurisdiction` fills in what the rows leave out; may be empty.
std::variant<ProjectTable, TableProblem> project_table(TableRows, const std::string& jurisdiction);

/// A row that was refused, and why: one line of the file that goes beside the table.
struct RefusedRow {
  const ProjectRow* row;
  std::string reason;
};
/// CSV with line and reason before the cells; the rest of it can be imported once it is mended.
std::string refused_csv(const ProjectTable&, const std::vector<RefusedRow>&);

/// `code sentence; /path code sentence` of an answer with a problem document.
std::string reason_of(std::string_view problem_json, int status);

}  // namespace surety
