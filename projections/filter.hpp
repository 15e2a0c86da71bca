// The conditions of a query, made ready once and tried on every row.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "projections/names.hpp"
#include "projections/query.hpp"

namespace surety {

/// One filter, made ready.
struct Condition {
  std::size_t column = 0;
  Filter::Op op{};
  bool list = false;
  std::vector<std::string> cells;
  bool holds(std::string_view cell) const;
};

class Conditions {
 public:
  /// Or what is wrong with the query's filters.
  static std::variant<Conditions, BadQuery> of(const View&, const Query&);
  bool hold(const Packed& row, Names& names) const;
  const std::vector<Condition>& all() const { return conditions_; }
  const std::string& q() const { return q_; }  ///< lower-case

 private:
  std::vector<Condition> conditions_;
  std::string q_;
  std::vector<std::size_t> searched_;
};

/// The columns that `q=` looks at, and a text as it is compared there.
std::vector<std::size_t> searched_columns(const View&);
std::string lowered(std::string_view text);

/// The column of that name, stored or looked up.
std::optional<std::size_t> column_at(const View&, std::string_view name);

}  // namespace surety
