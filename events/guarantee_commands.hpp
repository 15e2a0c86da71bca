// 工程款支付担保 (payment guarantee): what owners, guarantors, banks and contractors ask.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::guarantee {

enum class Mode { letter, escrow, presale, fiscal };
DESCRIBE_ENUM(Mode, (letter, "保函", "Letter of guarantee or surety insurance"),
              (escrow, "共管资金", "Co-managed account"),
              (presale, "使用预售资金", "Presale funds"),
              (fiscal, "政府财政投资", "Government investment"))

enum class GuaranteeType { letter_of_guarantee, surety_insurance };
DESCRIBE_ENUM(GuaranteeType, (letter_of_guarantee, "保函", "Letter of guarantee"),
              (surety_insurance, "建设工程合同款支付保证保险", "Surety insurance"))

enum class ContractType { construction, epc, professional, labour };
DESCRIBE_ENUM(ContractType, (construction, "施工总承包", "Construction"),
              (epc, "工程总承包", "Engineering, procurement, construction"),
              (professional, "专业承包", "Professional contract"), (labour, "劳务", "Labour"))

enum class AdjustmentType { lapse, terminate, suspend, resume, extend, amount };
DESCRIBE_ENUM(AdjustmentType, (lapse, "失效", "It lapses"), (terminate, "终止", "It is terminated"),
              (suspend, "暂停", "It is suspended"), (resume, "恢复", "It runs again"),
              (extend, "延长", "Its end is moved on"), (amount, "金额变更", "Its amount changes"))

enum class MovementKind { deposit, withdrawal };
DESCRIBE_ENUM(MovementKind, (deposit, "存入", "Deposit"), (withdrawal, "支出", "Withdrawal"))

// ---------------------------------------------------------------------------------------------
// Openings. The contract stands first in all of them.

/// The contract that is secured. Owner and contractor are those of the project.
struct Contract {
  std::string project;
  ContractType contract_type{};
  std::string contract_number;
  Money contract_amount;
  std::optional<std::string> permit_number;
  std::optional<Date> permit_issued_on;
  std::optional<std::string> owner_representative, contractor_representative;
  std::optional<Phone> owner_phone, contractor_phone;
  std::optional<std::string> owner_credit_rating, contractor_credit_rating;
  std::optional<BasisPoints> fee_ratio;
  std::optional<Date> start, finish;
};
DESCRIBE(Contract, "合同", "The contract that is secured.",
         (project, "工程名称", "Project", .refers = "project"),
         (contract_type, "工程合同类型", "Kind of contract"),
         (contract_number, "合同编号", "Contract number; 无 where there is none", .max = 100),
         (contract_amount, "工程项目合同金额", "Contract amount", .unit = "万元"),
         (permit_number, "施工许可证号", "Construction permit; 办理中 until there is one"),
         (permit_issued_on, "施工许可证日期", "Date of the permit", .past = true),
         (owner_representative, "建设单位负责人姓名", "Owner's representative", .max = 50),
         (contractor_representative, "施工单位负责人姓名", "Contractor's representative", .max = 50),
         (owner_phone, "建设单位负责人电话", "Owner's phone", .personal = true),
         (contractor_phone, "施工单位负责人电话", "Contractor's phone", .personal = true),
         (owner_credit_rating, "建设单位信用等级", "Owner's credit rating", .max = 50),
         (contractor_credit_rating, "施工单位信用等级", "Contractor's credit rating", .max = 50),
         (fee_ratio, "担保费率比例", "Fee ratio"), (start, "开工日期", "Start of the works"),
         (finish, "完工日期", "Finish of the works"))

struct Apply : Contract {
  CreditCode guarantor;
  GuaranteeType guarantee_type{};
  bool uses_fiscal_budget = false;
  Money guaranteed_amount;
  std::optional<bool> progressive_agreed;
  std::optional<DocumentId> agreement;
};
DESCRIBE_EXTENDING(Apply, Contract, "申请担保", "The owner applies for a letter.",
                   (guarantor, "担保机构", "Guarantor", .refers = "guarantor"),
                   (guarantee_type, "担保类型", "Kind of guarantee"),
                   (uses_fiscal_budget, "是否使用财政预算资金", "Fiscal budget is used"),
                   (guaranteed_amount, "担保金额", "Guaranteed amount", .unit = "万元"),
                   (progressive_agreed, "双方同意超额累进", "Parties agree on progressive calculation"),
                   (agreement, "累进计算协议", "The parties' agreement", .paper = Paper::any))

/// A letter taken out on paper: application and issue in one, with the day it was handled.
struct Backfill : Apply {
  std::string letter_number;
  Date valid_from, valid_until;
  Money premium;
  DocumentId letter;
  std::optional<std::string> policy_number;
  Date handled_on;
};
DESCRIBE_EXTENDING(Backfill, Apply, "补录", "A letter handled offline is entered.",
                   (letter_number, "保函编号", "Letter number", .max = 100),
                   (valid_from, "担保开始日期", "Valid from"),
                   (valid_until, "担保结束日期", "Valid until"),
                   (premium, "保费", "Premium", .unit = "元"),
                   (letter, "保函文件", "The letter", .paper = Paper::pdf),
                   (policy_number, "保单编号", "Policy number", .max = 100),
                   (handled_on, "业务办结时间", "Day it was handled", .past = true))

/// An account under joint control; shared by escrow and presale.
struct Account : Contract {
  std::string bank;
  CreditCode bank_credit_code;
  std::string account_name;
  AccountNumber account_number;
  Money amount;
  DocumentId agreement;
  std::optional<bool> progressive_agreed;
  std::optional<std::string> bank_contact;
  std::optional<Phone> bank_phone;
  std::optional<DocumentId> contract_document;
};
DESCRIBE_EXTENDING(Account, Contract, "专用账户", "The account and its agreement.",
                   (bank, "经办银行名称", "Bank"),
                   (bank_credit_code, "经办银行统一社会信用代码", "Bank's credit code"),
                   (account_name, "账户名", "Account name", .max = 100),
                   (account_number, "开户号", "Account number"),
                   (amount, "共管资金金额", "Amount held", .unit = "万元"),
                   (agreement, "担保资金协议", "Three-party agreement", .paper = Paper::any),
                   (progressive_agreed, "双方同意超额累进", "Parties agree on progressive calculation"),
                   (bank_contact, "经办银行联系人", "Bank's contact", .max = 50),
                   (bank_phone, "经办银行联系电话", "Bank's phone", .personal = true),
                   (contract_document, "担保合同附件", "Guarantee contract", .paper = Paper::any))

struct RegisterEscrow : Account {
  Date deposited_on, valid_from;
  std::optional<Date> valid_until;
  DocumentId account_proof;
};
DESCRIBE_EXTENDING(RegisterEscrow, Account, "登记共管资金", "The owner registers a co-managed account.",
                   (deposited_on, "共管资金存入时间", "Deposited on", .past = true),
                   (valid_from, "担保生效日期", "Valid from"),
                   (valid_until, "担保截止日期", "Valid until"),
                   (account_proof, "资金共管账户开户证明", "Proof of account and deposit",
                    .paper = Paper::any))

struct RegisterPresale : Account {
  std::optional<std::string> presale_permit_number;
  std::optional<Date> valid_from, valid_until;
};
DESCRIBE_EXTENDING(RegisterPresale, Account, "登记预售资金", "The owner registers presale funds.",
                   (presale_permit_number, "预售许可证号", "Presale permit", .max = 100),
                   (valid_from, "担保生效日期", "Valid from"),
                   (valid_until, "担保截止日期", "Valid until"))

struct RegisterFiscal : Contract {
  BasisPoints fiscal_ratio;
  Money budget_amount;
  std::string approving_body;
  Date approved_on;
  std::vector<DocumentId> documents;
  std::optional<Date> valid_until;
};
DESCRIBE_EXTENDING(RegisterFiscal, Contract, "登记政府财政投资",
                   "The owner registers a contract paid from the budget.",
                   (fiscal_ratio, "政府财政投资比例", "Share paid from the budget", .min = 1),
                   (budget_amount, "财政预算资金", "Budget amount", .unit = "万元"),
                   (approving_body, "批准单位", "Approving body"),
                   (approved_on, "批准时间", "Approved on", .past = true),
                   (documents, "业务附件", "Budget proof and other files", .min = 1, .max = 50,
                    .paper = Paper::any),
                   (valid_until, "担保截止日期", "Valid until"))

// ---------------------------------------------------------------------------------------------
// Commands on a guarantee.

struct Issue {
  std::optional<std::string> letter_number;
  Date valid_from, valid_until;
  Money premium, guaranteed_amount;
  DocumentId letter;
  std::optional<std::string> policy_number;
  std::optional<Instant> issued_at;
};
DESCRIBE(Issue, "出函", "The guarantor issues the letter.",
         (letter_number, "保函编号", "Letter number; by default the platform gives one", .max = 100),
         (valid_from, "担保开始日期", "Valid from"), (valid_until, "担保结束日期", "Valid until"),
         (premium, "保费", "Premium", .unit = "元"),
         (guaranteed_amount, "担保金额", "Guaranteed amount", .unit = "万元"),
         (letter, "保函文件", "The letter", .paper = Paper::pdf),
         (policy_number, "保单编号", "Policy number", .max = 100),
         (issued_at, "出单时间", "When it was issued; believed from imports alone"))

struct Return {
  std::string reason;
};
DESCRIBE(Return, "退回", "The guarantor returns the application.", (reason, "原因", "Why", .max = 1000))

/// What may be changed of a contract after the opening: all but the project.
struct ContractChange {
  std::optional<ContractType> contract_type;
  std::optional<std::string> contract_number;
  std::optional<Money> contract_amount;
  std::optional<std::string> permit_number;
  std::optional<Date> permit_issued_on;
  std::optional<std::string> owner_representative, contractor_representative;
  std::optional<Phone> owner_phone, contractor_phone;
  std::optional<std::string> owner_credit_rating, contractor_credit_rating;
  std::optional<BasisPoints> fee_ratio;
  std::optional<Date> start, finish;
};
DESCRIBE(ContractChange, "合同变更", "What is left out stays.",
         (contract_type, "工程合同类型", "Kind of contract"),
         (contract_number, "合同编号", "Contract number; 无 where there is none", .max = 100),
         (contract_amount, "工程项目合同金额", "Contract amount", .unit = "万元"),
         (permit_number, "施工许可证号", "Construction permit; 办理中 until there is one"),
         (permit_issued_on, "施工许可证日期", "Date of the permit", .past = true),
         (owner_representative, "建设单位负责人姓名", "Owner's representative", .max = 50),
         (contractor_representative, "施工单位负责人姓名", "Contractor's representative", .max = 50),
         (owner_phone, "建设单位负责人电话", "Owner's phone", .personal = true),
         (contractor_phone, "施工单位负责人电话", "Contractor's phone", .personal = true),
         (owner_credit_rating, "建设单位信用等级", "Owner's credit rating", .max = 50),
         (contractor_credit_rating, "施工单位信用等级", "Contractor's credit rating", .max = 50),
         (fee_ratio, "担保费率比例", "Fee ratio"), (start, "开工日期", "Start of the works"),
         (finish, "完工日期", "Finish of the works"))

struct Resubmit : ContractChange {
  std::optional<CreditCode> guarantor;
  std::optional<GuaranteeType> guarantee_type;
  std::optional<bool> uses_fiscal_budget;
  std::optional<Money> guaranteed_amount;
  std::optional<bool> progressive_agreed;
  std::optional<DocumentId> agreement;
};
DESCRIBE_EXTENDING(Resubmit, ContractChange, "重新提交",
                   "The owner sends a returned application again.",
                   (guarantor, "担保机构", "Guarantor", .refers = "guarantor"),
                   (guarantee_type, "担保类型", "Kind of guarantee"),
                   (uses_fiscal_budget, "是否使用财政预算资金", "Fiscal budget is used"),
                   (guaranteed_amount, "担保金额", "Guaranteed amount", .unit = "万元"),
                   (progressive_agreed, "双方同意超额累进", "Parties agree on progressive calculation"),
                   (agreement, "累进计算协议", "The parties' agreement", .paper = Paper::any))

struct Withdraw {
  std::optional<std::string> reason;
};
DESCRIBE(Withdraw, "撤回申请", "The owner takes the application back.",
         (reason, "原因", "Why", .max = 1000))

struct RecordFiling {
  std::optional<std::string> note;
};
DESCRIBE(RecordFiling, "备案", "The regulator files the record.", (note, "备注", "Note", .max = 1000))

struct Amend : ContractChange {
  std::optional<BasisPoints> fiscal_ratio;
  std::optional<Money> budget_amount;
  std::optional<std::string> approving_body;
  std::optional<Date> approved_on;
  std::optional<std::vector<DocumentId>> documents;
  std::optional<Date> valid_until;
};
DESCRIBE_EXTENDING(Amend, ContractChange, "编辑", "The owner changes the record before it is filed.",
                   (fiscal_ratio, "政府财政投资比例", "Share paid from the budget", .min = 1),
                   (budget_amount, "财政预算资金", "Budget amount", .unit = "万元"),
                   (approving_body, "批准单位", "Approving body"),
                   (approved_on, "批准时间", "Approved on", .past = true),
                   (documents, "业务附件", "Budget proof and other files", .min = 1, .max = 50,
                    .paper = Paper::any),
                   (valid_until, "担保截止日期", "Valid until"))

struct ReportBalance {
  Month month;
  Money balance;
  DocumentId statement;
};
DESCRIBE(ReportBalance, "报送账户余额", "The owner reports a month's closing balance.",
         (month, "月份", "Month"), (balance, "余额", "Balance", .min = 0, .unit = "元"),
         (statement, "银行对账单", "Bank statement", .paper = Paper::any))

struct RecordAccountMovement {
  Date moved_on;
  Money amount;
  MovementKind kind{};
  std::string serial;
  Money balance;
  std::optional<std::string> purpose;
};
DESCRIBE(RecordAccountMovement, "账户变动", "The bank uploads a movement of the account.",
         (moved_on, "变动日期", "Moved on", .past = true), (amount, "金额", "Amount", .unit = "元"),
         (kind, "方向", "Direction"), (serial, "流水号", "Serial number", .max = 100),
         (balance, "余额", "Balance after it", .min = 0, .unit = "元"), (purpose, "用途", "Purpose"))

struct ConfirmReceipt {
  std::optional<std::string> remarks;
  std::optional<Date> received_on;  ///< today if absent
};
DESCRIBE(ConfirmReceipt, "确认收函", "The contractor confirms receipt of the letter.",
         (remarks, "备注", "Remarks", .max = 1000),
         (received_on, "收函日期", "Received on", .past = true))

struct RequestAdjustment {
  AdjustmentType type{};
  std::string reason;
  Date effective_on;
  std::optional<Date> new_valid_until;
  std::optional<Money> new_amount;
  std::optional<std::vector<DocumentId>> documents;
  std::optional<std::vector<std::string>> causes;
};
DESCRIBE(RequestAdjustment, "申请变更", "The owner asks for an adjustment.",
         (type, "变更类型", "Kind of adjustment"), (reason, "原因", "Why", .max = 1000),
         (effective_on, "生效日期", "Effective on"),
         (new_valid_until, "新的担保结束日期", "New end, for an extension"),
         (new_amount, "新的担保金额", "New amount, for a change of amount", .unit = "万元"),
         (documents, "附件", "Files", .max = 50, .paper = Paper::any),
         (causes, "对应事由", "Causes it answers; all open ones by default", .max = 50))

struct ApproveAdjustment {
  std::optional<std::string> remarks;
};
DESCRIBE(ApproveAdjustment, "同意变更", "The adjustment is approved.",
         (remarks, "备注", "Remarks", .max = 1000))

struct RejectAdjustment {
  std::string reason;
};
DESCRIBE(RejectAdjustment, "驳回变更", "The adjustment is rejected.",
         (reason, "原因", "Why", .max = 1000))

struct ConfirmCleared {
  DocumentId certificate;
};
DESCRIBE(ConfirmCleared, "确认工程款结清", "The contractor certifies that all is paid.",
         (certificate, "工程款结清证明", "Certificate", .paper = Paper::pdf))

struct Release {
  DocumentId settlement_proof;
};
DESCRIBE(Release, "解除担保", "The owner releases the guarantee.",
         (settlement_proof, "竣工结算证明", "Proof of settlement", .paper = Paper::any))

/// 施工合同发生变更: what is secured is another amount (HN-38).
struct ChangeContract {
  Money contract_amount;
  Date occurred_on;
  std::optional<std::string> reason;
  std::optional<DocumentId> supplement;
};
DESCRIBE(ChangeContract, "合同变更", "The amount of the contract has changed.",
         (contract_amount, "变更后合同金额", "Contract amount from now on", .unit = "万元"),
         (occurred_on, "变更日期", "Changed on", .past = true),
         (reason, "原因", "Why", .max = 1000),
         (supplement, "补充协议", "Supplement to the contract", .paper = Paper::any))

/// 开户银行完成资金共管协议信息归集 (HN-34).
struct ConfirmAgreement {
  std::optional<std::string> remarks;
};
DESCRIBE(ConfirmAgreement, "确认协议", "The bank confirms the agreement and the account.",
         (remarks, "备注", "Remarks", .max = 1000))

struct RenewAgreement {
  DocumentId agreement;
};
DESCRIBE(RenewAgreement, "重签协议", "The agreement is signed again before work resumes.",
         (agreement, "资金共管协议", "Agreement", .paper = Paper::pdf))

}  // namespace surety::guarantee
