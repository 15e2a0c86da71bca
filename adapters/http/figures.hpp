// What the dashboard counts: every figure with its title, its unit and the formula behind it.
#pragma once

#include <string>
#include <vector>

#include "adapters/http/json_out.hpp"
#include "projections/dashboard.hpp"
#include "projections/export.hpp"

namespace surety::http {

struct Figure {
  std::string_view name;
  Label label;
  std::string_view format;   ///< integer, money, basis-points
  Label formula;             ///< as people read it
  std::string_view part, whole;  ///< of a ratio: the figures it is made of
  std::string_view list;         ///< where the rows behind it are
  bool of_parts = true;          ///< counted for cities and counties, too
};
/// In the order in which they are shown.
const std::vector<Figure>& figure_list();
std::string figures_meta();

JsonObject& write(JsonObject&, const RegionFigures&);
std::string number_or_null(std::optional<std::int64_t>);

std::string title_with_unit(const Figure&);
SheetCell figure_cell(const Figure&, const RegionFigures&);

}  // namespace surety::http
