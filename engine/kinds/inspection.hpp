// The inspection as folded: planned beforehand or recorded at once; what was found stands.
#pragma once

#include "engine/kind.hpp"
#include "events/inspection.hpp"

namespace surety::inspection {

enum class Phase { planned, recorded, cancelled };
DESCRIBE_ENUM(Phase, (planned, "已计划", "Planned"), (recorded, "已登记", "Recorded"),
              (cancelled, "已取消", "Cancelled"))

struct State {
  Phase state{};
  std::string project, project_name, inspecting;
  RegionCode region_code;
  PartyCode contractor;
  std::optional<CreditCode> insurer, provider;
  std::optional<Date> planned_on, inspected_on;
  std::optional<Date> announced_on;
  std::vector<std::string> inspectors, items;
  std::vector<Problem> problems;
  std::vector<DocumentId> photos;
  std::optional<std::string> conclusion, reason;
  std::vector<std::string> hazards;
};
DESCRIBE(State, "检查", "A look at a site.", (state, "状态", "State"),
         (project, "项目代码", "Project's code"), (project_name, "项目名称", "Project's name"),
         (inspecting, "检查机构", "Organisation that inspects"),
         (region_code, "行政区划", "Region"), (contractor, "施工单位", "Contractor"),
         (insurer, "保险公司", "Insurer"), (provider, "安全服务机构", "Service provider"),
         (planned_on, "计划检查日期", "Planned for"),
         (inspected_on, "检查日期", "Inspected on"),
         (announced_on, "计划制定日期", "Planned since"),
         (inspectors, "检查人员", "Inspectors", .max = 50),
         (items, "检查项目", "What is looked at", .max = 100),
         (problems, "问题清单", "Problems", .max = 100),
         (photos, "现场图片", "Photos", .max = 50, .paper = Paper::picture),
         (conclusion, "检查结论", "Conclusion"), (reason, "取消原因", "Why it was cancelled"),
         (hazards, "隐患", "Hazards that were opened", .max = 100))

const Kind& kind();

}  // namespace surety::inspection
