// A list's columns in memory, as far as people ask for them: filters are sets of bits, sorts are
// kept orders, totals are counted bits. It follows the rows by the events that were folded since.
//
// Rows stay in the store; a shelf may be thrown away at any time. It reads a column of all rows
// once, when it is first asked for, and from then on only the rows that changed.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "projections/bits.hpp"
#include "projections/filter.hpp"
#include "projections/run.hpp"
#include "projections/shelf_column.hpp"

namespace surety {

class Shelf {
 public:
  Shelf(const View& view, int partitions);

  /// REQUIRES: the snapshot is not older than those of the calls before, and its rows go as far as
  /// its events, as they do for good once the node has read its journal to the end.
  Selection select(const StoreReader&, const Wanted&, const Actor&, Date today);

  /// One at a time; the snapshot is taken while it is held.
  std::mutex mutex;

 private:
  /// A condition that was asked for: its rows, kept up to date, and how one is judged.
  struct Remembered {
    std::function<bool(std::uint32_t slot)> holds;
    Bits rows;
    std::uint64_t asked = 0;
  };

  void catch_up(const StoreReader&, Date today);
  bool follow(const StoreReader&, int partition, std::int64_t from);
  void read_changed(const StoreReader&);
  void forget();
  void load(const StoreReader&, const std::vector<std::size_t>& columns, bool texts);
  void put(std::uint32_t slot, std::string_view bytes, Names&);
  void put_text(std::uint32_t slot, const Packed&, Names&);
  std::uint32_t slot_of(std::string_view id, int partition);
  std::optional<std::string> bytes_of(const StoreReader&, std::uint32_t slot) const;
  const Bits& rows_of(const std::string& key, const Bits& among,
                      const std::function<std::function<bool(std::uint32_t)>()>& make);
  const Bits& scope(const Actor&);
  const Bits& condition(const Condition&);
  const Bits& search(const std::string& lowered);
  std::vector<std::uint32_t> pick(const Wanted&, const Bits& hits, std::size_t total);

  const View& view_;
  const int partitions_;
  Date today_{};
  std::vector<std::int64_t> next_;  ///< sequence of the first commit not seen, by partition
  std::set<std::string, std::less<>> sources_;  ///< kinds whose names are looked up
  std::set<std::pair<int, std::string>> changed_;  ///< rows, by partition and id
  std::set<std::string, std::less<>> renamed_;     ///< cases that names are looked up from

  std::vector<std::string> ids_;
  std::vector<std::uint16_t> homes_;  ///< partitions
  std::unordered_map<std::string, std::uint32_t> slots_;
  Bits live_;
  ShelfColumn scopes_;
  std::map<std::size_t, ShelfColumn> columns_;
  bool has_texts_ = false;
  std::vector<std::string> texts_;  ///< of the columns that `q=` looks at, lower-case
  std::vector<Bits> grams_;         ///< rows that may hold three bytes of such a digest
  std::map<std::string, Remembered> remembered_;
  std::uint64_t asked_ = 0;
};

/// The shelves of all views that are lists of cases.
class Shelves {
 public:
  explicit Shelves(int partitions);
  /// Null where the view has none.
  Shelf* of(const View&);

 private:
  std::map<std::string, std::unique_ptr<Shelf>, std::less<>> shelves_;
};

}  // namespace surety
