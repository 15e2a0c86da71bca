// Choosing rows by bits and kept orders.
#include "projections/shelf.hpp"

#include <algorithm>
#include <cstring>

#include "engine/fold_keys.hpp"
#include "projections/scope.hpp"

namespace surety {
namespace {

constexpr std::size_t remembered_most = 256;  // conditions, 40 kB each for 300 000 rows
constexpr std::size_t sorted_by_hand = 500;   // hits so few that the kept order is no help

std::size_t gram_at(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t k) -> std::uint32_t {
    return static_cast<unsigned char>(text[i + k]);
  };
  constexpr std::uint32_t golden = 2'654'435'769u;
  return (byte(0) | byte(1) << 8 | byte(2) << 16) * golden >> 22;
}

}  // namespace

Selection Shelf::select(const StoreReader& store, const Wanted& wanted, const Actor& actor,
                        Date today) {
  catch_up(store, today);
  std::vector<std::size_t> missing;
  const auto need = [&](std::size_t column) {
    const auto there = columns_.find(column);
    if (there != columns_.end() && there->second.worn()) {
      columns_.erase(there);
      remembered_.clear();  // they judge by it
    }
    if (!columns_.count(column)) missing.push_back(column);
  };
  need(wanted.order.column);
  for (const auto& c : wanted.conditions.all()) need(c.column);
  const auto& q = wanted.conditions.q();
  const bool texts = !q.empty() && !has_texts_;
  if (!missing.empty() || texts) load(store, missing, texts);

  Bits hits = live_;
  hits.keep(scope(actor));
  for (const auto& c : wanted.conditions.all()) hits.keep(condition(c));
  if (!q.empty()) hits.keep(search(q));
  Selection found;
  found.total = hits.count();
  auto slots = pick(wanted, hits, found.total);
  found.more = slots.size() > wanted.limit;
  if (found.more) slots.pop_back();
  const auto& cells = columns_.at(wanted.order.column);
  for (const auto slot : slots)
    found.rows.push_back({cells.cell(slot), ids_[slot], bytes_of(store, slot).value_or("")});
  return found;
}

/// One more than asked for, so that it shows whether there are more.
std::vector<std::uint32_t> Shelf::pick(const Wanted& wanted, const Bits& hits, std::size_t total) {
  auto& column = columns_.at(wanted.order.column);
  const bool descending = wanted.order.descending;
  const std::size_t most = wanted.limit + 1;
  const auto compare = [&](std::uint32_t slot, const std::string& value, const std::string& id) {
    const int c = column.cell(slot).compare(value);
    return c != 0 ? c : ids_[slot].compare(id);
  };
  std::vector<std::uint32_t> slots;
  if (total <= sorted_by_hand) {
    hits.each([&](std::uint32_t slot) {
      if (wanted.after) {
        const int c = compare(slot, wanted.after->value, wanted.after->id);
        if (descending ? c >= 0 : c <= 0) return;
      }
      slots.push_back(slot);
    });
    std::sort(slots.begin(), slots.end(), [&](std::uint32_t a, std::uint32_t b) {
      const int c = compare(a, column.cell(b), ids_[b]);
      return descending ? c > 0 : c < 0;
    });
    if (slots.size() > most) slots.resize(most);
    return slots;
  }
  const auto& order = column.order(ids_);
  const auto walk = [&](auto from, auto end) {
    for (; from != end && slots.size() < most; ++from)
      if (hits.test(*from)) slots.push_back(*from);
  };
  const auto behind = [&](bool included) {  // the first row behind the place, or at it
    return std::partition_point(order.begin(), order.end(), [&](std::uint32_t slot) {
      const int c = compare(slot, wanted.after->value, wanted.after->id);
      return included ? c < 0 : c <= 0;
    });
  };
  if (descending)
    walk(wanted.after ? std::make_reverse_iterator(behind(true)) : order.rbegin(), order.rend());
  else
    walk(wanted.after ? behind(false) : order.begin(), order.end());
  return slots;
}

// ---------------------------------------------------------------------------------------------
// Conditions: judged once per different cell, kept as bits.

const Bits& Shelf::rows_of(const std::string& key, const Bits& among,
                           const std::function<std::function<bool(std::uint32_t)>()>& make) {
  const auto there = remembered_.find(key);
  if (there != remembered_.end()) {
    there->second.asked = ++asked_;
    return there->second.rows;
  }
  if (remembered_.size() >= remembered_most)
    remembered_.erase(std::min_element(
        remembered_.begin(), remembered_.end(),
        [](const auto& a, const auto& b) { return a.second.asked < b.second.asked; }));
  auto& fresh = remembered_[key];
  fresh.asked = ++asked_;
  fresh.holds = make();
  fresh.rows.resize(ids_.size());
  among.each([&](std::uint32_t slot) {
    if (fresh.holds(slot)) fresh.rows.set(slot, true);
  });
  return fresh.rows;
}

namespace {

/// Judges a row by its cell's number, each different cell once.
std::function<bool(std::uint32_t)> by_cell(const ShelfColumn& column,
                                           std::function<bool(const std::string&)> judge) {
  return [&column, judge = std::move(judge),
          known = std::vector<signed char>()](std::uint32_t slot) mutable {
    const auto code = column.code(slot);
    if (code >= known.size()) known.resize(column.different(), -1);
    if (known[code] < 0) known[code] = judge(column.cell_of(code)) ? 1 : 0;
    return known[code] > 0;
  };
}

}  // namespace

const Bits& Shelf::scope(const Actor& actor) {
  auto scope = std::make_shared<Scope>(actor, std::vector<const Kind*>{view_.kind});
  std::string key = "s";
  for (const auto& prefix : scope->prefixes()) key.append(prefix).append(1, '\n');
  return rows_of(key, live_, [&] {
    return by_cell(scopes_, [scope, this](const std::string& cell) {
      return scope->holds(view_.kind->name, cell);
    });
  });
}

const Bits& Shelf::condition(const Condition& c) {
  std::string key = "c" + std::to_string(c.column) + '\n' + std::to_string(static_cast<int>(c.op));
  for (const auto& cell : c.cells) key.append(1, '\n').append(cell);
  return rows_of(key, live_, [&] {
    return by_cell(columns_.at(c.column), [c](const std::string& cell) { return c.holds(cell); });
  });
}

const Bits& Shelf::search(const std::string& q) {
  Bits among = live_;
  for (std::size_t i = 0; i + 3 <= q.size(); ++i) among.keep(grams_[gram_at(q, i)]);
  return rows_of("q" + q, among, [&] {
    return [this, q](std::uint32_t slot) {
      const auto& text = texts_[slot];
      return memmem(text.data(), text.size(), q.data(), q.size()) != nullptr;
    };
  });
}

void Shelf::put_text(std::uint32_t slot, const Packed& row, Names& names) {
  std::string text;
  for (const auto column : searched_columns(view_))
    text.append(lowered(names.value(row, column))).append(1, '\n');
  const auto mark = [&](const std::string& of, bool on) {
    for (std::size_t i = 0; i + 3 <= of.size(); ++i) grams_[gram_at(of, i)].set(slot, on);
  };
  mark(texts_[slot], false);
  mark(text, true);
  texts_[slot] = std::move(text);
}

// ---------------------------------------------------------------------------------------------

Shelves::Shelves(int partitions) {
  for (const auto& view : views())
    if (view.shows_case) shelves_.emplace(view.name, std::make_unique<Shelf>(view, partitions));
}

Shelf* Shelves::of(const View& view) {
  const auto there = shelves_.find(view.name);
  return there == shelves_.end() ? nullptr : there->second.get();
}

}  // namespace surety
