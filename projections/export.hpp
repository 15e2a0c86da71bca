// A view's rows as a table for spreadsheets: everything the filter and the scope hold.
#pragma once

#include <optional>
#include <string>
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

/// All rows of the filter, in its order; personal fields masked. `limit` and `cursor` do not count.
std::optional<BadQuery> export_rows(const StoreReader&, int partitions, const View&, const Query&,
                                    const Actor&, const Opener&, Sheet&);

/// The table as CSV that opens in a spreadsheet without harm: UTF-8 with its mark, texts that begin
/// like a formula made harmless.
class CsvSheet final : public Sheet {
 public:
  void titles(const std::vector<std::string>&) override;
  void row(const std::vector<SheetCell>&) override;
  std::string take() { return std::move(text_); }

 private:
  void field(std::string_view, bool first);
  std::string text_;
};

}  // namespace surety
