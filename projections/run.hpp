// The scan behind a list: rows of scope and conditions in their order, told to a visitor.
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
