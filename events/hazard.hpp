// 隐患 (hazard): found by a provider or at an inspection, rectified, verified. BX 风险管理, QZS 4.3.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::hazard {

enum class Level { general, major };
DESCRIBE_ENUM(Level, (general, "一般", "General"), (major, "重大", "Major"))

enum class Origin { service, inspection };
DESCRIBE_ENUM(Origin, (service, "安全服务", "A safety service"),
              (inspection, "飞行检查", "A flying inspection"))

/// What is wrong: the same whoever finds it.
struct Finding {
  std::string category, description;
  Level level{};
  std::vector<DocumentId> photos;
  Date rectify_by;
};
DESCRIBE(Finding, "问题", "What is wrong.",
         (category, "隐患类别", "Category", .max = 100, .dictionary = "hazard-categories"),
         (description, "隐患描述", "What is wrong", .max = 1000), (level, "隐患等级", "Level"),
         (photos, "隐患图片", "Photos; one at least from a provider", .max = 50,
          .paper = Paper::picture),
         (rectify_by, "整改期限", "To be rectified by"))

struct Report : Finding {
  std::string service_order;
  std::optional<std::int64_t> service_record;
  std::optional<std::string> location, responsible_person;
};
DESCRIBE_EXTENDING(Report, Finding, "新增隐患", "The provider reports a hazard.",
                   (service_order, "服务订单", "Service order", .refers = "service-order"),
                   (service_record, "服务记录序号", "Number of the service record", .min = 1),
                   (location, "隐患部位", "Where it is"),
                   (responsible_person, "整改责任人", "Who answers for it", .max = 50))

struct Rectify {
  std::vector<DocumentId> photos;
  std::string description;
};
DESCRIBE(Rectify, "整改", "What was done about it.",
         (photos, "整改后图片", "Photos", .min = 1, .max = 50, .paper = Paper::picture),
         (description, "整改说明", "What was done", .max = 1000))

struct Verify {
  std::optional<std::string> note;
};
DESCRIBE(Verify, "复查通过", "The reporter is content.", (note, "说明", "Note", .max = 1000))

struct Reopen {
  std::string reason;
  Date rectify_by;
};
DESCRIBE(Reopen, "复查不通过", "The reporter is not content.", (reason, "原因", "Why", .max = 1000),
         (rectify_by, "整改期限", "To be rectified by"))

// ---------------------------------------------------------------------------------------------
// Events.

/// The finding with the parties it concerns; who found it may verify it.
struct Reported : Finding {
  Origin source{};
  std::string project, project_name, reporter;
  RegionCode region_code;
  PartyCode contractor;
  std::optional<CreditCode> insurer, provider;
  std::optional<std::string> policy, service_order, inspection;
  std::optional<std::int64_t> service_record;
  std::optional<std::string> location, responsible_person;
};
DESCRIBE_EXTENDING(Reported, Finding, "已上报", "A hazard was found.",
                   (source, "来源", "Found at"),
                   (project, "项目代码", "Project", .refers = "project"),
                   (project_name, "项目名称", "Project's name"),
                   (reporter, "上报机构", "Organisation that found it"),
                   (region_code, "行政区划", "Region"), (contractor, "施工单位", "Contractor"),
                   (insurer, "保险公司", "Insurer"), (provider, "安全服务机构", "Service provider"),
                   (policy, "保单", "Policy", .refers = "policy"),
                   (service_order, "服务订单", "Service order", .refers = "service-order"),
                   (inspection, "飞行检查", "Inspection", .refers = "inspection"),
                   (service_record, "服务记录序号", "Number of the service record"),
                   (location, "隐患部位", "Where it is"),
                   (responsible_person, "整改责任人", "Who answers for it"))

struct Rectified : Rectify {};
DESCRIBE_EXTENDING(Rectified, Rectify, "已整改", "Something was done about it.")

struct Verified : Verify {};
DESCRIBE_EXTENDING(Verified, Verify, "复查已通过", "The reporter is content.")

struct Reopened : Reopen {};
DESCRIBE_EXTENDING(Reopened, Reopen, "复查未通过", "The reporter is not content.")

}  // namespace surety::hazard
