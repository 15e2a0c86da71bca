// Looking up a row of another view by its id; all sources are cases that are their own root.
#include "projections/names.hpp"

#include "engine/digest.hpp"
#include "engine/fold_keys.hpp"
#include "engine/projection.hpp"

namespace surety {

Names::Names(const StoreReader& store, int partitions, const View& view, Date today)
    : store_(store),
      partitions_(partitions),
      view_(view),
      today_(today),
      stored_(view.columns.size() - view.joins.size()),
      known_(view.joins.size()) {
  for (const auto& join : view.joins) {
    by_.push_back(join.by);
    auto& places = places_.emplace_back();
    for (const auto& source : join.sources) {
      const View* other = view_named(source.view);
      if (!other) continue;
      for (std::size_t i = 0; i < other->columns.size() - other->joins.size(); ++i)
        if (other->columns[i].name == source.column) places.push_back({other->family, i});
    }
  }
}

std::string_view Names::value(const Packed& row, std::size_t column) {
  if (column < stored_) {
    const Column& own = view_.columns[column];
    if (!own.daily) return row[column];
    const auto value = value_on(row[column], today_);
    static const std::string yes = big_endian64(1), no = big_endian64(0);
    if (own.type->shape != Shape::flag) return value;
    return value == "true" ? yes : no;
  }
  const std::size_t join = column - stored_;
  const std::string id(value(row, by_[join]));
  if (id.empty()) return {};
  const auto known = known_[join].find(id);
  if (known != known_[join].end()) return known->second;
  return known_[join].emplace(id, find(places_[join], id)).first->second;
}

std::string Names::find(const std::vector<Place>& places, std::string_view id) const {
  const std::string key = partition_prefix(partition_of(id, partitions_)).append(1, 'R').append(id);
  for (const auto& place : places)
    if (const auto row = store_.get(place.family, key))
      return std::string(Packed(*row)[place.column]);
  return {};
}

}  // namespace surety
