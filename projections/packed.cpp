// Cells by the run-time type.
#include "projections/packed.hpp"

#include "engine/fold_keys.hpp"

namespace surety {

const Type& bare(const Type& type) {
  return type.shape == Shape::optional ? bare(*type.element) : type;
}

bool is_number(const Type& type) {
  const Shape shape = bare(type).shape;
  return shape == Shape::integer || shape == Shape::flag;
}

bool has_cell(const Type& type) {
  const Type& t = bare(type);
  if (t.shape == Shape::object) return false;
  if (t.shape != Shape::list) return true;
  return t.element->shape == Shape::text || t.element->shape == Shape::choice;
}

std::string cell_of(const Type& type, const void* value) {
  switch (type.shape) {
    case Shape::flag:
    case Shape::integer: return big_endian64(type.integer(value));
    case Shape::choice: return type.choices()[static_cast<std::size_t>(type.integer(value))].name;
    case Shape::text: return type.text(value);
    case Shape::object: return {};
    case Shape::optional:
      return type.size(value) > 0 ? cell_of(*type.element, type.item_of(value, 0)) : std::string();
    case Shape::list: {
      std::string cell;
      for (std::size_t i = 0; i < type.size(value); ++i) {
        if (cell.empty()) cell += item_separator;
        cell += cell_of(*type.element, type.item_of(value, i));
        cell += item_separator;
      }
      return cell;
    }
  }
  return {};
}

std::string pack(const std::vector<std::string>& cells) {
  std::string row;
  const auto number = [&](std::size_t n) {
    for (int shift = 0; shift < 32; shift += 8) row += static_cast<char>((n >> shift) & 0xFF);
  };
  number(cells.size());
  std::size_t end = 0;
  for (const auto& cell : cells) number(end += cell.size());
  for (const auto& cell : cells) row += cell;
  return row;
}

}  // namespace surety
