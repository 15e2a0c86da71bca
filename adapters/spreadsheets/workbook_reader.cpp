// The first sheet of an .xlsx file. The one user of pugixml.
//
// A cell's text is what a person reads: shared and inline strings, numbers without exponents, dates
// as 2025-03-01. What a file unpacks to is bounded, however small it came.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <pugixml.hpp>
#include <stdexcept>

#include "adapters/documents/archive.hpp"
#include "adapters/spreadsheets/table.hpp"
#include "events/values.hpp"

namespace surety {
namespace {

constexpr std::size_t sheet_bytes_max = 64 * 1024 * 1024, part_bytes_max = 32 * 1024 * 1024;
constexpr std::size_t columns_max = 200;

struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Some programs give every element a prefix.
bool is(const pugi::xml_node& node, std::string_view name) {
  const std::string_view own = node.name();
  return own == name || (own.ends_with(name) && own.size() > name.size() &&
                         own[own.size() - name.size() - 1] == ':');
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const auto& one : node.children())
    if (is(one, name)) return one;
  return {};
}

std::string text_of(const pugi::xml_node& string) {
  std::string out;
  for (const auto& one : string.children()) {
    if (is(one, "t")) out += one.text().get();
    if (is(one, "r")) out += child(one, "t").text().get();  // a run; readings (rPh) are left out
  }
  return out;
}

class Workbook {
 public:
  explicit Workbook(std::string bytes) : archive_(std::move(bytes)) {
    const auto book = part("xl/workbook.xml", part_bytes_max);
    const auto root = child(book, "workbook");
    from_1904_ = child(root, "workbookPr").attribute("date1904").as_bool();
    sheet_ = place_of(child(child(root, "sheets"), "sheet"));
    read_strings();
    read_styles();
  }

  TableRows rows() {
    const auto document = part(sheet_, sheet_bytes_max);
    TableRows rows;
    for (const auto& row : child(child(document, "worksheet"), "sheetData").children()) {
      if (!is(row, "row")) continue;
      const auto line = row.attribute("r").as_ullong(rows.size() + 1);
      if (line <= rows.size() || line > table_rows_max) throw Unreadable("table-too-large");
      rows.resize(line);
      fill(row, rows.back());
    }
    while (!rows.empty() && rows.back().empty()) rows.pop_back();
    return rows;
  }

 private:
  pugi::xml_document part(const std::string& name, std::size_t most, bool needed = true) {
    pugi::xml_document document;
    const auto text = archive_.part(name, most);
    if (!text && needed) throw Unreadable("bad-workbook");
    if (text && !document.load_buffer(text->data(), text->size(), pugi::parse_default |
                                                                      pugi::parse_ws_pcdata_single))
      throw Unreadable("bad-workbook");
    return document;
  }

  std::string place_of(const pugi::xml_node& sheet) {
    std::string_view id;
    for (const auto& attribute : sheet.attributes())
      if (std::string_view(attribute.name()).ends_with(":id")) id = attribute.value();
    const auto links = part("xl/_rels/workbook.xml.rels", part_bytes_max);
    for (const auto& link : child(links, "Relationships").children())
      if (id == link.attribute("Id").value()) {
        const std::string target = link.attribute("Target").value();
        return target.starts_with('/') ? target.substr(1) : "xl/" + target;
      }
    throw Unreadable("bad-workbook");
  }

  void read_strings() {
    const auto document = part("xl/sharedStrings.xml", part_bytes_max, false);
    for (const auto& string : child(document, "sst").children())
      if (is(string, "si")) strings_.push_back(text_of(string));
  }

  /// Which styles show a number as a day.
  void read_styles() {
    const auto document = part("xl/styles.xml", part_bytes_max, false);
    const auto root = child(document, "styleSheet");
    std::vector<int> own_dates;
    for (const auto& format : child(root, "numFmts").children())
      if (shows_day(format.attribute("formatCode").value()))
        own_dates.push_back(format.attribute("numFmtId").as_int());
    for (const auto& style : child(root, "cellXfs").children()) {
      const int id = style.attribute("numFmtId").as_int();
      const bool built_in = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) ||
                            id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58;
      dates_.push_back(built_in ||
                       std::find(own_dates.begin(), own_dates.end(), id) != own_dates.end());
    }
  }

  /// True for `yyyy/m/d` and `yyyy"年"m"月"d"日"`, not for what stands in quotes or brackets.
  static bool shows_day(std::string_view code) {
    char closes = 0;
    for (const char c : code) {
      if (closes) closes = c == closes ? 0 : closes;
      else if (c == '"') closes = '"';
      else if (c == '[') closes = ']';
      else if (c == 'y' || c == 'd' || c == 'Y' || c == 'D') return true;
    }
    return false;
  }

  void fill(const pugi::xml_node& row, std::vector<std::string>& cells) {
    for (const auto& cell : row.children()) {
      if (!is(cell, "c")) continue;
      const auto column = column_of(cell.attribute("r").value(), cells.size());
      if (column >= columns_max) throw Unreadable("table-too-large");
      auto text = cell_text(cell);
      if (text.empty()) continue;
      if (column >= cells.size()) cells.resize(column + 1);
      cells[column] = std::move(text);
    }
  }

  /// `AB12` → 27; without a reference the next.
  static std::size_t column_of(std::string_view reference, std::size_t next) {
    std::size_t column = 0;
    for (const char c : reference) {
      if (c < 'A' || c > 'Z' || column > columns_max) break;
      column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    }
    return column == 0 ? next : column - 1;
  }

  std::string cell_text(const pugi::xml_node& cell) const {
    const std::string_view type = cell.attribute("t").value();
    const std::string value = child(cell, "v").text().get();
    if (type == "s") {
      const auto at = std::strtoull(value.c_str(), nullptr, 10);
      if (value.empty() || at >= strings_.size()) throw Unreadable("bad-workbook");
      return strings_[at];
    }
    if (type == "inlineStr") return text_of(child(cell, "is"));
    if (type == "b") return value == "1" ? "是" : "否";
    if (type == "d") return value.substr(0, 10);
    if (!type.empty() && type != "n") return value;
    const auto style = cell.attribute("s").as_ullong();
    const bool day = style < dates_.size() && dates_[style];
    return number_text(value, day);
  }

  std::string number_text(const std::string& value, bool day) const {
    double number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    if (value.empty() || read.ec != std::errc() || !std::isfinite(number)) return value;
    if (day && number >= 1 && number < 2'958'466) return day_text(number);
    // Fifteen digits are all that a spreadsheet keeps; what lies behind them is not what was typed.
    std::array<char, 400> plain{};
    std::array<char, 40> rounded{};
    std::snprintf(rounded.data(), rounded.size(), "%.14e", number);
    std::from_chars(rounded.data(), rounded.data() + rounded.size(), number);
    const auto end = std::to_chars(plain.data(), plain.data() + plain.size(), number,
                                   std::chars_format::fixed);
    return end.ec == std::errc() ? std::string(plain.data(), end.ptr) : value;
  }

  std::string day_text(double serial) const {
    // Day 60 of the 1900 system is a 29 February that never was.
    const auto days = static_cast<std::int32_t>(serial);
    if (from_1904_) return (Date::of(1904, 1, 1) + days).text();
    return (Date::of(1899, 12, 30) + (days < 60 ? days + 1 : days)).text();
  }

  ArchiveReader archive_;
  std::string sheet_;
  std::vector<std::string> strings_;
  std::vector<bool> dates_;
  bool from_1904_ = false;
};

}  // namespace

std::variant<TableRows, TableProblem> read_workbook(std::string bytes) {
  try {
    return Workbook(std::move(bytes)).rows();
  } catch (const Unreadable& why) {
    return TableProblem{why.what()};
  } catch (const std::runtime_error&) {
    return TableProblem{"bad-workbook"};
  }
}

}  // namespace surety
