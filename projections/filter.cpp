// Filters compare cells as bytes; the part-of-text search folds ASCII case alone.
#include "projections/filter.hpp"

#include <algorithm>
#include <charconv>

#include "engine/fold_keys.hpp"
#include "events/values.hpp"

namespace surety {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool contains(std::string_view text, std::string_view lowered) {
  return std::search(text.begin(), text.end(), lowered.begin(), lowered.end(),
                     [](char a, char b) { return lower(a) == b; }) != text.end();
}

/// The cell that a value of a filter is compared with; empty optional if it can be none.
std::optional<std::string> cell_from_text(const Column& column, std::string text) {
  if (!is_number(*column.type)) {
    // Another offset of the same instant is the same instant; a bare day or month stays a prefix.
    constexpr std::size_t shortest_instant = 20;
    if (column.format == "date-time" && text.size() >= shortest_instant) Instant::check(text);
    return text;
  }
  if (bare(*column.type).shape == Shape::flag) {
    if (text != "true" && text != "false") return std::nullopt;
    return big_endian64(text == "true");
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return big_endian64(number);
}

bool equals(std::string_view cell, const std::string& wanted, bool list) {
  if (!list) return cell == wanted;
  std::string item(1, item_separator);
  item.append(wanted).append(1, item_separator);
  return cell.find(item) != cell.npos;
}

}  // namespace

std::optional<std::size_t> column_at(const View& view, std::string_view name) {
  for (std::size_t i = 0; i < view.columns.size(); ++i)
    if (view.columns[i].name == name) return i;
  return std::nullopt;
}

std::vector<std::size_t> searched_columns(const View& view) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < view.columns.size(); ++i)
    if (view.columns[i].searched) columns.push_back(i);
  return columns;
}

std::string lowered(std::string_view text) {
  std::string all(text);
  std::transform(all.begin(), all.end(), all.begin(), lower);
  return all;
}

std::variant<Conditions, BadQuery> Conditions::of(const View& view, const Query& query) {
  Conditions made;
  for (const auto& filter : query.filters) {
    const auto at = column_at(view, filter.field);
    if (!at) return BadQuery{"unknown-filter", filter.field};
    const Column& column = view.columns[*at];
    Condition condition{*at, filter.op, bare(*column.type).shape == Shape::list, {}};
    for (const auto& value : filter.values) {
      auto cell = cell_from_text(column, value);
      if (!cell) return BadQuery{"bad-filter", filter.field};
      condition.cells.push_back(std::move(*cell));
    }
    if (!condition.cells.empty()) made.conditions_.push_back(std::move(condition));
  }
  made.q_ = lowered(query.q);
  if (!made.q_.empty()) made.searched_ = searched_columns(view);
  return made;
}

bool Condition::holds(std::string_view cell) const {
  const auto one = [&](const std::string& wanted) {
    switch (op) {
      case Filter::Op::equals: return equals(cell, wanted, list);
      case Filter::Op::from: return !cell.empty() && cell >= wanted;
      // Included, and a day named to bound instants is included whole.
      case Filter::Op::until: return !cell.empty() && cell.substr(0, wanted.size()) <= wanted;
    }
    return false;
  };
  return op == Filter::Op::equals ? std::any_of(cells.begin(), cells.end(), one)
                                  : std::all_of(cells.begin(), cells.end(), one);
}

bool Conditions::hold(const Packed& row, Names& names) const {
  for (const auto& condition : conditions_)
    if (!condition.holds(names.value(row, condition.column))) return false;
  if (q_.empty()) return true;
  return std::any_of(searched_.begin(), searched_.end(), [&](std::size_t column) {
    return contains(names.value(row, column), q_);
  });
}

}  // namespace surety
