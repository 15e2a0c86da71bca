// Cells in people's words and units: titles of choices, 元 and 万元, masked phones.
#include "projections/export.hpp"

#include <algorithm>
#include <tuple>

#include "engine/digest.hpp"
#include "engine/fold_keys.hpp"
#include "projections/run.hpp"

namespace surety {

SheetCell amount_cell(std::int64_t fen, std::int64_t unit) {
  std::string decimals = std::to_string(unit + std::abs(fen) % unit).substr(1);
  while (decimals.size() > 2 && decimals.back() == '0') decimals.pop_back();
  SheetCell cell{(fen < 0 ? "-" : "") + std::to_string(std::abs(fen) / unit) + "." + decimals};
  cell.number = static_cast<double>(fen) / static_cast<double>(unit);
  cell.decimals = static_cast<int>(decimals.size());
  return cell;
}

namespace {

std::int64_t unit_of(const Column& column) { return column.unit == "万元" ? 1'000'000 : 100; }

SheetCell number_cell(const Column& column, std::int64_t number) {
  if (bare(*column.type).shape == Shape::flag) return {number ? "是" : "否"};
  if (column.format == "money") return amount_cell(number, unit_of(column));
  if (column.format == "basis-points") {
    auto cell = amount_cell(number, 100);
    cell.text += "%";
    return cell;
  }
  return {std::to_string(number), static_cast<double>(number), 0};
}

std::string choice_text(const Type& type, std::string_view name) {
  for (const auto& choice : type.choices())
    if (choice.name == name) return std::string(choice.zh);
  return std::string(name);
}

std::string list_text(const Type& type, std::string_view cell) {
  std::string joined;
  for (std::size_t at = 1; at < cell.size();) {
    const auto end = std::min(cell.find(item_separator, at), cell.size());
    const auto item = cell.substr(at, end - at);
    if (!joined.empty()) joined += "、";
    joined += type.element->shape == Shape::choice ? choice_text(*type.element, item) : item;
    at = end + 1;
  }
  return joined;
}

SheetCell cell_of(const Column& column, std::string_view cell, const Opener& open) {
  if (cell.empty()) return {};
  const Type& type = bare(*column.type);
  if (is_number(type)) return number_cell(column, from_big_endian64(cell));
  if (type.shape == Shape::choice) return {choice_text(type, cell)};
  if (type.shape == Shape::list) return {list_text(type, cell)};
  std::string text(cell);
  if (text.starts_with("sealed:")) return {masked(column.format, open ? open(text) : text)};
  constexpr std::size_t seconds = 19, day = 10;  // 2025-03-01 08:00:00
  if (column.format == "date-time" && text.size() > seconds) {
    text.resize(seconds);
    text[day] = ' ';
  }
  return {text};
}

std::vector<std::string> titles_of(const View& view, const std::vector<std::size_t>& columns) {
  std::vector<std::string> titles;
  for (const auto at : columns) {
    const auto& column = view.columns[at];
    std::string title(column.label.zh);
    if (column.format == "money") title += column.unit == "万元" ? "（万元）" : "（元）";
    titles.push_back(std::move(title));
  }
  return titles;
}

/// A row's place in the order; the row itself is read again when its turn comes, for all of them
/// together may be more than there is room for.
struct Found {
  std::string value, id;
  int partition;
};

}  // namespace

std::variant<std::int64_t, BadQuery> export_rows(const StoreReader& store, int partitions,
                                                 const View& view, const Query& query,
                                                 const std::vector<std::string>& names_of_columns,
                                                 const Actor& actor, const Opener& open,
                                                 Sheet& sheet) {
  std::vector<std::size_t> columns;
  for (const auto& name : names_of_columns) {
    const auto at = column_at(view, name);
    if (!at) return BadQuery{"unknown-column", name};
    columns.push_back(*at);
  }
  const auto order_or = order_of(view, query);
  if (const auto* bad = std::get_if<BadQuery>(&order_or)) return *bad;
  const Order order = std::get<Order>(order_or);
  const auto conditions_or = Conditions::of(view, query);
  if (const auto* bad = std::get_if<BadQuery>(&conditions_or)) return *bad;
  const auto& conditions = std::get<Conditions>(conditions_or);

  std::vector<Found> rows;
  const std::size_t root = column_at(view, "root").value();
  Names names(store, partitions, view, query.today);
  each_row(store, partitions, view, actor, order.descending,
           [&](std::string_view id, const Packed& row, std::string_view) {
             if (conditions.hold(row, names))
               rows.push_back({std::string(names.value(row, order.column)), std::string(id),
                               partition_of(row[root], partitions)});
           });
  std::sort(rows.begin(), rows.end(), [&](const Found& a, const Found& b) {
    const bool before = std::tie(a.value, a.id) < std::tie(b.value, b.id);
    return order.descending ? std::tie(b.value, b.id) < std::tie(a.value, a.id) : before;
  });

  sheet.titles(titles_of(view, columns));
  std::vector<SheetCell> cells(columns.size());
  for (const auto& row : rows) {
    const auto bytes = store.get(
        view.family, partition_prefix(row.partition).append(1, 'R').append(row.id));
    const Packed packed(bytes ? std::string_view(*bytes) : std::string_view());
    for (std::size_t i = 0; i < cells.size(); ++i)
      cells[i] = cell_of(view.columns[columns[i]], names.value(packed, columns[i]), open);
    sheet.row(cells);
  }
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace surety
