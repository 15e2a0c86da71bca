// Two numbers with decimals, the first a longitude and the second a latitude within the country.
#include "projections/places.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <vector>

#include <fmt/format.h>

namespace surety {
namespace {

/// Every run of digits and points; none if any of them is no number with decimals.
std::vector<double> decimals_of(std::string_view text) {
  std::vector<double> out;
  const auto part = [](char c) { return c == '.' || std::isdigit(static_cast<unsigned char>(c)); };
  for (auto at = text.begin(); at != text.end();) {
    at = std::find_if(at, text.end(), part);
    const auto end = std::find_if_not(at, text.end(), part);
    const std::string number(at, end);
    at = end;
    if (number.empty()) break;
    if (std::count(number.begin(), number.end(), '.') != 1) return {};
    out.push_back(std::strtod(number.c_str(), nullptr));
  }
  return out;
}

bool between(double value, double least, double most) { return least <= value && value <= most; }

}  // namespace

std::optional<std::string> cell_of(std::string_view location) {
  const auto numbers = decimals_of(location);
  if (numbers.size() != 2) return std::nullopt;
  if (!between(numbers[0], 73, 136) || !between(numbers[1], 3, 54)) return std::nullopt;
  return fmt::format("{:.1f},{:.1f}", numbers[0], numbers[1]);
}

}  // namespace surety
