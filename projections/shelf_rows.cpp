// How a shelf gets its rows and follows them.
#include <algorithm>

#include "engine/fold_event.hpp"
#include "engine/fold_keys.hpp"
#include "events/binary.hpp"
#include "projections/events.hpp"
#include "projections/shelf.hpp"

namespace surety {
namespace {

constexpr std::size_t changed_most = 20'000;  // beyond: read everything anew
constexpr std::size_t row_letter = 3;         // `R` after the partition's two bytes
constexpr std::size_t digests = 1'024;        // of three bytes, as many as ten bits tell apart

std::string row_key(int partition, std::string_view id) {
  return partition_prefix(partition).append(1, 'R').append(id);
}

}  // namespace

Shelf::Shelf(const View& view, int partitions)
    : view_(view), partitions_(partitions), next_(static_cast<std::size_t>(partitions), -1) {
  for (const auto& join : view.joins)
    for (const auto& source : join.sources)
      if (const View* other = view_named(source.view)) sources_.insert(other->kind->name);
}

void Shelf::forget() {
  ids_.clear();
  homes_.clear();
  slots_.clear();
  live_ = {};
  scopes_ = {};
  columns_.clear();
  has_texts_ = false;
  texts_.clear();
  grams_.clear();
  remembered_.clear();
  changed_.clear();
  renamed_.clear();
}

void Shelf::catch_up(const StoreReader& store, Date today) {
  if (today != today_) {  // what a timetable says depends on the day
    std::erase_if(columns_, [&](const auto& c) { return view_.columns[c.first].daily; });
    remembered_.clear();
    today_ = today;
  }
  std::vector<std::int64_t> now;
  for (int p = 0; p < partitions_; ++p) {
    const auto newest = store.get(events_family(), partition_prefix(p) + "N");
    now.push_back(newest ? from_big_endian64(*newest) + 1 : 0);
  }
  if (now == next_) return;
  const bool fresh = next_.empty() || next_[0] < 0;
  bool few = !fresh;
  for (int p = 0; few && p < partitions_; ++p) {
    const auto i = static_cast<std::size_t>(p);
    few = next_[i] == now[i] || follow(store, p, next_[i]);
  }
  if (few) {
    read_changed(store);
  } else {
    forget();
    load(store, {}, false);
  }
  next_ = std::move(now);
}

/// Notes which rows the commits from that one on have touched. False: too many.
bool Shelf::follow(const StoreReader& store, int partition, std::int64_t from) {
  const auto all = partition_prefix(partition) + "E";
  store.scan(events_family(), all + big_endian64(from), after_prefix(all),
             [&](std::string_view, std::string_view bytes) {
               events_detail::EventRow row;
               if (!from_binary(bytes, row)) return true;
               const auto [kind, id] = split_case_key(row.case_key);
               if (kind == view_.kind->name) changed_.emplace(partition, std::string(id));
               if (sources_.count(kind)) renamed_.emplace(id);
               return changed_.size() + renamed_.size() < changed_most;
             });
  return changed_.size() + renamed_.size() < changed_most;
}

void Shelf::read_changed(const StoreReader& store) {
  // Rows whose names are looked up from a case that changed have changed with it.
  if (!renamed_.empty() && !view_.joins.empty()) {
    std::set<std::size_t> by;
    for (const auto& join : view_.joins) by.insert(join.by);
    std::vector<std::size_t> missing;
    for (const auto column : by)
      if (!columns_.count(column)) missing.push_back(column);
    const std::size_t stored = view_.columns.size() - view_.joins.size();
    const bool looked_up = has_texts_ || (!columns_.empty() && columns_.rbegin()->first >= stored);
    if (looked_up && !missing.empty()) load(store, missing, false);
    for (const auto column : by) {
      if (!looked_up) break;
      const auto& cells = columns_.at(column);
      std::vector<bool> hit(cells.different());
      for (std::uint32_t code = 0; code < hit.size(); ++code)
        hit[code] = renamed_.count(cells.cell_of(code)) > 0;
      live_.each([&](std::uint32_t slot) {
        const auto code = cells.code(slot);
        if (code < hit.size() && hit[code]) changed_.emplace(homes_[slot], ids_[slot]);
      });
    }
  }
  constexpr std::size_t many = 1'000;  // judging all is no dearer then
  if (changed_.size() >= many) remembered_.clear();
  Names names(store, partitions_, view_, today_);
  for (const auto& [partition, id] : changed_) {
    const auto slot = slot_of(id, partition);
    const auto bytes = store.get(view_.family, row_key(partition, id));
    live_.set(slot, bytes.has_value());
    if (bytes) put(slot, *bytes, names);
    else
      for (auto& [column, cells] : columns_) cells.remove(slot);
    for (auto& [key, condition] : remembered_)
      condition.rows.set(slot, bytes && condition.holds(slot));
  }
  changed_.clear();
  renamed_.clear();
}

std::uint32_t Shelf::slot_of(std::string_view id, int partition) {
  const auto slot = static_cast<std::uint32_t>(ids_.size());
  const auto [there, fresh] = slots_.try_emplace(std::string(id), slot);
  if (!fresh) return there->second;
  ids_.emplace_back(id);
  homes_.push_back(static_cast<std::uint16_t>(partition));
  const auto slots = ids_.size();
  live_.resize(slots);
  scopes_.resize(slots);
  for (auto& [column, cells] : columns_) cells.resize(slots);
  for (auto& [key, condition] : remembered_) condition.rows.resize(slots);
  if (has_texts_) {
    texts_.resize(slots);
    for (auto& rows : grams_) rows.resize(slots);
  }
  return slot;
}

void Shelf::put(std::uint32_t slot, std::string_view bytes, Names& names) {
  const Packed row(bytes);
  scopes_.put(slot, row[view_.columns.size() - view_.joins.size()]);
  for (auto& [column, cells] : columns_) cells.put(slot, names.value(row, column));
  if (has_texts_) put_text(slot, row, names);
}

/// Reads every row once: those of a new shelf, or what more of them is asked for.
void Shelf::load(const StoreReader& store, const std::vector<std::size_t>& columns, bool texts) {
  Names names(store, partitions_, view_, today_);
  const bool rows = ids_.empty();
  for (const auto column : columns) columns_[column].resize(ids_.size());
  if (texts) {
    has_texts_ = true;
    texts_.resize(ids_.size());
    grams_.resize(digests);
    for (auto& of : grams_) of.resize(ids_.size());
  }
  for (int p = 0; p < partitions_; ++p) {
    const auto prefix = partition_prefix(p).append(1, 'R');
    store.scan(view_.family, prefix, after_prefix(prefix),
               [&](std::string_view key, std::string_view bytes) {
                 const auto slot = slot_of(key.substr(row_letter), p);
                 const Packed row(bytes);
                 if (rows) {
                   live_.set(slot, true);
                   scopes_.put(slot, row[view_.columns.size() - view_.joins.size()]);
                 }
                 for (const auto column : columns)
                   columns_.at(column).put(slot, names.value(row, column));
                 if (texts) put_text(slot, row, names);
                 return true;
               });
  }
}

std::optional<std::string> Shelf::bytes_of(const StoreReader& store, std::uint32_t slot) const {
  return store.get(view_.family, row_key(homes_[slot], ids_[slot]));
}

}  // namespace surety
