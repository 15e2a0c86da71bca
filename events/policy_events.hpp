// 投保订单与保单 (policy): what happened. Order of domain.md §3.
#pragma once

#include "events/policy_commands.hpp"

namespace surety::policy {

struct Applied : Apply {
  PartyCode policyholder;
  std::optional<std::string> policyholder_name;
  std::string project_name;
  RegionCode region_code;
  std::optional<Date> planned_start, planned_finish;
};
DESCRIBE_EXTENDING(Applied, Apply, "已填报", "The contractor applied for a policy.",
                   (policyholder, "投保人信用代码", "Policyholder"),
                   (policyholder_name, "投保人", "Policyholder's name"),
                   (project_name, "项目名称", "Project's name"),
                   (region_code, "行政区划", "Region"),
                   (planned_start, "计划开工日期", "Planned start"),
                   (planned_finish, "计划竣工日期", "Planned finish"))

struct OfflineOrderRecorded : RecordOffline {
  CreditCode insurer;
  std::string project_name;
  RegionCode region_code;
  std::optional<Date> planned_start, planned_finish;
};
DESCRIBE_EXTENDING(OfflineOrderRecorded, RecordOffline, "已录入线下订单",
                   "The insurer entered an order taken offline.", (insurer, "保险公司", "Insurer"),
                   (project_name, "项目名称", "Project's name"),
                   (region_code, "行政区划", "Region"),
                   (planned_start, "计划开工日期", "Planned start"),
                   (planned_finish, "计划竣工日期", "Planned finish"))

struct Uploaded : Upload {
  PartyCode policyholder;
  std::optional<std::string> policyholder_name;
  std::string project_name;
  RegionCode region_code;
  std::optional<Date> planned_start, planned_finish;
};
DESCRIBE_EXTENDING(Uploaded, Upload, "已上传保单", "The contractor uploaded a policy.",
                   (policyholder, "投保人信用代码", "Policyholder"),
                   (policyholder_name, "投保人", "Policyholder's name"),
                   (project_name, "项目名称", "Project's name"),
                   (region_code, "行政区划", "Region"),
                   (planned_start, "计划开工日期", "Planned start"),
                   (planned_finish, "计划竣工日期", "Planned finish"))

struct Returned : Return {};
DESCRIBE_EXTENDING(Returned, Return, "已退回", "The insurer sent the application back.")

struct Resubmitted : Resubmit {};
DESCRIBE_EXTENDING(Resubmitted, Resubmit, "已重新提交", "The application was handed in again.")

struct Approved : Approve {};
DESCRIBE_EXTENDING(Approved, Approve, "已同意", "The insurer agreed.")

struct Quoted : Quote {};
DESCRIBE_EXTENDING(Quoted, Quote, "已报价", "The insurer named its terms.")

struct QuoteWithdrawn : WithdrawQuote {};
DESCRIBE_EXTENDING(QuoteWithdrawn, WithdrawQuote, "已撤回报价", "The insurer took its quote back.")

struct QuoteAccepted {};
DESCRIBE(QuoteAccepted, "已确认报价", "The contractor agreed to the terms.")

struct QuoteDeclined : DeclineQuote {};
DESCRIBE_EXTENDING(QuoteDeclined, DeclineQuote, "已拒绝报价", "The contractor did not agree.")

struct QuoteLapsed {
  Date quoted_on;
};
DESCRIBE(QuoteLapsed, "报价已失效", "Nobody answered the quote in time.",
         (quoted_on, "报价日期", "Day of the quote"))

struct PaymentNoticeSent : SendPaymentNotice {};
DESCRIBE_EXTENDING(PaymentNoticeSent, SendPaymentNotice, "已上传付款通知书",
                   "The insurer asked for the premium.")

struct PaymentSubmitted : SubmitPayment {};
DESCRIBE_EXTENDING(PaymentSubmitted, SubmitPayment, "已提交支付凭证", "The contractor paid.")

struct PaymentApproved : ApprovePayment {};
DESCRIBE_EXTENDING(PaymentApproved, ApprovePayment, "支付审核已通过", "The insurer has the premium.")

struct PaymentRejected : RejectPayment {};
DESCRIBE_EXTENDING(PaymentRejected, RejectPayment, "支付审核未通过",
                   "The insurer does not have the premium.")

struct Withdrawn : Withdraw {};
DESCRIBE_EXTENDING(Withdrawn, Withdraw, "已撤回", "The contractor took the order back.")

struct Issued : Issue {};
DESCRIBE_EXTENDING(Issued, Issue, "已出函", "The insurer issued the policy.")

struct Endorsed : Endorse {};
DESCRIBE_EXTENDING(Endorsed, Endorse, "已加保", "Limits or period changed.")

/// Told by the project while the policy covers it: its cost or its dates are others now.
struct ProjectChanged {
  std::optional<Money> construction_cost, investment_total;
  std::optional<Date> planned_start, planned_finish;
};
DESCRIBE(ProjectChanged, "项目已变更", "The project's cost or dates changed.",
         (construction_cost, "工程造价", "Construction cost", .unit = "元"),
         (investment_total, "总投资额", "Investment in total", .unit = "万元"),
         (planned_start, "计划开工日期", "Planned start"),
         (planned_finish, "计划竣工日期", "Planned finish"))

struct ProjectChangeNoted : NoteProjectChange {};
DESCRIBE_EXTENDING(ProjectChangeNoted, NoteProjectChange, "已知悉项目变更", "The cover stays.")

struct ServiceProviderAssigned : AssignServiceProvider {
  std::string service_order;
};
DESCRIBE_EXTENDING(ServiceProviderAssigned, AssignServiceProvider, "已指定安全服务机构",
                   "The insurer named who serves the policy.",
                   (service_order, "服务订单", "Service order", .refers = "service-order"))

/// Where the service of the policy stands, told by its service order.
enum class ServiceStatus { none, awaiting_acceptance, in_service, completed };
DESCRIBE_ENUM(ServiceStatus, (none, "申请第三方安全服务", "Nobody serves it"),
              (awaiting_acceptance, "安全服务待处理", "Awaiting acceptance"),
              (in_service, "安全服务中", "In service"), (completed, "安全服务已完成", "Completed"))

struct ServiceStatusChanged {
  std::string service_order;
  ServiceStatus status{};
  std::optional<std::string> reason;
};
DESCRIBE(ServiceStatusChanged, "安全服务状态已变更", "Its service order has changed.",
         (service_order, "服务订单", "Service order", .refers = "service-order"),
         (status, "安全服务状态", "Service"), (reason, "原因", "Why", .max = 1000))

/// How many services of all its orders count, voided ones not.
struct ServicesCounted {
  ServiceCounts recorded_services;
};
DESCRIBE(ServicesCounted, "服务次数已更新", "How many services were held.",
         (recorded_services, "已完成服务次数", "Services held"))

struct ServiceFeeRecorded : RecordServiceFee {};
DESCRIBE_EXTENDING(ServiceFeeRecorded, RecordServiceFee, "已登记安全服务费用",
                   "The insurer entered what was spent.")

struct ServiceFeeReversed : ReverseServiceFee {};
DESCRIBE_EXTENDING(ServiceFeeReversed, ReverseServiceFee, "已冲销安全服务费用",
                   "The insurer took an entry back.")

struct Cancelled : Cancel {};
DESCRIBE_EXTENDING(Cancelled, Cancel, "已退保", "The insurer ended the policy.")

struct ExpiryReminded {
  Date valid_until;
};
DESCRIBE(ExpiryReminded, "已提醒到期", "The parties were told of the end.",
         (valid_until, "终止日期", "In force until"))

struct Expired {
  Date valid_until;
};
DESCRIBE(Expired, "已到期", "The policy ended.", (valid_until, "终止日期", "In force until"))

}  // namespace surety::policy
