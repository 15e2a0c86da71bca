// 安全生产费用台账 (expense-ledger): what a contractor sets aside and spends for a site's safety.
#pragma once

#include <optional>
#include <string>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::expense_ledger {

/// The enterprise's own ledger (BX 安全生产费用), one per project; the insurer's is in the policy.
struct Open {
  std::string project;
  Money quota;
  std::optional<std::string> basis;
};
DESCRIBE(Open, "建立安全生产费用台账", "The contractor keeps a ledger for a project.",
         (project, "项目", "Project", .refers = "project"),
         (quota, "应提取总额", "What is to be set aside in all", .unit = "元"),
         (basis, "计提依据", "How that was reckoned", .max = 1000))

struct SetQuota {
  Money quota;
  std::string basis;
};
DESCRIBE(SetQuota, "调整应提取总额", "Another amount is to be set aside.",
         (quota, "应提取总额", "What is to be set aside in all", .unit = "元"),
         (basis, "计提依据", "How that was reckoned", .max = 1000))

enum class EntryKind { provision, spending };
DESCRIBE_ENUM(EntryKind, (provision, "提取", "Provision"), (spending, "支出", "Spending"))

struct Record {
  EntryKind kind{};
  Money amount;
  Date occurred_on;
  std::string purpose;
  std::optional<std::string> category, payee;
  std::optional<DocumentId> voucher;
};
DESCRIBE(Record, "登记安全生产费用", "Something was set aside or spent.", (kind, "类型", "Kind"),
         (amount, "金额", "Amount", .unit = "元"),
         (occurred_on, "日期", "On", .past = true), (purpose, "用途", "Purpose", .max = 500),
         (category, "费用类别", "Category", .max = 100,
          .dictionary = "safety-expense-categories"),
         (payee, "收款方", "Payee"), (voucher, "凭证", "Voucher", .paper = Paper::any))

struct Reverse {
  std::int64_t entry = 0;
  std::string reason;
};
DESCRIBE(Reverse, "冲销安全生产费用", "An entry is taken back.",
         (entry, "台账序号", "Number of the entry", .min = 1), (reason, "原因", "Why", .max = 1000))

// ---------------------------------------------------------------------------------------------

struct Opened : Open {
  std::string project_name;
  RegionCode region_code;
  PartyCode contractor;
  std::optional<PartyCode> owner;
};
DESCRIBE_EXTENDING(Opened, Open, "已建立安全生产费用台账", "The contractor keeps a ledger.",
                   (project_name, "项目名称", "Project's name"),
                   (region_code, "行政区划", "Region"), (contractor, "施工单位", "Contractor"),
                   (owner, "建设单位", "Owner"))

struct QuotaSet : SetQuota {};
DESCRIBE_EXTENDING(QuotaSet, SetQuota, "已调整应提取总额", "Another amount is to be set aside.")

struct Recorded : Record {};
DESCRIBE_EXTENDING(Recorded, Record, "已登记安全生产费用", "Something was set aside or spent.")

struct Reversed : Reverse {};
DESCRIBE_EXTENDING(Reversed, Reverse, "已冲销安全生产费用", "An entry was taken back.")

}  // namespace surety::expense_ledger
