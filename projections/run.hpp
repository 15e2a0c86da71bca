// What lies behind a list: a query made ready, and the rows of a scope, told to a visitor.
#pragma once

#include "projections/filter.hpp"
#include "projections/names.hpp"
#include "projections/query.hpp"

namespace surety {

struct Order {
  std::size_t column = 0;
  bool descending = false;
};
/// The order a query asks for, or what is wrong with it; default: newest first.
std::variant<Order, BadQuery> order_of(const View&, const Query&);

/// Where a page ended: its last row's sort value and id.
struct Place {
  std::string value, id;
};
/// What a query asks for, checked.
struct Wanted {
  Order order;
  Conditions conditions;
  std::size_t limit = 0;
  std::optional<Place> after;
};
/// The rows of a page, in order, and what is told of the others.
struct Selection {
  struct Row {
    std::string value, id, bytes;
  };
  std::vector<Row> rows;
  std::size_t total = 0;
  bool more = false;
};

/// Every row of the view that the actor may see, partition by partition; `packed` is valid for the
/// call only.
using RowVisit = std::function<void(std::string_view id, const Packed&, std::string_view bytes)>;
void each_row(const StoreReader&, int partitions, const View&, const Actor&, bool descending,
              const RowVisit&);

/// The row's case (kind/id), and the item as JSON.
std::string_view case_of(const View&, const Packed&);
std::string item_json(const StoreReader&, int partitions, const View&, const Packed&, Names&,
                      const Opener&);

}  // namespace surety
