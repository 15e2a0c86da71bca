// The region table, read once from the embedded file.
#include "engine/regions.hpp"

#include <algorithm>

#include "engine/embedded.hpp"

namespace surety {

namespace {

std::optional<Date> date_or_none(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(Date::stored(text));
}

Region region_of_line(std::string_view line) {
  std::string cells[5];
  std::size_t cell = 0;
  for (char c : line) {
    if (c == ',' && cell < 4) ++cell;
    else if (c != '\r') cells[cell] += c;
  }
  return {cells[0], cells[1], date_or_none(cells[2]), date_or_none(cells[3]), cells[4]};
}

std::vector<Region> read_regions() {
  std::vector<Region> all;
  const auto file = embedded_files().find("regions/regions.csv");
  if (file == embedded_files().end()) return all;
  std::string_view text = file->second;
  bool header = true;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (!header && end > 0) all.push_back(region_of_line(text.substr(0, end)));
    header = false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
  return all;
}

}  // namespace

const std::vector<Region>& regions() {
  static const std::vector<Region> all = read_regions();
  return all;
}

const Region* region(std::string_view code) {
  const auto& all = regions();
  auto found = std::lower_bound(all.begin(), all.end(), code,
                                [](const Region& r, std::string_view c) { return r.code < c; });
  return found != all.end() && found->code == code ? &*found : nullptr;
}

bool region_valid(std::string_view code, Date on) {
  const Region* r = region(code);
  return r && (!r->valid_from || *r->valid_from <= on) && (!r->valid_to || on < *r->valid_to);
}

std::string region_today(std::string_view code) {
  std::string today(code);
  // A successor may have died as well; a table that went in circles would never end.
  for (int step = 0; step < 10; ++step) {
    const Region* r = region(today);
    if (!r || r->successor.empty()) break;
    today = r->successor;
  }
  return today;
}

std::string region_parent(std::string_view code) {
  if (code.size() != 6 || code.substr(2) == "0000") return {};
  const std::string province = std::string(code.substr(0, 2)) + "0000";
  if (code.substr(4) == "00") return province;
  const std::string prefecture = std::string(code.substr(0, 4)) + "00";
  return region(prefecture) ? prefecture : province;
}

std::string_view region_prefix(std::string_view code) {
  while (code.size() >= 2 && code.substr(code.size() - 2) == "00") code.remove_suffix(2);
  return code;
}

bool region_covers(std::string_view area, std::string_view code) {
  return code.substr(0, region_prefix(area).size()) == region_prefix(area);
}

}  // namespace surety
