// 投保订单与保单 (policy): what contractors and insurers ask. HLJ 3–4, BX 保险管理, QZI 3.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/safety_service.hpp"
#include "events/values.hpp"

namespace surety::policy {

enum class InsuranceType { online, offline };
DESCRIBE_ENUM(InsuranceType, (online, "线上投保", "Online"), (offline, "线下投保", "Offline"))

/// Who is insured where there is no construction project (Quanzhou).
struct Beneficiary {
  std::string name, address;
};
DESCRIBE(Beneficiary, "受益人", "Who is insured where there is no project.",
         (name, "受益人企业名称", "Name"), (address, "受益人企业地址", "Address"))

// ---------------------------------------------------------------------------------------------
// Openings.

struct Apply {
  std::optional<std::string> project;
  std::optional<Beneficiary> beneficiary;
  CreditCode insurer;
  std::string contact_name;
  Phone contact_phone;
  DocumentId business_licence, legal_representative_id_front, legal_representative_id_back;
  bool agreement_accepted = false;
  std::optional<CreditCode> broker;
  std::optional<DocumentId> bid_award_notice, signed_agreement;
  std::optional<std::string> agreement_version, plan;
  std::optional<std::vector<ServiceKind>> intended_services;
  std::optional<Money> investment_total;
  std::optional<Instant> applied_at;
};
DESCRIBE(Apply, "在线填报", "The contractor applies for a policy.",
         (project, "项目", "Project", .refers = "project"),
         (beneficiary, "受益人", "Who is insured where there is no project"),
         (insurer, "保险公司", "Insurer"), (contact_name, "联系人", "Contact", .max = 50),
         (contact_phone, "联系电话", "Contact's phone", .personal = true),
         (business_licence, "营业执照", "Business licence", .paper = Paper::any),
         (legal_representative_id_front, "法定代表人身份证正面", "Identity card, front",
          .personal = true, .paper = Paper::any),
         (legal_representative_id_back, "法定代表人身份证反面", "Identity card, back",
          .personal = true, .paper = Paper::any),
         (agreement_accepted, "我已阅读并同意用户协议", "The user agreement is accepted"),
         (broker, "经纪公司", "Broker"),
         (bid_award_notice, "中标通知书", "Notice of award", .paper = Paper::any),
         (signed_agreement, "打印盖章的用户协议", "The agreement, sealed", .paper = Paper::pdf),
         (agreement_version, "用户协议版本", "Version of the agreement", .max = 64),
         (plan, "保险方案", "Insurance plan", .max = 64),
         (intended_services, "意向服务项目", "Services that are wished for", .min = 1, .max = 7),
         (investment_total, "投资规模", "Investment in total", .unit = "万元"),
         (applied_at, "申请时间", "Applied at; from imports alone"))

/// 线下订单: entered by the insurer for a policyholder that may not be on the platform.
struct RecordOffline {
  std::optional<std::string> project;
  std::optional<Beneficiary> beneficiary;
  CreditCode policyholder;
  Phone contact_phone;
  std::optional<std::string> policyholder_name, contact_name;
  std::optional<CreditCode> broker;
  std::optional<DocumentId> business_licence, legal_representative_id_front,
      legal_representative_id_back;
  std::optional<std::string> plan;
  std::optional<std::vector<ServiceKind>> intended_services;
  std::optional<Money> investment_total;
  std::optional<Instant> applied_at;
};
DESCRIBE(RecordOffline, "新增线下订单", "The insurer enters an order taken offline.",
         (project, "项目代码", "Project's code"),
         (beneficiary, "受益人", "Who is insured where there is no project"),
         (policyholder, "投保人信用代码", "Policyholder"),
         (contact_phone, "联系电话", "Contact's phone", .personal = true),
         (policyholder_name, "投保人", "Policyholder's name"),
         (contact_name, "联系人", "Contact", .max = 50), (broker, "经纪公司", "Broker"),
         (business_licence, "营业执照", "Business licence", .paper = Paper::any),
         (legal_representative_id_front, "法定代表人身份证正面", "Identity card, front",
          .personal = true, .paper = Paper::any),
         (legal_representative_id_back, "法定代表人身份证反面", "Identity card, back",
          .personal = true, .paper = Paper::any),
         (plan, "保险方案", "Insurance plan", .max = 64),
         (intended_services, "意向服务项目", "Services that are wished for", .min = 1, .max = 7),
         (investment_total, "投资规模", "Investment in total", .unit = "万元"),
         (applied_at, "申请时间", "Applied at; from imports alone"))

/// 保单上传: a policy taken out elsewhere, which the insurer confirms.
struct Upload {
  std::optional<std::string> project;
  std::optional<Beneficiary> beneficiary;
  CreditCode insurer;
  std::string policy_number;
  Date valid_from, valid_until;
  DocumentId policy_document;
  std::optional<CreditCode> broker;
  std::optional<std::string> contact_name;
  std::optional<Phone> contact_phone;
};
DESCRIBE(Upload, "保单上传", "The contractor uploads a policy taken out elsewhere.",
         (project, "项目", "Project", .refers = "project"),
         (beneficiary, "受益人", "Who is insured where there is no project"),
         (insurer, "保险公司", "Insurer"), (policy_number, "保单号", "Policy number", .max = 64),
         (valid_from, "生效日期", "In force from"), (valid_until, "终止日期", "In force until"),
         (policy_document, "保单文件", "The policy", .paper = Paper::pdf),
         (broker, "经纪公司", "Broker"), (contact_name, "联系人", "Contact", .max = 50),
         (contact_phone, "联系电话", "Contact's phone", .personal = true))

// ---------------------------------------------------------------------------------------------
// Until it is issued.

struct Return {
  std::string reason;
};
DESCRIBE(Return, "打回", "The insurer sends the application back.",
         (reason, "原因", "Why", .max = 1000))

/// Any field of the opening but the project; what is left out stays.
struct Resubmit {
  std::optional<Beneficiary> beneficiary;
  std::optional<CreditCode> insurer, broker;
  std::optional<std::string> contact_name;
  std::optional<Phone> contact_phone;
  std::optional<DocumentId> business_licence, legal_representative_id_front,
      legal_representative_id_back, bid_award_notice, signed_agreement;
  std::optional<bool> agreement_accepted;
  std::optional<std::string> agreement_version, plan;
  std::optional<std::vector<ServiceKind>> intended_services;
  std::optional<Money> investment_total;
  std::optional<std::string> policy_number;
  std::optional<Date> valid_from, valid_until;
  std::optional<DocumentId> policy_document;
};
DESCRIBE(Resubmit, "重新提交", "The contractor mends the application and hands it in again.",
         (beneficiary, "受益人", "Who is insured where there is no project"),
         (insurer, "保险公司", "Insurer"), (broker, "经纪公司", "Broker"),
         (contact_name, "联系人", "Contact", .max = 50),
         (contact_phone, "联系电话", "Contact's phone", .personal = true),
         (business_licence, "营业执照", "Business licence", .paper = Paper::any),
         (legal_representative_id_front, "法定代表人身份证正面", "Identity card, front",
          .personal = true, .paper = Paper::any),
         (legal_representative_id_back, "法定代表人身份证反面", "Identity card, back",
          .personal = true, .paper = Paper::any),
         (bid_award_notice, "中标通知书", "Notice of award", .paper = Paper::any),
         (signed_agreement, "打印盖章的用户协议", "The agreement, sealed", .paper = Paper::pdf),
         (agreement_accepted, "我已阅读并同意用户协议", "The user agreement is accepted"),
         (agreement_version, "用户协议版本", "Version of the agreement", .max = 64),
         (plan, "保险方案", "Insurance plan", .max = 64),
         (intended_services, "意向服务项目", "Services that are wished for", .min = 1, .max = 7),
         (investment_total, "投资规模", "Investment in total", .unit = "万元"),
         (policy_number, "保单号", "Policy number", .max = 64),
         (valid_from, "生效日期", "In force from"), (valid_until, "终止日期", "In force until"),
         (policy_document, "保单文件", "The policy", .paper = Paper::pdf))

struct Approve {
  std::optional<std::string> note;
};
DESCRIBE(Approve, "同意", "The insurer agrees.", (note, "说明", "Note", .max = 1000))

struct Quote {
  Money premium, aggregate_limit, per_accident_limit, per_person_death_limit,
      per_person_medical_limit;
  std::optional<Money> accident_prevention_fee;
  std::optional<Date> valid_from, valid_until;
  std::optional<ServiceCounts> promised_services;
  std::optional<std::string> note;
};
DESCRIBE(Quote, "报价", "The insurer names its terms.", (premium, "保费", "Premium", .unit = "元"),
         (aggregate_limit, "累积赔偿限额", "Aggregate limit", .unit = "元"),
         (per_accident_limit, "每次事故赔偿限额", "Limit per accident", .unit = "元"),
         (per_person_death_limit, "每人伤亡责任限额", "Limit per person, death and injury",
          .unit = "元"),
         (per_person_medical_limit, "每人医疗责任限额", "Limit per person, medical", .min = 0,
          .unit = "元"),
         (accident_prevention_fee, "事故预防服务费", "Fee for the prevention of accidents", .min = 0,
          .unit = "元"),
         (valid_from, "保险期间自", "In force from"), (valid_until, "保险期间至", "In force until"),
         (promised_services, "实际服务项目", "Services that are promised"),
         (note, "备注", "Note", .max = 1000))

/// 已阅: the project's cost or dates changed and the cover stays as it is (BX-56).
struct NoteProjectChange {
  std::optional<std::string> note;
};
DESCRIBE(NoteProjectChange, "知悉项目变更", "The project changed; the cover stays.",
         (note, "说明", "Note", .max = 1000))

struct WithdrawQuote {
  std::optional<std::string> reason;
};
DESCRIBE(WithdrawQuote, "撤回报价", "The insurer takes its quote back.",
         (reason, "原因", "Why", .max = 1000))

struct AcceptQuote {};
DESCRIBE(AcceptQuote, "确认报价", "The contractor agrees to the terms.")

struct DeclineQuote {
  std::string reason;
};
DESCRIBE(DeclineQuote, "拒绝报价", "The contractor does not agree.",
         (reason, "原因", "Why", .max = 1000))

struct SendPaymentNotice {
  DocumentId payment_notice;
  std::optional<Money> amount_due;
  std::optional<Date> pay_by;
  std::optional<std::string> note;
};
DESCRIBE(SendPaymentNotice, "上传付款通知书", "The insurer asks for the premium.",
         (payment_notice, "付款通知书", "Payment notice", .paper = Paper::pdf),
         (amount_due, "应付金额", "Amount; by default the premium", .unit = "元"),
         (pay_by, "付款截止日期", "To be paid by"),
         (note, "收款账户及说明", "Account and remarks", .max = 1000))

struct SubmitPayment {
  DocumentId payment_proof;
  Money paid_amount;
  Date paid_on;
};
DESCRIBE(SubmitPayment, "提交支付凭证", "The contractor shows that it paid.",
         (payment_proof, "支付凭证", "Proof of payment", .paper = Paper::any),
         (paid_amount, "支付金额", "Amount paid", .unit = "元"),
         (paid_on, "支付日期", "Paid on", .past = true))

struct ApprovePayment {
  std::optional<std::string> note;
};
DESCRIBE(ApprovePayment, "支付审核通过", "The insurer has the premium.",
         (note, "说明", "Note", .max = 1000))

struct RejectPayment {
  std::string reason;
};
DESCRIBE(RejectPayment, "支付审核不通过", "The insurer does not have the premium.",
         (reason, "原因", "Why", .max = 1000))

struct Withdraw {
  std::optional<std::string> reason;
};
DESCRIBE(Withdraw, "撤回", "The contractor takes the order back.",
         (reason, "原因", "Why", .max = 1000))

struct Issue {
  std::string policy_number;
  Date valid_from, valid_until;
  Money premium, aggregate_limit;
  DocumentId policy_document;
  std::optional<Money> per_accident_limit, per_person_death_limit, per_person_medical_limit;
  std::optional<InsuranceType> insurance_type;
  std::optional<Money> accident_prevention_fee;
  std::optional<ServiceCounts> promised_services;
  std::optional<std::string> plan;
  std::optional<DocumentId> invoice, contract, agreement;
  std::optional<Instant> issued_at;
};
DESCRIBE(Issue, "出函", "The insurer issues the policy.",
         (policy_number, "保单号", "Policy number", .max = 64),
         (valid_from, "生效日期", "In force from"), (valid_until, "终止日期", "In force until"),
         (premium, "保费", "Premium", .unit = "元"),
         (aggregate_limit, "累积赔偿限额", "Aggregate limit", .unit = "元"),
         (policy_document, "保单文件", "The policy", .paper = Paper::pdf),
         (per_accident_limit, "每次事故赔偿限额", "Limit per accident", .unit = "元"),
         (per_person_death_limit, "每人伤亡责任限额", "Limit per person, death and injury",
          .unit = "元"),
         (per_person_medical_limit, "每人医疗责任限额", "Limit per person, medical", .min = 0,
          .unit = "元"),
         (insurance_type, "保险类型", "Taken out online or offline"),
         (accident_prevention_fee, "事故预防服务费", "Fee for the prevention of accidents", .min = 0,
          .unit = "元"),
         (promised_services, "实际服务项目", "Services that are promised"),
         (plan, "保险方案", "Insurance plan", .max = 64),
         (invoice, "发票文件", "Invoice", .paper = Paper::pdf),
         (contract, "合同文件", "Contract", .paper = Paper::pdf),
         (agreement, "协议文件", "Agreement", .paper = Paper::pdf),
         (issued_at, "出函时间", "Issued at; from imports alone"))

// ---------------------------------------------------------------------------------------------
// In force.

/// 加保: what changes, and why; what is left out stays.
struct Endorse {
  std::string reason;
  std::optional<Money> premium, aggregate_limit, per_accident_limit, per_person_death_limit,
      per_person_medical_limit, accident_prevention_fee;
  std::optional<Date> valid_from, valid_until;
  std::optional<ServiceCounts> promised_services;
  std::optional<DocumentId> policy_document;
};
DESCRIBE(Endorse, "加保", "The insurer changes limits or period.",
         (reason, "原因", "Why", .max = 1000), (premium, "保费", "Premium", .unit = "元"),
         (aggregate_limit, "累积赔偿限额", "Aggregate limit", .unit = "元"),
         (per_accident_limit, "每次事故赔偿限额", "Limit per accident", .unit = "元"),
         (per_person_death_limit, "每人伤亡责任限额", "Limit per person, death and injury",
          .unit = "元"),
         (per_person_medical_limit, "每人医疗责任限额", "Limit per person, medical", .min = 0,
          .unit = "元"),
         (accident_prevention_fee, "事故预防服务费", "Fee for the prevention of accidents", .min = 0,
          .unit = "元"),
         (valid_from, "生效日期", "In force from"), (valid_until, "终止日期", "In force until"),
         (promised_services, "实际服务项目", "Services that are promised"),
         (policy_document, "批单文件", "The endorsement", .paper = Paper::pdf))

struct AssignServiceProvider {
  CreditCode provider;
};
DESCRIBE(AssignServiceProvider, "申请第三方服务", "The insurer names who serves the policy.",
         (provider, "安全生产技术服务机构", "Service provider"))

struct RecordServiceFee {
  Money amount;
  Date spent_on;
  std::string purpose;
  std::optional<DocumentId> voucher;
  std::optional<std::string> payee;
};
DESCRIBE(RecordServiceFee, "登记安全服务费用", "The insurer enters what was spent.",
         (amount, "金额", "Amount", .unit = "元"),
         (spent_on, "支出日期", "Spent on", .past = true), (purpose, "用途", "Purpose"),
         (voucher, "凭证", "Voucher", .paper = Paper::any), (payee, "收款方", "Payee"))

struct ReverseServiceFee {
  std::int64_t entry = 0;
  std::string reason;
};
DESCRIBE(ReverseServiceFee, "冲销安全服务费用", "The insurer takes an entry back.",
         (entry, "台账序号", "Number of the entry", .min = 1),
         (reason, "原因", "Why", .max = 1000))

struct Cancel {
  std::string reason;
};
DESCRIBE(Cancel, "退保", "The insurer ends the policy.", (reason, "原因", "Why", .max = 1000))

}  // namespace surety::policy
