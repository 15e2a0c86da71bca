// Reading the table with libcsv, and its cells by the description of project.import.
#include "tools/project_table.hpp"

#include <csv.h>
#include <fmt/format.h>
#include <iconv.h>

#include <fstream>
#include <sstream>

#include "events/json.hpp"
#include "events/project.hpp"
#include "events/utf8.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw Failure(path.string() + " cannot be read", "look at the name of the file");
  return text.str();
}

bool valid_utf8(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    if (next_code_point(text, at) < 0) return false;
  }
  return true;
}

/// Tables out of older office programs are in GB 18030.
std::string utf8(std::string text, const std::filesystem::path& path) {
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (valid_utf8(text)) return text;
  const iconv_t from = iconv_open("UTF-8", "GB18030");
  std::string out(text.size() * 3 + 16, '\0');
  char *in = text.data(), *to = out.data();
  std::size_t left = text.size(), room = out.size();
  const auto done = iconv(from, &in, &left, &to, &room);
  iconv_close(from);
  if (done == static_cast<std::size_t>(-1)) {
    throw Failure(path.string() + " is neither UTF-8 nor GB 18030", "save it as CSV UTF-8");
  }
  out.resize(out.size() - room);
  return out;
}

std::vector<std::vector<std::string>> parse(const std::string& text) {
  csv_parser parser;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
  std::vector<std::vector<std::string>> rows(1);
  const auto cell = [](void* data, std::size_t size, void* to) {
    static_cast<std::vector<std::vector<std::string>>*>(to)->back().emplace_back(
        static_cast<const char*>(data), size);
  };
  const auto row = [](int, void* to) {
    static_cast<std::vector<std::vector<std::string>>*>(to)->emplace_back();
  };
  const auto parsed = csv_parse(&parser, text.data(), text.size(), cell, row, &rows);
  const bool whole = parsed == text.size() && csv_fini(&parser, cell, row, &rows) == 0;
  csv_free(&parser);
  if (!whole) {
    throw Failure(fmt::format("row {} is no CSV: a quote does not fit", rows.size()),
                  "mend that row");
  }
  if (rows.back().empty()) rows.pop_back();
  return rows;
}

/// `总投资额(万元)` → `总投资额`.
std::string bare(std::string title) {
  for (const std::string open : {"(", "（"}) {
    if (const auto at = title.find(open); at != std::string::npos) title.erase(at);
  }
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
    if (member.label.zh == bare(title)) return {&member, true};
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
  if (type->shape == Shape::choice) {
    for (const auto& choice : type->choices()) {
      if (choice.zh == cell) wire = choice.name;
    }
  }
  write_json_string(text, wire);
  return text;
}

void fill(TableRow& row, const std::vector<Column>& columns, const std::string& jurisdiction) {
  if (row.cells.size() > columns.size()) {
    row.problem = fmt::format("{} cells under {} titles", row.cells.size(), columns.size());
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
  if (!named && !jurisdiction.empty()) {
    body += fmt::format("{}\"jurisdiction\":\"{}\"", body.size() > 1 ? "," : "", jurisdiction);
  }
  row.body = body + "}";
}

void demand_columns(const std::vector<Column>& columns, const std::filesystem::path& path) {
  for (const auto& member : describe<project::Import>().members) {
    if (!member.required()) continue;
    bool there = false;
    for (const auto& column : columns) there |= column.member == &member;
    if (!there) {
      throw Failure(fmt::format("{} has no column {} or {}", path.string(), member.label.zh,
                                member.name),
                    "put the titles into the first row");
    }
  }
}

}  // namespace

ProjectTable read_project_table(const std::filesystem::path& path,
                                const std::string& jurisdiction) {
  ProjectTable table;
  auto rows = parse(utf8(file_text(path), path));
  if (rows.empty()) throw Failure(path.string() + " is empty", "put the titles into the first row");
  table.titles = rows[0];
  std::vector<Column> columns;
  for (const auto& title : table.titles) columns.push_back(column_of(title));
  demand_columns(columns, path);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    TableRow row{.line = i + 1, .cells = std::move(rows[i]), .body = {}, .problem = {}};
    fill(row, columns, jurisdiction);
    table.rows.push_back(std::move(row));
  }
  return table;
}

void write_refused(const std::filesystem::path& path, const ProjectTable& table,
                   const std::vector<std::pair<const TableRow*, std::string>>& refused) {
  std::ofstream file(path, std::ios::binary);
  const auto cell = [&](std::string_view text, bool first) {
    std::string quoted(text.size() * 2 + 3, '\0');
    quoted.resize(csv_write(quoted.data(), quoted.size(), text.data(), text.size()));
    file << (first ? "" : ",") << quoted;
  };
  file << "line,reason";
  for (const auto& title : table.titles) cell(title, false);
  for (const auto& [row, reason] : refused) {
    file << "\r\n";
    cell(std::to_string(row->line), true);
    cell(reason, false);
    for (const auto& value : row->cells) cell(value, false);
  }
  file << "\r\n";
  if (!file.flush()) throw Failure(path.string() + " cannot be written", "look at the free space");
}

}  // namespace surety::tools
