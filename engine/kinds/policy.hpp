// The policy as folded, from the order on: its terms, its payment, its services and their fees.
#pragma once

#include "engine/kind.hpp"
#include "events/policy_events.hpp"

namespace surety::policy {

enum class Phase {
  in_review,
  returned,
  withdrawn,
  quoted,
  awaiting_payment_notice,
  awaiting_payment,
  payment_in_review,
  awaiting_issue,
  in_force,
  expired,
  cancelled
};
DESCRIBE_ENUM(Phase, (in_review, "审核中", "In review"), (returned, "已退回", "Returned"),
              (withdrawn, "已撤回", "Withdrawn"), (quoted, "待确认报价", "Quoted"),
              (awaiting_payment_notice, "待上传付款通知书", "Awaiting the payment notice"),
              (awaiting_payment, "待支付", "Awaiting payment"),
              (payment_in_review, "支付审核中", "Payment in review"),
              (awaiting_issue, "待出函", "Awaiting issue"), (in_force, "已出函", "In force"),
              (expired, "已到期", "Expired"), (cancelled, "已退保", "Cancelled"))

enum class OrderType { online, offline, uploaded };
DESCRIBE_ENUM(OrderType, (online, "线上订单", "Online"), (offline, "线下订单", "Offline"),
              (uploaded, "保单上传", "Uploaded"))

/// An entry of 安全服务费用台账; its number is its place in the list, from 1.
struct ServiceFee : RecordServiceFee {
  std::int64_t entry = 0;
  Instant recorded_at;
  std::optional<std::string> reversed;
};
DESCRIBE_EXTENDING(ServiceFee, RecordServiceFee, "安全服务费用", "What was spent on services.",
                   (entry, "台账序号", "Number"), (recorded_at, "登记时间", "Recorded at"),
                   (reversed, "冲销原因", "Why it was taken back"))

/// How an order stands to one point of the province's implementing rules.
enum class Verdict { open, holds, fails };
DESCRIBE_ENUM(Verdict, (open, "待核", "Not known yet"), (holds, "符合", "Holds"),
              (fails, "不符合", "Fails"))
struct ReviewPoint {
  ReviewCheck check{};
  bool hard = false;
  Verdict verdict{};
};
DESCRIBE(ReviewPoint, "审核要点", "A point of the review.", (check, "要点", "What is looked at"),
         (hard, "硬性", "Nothing that fails it can be agreed to"), (verdict, "结论", "How it stands"))

struct State {
  Phase state{};
  OrderType order_type{};
  std::string project, project_name;
  RegionCode region_code;
  std::optional<Beneficiary> beneficiary;
  PartyCode policyholder;
  std::optional<std::string> policyholder_name;
  CreditCode insurer;
  std::optional<CreditCode> broker;
  std::optional<std::string> contact_name;
  std::optional<Phone> contact_phone;
  std::optional<std::string> plan;
  std::optional<std::vector<ServiceKind>> intended_services;
  std::optional<Money> investment_total;
  std::optional<Date> planned_start, planned_finish;  ///< of the construction
  std::optional<ProjectChanged> project_change;       ///< that the insurer has yet to look at
  std::vector<ReviewPoint> review;
  std::optional<DocumentId> business_licence, legal_representative_id_front,
      legal_representative_id_back, bid_award_notice, signed_agreement;
  std::optional<std::string> agreement_version;
  std::optional<Instant> agreement_accepted_at;
  Instant applied_at;
  std::optional<Date> review_since;  ///< the day from which the insurer's answer is waited for
  bool quote_first = false;          ///< the rulebook wants a quotation before the agreement
  std::optional<std::string> reason, note;
  // terms
  std::optional<std::string> policy_number;
  std::optional<Date> valid_from, valid_until;
  std::optional<Money> premium, aggregate_limit, per_accident_limit, per_person_death_limit,
      per_person_medical_limit, accident_prevention_fee;
  std::optional<ServiceCounts> promised_services;
  std::int64_t quotes = 0;
  std::optional<Date> quoted_on;
  // payment
  std::optional<DocumentId> payment_notice, payment_proof;
  std::optional<Money> amount_due, paid_amount;
  std::optional<Date> pay_by, paid_on;
  // issue
  std::optional<InsuranceType> insurance_type;
  std::optional<DocumentId> policy_document, invoice, contract, agreement;
  std::optional<Instant> issued_at, ended_at;
  bool told_of_issue = false;  ///< the message is owed, or was sent
  std::optional<Date> reminded_of;
  std::vector<Endorsed> endorsements;
  // services
  std::optional<CreditCode> provider;
  std::optional<std::string> service_order;
  ServiceStatus service_status{};
  ServiceCounts recorded_services;
  std::vector<ServiceFee> service_fees;
  Money service_fees_total;
  std::optional<Money> service_fees_balance;  ///< of the fee that was agreed; none: nothing was

  /// In review, awaiting something or in force: no second one for the project beside it.
  bool occupies() const {
    return state != Phase::returned && state != Phase::withdrawn && state != Phase::expired &&
           state != Phase::cancelled;
  }
  /// The insurer names its terms before it agrees.
  bool needs_quote() const { return quote_first && order_type == OrderType::online; }
  bool promises_met() const {
    return !promised_services || promised_services->met_by(recorded_services);
  }
};
DESCRIBE(State, "保单", "An order and the policy that comes of it.", (state, "状态", "State"),
         (order_type, "订单类型", "Kind of order"),
         (project, "项目代码", "Project", .refers = "project"),
         (project_name, "项目名称", "Project's name"), (region_code, "行政区划", "Region"),
         (beneficiary, "受益人", "Who is insured where there is no project"),
         (policyholder, "投保人信用代码", "Policyholder"),
         (policyholder_name, "投保人", "Policyholder's name"), (insurer, "保险公司", "Insurer"),
         (broker, "经纪公司", "Broker"), (contact_name, "联系人", "Contact"),
         (contact_phone, "联系电话", "Contact's phone", .personal = true),
         (plan, "方案", "Insurance plan"),
         (intended_services, "意向服务项目", "Services that are wished for", .max = 7),
         (investment_total, "投资规模", "Investment in total", .unit = "万元"),
         (planned_start, "计划开工日期", "Planned start of the construction"),
         (planned_finish, "计划竣工日期", "Planned finish of the construction"),
         (project_change, "项目变更待核", "Change of the project that waits for the insurer"),
         (review, "审核要点", "What the review goes by", .max = 50),
         (business_licence, "营业执照", "Business licence", .paper = Paper::any),
         (legal_representative_id_front, "法人身份证正面", "Identity card, front", .personal = true,
          .paper = Paper::any),
         (legal_representative_id_back, "法人身份证反面", "Identity card, back", .personal = true,
          .paper = Paper::any),
         (bid_award_notice, "中标通知书", "Notice of award", .paper = Paper::any),
         (signed_agreement, "用户协议", "The agreement, sealed", .paper = Paper::pdf),
         (agreement_version, "用户协议版本", "Version of the agreement"),
         (agreement_accepted_at, "同意用户协议时间", "The agreement was accepted at"),
         (applied_at, "申请时间", "Applied at"),
         (review_since, "待审核起始日", "Waits for the insurer since"),
         (quote_first, "须先报价", "A quote comes first"), (reason, "原因", "Last reason given"),
         (note, "备注", "Last note"), (policy_number, "保单编号", "Policy number"),
         (valid_from, "生效日期", "In force from"), (valid_until, "终止日期", "In force until"),
         (premium, "保费", "Premium", .unit = "元"),
         (aggregate_limit, "累积赔偿限额", "Aggregate limit", .unit = "万元"),
         (per_accident_limit, "每次事故赔偿限额", "Limit per accident", .unit = "万元"),
         (per_person_death_limit, "每人伤亡责任限额", "Limit per person, death and injury",
          .unit = "万元"),
         (per_person_medical_limit, "每人医疗责任限额", "Limit per person, medical", .min = 0,
          .unit = "万元"),
         (accident_prevention_fee, "事故预防服务费", "Fee for the prevention of accidents", .min = 0,
          .unit = "元"),
         (promised_services, "实际服务项目", "Services that are promised"),
         (quotes, "报价次数", "How many quotes there were"), (quoted_on, "报价日期", "Quoted on"),
         (payment_notice, "付款通知书", "Payment notice", .paper = Paper::pdf),
         (payment_proof, "支付凭证", "Proof of payment", .paper = Paper::any),
         (amount_due, "应付金额", "Amount that is due", .unit = "元"),
         (paid_amount, "支付金额", "Amount paid", .unit = "元"),
         (pay_by, "付款截止日期", "To be paid by"), (paid_on, "支付日期", "Paid on"),
         (insurance_type, "保险类型", "Taken out online or offline"),
         (policy_document, "保单文件", "The policy", .paper = Paper::pdf),
         (invoice, "发票文件", "Invoice", .paper = Paper::pdf),
         (contract, "合同文件", "Contract", .paper = Paper::pdf),
         (agreement, "协议文件", "Agreement", .paper = Paper::pdf),
         (issued_at, "出函时间", "Issued at"), (ended_at, "终结时间", "Ended at"),
         (told_of_issue, "出函短信", "The contact is told of the issue"),
         (reminded_of, "已提醒的到期日", "End of which the contact was reminded"),
         (endorsements, "加保记录", "What changed since", .max = 100000),
         (provider, "安全服务机构", "Service provider"),
         (service_order, "服务订单", "Service order", .refers = "service-order"),
         (service_status, "安全服务状态", "Service"),
         (recorded_services, "已完成服务次数", "Services held"),
         (service_fees, "安全服务费用台账", "What was spent on services", .max = 100000),
         (service_fees_total, "安全服务费用合计", "Spent in all", .min = 0, .unit = "元"),
         (service_fees_balance, "安全服务费用余额", "Agreed and not spent; below nothing if overspent",
          .min = -Money::greatest, .unit = "元"))

const Kind& kind();

}  // namespace surety::policy
