// A page of a list: the best rows behind the cursor, and how many there are in all.
#include "projections/query.hpp"

#include <algorithm>

#include "engine/digest.hpp"
#include "events/binary.hpp"
#include "projections/run.hpp"

namespace surety {
namespace {

constexpr std::size_t most_rows = 1'000;

/// Where a page ended: the sort value and id of its last row, and the order they belong to.
struct Cursor {
  std::string view, order, value, id;
};
DESCRIBE(Cursor, "游标", "Where a page ended.", (view, "视图", "View"), (order, "排序", "Order"),
         (value, "值", "Sort value"), (id, "编号", "Id"))

std::string order_name(const View& view, const Order& order) {
  return (order.descending ? "-" : "") + view.columns[order.column].name;
}

std::optional<std::string> from_hex(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    if (digit(text[i]) < 0 || digit(text[i + 1]) < 0) return std::nullopt;
    bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  }
  return bytes;
}

std::optional<Cursor> read_cursor(const View& view, const Order& order, const std::string& text) {
  Cursor cursor;
  const auto bytes = from_hex(text);
  if (!bytes || !from_binary(*bytes, cursor)) return std::nullopt;
  if (cursor.view != view.name || cursor.order != order_name(view, order)) return std::nullopt;
  return cursor;
}

struct Found {
  std::string value, id, bytes;
};

/// Keeps the first `limit` rows of the order that lie behind the cursor.
class Best {
 public:
  Best(std::size_t limit, bool descending) : limit_(limit), descending_(descending) {}

  bool before(std::string_view value, std::string_view id, const Found& other) const {
    const int c = value.compare(other.value);
    const int order = c != 0 ? c : id.compare(other.id);
    return descending_ ? order > 0 : order < 0;
  }
  void offer(std::string_view value, std::string_view id, std::string_view bytes) {
    const auto worse = [this](const Found& a, const Found& b) { return before(a.value, a.id, b); };
    if (rows_.size() == limit_) {
      more_ = true;
      if (!before(value, id, rows_.front())) return;
      std::pop_heap(rows_.begin(), rows_.end(), worse);
      rows_.pop_back();
    }
    rows_.push_back({std::string(value), std::string(id), std::string(bytes)});
    std::push_heap(rows_.begin(), rows_.end(), worse);
  }
  std::vector<Found> take() {
    std::sort(rows_.begin(), rows_.end(),
              [this](const Found& a, const Found& b) { return before(a.value, a.id, b); });
    return std::move(rows_);
  }
  bool more() const { return more_; }

 private:
  std::size_t limit_;
  bool descending_, more_ = false;
  std::vector<Found> rows_;
};

}  // namespace

std::variant<Order, BadQuery> order_of(const View& view, const Query& query) {
  std::string_view sort = query.sort;
  if (sort.empty()) sort = column_at(view, "opened_at") ? "-opened_at" : "-id";
  Order order{0, sort.starts_with('-')};
  if (order.descending) sort.remove_prefix(1);
  const auto column = column_at(view, sort);
  if (!column) return BadQuery{"unknown-sort", std::string(sort)};
  order.column = *column;
  return order;
}

std::variant<Page, BadQuery> run(const StoreReader& store, int partitions, const View& view,
                                 const Query& query, const Actor& actor, const Opener& open) {
  if (query.limit < 1 || query.limit > most_rows) return BadQuery{"limit", "limit"};
  const auto order_or = order_of(view, query);
  if (const auto* bad = std::get_if<BadQuery>(&order_or)) return *bad;
  const Order order = std::get<Order>(order_or);
  const auto conditions_or = Conditions::of(view, query);
  if (const auto* bad = std::get_if<BadQuery>(&conditions_or)) return *bad;
  const auto& conditions = std::get<Conditions>(conditions_or);
  std::optional<Found> after;
  if (!query.cursor.empty()) {
    const auto cursor = read_cursor(view, order, query.cursor);
    if (!cursor) return BadQuery{"bad-cursor", "cursor"};
    after = Found{cursor->value, cursor->id, {}};
  }

  Page page;
  Names names(store, partitions, view, query.today);
  Best best(query.limit, order.descending);
  each_row(store, partitions, view, actor, order.descending,
           [&](std::string_view id, const Packed& row, std::string_view bytes) {
             if (!conditions.hold(row, names)) return;
             ++page.total;
             const auto value = names.value(row, order.column);
             const bool last = after && value == after->value && id == after->id;
             if (last || (after && best.before(value, id, *after))) return;
             best.offer(value, id, bytes);
           });
  const auto rows = best.take();
  for (const auto& row : rows)
    page.items.push_back(item_json(store, partitions, view, Packed(row.bytes), names, open));
  if (best.more()) {
    const Cursor cursor{view.name, order_name(view, order), rows.back().value, rows.back().id};
    page.next_cursor = hex(to_binary(cursor));
  }
  return page;
}

}  // namespace surety
