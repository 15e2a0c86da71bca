// A province's project table as CSV: titles or field names, people's units, any order of columns.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace surety::tools {

struct TableRow {
  std::size_t line = 0;  ///< in the file, from 1
  std::vector<std::string> cells;
  std::string body;      ///< JSON of project.import; empty if `problem` is not
  std::string problem;
  bool codes_valid = true;
};

struct ProjectTable {
  std::vector<std::string> titles;
  std::vector<TableRow> rows;
};

/// UTF-8 or GB 18030. Throws Failure if the file cannot be read, is no CSV, or lacks a needed column.
ProjectTable read_project_table(const std::filesystem::path&, const std::string& jurisdiction);
/// The refused rows with their line and reason in front.
void write_refused(const std::filesystem::path&, const ProjectTable&,
                   const std::vector<std::pair<const TableRow*, std::string>>&);

}  // namespace surety::tools
