// A view as CSV that opens in a spreadsheet without harm.
#include <algorithm>

#include "engine/fold_keys.hpp"
#include "projections/run.hpp"

namespace surety {
namespace {

/// A field of the file: quoted, and no formula even in a spreadsheet that trusts it.
std::string field(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    text.insert(0, 1, '\'');
  std::string quoted = "\"";
  for (char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

/// Fen as people read them: exact, without trailing zeros beyond the fen.
std::string money(std::int64_t fen, bool ten_thousands) {
  const std::int64_t unit = ten_thousands ? 1'000'000 : 100;
  std::string decimals = std::to_string(unit + std::abs(fen) % unit).substr(1);
  while (decimals.size() > 2 && decimals.back() == '0') decimals.pop_back();
  return (fen < 0 ? "-" : "") + std::to_string(std::abs(fen) / unit) + "." + decimals;
}

bool is_ten_thousands(const Column& column) { return column.unit == "万元"; }

std::string number_text(const Column& column, std::int64_t number) {
  if (bare(*column.type).shape == Shape::flag) return number ? "是" : "否";
  if (column.format == "money") return money(number, is_ten_thousands(column));
  if (column.format == "basis-points") return money(number, false) + "%";
  return std::to_string(number);
}

std::string choice_text(const Type& type, std::string_view name) {
  for (const auto& choice : type.choices())
    if (choice.name == name) return std::string(choice.zh);
  return std::string(name);
}

std::string cell_text(const Column& column, std::string_view cell, const Opener& open) {
  if (cell.empty()) return {};
  const Type& type = bare(*column.type);
  if (is_number(type)) return number_text(column, from_big_endian64(cell));
  if (type.shape == Shape::choice) return choice_text(type, cell);
  if (type.shape == Shape::list) {
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
  std::string text(cell);
  if (text.starts_with("sealed:")) return masked(column.format, open ? open(text) : text);
  constexpr std::size_t seconds = 19, day = 10;  // 2025-03-01 08:00:00
  if (column.format == "date-time" && text.size() > seconds) {
    text.resize(seconds);
    text[day] = ' ';
  }
  return text;
}

}  // namespace

std::variant<std::string, BadQuery> csv(const StoreReader& store, int partitions, const View& view,
                                        const Query& query, const Actor& actor,
                                        const Opener& open) {
  const auto order_or = order_of(view, query);
  if (const auto* bad = std::get_if<BadQuery>(&order_or)) return *bad;
  const Order order = std::get<Order>(order_or);
  const auto conditions_or = Conditions::of(view, query);
  if (const auto* bad = std::get_if<BadQuery>(&conditions_or)) return *bad;
  const auto& conditions = std::get<Conditions>(conditions_or);

  struct Found {
    std::string value, id, bytes;
  };
  std::vector<Found> rows;
  Names names(store, partitions, view);
  each_row(store, partitions, view, actor, order.descending,
           [&](std::string_view id, const Packed& row, std::string_view bytes) {
             if (conditions.hold(row, names))
               rows.push_back({std::string(names.value(row, order.column)), std::string(id),
                               std::string(bytes)});
           });
  std::sort(rows.begin(), rows.end(), [&](const Found& a, const Found& b) {
    const bool before = std::tie(a.value, a.id) < std::tie(b.value, b.id);
    return order.descending ? std::tie(b.value, b.id) < std::tie(a.value, a.id) : before;
  });

  // Without the mark spreadsheets take UTF-8 for a local code page.
  std::string out = "\xEF\xBB\xBF";
  const auto end_line = [&](std::size_t i) { out += i + 1 == view.columns.size() ? "\r\n" : ","; };
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    const Column& column = view.columns[i];
    std::string title(column.label.zh);
    if (column.format == "money") title += is_ten_thousands(column) ? "（万元）" : "（元）";
    out += field(title);
    end_line(i);
  }
  for (const auto& row : rows)
    for (std::size_t i = 0; i < view.columns.size(); ++i) {
      out += field(cell_text(view.columns[i], names.value(Packed(row.bytes), i), open));
      end_line(i);
    }
  return out;
}

}  // namespace surety
