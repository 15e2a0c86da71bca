// A page of a list: the best rows behind the cursor, and how many there are in all.
#include "projections/query.hpp"

#include <algorithm>

#include "engine/digest.hpp"
#include "events/binary.hpp"
#include "projections/run.hpp"
#include "projections/shelf.hpp"

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

using Found = Selection::Row;

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

std::variant<Wanted, BadQuery> wanted_of(const View& view, const Query& query) {
  if (query.limit < 1 || query.limit > most_rows) return BadQuery{"limit", "limit"};
  const auto order = order_of(view, query);
  if (const auto* bad = std::get_if<BadQuery>(&order)) return *bad;
  auto conditions = Conditions::of(view, query);
  if (const auto* bad = std::get_if<BadQuery>(&conditions)) return *bad;
  Wanted wanted{std::get<Order>(order), std::move(std::get<Conditions>(conditions)), query.limit,
                {}};
  if (query.cursor.empty()) return wanted;
  const auto cursor = read_cursor(view, wanted.order, query.cursor);
  if (!cursor) return BadQuery{"bad-cursor", "cursor"};
  wanted.after = Place{cursor->value, cursor->id};
  return wanted;
}

/// By looking at every row of the scope.
Selection sweep(const StoreReader& store, int partitions, const View& view, const Wanted& wanted,
                const Actor& actor, Date today) {
  Selection found;
  Names names(store, partitions, view, today);
  Best best(wanted.limit, wanted.order.descending);
  std::optional<Found> after;
  if (wanted.after) after = Found{wanted.after->value, wanted.after->id, {}};
  each_row(store, partitions, view, actor, wanted.order.descending,
           [&](std::string_view id, const Packed& row, std::string_view bytes) {
             if (!wanted.conditions.hold(row, names)) return;
             ++found.total;
             const auto value = names.value(row, wanted.order.column);
             const bool last = after && value == after->value && id == after->id;
             if (last || (after && best.before(value, id, *after))) return;
             best.offer(value, id, bytes);
           });
  found.rows = best.take();
  found.more = best.more();
  return found;
}

Page page_of(const StoreReader& store, int partitions, const View& view, const Wanted& wanted,
             const Selection& found, Date today, const Opener& open) {
  Page page;
  page.total = found.total;
  Names names(store, partitions, view, today);
  for (const auto& row : found.rows)
    page.items.push_back(item_json(store, partitions, view, Packed(row.bytes), names, open));
  if (found.more) {
    const auto& last = found.rows.back();
    page.next_cursor = hex(to_binary(
        Cursor{view.name, order_name(view, wanted.order), last.value, last.id}));
  }
  return page;
}

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
  const auto checked = wanted_of(view, query);
  if (const auto* bad = std::get_if<BadQuery>(&checked)) return *bad;
  const auto& wanted = std::get<Wanted>(checked);
  const auto found = sweep(store, partitions, view, wanted, actor, query.today);
  return page_of(store, partitions, view, wanted, found, query.today, open);
}

std::variant<Page, BadQuery> run(const StoreReader& store, int partitions, const View& view,
                                 const Query& query, const Actor& actor, const Opener& open,
                                 HeldShelf held) {
  const auto checked = wanted_of(view, query);
  if (const auto* bad = std::get_if<BadQuery>(&checked)) return *bad;
  const auto& wanted = std::get<Wanted>(checked);
  const auto found = held.shelf.select(store, wanted, actor, query.today);
  held.lock.unlock();
  return page_of(store, partitions, view, wanted, found, query.today, open);
}

}  // namespace surety
