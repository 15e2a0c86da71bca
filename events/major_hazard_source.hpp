// 重大危险源 (major hazard source): the contractor's register of what is dangerous by nature.
#pragma once

#include <optional>
#include <string>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::major_hazard_source {

struct Register {
  std::string project, name, category, location, controls, responsible_person;
  Phone phone;
  std::optional<std::string> level;
  std::optional<Date> start, planned_end;
};
DESCRIBE(Register, "登记重大危险源", "The contractor enters a source of danger (BX-19).",
         (project, "项目", "Project", .refers = "project"), (name, "名称", "Name"),
         (category, "类别", "Category", .max = 100, .dictionary = "major-hazard-source-categories"),
         (location, "位置", "Where it is"),
         (controls, "管控措施", "How it is controlled", .max = 1000),
         (responsible_person, "责任人", "Who answers for it", .max = 50),
         (phone, "联系电话", "Phone", .personal = true), (level, "等级", "Level", .max = 50),
         (start, "开始日期", "From"), (planned_end, "计划结束日期", "Planned until"))

/// What is left out stays.
struct Update {
  std::optional<std::string> name, category, location, controls, responsible_person;
  std::optional<Phone> phone;
  std::optional<std::string> level;
  std::optional<Date> start, planned_end;
};
DESCRIBE(Update, "修改重大危险源", "What changed.", (name, "名称", "Name"),
         (category, "类别", "Category", .max = 100, .dictionary = "major-hazard-source-categories"),
         (location, "位置", "Where it is"),
         (controls, "管控措施", "How it is controlled", .max = 1000),
         (responsible_person, "责任人", "Who answers for it", .max = 50),
         (phone, "联系电话", "Phone", .personal = true), (level, "等级", "Level", .max = 50),
         (start, "开始日期", "From"), (planned_end, "计划结束日期", "Planned until"))

struct Retire {
  std::optional<std::string> reason;
};
DESCRIBE(Retire, "销号", "The danger is gone.", (reason, "原因", "Why", .max = 1000))

// ---------------------------------------------------------------------------------------------
// Events.

struct Registered : Register {
  std::string project_name;
  RegionCode region_code;
  PartyCode contractor;
};
DESCRIBE_EXTENDING(Registered, Register, "已登记", "A source of danger was entered.",
                   (project_name, "项目名称", "Project's name"),
                   (region_code, "行政区划", "Region"), (contractor, "施工单位", "Contractor"))

struct Updated : Update {};
DESCRIBE_EXTENDING(Updated, Update, "已修改", "What changed.")

struct Retired : Retire {};
DESCRIBE_EXTENDING(Retired, Retire, "已销号", "The danger is gone.")

}  // namespace surety::major_hazard_source
