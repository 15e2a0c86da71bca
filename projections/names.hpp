// Columns that are looked up by a code of the row: found once per query and code.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/ports.hpp"
#include "projections/packed.hpp"
#include "projections/query.hpp"

namespace surety {

class Names {
 public:
  Names(const StoreReader& store, int partitions, const View& view, Date today);
  /// The value of any column of the row: stored, told by its timetable, or looked up.
  std::string_view value(const Packed& row, std::size_t column);

 private:
  struct Place {
    std::string family;
    std::size_t column;
  };
  std::string find(const std::vector<Place>& places, std::string_view id) const;

  const StoreReader& store_;
  int partitions_;
  const View& view_;
  Date today_;
  std::size_t stored_;
  std::vector<std::size_t> by_;
  std::vector<std::vector<Place>> places_;
  std::vector<std::unordered_map<std::string, std::string>> known_;
};

}  // namespace surety
