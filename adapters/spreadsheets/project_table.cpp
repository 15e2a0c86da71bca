// Cells become project.import by its description.
#include "adapters/spreadsheets/project_table.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "events/json.hpp"
#include "events/project.hpp"

namespace surety {
namespace {

/// `总投资额(万元)` → `总投资额`.
std::string bare_title(std::string title) {
  for (const std::string open : {"(", "（"})
    if (const auto at = title.find(open); at != std::string::npos) title.erase(at);
  while (!title.empty() && title.back() == ' ') title.pop_back();
  return title;
}

struct Column {
  const Member* member = nullptr;  ///< none: the column is not ours
  bool by_title = false;           ///< people's units and choices
};

Column column_of(const std::string& title) {
  for (const auto& member : describe<project::Import>().members) {
    if (member.name == title) return {&member, false};
    if (member.label.zh == bare_title(title)) return {&member, true};
  }
  return {};
}

/// `6,100.5` in units of `factor` fen; empty if it is no such number.
std::string fen_of(const std::string& text, std::int64_t factor) {
  std::int64_t value = 0, scale = factor;
  bool point = false, digit = false;
  for (const char c : text) {
    if (c == ',') continue;
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9' || value > Money::greatest) return {};
    digit = true;
    if (!point) {
      value = value * 10 + (c - '0') * factor;
    } else {
      scale /= 10;
      if (scale == 0 && c != '0') return {};
      value += (c - '0') * scale;
    }
  }
  return digit ? std::to_string(value) : std::string{};
}

/// The cell as a JSON value; what does not fit goes as text, and the server says why it is wrong.
std::string json_value(const Column& column, const std::string& cell) {
  const Type* type = column.member->type;
  if (type->shape == Shape::optional) type = type->element;
  std::string text;
  if (type->shape == Shape::integer) {
    const auto unit = column.member->rule.unit;
    const std::int64_t factor =
        !column.by_title ? 1 : unit == "万元" ? 1'000'000 : unit == "元" ? 100 : 1;
    text = fen_of(cell, factor);
    if (!text.empty()) return text;
  }
  std::string wire = cell;
  if (type->shape == Shape::choice)
    for (const auto& choice : type->choices())
      if (choice.zh == cell) wire = choice.name;
  write_json_string(text, wire);
  return text;
}

void fill(ProjectRow& row, const std::vector<Column>& columns, const std::string& jurisdiction) {
  if (row.cells.size() > columns.size()) {
    row.problem = "too-many-cells";
    return;
  }
  std::string body = "{";
  bool named = false;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto& cell = row.cells[i];
    if (columns[i].member == nullptr || cell.empty()) continue;
    const auto name = columns[i].member->name;
    body += fmt::format("{}\"{}\":{}", body.size() > 1 ? "," : "", name,
                        json_value(columns[i], cell));
    if (name == "jurisdiction") named = true;
    if (name == "contractor" || name == "owner") row.codes_valid &= credit_code_valid(cell);
  }
  if (!named && !jurisdiction.empty())
    body += fmt::format("{}\"jurisdiction\":\"{}\"", body.size() > 1 ? "," : "", jurisdiction);
  row.body = body + "}";
}

/// The first required column that there is not.
const Member* missing(const std::vector<Column>& columns) {
  for (const auto& member : describe<project::Import>().members) {
    if (!member.required()) continue;
    bool there = false;
    for (const auto& column : columns) there |= column.member == &member;
    if (!there) return &member;
  }
  return nullptr;
}

std::string text_in(const boost::json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->as_string()) : std::string{};
}

}  // namespace

std::variant<ProjectTable, TableProblem> project_table(TableRows rows,
                                                       const std::string& jurisdiction) {
  if (rows.empty()) return TableProblem{"empty-table"};
  ProjectTable table;
  table.titles = std::move(rows[0]);
  std::vector<Column> columns;
  for (const auto& title : table.titles) {
    columns.push_back(column_of(title));
    const auto* member = columns.back().member;
    table.fields.push_back(member ? std::string(member->name) : std::string());
  }
  if (const auto* member = missing(columns))
    return TableProblem{"missing-column",
                        std::string(member->label.zh) + " / " + std::string(member->name)};
  for (std::size_t i = 1; i < rows.size(); ++i) {
    ProjectRow row{.line = i + 1, .cells = std::move(rows[i]), .body = {}, .problem = {}};
    while (!row.cells.empty() && row.cells.back().empty()) row.cells.pop_back();
    if (row.cells.empty()) continue;
    fill(row, columns, jurisdiction);
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string refused_csv(const ProjectTable& table, const std::vector<RefusedRow>& refused) {
  const auto line = [](std::string number, std::string reason, std::vector<std::string> cells) {
    cells.insert(cells.begin(), {std::move(number), std::move(reason)});
    return csv_line(cells);
  };
  std::string out = "\xEF\xBB\xBF" + line("line", "reason", table.titles);
  for (const auto& [row, reason] : refused)
    out += line(std::to_string(row->line), reason, row->cells);
  return out;
}

std::string reason_of(std::string_view problem_json, int status) {
  boost::system::error_code bad;
  const auto json = boost::json::parse({problem_json.data(), problem_json.size()}, bad);
  if (bad || !json.is_object()) return fmt::format("status {}", status);
  const auto& problem = json.as_object();
  std::string reason = text_in(problem, "code") + ' ' + text_in(problem, "detail");
  if (const auto* errors = problem.if_contains("errors"); errors && errors->is_array())
    for (const auto& error : errors->as_array())
      if (error.is_object())
        reason += fmt::format("; {} {} {}", text_in(error.as_object(), "path"),
                              text_in(error.as_object(), "code"),
                              text_in(error.as_object(), "message"));
  return reason.size() > 1 ? reason : fmt::format("status {}", status);
}

}  // namespace surety
