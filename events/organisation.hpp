// The organisation (机构): insurers, brokers, guarantors, banks, regulators … domain.md §3.
#pragma once

#include "events/values.hpp"

namespace surety::organisation {

/// The enumerator `kind` of an actor; an admitted enterprise is its own organisation.
enum class Type {
  enterprise, insurer, broker, guarantor, account_bank, service_provider, regulator, auditor,
  administrator
};
DESCRIBE_ENUM(Type, (enterprise, "企业", "Enterprise"), (insurer, "保险公司", "Insurer"),
              (broker, "经纪公司", "Broker"), (guarantor, "保证人", "Guarantor"),
              (account_bank, "开户银行", "Account bank"),
              (service_provider, "安全生产技术服务机构", "Safety service provider"),
              (regulator, "主管部门", "Regulator"), (auditor, "审计", "Auditor"),
              (administrator, "平台管理员", "Platform administrator"))

struct Create {
  Type kind{};
  std::string name;
  CreditCode credit_code;
  RegionCode region_code;
  std::optional<PartyCode> id;
  std::optional<RegionCode> jurisdiction;
  std::optional<PartyCode> superior{};
};
DESCRIBE(Create, "新增机构", "The administrator enters an organisation.",
         (kind, "机构类型", "Kind"), (name, "机构名称", "Name"),
         (credit_code, "统一社会信用代码", "Credit code"),
         (region_code, "行政区划", "Region; 000000 for the whole country"),
         (id, "机构标识", "Short name; by default the credit code", .max = 64),
         (jurisdiction, "辖区", "By default the one whose code begins the region code"),
         (superior, "上级机构", "The organisation of the same kind above it"))

struct Update {
  std::optional<std::string> name;
  std::optional<RegionCode> region_code;
};
DESCRIBE(Update, "修改机构", "What changed; the rest stays.", (name, "机构名称", "Name"),
         (region_code, "行政区划", "Region"))

struct Subordinate {
  std::optional<PartyCode> superior;
};
DESCRIBE(Subordinate, "调整上级机构", "Another place in the tree of its kind.",
         (superior, "上级机构", "Left out: it stands at the top"))

struct Suspend {
  std::optional<std::string> reason;
};
DESCRIBE(Suspend, "停用机构", "Nobody of the organisation may sign in.",
         (reason, "原因", "Why", .max = 1000))
struct Reinstate {
  std::optional<std::string> reason;
};
DESCRIBE(Reinstate, "恢复机构", "Its accounts may sign in again.",
         (reason, "原因", "Why", .max = 1000))

struct LinkInsurer {
  CreditCode insurer;
  std::optional<Date> from, until;
};
DESCRIBE(LinkInsurer, "建立合作", "The broker sees the insurer's online filings.",
         (insurer, "保险公司", "Insurer's credit code"),
         (from, "合作起始日期", "First day; by default today"),
         (until, "合作终止日期", "Last day; without one until it is ended"))
struct UnlinkInsurer {
  CreditCode insurer;
};
DESCRIBE(UnlinkInsurer, "解除合作", "The broker sees them no longer.",
         (insurer, "保险公司", "Insurer's credit code"))

/// Where the platform sends word of what waits for the organisation.
struct SetContact {
  std::string name;
  Phone phone;
};
DESCRIBE(SetContact, "设置业务联系人", "Who is told of new orders by message.",
         (name, "联系人", "Contact", .max = 50), (phone, "联系电话", "Contact's phone"))

// ---------------------------------------------------------------------------------------------

struct Created {
  Type kind{};
  std::string name;
  CreditCode credit_code;
  RegionCode region_code;
  std::optional<RegionCode> jurisdiction;
  std::optional<PartyCode> superior{};
};
DESCRIBE(Created, "已新增", "The organisation was entered.", (kind, "机构类型", "Kind"),
         (name, "机构名称", "Name"), (credit_code, "统一社会信用代码", "Credit code"),
         (region_code, "行政区划", "Region"), (jurisdiction, "辖区", "None: all jurisdictions"),
         (superior, "上级机构", "The organisation above it"))

struct Updated {
  std::optional<std::string> name;
  std::optional<RegionCode> region_code;
};
DESCRIBE(Updated, "已修改", "What changed.", (name, "机构名称", "Name"),
         (region_code, "行政区划", "Region"))
struct Subordinated {
  std::optional<PartyCode> superior;
};
DESCRIBE(Subordinated, "已调整上级机构", "It has another place in the tree.",
         (superior, "上级机构", "None: it stands at the top"))
struct Suspended {
  std::optional<std::string> reason;
};
DESCRIBE(Suspended, "已停用", "Shut out.", (reason, "原因", "Why", .max = 1000))
struct Reinstated {
  std::optional<std::string> reason;
};
DESCRIBE(Reinstated, "已恢复", "Let in again.", (reason, "原因", "Why", .max = 1000))
struct InsurerLinked {
  CreditCode insurer;
  std::optional<Date> from, until;
};
DESCRIBE(InsurerLinked, "已建立合作", "Linked, or to be linked from a day on.",
         (insurer, "保险公司", "Insurer"), (from, "合作起始日期", "First day"),
         (until, "合作终止日期", "Last day"))
/// The first day of a cooperation that was agreed before it.
struct CooperationBegun {
  CreditCode insurer;
};
DESCRIBE(CooperationBegun, "合作已开始", "Its first day has come.",
         (insurer, "保险公司", "Insurer"))
struct InsurerUnlinked {
  CreditCode insurer;
};
DESCRIBE(InsurerUnlinked, "已解除合作", "No longer linked.", (insurer, "保险公司", "Insurer"))


struct ContactSet : SetContact {};
DESCRIBE_EXTENDING(ContactSet, SetContact, "已设置业务联系人", "Who is told by message.")

}  // namespace surety::organisation
