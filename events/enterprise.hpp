// The enterprise (企业): registration, admission per jurisdiction, information. domain.md §3.
#pragma once

#include "events/values.hpp"

namespace surety::enterprise {

enum class Capacity { contractor, owner };
DESCRIBE_ENUM(Capacity, (contractor, "施工单位", "Contractor"), (owner, "建设单位", "Owner"))

/// Registration of one's own (BX 3.1); again in another jurisdiction it asks for admission there.
struct Register {
  CreditCode credit_code;
  std::string name;
  std::vector<Capacity> capacities;
  std::string legal_representative;
  RegionCode region_code;
  std::string address, contact_name;
  Phone contact_phone;
  Username username;
  std::string password;
  std::optional<RegionCode> jurisdiction;
  std::optional<DocumentId> business_licence{};
  std::optional<std::string> phone_code{};
};
/// What the edge puts in the place of a code that was the phone's.
inline constexpr std::string_view phone_verified = "verified";
DESCRIBE(Register, "企业注册", "An enterprise registers and asks for admission.",
         (credit_code, "统一社会信用代码", "Credit code"), (name, "企业名称", "Name"),
         (capacities, "企业身份", "Contractor, owner or both", .min = 1, .max = 2),
         (legal_representative, "法定代表人", "Legal representative", .min = 2, .max = 50),
         (region_code, "所属地区", "Region of registration"), (address, "详细地址", "Address"),
         (contact_name, "联系人", "Contact"),
         (contact_phone, "手机号", "Contact's phone", .personal = true),
         (username, "登录账号", "Account to be opened"),
         (password, "密码", "Its password", .secret = true),
         (jurisdiction, "辖区", "By default the one whose code begins the region code"),
         (business_licence, "营业执照", "Business licence", .paper = Paper::any),
         (phone_code, "短信验证码", "The code that was sent to the phone", .min = 6, .max = 8))

/// First sign-in by certificate: the unit's name and code are the certificate's (HLJ 1).
struct Enrol {
  CreditCode credit_code;
  std::string name;
  std::optional<RegionCode> jurisdiction;
};
DESCRIBE(Enrol, "证书登录建档", "A certificate signed in whose code is unknown or pending.",
         (credit_code, "统一社会信用代码", "Credit code"), (name, "单位名称", "Name"),
         (jurisdiction, "辖区", "Jurisdiction"))

struct Approve {
  std::optional<RegionCode> jurisdiction;
};
DESCRIBE(Approve, "审核通过", "The application for admission is granted.",
         (jurisdiction, "辖区", "By default that of the account"))

struct Reject {
  std::string reason;
  std::optional<RegionCode> jurisdiction;
};
DESCRIBE(Reject, "审核不通过", "The application is refused.", (reason, "原因", "Why", .max = 1000),
         (jurisdiction, "辖区", "By default that of the account"))

struct Resubmit {
  std::optional<std::string> name;
  std::optional<std::vector<Capacity>> capacities;
  std::optional<std::string> legal_representative;
  std::optional<RegionCode> region_code;
  std::optional<std::string> address, contact_name;
  std::optional<Phone> contact_phone;
  std::optional<RegionCode> jurisdiction;
  std::optional<DocumentId> business_licence{};
};
DESCRIBE(Resubmit, "重新提交", "The applicant mends its application and asks again.",
         (name, "企业名称", "Name"), (capacities, "企业身份", "Contractor, owner or both", .max = 2),
         (legal_representative, "法定代表人", "Legal representative", .min = 2, .max = 50),
         (region_code, "所属地区", "Region of registration"), (address, "详细地址", "Address"),
         (contact_name, "联系人", "Contact"),
         (contact_phone, "手机号", "Contact's phone", .personal = true),
         (jurisdiction, "辖区", "By default every one that has not admitted it"),
         (business_licence, "营业执照", "Business licence", .paper = Paper::any))

struct UpdateInformation {
  std::optional<std::string> legal_representative, address;
  std::optional<RegionCode> region_code;
  std::optional<std::string> contact_name;
  std::optional<Phone> contact_phone;
  std::optional<std::vector<Capacity>> capacities;
};
DESCRIBE(UpdateInformation, "修改企业信息", "The enterprise keeps its information up to date (HLJ 2).",
         (legal_representative, "企业法人", "Legal representative", .min = 2, .max = 50), (address, "详细地址", "Address"),
         (region_code, "企业注册地区划代码", "Region of registration"),
         (contact_name, "联系人", "Contact"),
         (contact_phone, "联系方式", "Phone", .personal = true),
         (capacities, "企业身份", "Contractor, owner or both", .max = 2))

/// The counts are the platform's own: it asks the source, imports, and then records the outcome.
struct RefreshProjects {};
DESCRIBE(RefreshProjects, "刷新项目", "Asks the project source for the enterprise's projects.")

struct RecordRefresh {
  std::int64_t added = 0, updated = 0, invalidated = 0;
};
DESCRIBE(RecordRefresh, "记录项目刷新", "What came of asking the project source.",
         (added, "新增", "Added", .min = 0), (updated, "更新", "Updated", .min = 0),
         (invalidated, "失效", "Invalidated", .min = 0))

struct Suspend {
  std::optional<std::string> reason;
};
DESCRIBE(Suspend, "停用", "The administrator shuts the enterprise out.",
         (reason, "原因", "Why", .max = 1000))
struct Reinstate {
  std::optional<std::string> reason;
};
DESCRIBE(Reinstate, "恢复", "The administrator lets it in again.", (reason, "原因", "Why", .max = 1000))

// ---------------------------------------------------------------------------------------------

struct Registered {
  CreditCode credit_code;
  std::string name;
  std::vector<Capacity> capacities;
  std::string legal_representative;
  RegionCode region_code;
  std::string address, contact_name;
  Phone contact_phone;
  Username username;
  std::string password_ref;
  RegionCode jurisdiction;
  std::optional<DocumentId> business_licence{};
  std::optional<bool> phone_verified{};
};
DESCRIBE(Registered, "已注册", "The enterprise registered.",
         (credit_code, "统一社会信用代码", "Credit code"), (name, "企业名称", "Name"),
         (capacities, "企业身份", "Contractor, owner or both"),
         (legal_representative, "法定代表人", "Legal representative"),
         (region_code, "所属地区", "Region of registration"), (address, "详细地址", "Address"),
         (contact_name, "联系人", "Contact"),
         (contact_phone, "手机号", "Contact's phone", .personal = true),
         (username, "登录账号", "Account to be opened"),
         (password_ref, "密码引用", "Reference to its password", .secret = true),
         (jurisdiction, "辖区", "Jurisdiction asked for admission"),
         (business_licence, "营业执照", "Business licence", .paper = Paper::any),
         (phone_verified, "手机号已核验", "A code sent to the phone came back"))

struct AdmissionRequested {
  RegionCode jurisdiction;
};
DESCRIBE(AdmissionRequested, "已申请准入", "A further jurisdiction was asked for admission.",
         (jurisdiction, "辖区", "Jurisdiction"))

struct Enrolled {
  CreditCode credit_code;
  std::string name;
  RegionCode jurisdiction;
};
DESCRIBE(Enrolled, "已建档", "Admitted by its certificate.",
         (credit_code, "统一社会信用代码", "Credit code"), (name, "单位名称", "Name"),
         (jurisdiction, "辖区", "Jurisdiction"))

struct Approved {
  RegionCode jurisdiction;
};
DESCRIBE(Approved, "审核已通过", "Admitted.", (jurisdiction, "辖区", "Jurisdiction"))

struct Rejected {
  RegionCode jurisdiction;
  std::string reason;
};
DESCRIBE(Rejected, "审核未通过", "Not admitted.", (jurisdiction, "辖区", "Jurisdiction"),
         (reason, "原因", "Why", .max = 1000))

struct Resubmitted {
  std::vector<RegionCode> jurisdictions;
  std::optional<std::string> name;
  std::optional<std::vector<Capacity>> capacities;
  std::optional<std::string> legal_representative;
  std::optional<RegionCode> region_code;
  std::optional<std::string> address, contact_name;
  std::optional<Phone> contact_phone;
  std::optional<DocumentId> business_licence{};
};
DESCRIBE(Resubmitted, "已重新提交", "Asked again.", (jurisdictions, "辖区", "Jurisdictions"),
         (name, "企业名称", "Name"), (capacities, "企业身份", "Contractor, owner or both"),
         (legal_representative, "法定代表人", "Legal representative"),
         (region_code, "所属地区", "Region of registration"), (address, "详细地址", "Address"),
         (contact_name, "联系人", "Contact"),
         (contact_phone, "手机号", "Contact's phone", .personal = true),
         (business_licence, "营业执照", "Business licence", .paper = Paper::any))

struct InformationUpdated {
  std::optional<std::string> legal_representative, address;
  std::optional<RegionCode> region_code;
  std::optional<std::string> contact_name;
  std::optional<Phone> contact_phone;
  std::optional<std::vector<Capacity>> capacities;
};
DESCRIBE(InformationUpdated, "信息已修改", "What changed.",
         (legal_representative, "企业法人", "Legal representative"), (address, "详细地址", "Address"),
         (region_code, "企业注册地区划代码", "Region of registration"),
         (contact_name, "联系人", "Contact"),
         (contact_phone, "联系方式", "Phone", .personal = true),
         (capacities, "企业身份", "Contractor, owner or both"))

struct ProjectsRefreshed {
  std::int64_t added = 0, updated = 0, invalidated = 0;
};
DESCRIBE(ProjectsRefreshed, "项目已刷新", "The project source was asked.", (added, "新增", "Added"),
         (updated, "更新", "Updated"), (invalidated, "失效", "Invalidated"))

struct Suspended {
  std::optional<std::string> reason;
};
DESCRIBE(Suspended, "已停用", "Shut out.", (reason, "原因", "Why", .max = 1000))
struct Reinstated {
  std::optional<std::string> reason;
};
DESCRIBE(Reinstated, "已恢复", "Let in again.", (reason, "原因", "Why", .max = 1000))

}  // namespace surety::enterprise
