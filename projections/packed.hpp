// A row's values side by side, in a form whose byte order is their own: filters decode nothing.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "events/describe.hpp"

namespace surety {

/// Separates the items of a list of plain values within one cell.
inline constexpr char item_separator = '\x1f';

/// The cell of a value: numbers and flags as eight bytes, everything else as its text, a list of
/// plain values as its items each between separators; empty where there is no value. Objects and
/// lists of objects have none.
std::string cell_of(const Type& type, const void* value);
/// True if values of this type have a cell.
bool has_cell(const Type& type);
/// The type inside an optional.
const Type& bare(const Type& type);
bool is_number(const Type& type);  ///< integer or flag, optional or not

/// Cells, then whatever else a row needs, as one value: a table of ends and the bytes.
std::string pack(const std::vector<std::string>& cells);

/// Reads a packed row where it lies.
class Packed {
 public:
  explicit Packed(std::string_view row) : row_(row) {
    if (row.size() >= 4) count_ = number(0);
    if (row.size() < 4 + std::size_t{count_} * 4) count_ = 0;
  }
  std::size_t size() const { return count_; }
  std::string_view operator[](std::size_t i) const {
    if (i >= count_) return {};
    const std::size_t base = 4 + std::size_t{count_} * 4;
    const std::size_t from = i == 0 ? 0 : number(4 * i);
    const std::size_t end = number(4 * (i + 1));
    if (end < from || base + end > row_.size()) return {};
    return row_.substr(base + from, end - from);
  }

 private:
  std::uint32_t number(std::size_t at) const {
    const auto b = [&](std::size_t i) -> std::uint32_t {
      return static_cast<unsigned char>(row_[at + i]);
    };
    return b(0) | b(1) << 8 | b(2) << 16 | b(3) << 24;
  }
  std::string_view row_;
  std::uint32_t count_ = 0;
};

}  // namespace surety
