// A table as an Excel workbook: one sheet, its titles frozen, codes as texts, amounts as numbers.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "projections/export.hpp"

namespace surety {

inline constexpr const char* xlsx_media_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Rows go to temporary files beside `path` as they come, so that a long table needs little memory.
/// Throws std::runtime_error where the disk fails.
class XlsxSheet final : public Sheet {
 public:
  /// `name`: of the sheet, at most 31 characters; `[]:*?/\` become blanks.
  XlsxSheet(const std::string& name, const std::filesystem::path& path);
  ~XlsxSheet() override;
  void titles(const std::vector<std::string>&) override;
  void row(const std::vector<SheetCell>&) override;
  void finish();  ///< the file is whole; the last call

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace surety
