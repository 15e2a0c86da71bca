// 检查 (inspection): a regulator or insurer plans and looks at a site; each problem opens a hazard.
#pragma once

#include "events/hazard.hpp"

namespace surety::inspection {

/// A finding whose photos may come later.
struct Problem {
  std::string category, description;
  hazard::Level level{};
  std::optional<std::vector<DocumentId>> photos;
  Date rectify_by;
};
DESCRIBE(Problem, "问题", "What was found.",
         (category, "问题类别", "Category", .max = 100, .dictionary = "hazard-categories"),
         (description, "问题描述", "What is wrong", .max = 1000), (level, "等级", "Level"),
         (photos, "图片", "Photos", .max = 50, .paper = Paper::picture),
         (rectify_by, "整改期限", "To be rectified by"))

struct Record {
  std::string project;
  Date inspected_on;
  std::vector<std::string> inspectors;
  std::vector<Problem> problems;
  std::optional<std::string> conclusion;
  std::optional<std::vector<std::string>> items;
  std::optional<std::vector<DocumentId>> photos;
};
DESCRIBE(Record, "登记飞行检查", "A site was looked at.", (project, "项目代码", "Project's code"),
         (inspected_on, "检查日期", "Inspected on", .past = true),
         (inspectors, "检查人员", "Inspectors", .min = 1, .max = 50),
         (problems, "问题清单", "Problems", .max = 100),
         (conclusion, "检查结论", "Conclusion", .max = 1000),
         (items, "检查项目", "What was looked at", .max = 100),
         (photos, "现场图片", "Photos", .max = 50, .paper = Paper::picture))

struct Plan {
  std::string project;
  Date planned_on;
  std::vector<std::string> inspectors, items;
};
DESCRIBE(Plan, "制定检查计划", "A site is to be looked at (QZI-05).",
         (project, "项目代码", "Project's code"), (planned_on, "计划检查日期", "Planned for"),
         (inspectors, "检查人员", "Inspectors", .min = 1, .max = 50),
         (items, "检查项目", "What is to be looked at", .min = 1, .max = 100))

/// A planned inspection takes place: as `record`, but for the project, which is known.
struct CarryOut {
  Date inspected_on;
  std::vector<std::string> inspectors;
  std::vector<Problem> problems;
  std::optional<std::string> conclusion;
  std::optional<std::vector<std::string>> items;
  std::optional<std::vector<DocumentId>> photos;
};
DESCRIBE(CarryOut, "登记检查结果", "The planned inspection has taken place.",
         (inspected_on, "检查日期", "Inspected on", .past = true),
         (inspectors, "检查人员", "Inspectors", .min = 1, .max = 50),
         (problems, "问题清单", "Problems", .max = 100),
         (conclusion, "检查结论", "Conclusion", .max = 1000),
         (items, "检查项目", "What was looked at", .max = 100),
         (photos, "现场图片", "Photos", .max = 50, .paper = Paper::picture))

struct Cancel {
  std::string reason;
};
DESCRIBE(Cancel, "取消检查计划", "It will not take place.", (reason, "原因", "Why", .max = 1000))

// ---------------------------------------------------------------------------------------------

struct Recorded : Record {
  std::string project_name, inspecting;
  RegionCode region_code;
  PartyCode contractor;
  std::optional<CreditCode> insurer, provider;
  std::vector<std::string> hazards;
};
DESCRIBE_EXTENDING(Recorded, Record, "已登记飞行检查", "A site was looked at.",
                   (project_name, "项目名称", "Project's name"),
                   (inspecting, "检查机构", "Organisation that inspected"),
                   (region_code, "行政区划", "Region"), (contractor, "施工单位", "Contractor"),
                   (insurer, "保险公司", "Insurer"), (provider, "安全服务机构", "Service provider"),
                   (hazards, "隐患", "Hazards that were opened", .max = 100))

struct Planned : Plan {
  std::string project_name, inspecting;
  RegionCode region_code;
  PartyCode contractor;
  std::optional<CreditCode> insurer, provider;
};
DESCRIBE_EXTENDING(Planned, Plan, "已制定检查计划", "A site is to be looked at.",
                   (project_name, "项目名称", "Project's name"),
                   (inspecting, "检查机构", "Organisation that inspects"),
                   (region_code, "行政区划", "Region"), (contractor, "施工单位", "Contractor"),
                   (insurer, "保险公司", "Insurer"), (provider, "安全服务机构", "Service provider"))

struct Cancelled : Cancel {};
DESCRIBE_EXTENDING(Cancelled, Cancel, "已取消检查计划", "It will not take place.")

}  // namespace surety::inspection
