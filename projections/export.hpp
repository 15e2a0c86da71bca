// A view's rows as a table for spreadsheets: everything the filter and the scope hold.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include "projections/query.hpp"

namespace surety {

/// A cell as people read it. Codes, names and dates are texts; amounts, counts and ratios have a
/// number as well.
struct SheetCell {
  std::string text;
  std::optional<double> number{};  ///< in the unit of the column's title; ratios in percent
  int decimals = 0;
};

/// Fen as people read them: exact, without trailing zeros beyond the fen. `unit`: fen of one.
SheetCell amount_cell(std::int64_t fen, std::int64_t unit);

/// Takes a table row by row; not thread-safe.
class Sheet {
 public:
  virtual ~Sheet() = default;
  virtual void titles(const std::vector<std::string>&) = 0;  ///< Chinese, with their units; first
  virtual void row(const std::vector<SheetCell>&) = 0;
};

/// All rows of the filter, in its order, and how many they are; personal fields masked. `limit` and
/// `cursor` do not count. `columns`: names, in their order. BadQuery: unknown-column too.
std::variant<std::int64_t, BadQuery> export_rows(const StoreReader&, int partitions, const View&,
                                                 const Query&,
                                                 const std::vector<std::string>& columns,
                                                 const Actor&, const Opener&, Sheet&);

/// The table as CSV that opens in a spreadsheet without harm: UTF-8 with its mark, texts that begin
/// like a formula made harmless. Each row goes out as it comes.
class CsvSheet final : public Sheet {
 public:
  explicit CsvSheet(std::ostream& out) : out_(out) {}
  void titles(const std::vector<std::string>&) override;
  void row(const std::vector<SheetCell>&) override;

 private:
  void field(std::string_view, bool first);
  std::ostream& out_;
};

}  // namespace surety
