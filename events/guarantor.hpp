// The guarantor's file (保证人诚信档案): filing, listing, credit record. domain.md §3, HN 2.1.
#pragma once

#include "events/values.hpp"

namespace surety::guarantor {

enum class Type { bank, insurer, guarantee_company };
DESCRIBE_ENUM(Type, (bank, "银行", "Bank"), (insurer, "保险公司", "Insurance company"),
              (guarantee_company, "担保公司", "Guarantee company"))

enum class CreditKind { good, bad };
DESCRIBE_ENUM(CreditKind, (good, "良好信用", "Good"), (bad, "不良信用", "Bad"))

struct File {
  CreditCode credit_code;
  std::string name;
  Type type{};
  Money registered_capital;
  std::string address, contact_name;
  Phone contact_phone;
  std::vector<DocumentId> documents;
};
DESCRIBE(File, "保证人备案", "The body files itself, or the regulator does.",
         (credit_code, "机构统一社会信用代码", "Credit code"), (name, "机构名称", "Name"),
         (type, "机构类型", "Type"),
         (registered_capital, "注册资本", "Registered capital", .unit = "万元"),
         (address, "注册地址", "Registered address"), (contact_name, "机构联系人", "Contact"),
         (contact_phone, "机构联系电话", "Contact's phone", .personal = true),
         (documents, "备案材料", "Licence and papers", .paper = Paper::any))

struct Import {
  PartyCode credit_code;
  std::string name;
  Type type{};
  Money registered_capital;
  std::string address, contact_name;
  std::string contact_phone;
  std::optional<Instant> filed_at;
};
DESCRIBE(Import, "导入保证人", "A row of the existing archive; bad codes are kept and flagged.",
         (credit_code, "机构统一社会信用代码", "Code as the archive has it"),
         (name, "机构名称", "Name"), (type, "机构类型", "Type"),
         (registered_capital, "注册资本", "Registered capital", .min = 0, .unit = "万元"),
         (address, "注册地址", "Registered address", .min = 0), (contact_name, "机构联系人", "Contact"),
         (contact_phone, "机构联系电话", "As the archive has it", .max = 64, .personal = true),
         (filed_at, "备案时间", "When it was filed in the archive"))

struct Update {
  std::optional<std::string> name;
  std::optional<Type> type;
  std::optional<Money> registered_capital;
  std::optional<std::string> address, contact_name;
  std::optional<Phone> contact_phone;
};
DESCRIBE(Update, "更新备案信息", "What changed; the rest stays.", (name, "机构名称", "Name"),
         (type, "机构类型", "Type"),
         (registered_capital, "注册资本", "Registered capital", .unit = "万元"),
         (address, "注册地址", "Registered address"), (contact_name, "机构联系人", "Contact"),
         (contact_phone, "机构联系电话", "Contact's phone", .personal = true))

struct List {};
DESCRIBE(List, "建档", "The regulator lists the guarantor.")
struct Suspend {
  std::optional<std::string> reason;
};
DESCRIBE(Suspend, "暂停", "No new letters; the old ones go on.", (reason, "原因", "Why", .max = 1000))
struct Restore {
  std::optional<std::string> reason;
};
DESCRIBE(Restore, "恢复", "New letters are allowed again.", (reason, "原因", "Why", .max = 1000))

struct RecordCredit {
  CreditKind kind{};
  std::string description;
  Date occurred_on;
};
DESCRIBE(RecordCredit, "记录信用", "The regulator enters a line of the credit record.",
         (kind, "类别", "Good or bad"), (description, "事由", "What happened", .max = 1000),
         (occurred_on, "发生日期", "Day", .past = true))

struct Delist {
  std::string reason;
};
DESCRIBE(Delist, "注销", "The guarantor leaves the archive.", (reason, "原因", "Why", .max = 1000))

// ---------------------------------------------------------------------------------------------

struct Filed {
  PartyCode credit_code;
  std::string name;
  Type type{};
  Money registered_capital;
  std::string address, contact_name;
  Phone contact_phone;
  std::vector<DocumentId> documents;
};
DESCRIBE(Filed, "已备案", "The filing awaits the regulator.",
         (credit_code, "机构统一社会信用代码", "Credit code"), (name, "机构名称", "Name"),
         (type, "机构类型", "Type"),
         (registered_capital, "注册资本", "Registered capital", .unit = "万元"),
         (address, "注册地址", "Registered address"), (contact_name, "机构联系人", "Contact"),
         (contact_phone, "机构联系电话", "Contact's phone", .personal = true),
         (documents, "备案材料", "Licence and papers", .paper = Paper::any))

struct Imported {
  PartyCode credit_code;
  std::string name;
  Type type{};
  Money registered_capital;
  std::string address, contact_name;
  Phone contact_phone;
  Instant filed_at;
  bool credit_code_valid = true;
};
DESCRIBE(Imported, "已导入", "A row of the existing archive.",
         (credit_code, "机构统一社会信用代码", "Code as the archive has it"),
         (name, "机构名称", "Name"), (type, "机构类型", "Type"),
         (registered_capital, "注册资本", "Registered capital", .unit = "万元"),
         (address, "注册地址", "Registered address"), (contact_name, "机构联系人", "Contact"),
         (contact_phone, "机构联系电话", "Contact's phone", .personal = true),
         (filed_at, "备案时间", "Filed at"),
         (credit_code_valid, "信用代码有效", "The code passes its check digit"))

struct Updated {
  std::optional<std::string> name;
  std::optional<Type> type;
  std::optional<Money> registered_capital;
  std::optional<std::string> address, contact_name;
  std::optional<Phone> contact_phone;
};
DESCRIBE(Updated, "已更新", "What changed in the file.", (name, "机构名称", "Name"),
         (type, "机构类型", "Type"),
         (registered_capital, "注册资本", "Registered capital", .unit = "万元"),
         (address, "注册地址", "Registered address"), (contact_name, "机构联系人", "Contact"),
         (contact_phone, "机构联系电话", "Contact's phone", .personal = true))

struct Listed {};
DESCRIBE(Listed, "已建档", "The guarantor is listed and public.")
struct Suspended {
  std::optional<std::string> reason;
};
DESCRIBE(Suspended, "已暂停", "No new letters.", (reason, "原因", "Why", .max = 1000))
struct Restored {
  std::optional<std::string> reason;
};
DESCRIBE(Restored, "已恢复", "New letters again.", (reason, "原因", "Why", .max = 1000))

struct CreditRecorded {
  CreditKind kind{};
  std::string description;
  Date occurred_on;
};
DESCRIBE(CreditRecorded, "信用已记录", "A line of the credit record.", (kind, "类别", "Good or bad"),
         (description, "事由", "What happened", .max = 1000), (occurred_on, "发生日期", "Day"))

struct Delisted {
  std::string reason;
};
DESCRIBE(Delisted, "已注销", "The guarantor left the archive.", (reason, "原因", "Why", .max = 1000))

}  // namespace surety::guarantor
