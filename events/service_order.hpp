// 安全服务订单 (service order): what providers, insurers and policyholders ask. QZS 4, BX 风险管理.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/safety_service.hpp"
#include "events/values.hpp"

namespace surety::service_order {

struct Accept {
  std::optional<std::string> note;
};
DESCRIBE(Accept, "受理", "The provider takes the order.", (note, "说明", "Note", .max = 1000))

struct Decline {
  std::string reason;
};
DESCRIBE(Decline, "拒绝", "The provider does not take it.", (reason, "原因", "Why", .max = 1000))

struct Withdraw {
  std::string reason;
};
DESCRIBE(Withdraw, "撤回指定", "The insurer takes the order back.",
         (reason, "原因", "Why", .max = 1000))

struct Replace {
  std::string reason;
  CreditCode provider;
};
DESCRIBE(Replace, "更换服务机构", "The insurer gives the order to another provider.",
         (reason, "原因", "Why", .max = 1000),
         (provider, "安全生产技术服务机构", "The other provider"))

struct SignContract {
  DocumentId contract;
  std::optional<std::string> contract_number;
  std::optional<Date> start, finish;
  std::optional<Money> amount;
};
DESCRIBE(SignContract, "签订委托服务合同", "The contract with the provider.",
         (contract, "合同文件", "The contract", .paper = Paper::pdf),
         (contract_number, "合同编号", "Contract number", .max = 100),
         (start, "开始日期", "From"), (finish, "结束日期", "Until"),
         (amount, "合同金额", "Amount", .unit = "元"))

struct PlannedService {
  ServiceKind kind{};
  Date planned_on;
};
DESCRIBE(PlannedService, "计划服务", "A service and its day.", (kind, "服务项目", "Kind"),
         (planned_on, "计划日期", "Planned on"))

struct SubmitPlan {
  DocumentId plan_document;
  std::vector<PlannedService> planned_services;
  std::optional<std::string> responsible_person;
};
DESCRIBE(SubmitPlan, "提交事故预防服务方案", "The plan of the services.",
         (plan_document, "方案文件", "The plan", .paper = Paper::any),
         (planned_services, "计划服务项目", "Services and their days", .min = 1, .max = 200),
         (responsible_person, "负责人", "Who answers for it", .max = 50))

struct RecordService {
  ServiceKind kind{};
  Date held_on;
  std::string summary;
  std::optional<std::string> place, staff;
  std::optional<std::int64_t> participants, hours;
  std::optional<std::vector<DocumentId>> documents, photos;
};
DESCRIBE(RecordService, "登记服务", "A service was held.", (kind, "服务项目", "Kind"),
         (held_on, "服务日期", "Held on", .past = true),
         (summary, "服务内容", "What was done", .max = 1000), (place, "地点", "Place"),
         (staff, "服务人员", "Who served"),
         (participants, "参加人数", "How many took part", .min = 1, .max = 100000, .unit = "人"),
         (hours, "学时", "Hours", .min = 1, .max = 1000, .unit = "小时"),
         (documents, "附件", "Files", .min = 1, .max = 50, .paper = Paper::any),
         (photos, "照片", "Photos", .min = 1, .max = 50, .paper = Paper::picture))

struct VoidService {
  std::int64_t record = 0;
  std::string reason;
};
DESCRIBE(VoidService, "作废服务记录", "A record does not count.",
         (record, "记录序号", "Number of the record", .min = 1),
         (reason, "原因", "Why", .max = 1000))

struct ConfirmService {
  std::int64_t record = 0;
};
DESCRIBE(ConfirmService, "确认服务记录", "The policyholder confirms a service.",
         (record, "记录序号", "Number of the record", .min = 1))

struct Complete {
  std::optional<std::string> shortfall_reason;
};
DESCRIBE(Complete, "完成服务", "All is done.",
         (shortfall_reason, "未完成原因", "Why less was done than promised", .max = 1000))

struct Reopen {
  std::string reason;
};
DESCRIBE(Reopen, "重新开启服务", "The insurer has a completed order go on (QZS-34).",
         (reason, "原因", "Why", .max = 1000))

struct Rate {
  std::int64_t stars = 0;
  std::optional<std::string> comment;
};
DESCRIBE(Rate, "评价", "The policyholder rates the service.",
         (stars, "星级", "Stars", .min = 1, .max = 5), (comment, "评价", "Comment", .max = 1000))

// ---------------------------------------------------------------------------------------------
// Events.

struct Ordered {
  std::string policy, project, project_name;
  RegionCode region_code;
  PartyCode policyholder;
  std::optional<std::string> policyholder_name, policy_number;
  CreditCode insurer, provider;
  Date valid_from, valid_until;
  std::optional<ServiceCounts> promised_services;
  std::optional<Phone> provider_phone;
};
DESCRIBE(Ordered, "已指定", "The insurer assigned the policy's services.",
         (policy, "保单", "Policy", .refers = "policy"),
         (project, "项目代码", "Project", .refers = "project"),
         (project_name, "项目名称", "Project's name"), (region_code, "行政区划", "Region"),
         (policyholder, "投保人信用代码", "Policyholder"),
         (policyholder_name, "投保企业", "Policyholder's name"),
         (policy_number, "保单编号", "Policy number"), (insurer, "保险公司", "Insurer"),
         (provider, "安全服务机构", "Service provider"),
         (valid_from, "保险期间自", "The policy's first day"),
         (valid_until, "保险期间至", "The policy's last day"),
         (promised_services, "约定服务次数", "Services that are promised"),
         (provider_phone, "服务机构联系电话", "Where the provider is told of it"))

struct Accepted : Accept {};
DESCRIBE_EXTENDING(Accepted, Accept, "已受理", "The provider took the order.")

struct Declined : Decline {};
DESCRIBE_EXTENDING(Declined, Decline, "已拒绝", "The provider did not take it.")

struct Withdrawn : Withdraw {};
DESCRIBE_EXTENDING(Withdrawn, Withdraw, "已撤回", "The insurer took the order back.")

struct Replaced : Replace {
  std::string service_order;
};
DESCRIBE_EXTENDING(Replaced, Replace, "已更换", "Another provider serves the policy.",
                   (service_order, "新服务订单", "The order of the other", .refers = "service-order"))

struct ContractSigned : SignContract {};
DESCRIBE_EXTENDING(ContractSigned, SignContract, "已签订委托服务合同", "The contract was signed.")

struct PlanSubmitted : SubmitPlan {};
DESCRIBE_EXTENDING(PlanSubmitted, SubmitPlan, "已提交服务方案", "The plan was handed in.")

struct ServiceRecorded : RecordService {};
DESCRIBE_EXTENDING(ServiceRecorded, RecordService, "已登记服务", "A service was held.")

struct ServiceVoided : VoidService {};
DESCRIBE_EXTENDING(ServiceVoided, VoidService, "服务记录已作废", "A record no longer counts.")

struct ServiceConfirmed : ConfirmService {};
DESCRIBE_EXTENDING(ServiceConfirmed, ConfirmService, "服务记录已确认",
                   "The policyholder confirmed a service.")

struct Completed : Complete {};
DESCRIBE_EXTENDING(Completed, Complete, "已完成", "All is done.")

struct Reopened : Reopen {};
DESCRIBE_EXTENDING(Reopened, Reopen, "已重新开启服务", "The service goes on.")

struct Rated : Rate {};
DESCRIBE_EXTENDING(Rated, Rate, "已评价", "The policyholder rated the service.")

/// Told by the hazards of a service: how many it found, and how many of them are not closed.
struct HazardsCounted {
  std::int64_t record = 0, found = 0, open = 0;
};
DESCRIBE(HazardsCounted, "隐患数已更新", "What became of the hazards of a service.",
         (record, "服务记录序号", "Number of the record"), (found, "隐患数", "Hazards found"),
         (open, "未销号隐患数", "Hazards not closed"))

/// Told by the policy: it ended, or another period or other services were agreed.
struct PolicyChanged {
  bool ended = false;
  std::optional<Date> valid_until;
  std::optional<ServiceCounts> promised_services;
};
DESCRIBE(PolicyChanged, "保单已变更", "The policy has changed.", (ended, "保单已终止", "It ended"),
         (valid_until, "保险期间至", "Its last day"),
         (promised_services, "约定服务次数", "Services that are promised"))

}  // namespace surety::service_order
