// The project (项目): what is asked of it and what happened to it. domain.md §3.
#pragma once

#include "events/values.hpp"

namespace surety::project {

enum class Category { building, municipal, decoration, demolition, other };
DESCRIBE_ENUM(Category, (building, "房屋建筑", "Building"),
              (municipal, "市政基础设施", "Municipal infrastructure"),
              (decoration, "装饰装修", "Decoration"), (demolition, "拆除", "Demolition"),
              (other, "其他", "Other"))

/// Where the project comes from: the province's table (住建厅项目表) or a party's own entry.
enum class Origin { table, registered };
DESCRIBE_ENUM(Origin, (table, "项目表", "The province's project table"),
              (registered, "自行登记", "Registered by a party"))

/// 增加项目 (HLJ 3), 新增项目 (BX 4.1). What only a rulebook requires is optional here.
struct Register {
  std::optional<ProjectCode> project_code;
  std::string name;
  RegionCode region_code;
  CreditCode contractor;
  std::optional<std::string> address;
  std::optional<CreditCode> owner;
  std::optional<CreditCode> credit_code;
  std::optional<Money> investment_total, construction_cost;
  std::optional<Category> category;
  std::optional<std::int64_t> duration_days;
  std::optional<Date> planned_start, planned_finish;
  std::optional<std::string> permit_number, location;
};
DESCRIBE(Register, "登记项目", "A party or the regulator enters a project.",
         (project_code, "项目代码", "Project code"), (name, "项目名称", "Name"),
         (region_code, "行政区划代码", "Region of the site"),
         (contractor, "施工单位", "Contractor's credit code"),
         (address, "项目详细地址", "Address"), (owner, "建设单位", "Owner's credit code"),
         (credit_code, "统一社会信用代码", "The contractor's, as the form of Benxi shows it"),
         (investment_total, "总投资额", "Investment in total", .unit = "万元"),
         (construction_cost, "工程造价", "Construction cost", .unit = "元"),
         (category, "项目类别", "Category"),
         (duration_days, "项目工期", "Duration", .min = 1, .max = 36500, .unit = "天"),
         (planned_start, "计划开工日期", "Planned start"),
         (planned_finish, "计划竣工日期", "Planned finish"),
         (permit_number, "施工许可证编号", "Construction permit"), (location, "项目位置", "Location"))

/// A row of the province's project table. Real tables hold codes that fail their check digit.
struct Import {
  ProjectCode project_code;
  std::string name;
  std::string region_code;
  PartyCode contractor;
  std::optional<std::string> address;
  std::optional<PartyCode> owner;
  std::optional<PartyCode> credit_code;
  std::optional<Money> investment_total, construction_cost;
  std::optional<Category> category;
  std::optional<std::int64_t> duration_days;
  std::optional<Date> planned_start, planned_finish;
  std::optional<std::string> permit_number, location;
  std::optional<RegionCode> jurisdiction;
};
DESCRIBE(Import, "导入项目", "A row of the province's project table.",
         (project_code, "项目代码", "Project code"), (name, "项目名称", "Name"),
         (region_code, "行政区划代码", "Region of the site, as the table has it", .max = 12),
         (contractor, "施工单位", "Contractor's code as the table has it"),
         (address, "项目详细地址", "Address"), (owner, "建设单位", "Owner's code"),
         (credit_code, "统一社会信用代码", "The contractor's, where the table repeats it"),
         (investment_total, "总投资额", "Investment in total", .unit = "万元"),
         (construction_cost, "工程造价", "Construction cost", .unit = "元"),
         (category, "项目类别", "Category"),
         (duration_days, "项目工期", "Duration", .min = 1, .max = 36500, .unit = "天"),
         (planned_start, "计划开工日期", "Planned start"),
         (planned_finish, "计划竣工日期", "Planned finish"),
         (permit_number, "施工许可证编号", "Construction permit"), (location, "项目位置", "Location"),
         (jurisdiction, "辖区", "Jurisdiction of the table; by default that of the account"))

/// Every member may be left out; what is left out stays.
struct Amend {
  std::optional<std::string> name;
  std::optional<RegionCode> region_code;
  std::optional<CreditCode> contractor;
  std::optional<std::string> address;
  std::optional<CreditCode> owner;
  std::optional<Money> investment_total, construction_cost;
  std::optional<Category> category;
  std::optional<std::int64_t> duration_days;
  std::optional<Date> planned_start, planned_finish;
  std::optional<std::string> permit_number, location;
};
DESCRIBE(Amend, "修改项目", "A party or the regulator mends the entry (BX 4.3).",
         (name, "项目名称", "Name"), (region_code, "行政区划代码", "Region of the site"),
         (contractor, "施工单位", "Contractor's credit code"),
         (address, "项目详细地址", "Address"), (owner, "建设单位", "Owner's credit code"),
         (investment_total, "总投资额", "Investment in total", .unit = "万元"),
         (construction_cost, "工程造价", "Construction cost", .unit = "元"),
         (category, "项目类别", "Category"),
         (duration_days, "项目工期", "Duration", .min = 1, .max = 36500, .unit = "天"),
         (planned_start, "计划开工日期", "Planned start"),
         (planned_finish, "计划竣工日期", "Planned finish"),
         (permit_number, "施工许可证编号", "Construction permit"), (location, "项目位置", "Location"))

struct Suspend {
  Date occurred_on;
  std::optional<std::string> reason;
};
DESCRIBE(Suspend, "停工", "Work on the site stops.",
         (occurred_on, "停工日期", "Day of the stoppage", .past = true),
         (reason, "原因", "Why", .max = 1000))

struct Resume {
  Date occurred_on;
  std::optional<std::string> reason;
};
DESCRIBE(Resume, "复工", "Work on the site goes on.",
         (occurred_on, "复工日期", "Day of the resumption", .past = true),
         (reason, "原因", "Why", .max = 1000))

struct Complete {
  Date occurred_on;
  std::optional<std::string> reason;
};
DESCRIBE(Complete, "竣工", "The works are completed.",
         (occurred_on, "竣工日期", "Day of completion", .past = true),
         (reason, "说明", "Remarks", .max = 1000))

struct Invalidate {
  std::string reason;
};
DESCRIBE(Invalidate, "置为失效", "The project no longer counts.",
         (reason, "原因", "Why", .max = 1000))

struct Revalidate {
  std::string reason;
};
DESCRIBE(Revalidate, "恢复有效", "The project counts again.", (reason, "原因", "Why", .max = 1000))

struct Confirm {};
DESCRIBE(Confirm, "确认特殊项目", "The regulator counts a registered project among the valid ones.")

// ---------------------------------------------------------------------------------------------

/// What stands in the register about a project; codes may come from a table and be invalid.
struct Entry {
  std::string name;
  RegionCode region_code;
  PartyCode contractor;
  std::optional<std::string> address;
  std::optional<PartyCode> owner;
  std::optional<Money> investment_total, construction_cost;
  std::optional<Category> category;
  std::optional<std::int64_t> duration_days;
  std::optional<Date> planned_start, planned_finish;
  std::optional<std::string> permit_number, location;
};
DESCRIBE(Entry, "项目登记内容", "What stands in the register.", (name, "项目名称", "Name"),
         (region_code, "行政区划代码", "Region of the site"), (contractor, "施工单位", "Contractor"),
         (address, "项目详细地址", "Address"), (owner, "建设单位", "Owner"),
         (investment_total, "总投资额", "Investment in total", .unit = "万元"),
         (construction_cost, "工程造价", "Construction cost", .unit = "元"),
         (category, "项目类别", "Category"), (duration_days, "项目工期", "Duration", .unit = "天"),
         (planned_start, "计划开工日期", "Planned start"),
         (planned_finish, "计划竣工日期", "Planned finish"),
         (permit_number, "施工许可证编号", "Construction permit"), (location, "项目位置", "Location"))

struct Registered : Entry {
  ProjectCode project_code;
};
DESCRIBE_EXTENDING(Registered, Entry, "已登记", "A party or the regulator entered the project.",
                   (project_code, "项目代码", "Project code"))

struct Imported : Entry {
  ProjectCode project_code;
  bool credit_code_valid = true;
};
DESCRIBE_EXTENDING(Imported, Entry, "已导入", "The project came from the province's table.",
                   (project_code, "项目代码", "Project code"),
                   (credit_code_valid, "信用代码有效", "The codes pass their check digit"))

/// What changed, nothing else.
struct Amended {
  std::optional<std::string> name;
  std::optional<RegionCode> region_code;
  std::optional<PartyCode> contractor;
  std::optional<std::string> address;
  std::optional<PartyCode> owner;
  std::optional<Money> investment_total, construction_cost;
  std::optional<Category> category;
  std::optional<std::int64_t> duration_days;
  std::optional<Date> planned_start, planned_finish;
  std::optional<std::string> permit_number, location;
  std::optional<Origin> origin;
  std::optional<bool> credit_code_valid;
};
DESCRIBE(Amended, "已修改", "What changed in the entry.", (name, "项目名称", "Name"),
         (region_code, "行政区划代码", "Region of the site"), (contractor, "施工单位", "Contractor"),
         (address, "项目详细地址", "Address"), (owner, "建设单位", "Owner"),
         (investment_total, "总投资额", "Investment in total", .unit = "万元"),
         (construction_cost, "工程造价", "Construction cost", .unit = "元"),
         (category, "项目类别", "Category"), (duration_days, "项目工期", "Duration", .unit = "天"),
         (planned_start, "计划开工日期", "Planned start"),
         (planned_finish, "计划竣工日期", "Planned finish"),
         (permit_number, "施工许可证编号", "Construction permit"), (location, "项目位置", "Location"),
         (origin, "来源", "Came to stand in the table"),
         (credit_code_valid, "信用代码有效", "The codes pass their check digit"))

struct Suspended {
  Date occurred_on;
  std::optional<std::string> reason;
};
DESCRIBE(Suspended, "已停工", "Work on the site stopped.", (occurred_on, "停工日期", "Day"),
         (reason, "原因", "Why", .max = 1000))

struct Resumed {
  Date occurred_on;
  std::optional<std::string> reason;
};
DESCRIBE(Resumed, "已复工", "Work on the site went on.", (occurred_on, "复工日期", "Day"),
         (reason, "原因", "Why", .max = 1000))

struct Completed {
  Date occurred_on;
  std::optional<std::string> reason;
};
DESCRIBE(Completed, "已竣工", "The works were completed.", (occurred_on, "竣工日期", "Day"),
         (reason, "说明", "Remarks", .max = 1000))

struct Invalidated {
  std::string reason;
};
DESCRIBE(Invalidated, "已失效", "The project no longer counts.", (reason, "原因", "Why", .max = 1000))

struct Revalidated {
  std::string reason;
};
DESCRIBE(Revalidated, "已恢复有效", "The project counts again.", (reason, "原因", "Why", .max = 1000))

struct Confirmed {};
DESCRIBE(Confirmed, "已确认", "A registered project counts among the valid ones.")

/// 投保状态, as a policy's insurer and contractor bring it about; by day see the project's kind.
enum class InsuranceStatus { uninsured, in_review, insured };
DESCRIBE_ENUM(InsuranceStatus, (uninsured, "未投保", "Not insured"), (in_review, "审核中", "Under way"),
              (insured, "已投保", "Insured"))

/// Told by a policy of the project: it is under way, in force for a period, or no more.
struct InsuranceChanged {
  std::string policy;
  InsuranceStatus status{};
  std::optional<Date> valid_from, valid_until;
};
DESCRIBE(InsuranceChanged, "投保状态已变更", "What a policy of the project has come to.",
         (policy, "保单", "Policy"), (status, "投保状态", "Uninsured: the policy is no more"),
         (valid_from, "生效日期", "In force from"), (valid_until, "终止日期", "In force until"))

/// 工程款支付担保 of the project, as the guarantees of its contracts bring it about (HN-25).
enum class GuaranteeStatus { missing, under_way, in_force };
DESCRIBE_ENUM(GuaranteeStatus, (missing, "未办理", "Missing"), (under_way, "办理中", "Under way"),
              (in_force, "有效", "In force"))

/// Told by a guarantee of the project: it is under way, in force, or no more.
struct GuaranteeChanged {
  std::string guarantee;
  GuaranteeStatus status{};
};
DESCRIBE(GuaranteeChanged, "担保状态已变更", "What a guarantee of the project has come to.",
         (guarantee, "担保", "Guarantee"), (status, "担保状态", "Missing: the guarantee is no more"))

}  // namespace surety::project
