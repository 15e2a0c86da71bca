// Documents to print: each described once below schemas/printouts/, filled in from a case, and put on
// paper by whoever knows HTML or PDF.
//
// `{field}` in any text is a field of the case, `{contractor.name}` one of the case that a field names,
// `{premium|words}` an amount in capitals, `{a/b}` the first that there is; `{id}`, `{today}` and
// `{edition}` belong to the printout, `{n}` counts the rows of a list.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/fold.hpp"
#include "projections/query.hpp"

namespace surety {

struct PrintColumn {
  std::string title, text;
};
DESCRIBE(PrintColumn, "列", "A column of a list.", (title, "标题", "Title"), (text, "内容", "Text"))

struct PrintList {
  std::string of;
  std::vector<PrintColumn> columns;
};
DESCRIBE(PrintList, "明细", "A row for each item.", (of, "字段", "A field that is a list"),
         (columns, "列", "Columns"))

/// One of its members.
struct PrintBlock {
  std::optional<std::string> heading, paragraph;
  std::optional<std::vector<std::vector<std::string>>> table;
  std::optional<PrintList> list;
  std::optional<std::vector<std::string>> seals;
};
DESCRIBE(PrintBlock, "段", "A part of a document.", (heading, "小标题", "Heading"),
         (paragraph, "段落", "Paragraph"), (table, "表格", "Rows of label, text, label, text …"),
         (list, "明细", "A list of the case"), (seals, "签章", "Places to sign, side by side"))

struct PrintOnly {
  std::string field;
  std::vector<std::string> values;
};
DESCRIBE(PrintOnly, "条件", "Where a field has one of these values.", (field, "字段", "A choice"),
         (values, "取值", "Values"))

struct PrintTemplate {
  std::string kind, name, edition, title, title_en;
  std::optional<std::vector<RegionCode>> jurisdictions;  ///< none: everywhere
  std::optional<PrintOnly> only;
  std::optional<std::vector<std::string>> final_in;      ///< states; in others it is a preview
  std::vector<PrintBlock> body;
};
DESCRIBE(PrintTemplate, "打印文书", "A document to print.", (kind, "类型", "Kind of case"),
         (name, "名称", "Name"), (edition, "版本", "Edition"), (title, "标题", "Title"),
         (title_en, "英文标题", "Title in English"),
         (jurisdictions, "辖区", "Where it is used"), (only, "条件", "Of which cases"),
         (final_in, "定稿状态", "States of the final"),
         (body, "正文", "Body"))

/// What stands on the paper.
struct PrintedBlock {
  enum class Form {
    heading,    ///< one cell
    paragraph,  ///< one cell
    table,      ///< rows of label, text, label, text …
    list,       ///< the first row holds the titles
    seals       ///< one row
  } form{};
  std::vector<std::vector<std::string>> rows;
};
struct Printout {
  std::string title, footer;
  bool preview = false;
  std::vector<PrintedBlock> blocks;
};

/// All of them, by kind and name. Throws std::logic_error if one names a field that there is not.
const std::vector<PrintTemplate>& print_templates();
/// Those that this case can be printed as.
std::vector<const PrintTemplate*> print_templates(const Case&);

struct PrintContext {
  const FoldReader& fold;
  const Actor& actor;  ///< of a case out of its scope only the name is printed
  Date today;
  Opener open;  ///< of sealed values
  /// Whether a personal field of this case is printed in full; otherwise it is masked.
  std::function<bool(const Case&, std::string_view field)> disclosed;
};
Printout printout(const PrintTemplate&, const Case&, const PrintContext&);

}  // namespace surety
