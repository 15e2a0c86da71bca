// The one user of libxlsxwriter.
#include "adapters/spreadsheets/xlsx_sheet.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace surety {
namespace {

constexpr double narrow = 12, wide = 24;
constexpr lxw_row_t rows_max = 1'048'576;  // of a sheet, its titles included

/// Without what a sheet's name must not hold.
std::string sheet_name(std::string name) {
  for (char& c : name)
    if (std::string_view("[]:*?/\\").find(c) != std::string_view::npos) c = ' ';
  return name;
}

}  // namespace

struct XlsxSheet::Impl {
  std::string temporary;
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format* head = nullptr;
  std::map<int, lxw_format*> numbers;  ///< by decimals
  lxw_row_t next = 0;

  ~Impl() {
    if (book) workbook_close(book);
  }
  lxw_format* number_format(int decimals) {
    auto& format = numbers[decimals];
    if (!format) {
      format = workbook_add_format(book);
      format_set_num_format(format, decimals ? ("#,##0." + std::string(
                                                    static_cast<std::size_t>(decimals), '0'))
                                                   .c_str()
                                             : "0");
    }
    return format;
  }
};

XlsxSheet::XlsxSheet(const std::string& name, const std::filesystem::path& path)
    : impl_(std::make_unique<Impl>()) {
  impl_->temporary = path.parent_path().string();
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = impl_->temporary.data();
  impl_->book = workbook_new_opt(path.c_str(), &options);
  impl_->sheet = workbook_add_worksheet(impl_->book, sheet_name(name).c_str());
  if (!impl_->sheet) throw std::runtime_error("the export cannot be begun");
  impl_->head = workbook_add_format(impl_->book);
  format_set_bold(impl_->head);
}
XlsxSheet::~XlsxSheet() = default;

void XlsxSheet::titles(const std::vector<std::string>& titles) {
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_set_column(impl_->sheet, column, column, titles[i].size() > 12 ? wide : narrow,
                         nullptr);
    worksheet_write_string(impl_->sheet, 0, column, titles[i].c_str(), impl_->head);
  }
  worksheet_freeze_panes(impl_->sheet, 1, 0);
  impl_->next = 1;
}

void XlsxSheet::row(const std::vector<SheetCell>& cells) {
  if (impl_->next >= rows_max) throw std::runtime_error("a sheet holds no more rows");
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto& cell = cells[i];
    const auto column = static_cast<lxw_col_t>(i);
    if (cell.number)
      worksheet_write_number(impl_->sheet, impl_->next, column, *cell.number,
                             impl_->number_format(cell.decimals));
    else if (!cell.text.empty())
      worksheet_write_string(impl_->sheet, impl_->next, column, cell.text.c_str(), nullptr);
  }
  ++impl_->next;
}

void XlsxSheet::finish() {
  const auto error = workbook_close(std::exchange(impl_->book, nullptr));
  if (error != LXW_NO_ERROR) throw std::runtime_error(lxw_strerror(error));
}

}  // namespace surety
