// The enterprise as folded: its information and its admissions.
#pragma once

#include "engine/kind.hpp"
#include "events/administrator.hpp"
#include "events/enterprise.hpp"

namespace surety::enterprise {

enum class Phase { pending_review, active, rejected, suspended };
DESCRIBE_ENUM(Phase, (pending_review, "审核中", "Pending review"), (active, "已通过", "Active"),
              (rejected, "未通过", "Rejected"), (suspended, "已停用", "Suspended"))

/// Where the enterprise is admitted, or has asked to be; `suspended` stands in no admission.
struct Admission {
  RegionCode jurisdiction;
  Phase state{};
  std::optional<std::string> reason;
};
DESCRIBE(Admission, "准入", "Admission to a jurisdiction.", (jurisdiction, "辖区", "Jurisdiction"),
         (state, "状态", "State"), (reason, "原因", "Why it was refused"))

struct State {
  Phase state{};
  CreditCode credit_code;
  std::string name;
  std::vector<Capacity> capacities;
  std::string legal_representative;
  RegionCode region_code;
  std::string address, contact_name;
  Phone contact_phone;
  std::vector<Admission> admissions;
  bool enrolled = false;
  std::optional<std::string> suspension;
  std::string username;
  std::string password_ref;
  std::vector<AdministratorReleased> released_administrators;
  std::optional<DocumentId> business_licence;
  bool phone_verified = false;
};
DESCRIBE(State, "企业", "A contractor, an owner or both.", (state, "状态", "State"),
         (credit_code, "统一社会信用代码", "Credit code"), (name, "单位名称", "Name"),
         (capacities, "企业身份", "Contractor, owner or both"),
         (legal_representative, "企业法人", "Legal representative"),
         (region_code, "行政区划代码", "Region of registration"), (address, "详细地址", "Address"),
         (contact_name, "联系人", "Contact"),
         (contact_phone, "联系方式", "Phone", .personal = true),
         (admissions, "准入", "Admissions"), (enrolled, "证书登录", "Has signed in by certificate"),
         (suspension, "停用原因", "Why it is shut out"), (username, "登录账号", "First account"),
         (password_ref, "密码引用", "Reference to its password", .secret = true),
         (released_administrators, "已解除管理员", "Administrators it let go", .max = 100000),
         (business_licence, "营业执照", "Business licence", .paper = Paper::any),
         (phone_verified, "手机号已核验", "A code sent to the phone came back"))

const Kind& kind();

}  // namespace surety::enterprise
