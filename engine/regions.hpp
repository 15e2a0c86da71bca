// Region codes of GB/T 2260 with their dates and successors, and functional zones of our own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/values.hpp"

namespace surety {

struct Region {
  std::string code, name;
  std::optional<Date> valid_from, valid_to;  ///< valid_to: the first day it no longer holds
  std::string successor;                     ///< empty unless the code is dead
};

/// Every region the program knows, in order of the codes.
const std::vector<Region>& regions();
/// Nothing if the code never existed.
const Region* region(std::string_view code);
/// True if the code existed on that day.
bool region_valid(std::string_view code, Date on);
/// The living code that stands for this one: 230703 → 230726; itself if it lives or is unknown.
std::string region_today(std::string_view code);
/// Prefecture of a county, province of a prefecture; empty for a province. Counties run by the
/// province (469001) have the province as parent.
std::string region_parent(std::string_view code);
/// The code without its trailing pairs of 00: what all codes below it begin with.
std::string_view region_prefix(std::string_view code);
/// True if `code` lies in `area` or is it; by digits alone, so dead and unknown codes count too.
bool region_covers(std::string_view area, std::string_view code);

}  // namespace surety
