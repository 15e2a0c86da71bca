// What somebody took away or looked at closely (查阅记录): a list as a file, an identity card.
#pragma once

#include "events/values.hpp"

namespace surety::access_record {

/// In whose name the platform writes it.
struct Person {
  Username account;
  PartyCode organisation;
  std::optional<RegionCode> region_code;
};
DESCRIBE(Person, "操作人", "In whose name it is.", (account, "账号", "Account"),
         (organisation, "机构", "Its organisation"),
         (region_code, "行政区划代码", "Region of the organisation"))

enum class Format { xlsx, csv };
DESCRIBE_ENUM(Format, (xlsx, "XLSX", "XLSX"), (csv, "CSV", "CSV"))

struct RecordExport : Person {
  std::string list, title;
  Format format{};
  std::string filters;
  std::int64_t rows = 0;
};
DESCRIBE_EXTENDING(RecordExport, Person, "记录导出", "A list was taken away as a file.",
                   (list, "列表", "The list's name in the API"), (title, "列表名称", "Its title"),
                   (format, "格式", "Format"),
                   (filters, "筛选条件", "What was asked for, as in the address", .min = 0,
                    .max = 8000),
                   (rows, "行数", "How many rows", .min = 0))

struct RecordOpening : Person {
  std::string subject;
  std::vector<std::string> fields;
};
DESCRIBE_EXTENDING(RecordOpening, Person, "记录查看", "A picture of an identity card was opened.",
                   (subject, "案卷", "The case that holds it, kind/id"),
                   (fields, "字段", "Names of its fields", .max = 100))

struct ExportRecorded : RecordExport {};
DESCRIBE_EXTENDING(ExportRecorded, RecordExport, "已导出", "A list was taken away as a file.")

struct OpeningRecorded : RecordOpening {};
DESCRIBE_EXTENDING(OpeningRecorded, RecordOpening, "已查看证件",
                   "A picture of an identity card was opened.")

}  // namespace surety::access_record
