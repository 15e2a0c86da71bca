// The organisation as folded.
#pragma once

#include "engine/kind.hpp"
#include "events/administrator.hpp"
#include "events/organisation.hpp"

namespace surety::organisation {

enum class Phase { active, suspended };
DESCRIBE_ENUM(Phase, (active, "有效", "Active"), (suspended, "停用", "Suspended"))

/// A broker's agreement with an insurer, begun or to begin (HLJ-41).
struct Cooperation {
  CreditCode insurer;
  std::optional<Date> from, until;
};
DESCRIBE(Cooperation, "合作", "An agreement with an insurer.", (insurer, "保险公司", "Insurer"),
         (from, "合作起始日期", "First day"), (until, "合作终止日期", "Last day"))

struct State {
  Phase state{};
  Type organisation_kind{};
  std::string name;
  CreditCode credit_code;
  RegionCode region_code;
  std::optional<RegionCode> jurisdiction;
  std::vector<CreditCode> insurers;  ///< linked today
  std::vector<Cooperation> cooperations;
  std::optional<SetContact> contact;
  std::optional<std::string> reason;
  std::vector<AdministratorReleased> released_administrators;
  std::optional<PartyCode> superior;
};
DESCRIBE(State, "机构", "An organisation whose people use the platform.", (state, "状态", "State"),
         (organisation_kind, "机构类型", "Kind"), (name, "机构名称", "Name"),
         (credit_code, "统一社会信用代码", "Credit code"), (region_code, "行政区划", "Region"),
         (jurisdiction, "辖区", "None: all jurisdictions"),
         (insurers, "合作保险公司", "Insurers a broker is linked with", .max = 500),
         (cooperations, "合作期限", "From when until when", .max = 500),
         (contact, "业务联系人", "Who is told by message"),
         (reason, "停用原因", "Why it is shut out"),
         (released_administrators, "已解除管理员", "Administrators it let go", .max = 100000),
         (superior, "上级机构", "The organisation above it"))

const Kind& kind();

}  // namespace surety::organisation
