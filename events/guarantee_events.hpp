// 工程款支付担保 (payment guarantee): what happened to it.
#pragma once

#include "events/guarantee_commands.hpp"

namespace surety::guarantee {

/// An opening as it happened: the command, and what was looked up when it was decided.
template <class Command>
struct Opened : Command {
  PartyCode owner, contractor;
  RegionCode region_code;
  std::string project_name;
  std::optional<std::string> owner_name, contractor_name, guarantor_name;
  std::optional<Money> least_amount;
};
template <class Command>
DESCRIBE_EXTENDING(Opened<Command>, Command, "立案", "An opening as it happened.",
                   (owner, "建设单位统一社会信用代码", "Owner"),
                   (contractor, "施工单位统一社会信用代码", "Contractor"),
                   (region_code, "工程所属地区", "Region"), (project_name, "工程名称", "Project's name"),
                   (owner_name, "建设单位名称", "Owner's name"),
                   (contractor_name, "施工单位名称", "Contractor's name"),
                   (guarantor_name, "保证人名称", "Guarantor's name"),
                   (least_amount, "最低担保金额", "Least guaranteed amount", .unit = "万元"))

struct Applied : Opened<Apply> {};
DESCRIBE_EXTENDING(Applied, Opened<Apply>, "已申请", "The owner applied for a letter.")

struct Backfilled : Opened<Backfill> {
  bool late = false;
};
DESCRIBE_EXTENDING(Backfilled, Opened<Backfill>, "已补录", "A letter handled offline was entered.",
                   (late, "逾期补录", "Later than the back-fill period"))

struct EscrowRegistered : Opened<RegisterEscrow> {};
DESCRIBE_EXTENDING(EscrowRegistered, Opened<RegisterEscrow>, "已登记共管资金",
                   "A co-managed account was registered.")

struct PresaleRegistered : Opened<RegisterPresale> {};
DESCRIBE_EXTENDING(PresaleRegistered, Opened<RegisterPresale>, "已登记预售资金",
                   "Presale funds were registered.")

struct FiscalRegistered : Opened<RegisterFiscal> {};
DESCRIBE_EXTENDING(FiscalRegistered, Opened<RegisterFiscal>, "已登记政府财政投资",
                   "A contract paid from the budget was registered.")

struct Issued {
  std::string letter_number;
  Date valid_from, valid_until;
  Money premium, guaranteed_amount;
  DocumentId letter;
  std::optional<std::string> policy_number;
  std::optional<Instant> issued_at;
  bool platform_number = false;
};
DESCRIBE(Issued, "已出函", "The guarantor issued the letter.",
         (letter_number, "保函编号", "Letter number", .max = 100),
         (valid_from, "担保开始日期", "Valid from"), (valid_until, "担保结束日期", "Valid until"),
         (premium, "保费", "Premium", .unit = "元"),
         (guaranteed_amount, "担保金额", "Guaranteed amount", .unit = "万元"),
         (letter, "保函文件", "The letter", .paper = Paper::pdf),
         (policy_number, "保单编号", "Policy number", .max = 100),
         (issued_at, "出单时间", "When it was issued"),
         (platform_number, "平台编号", "The platform gave the number"))

struct Returned {
  std::string reason;
};
DESCRIBE(Returned, "已退回", "The guarantor returned the application.", (reason, "原因", "Why"))

/// What the application says after the change, with what was looked up again.
struct Resubmitted : Resubmit {
  std::optional<std::string> guarantor_name;
  std::optional<Money> least_amount;
};
DESCRIBE_EXTENDING(Resubmitted, Resubmit, "已重新提交", "The application was sent again.",
                   (guarantor_name, "保证人名称", "Guarantor's name"),
                   (least_amount, "最低担保金额", "Least guaranteed amount", .unit = "万元"))

struct Withdrawn {
  std::optional<std::string> reason;
};
DESCRIBE(Withdrawn, "已撤回", "The application was taken back.", (reason, "原因", "Why"))

struct FilingRecorded {
  std::optional<std::string> note;
};
DESCRIBE(FilingRecorded, "已备案", "The regulator filed the record.", (note, "备注", "Note"))

struct Amended : Amend {};
DESCRIBE_EXTENDING(Amended, Amend, "已编辑", "The record was changed before filing.")

struct BalanceReported : ReportBalance {
  bool late = false;
  bool below_minimum = false;
};
DESCRIBE_EXTENDING(BalanceReported, ReportBalance, "已报送余额", "A month's balance was reported.",
                   (late, "逾期报送", "After its deadline"),
                   (below_minimum, "低于最低担保金额", "Below the least amount"))

struct AccountMovementRecorded : RecordAccountMovement {
  bool below_minimum = false;
};
DESCRIBE_EXTENDING(AccountMovementRecorded, RecordAccountMovement, "已登记账户变动",
                   "The account moved.", (below_minimum, "低于最低担保金额", "Below the least amount"))

/// Version 1: received on the day it was recorded.
struct ReceiptConfirmedV1 {
  std::optional<std::string> remarks;
  bool late = false;
};
DESCRIBE(ReceiptConfirmedV1, "已确认收函（第一版）",
         "The contractor confirmed receipt.", (remarks, "备注", "Remarks"),
         (late, "逾期确认", "After its deadline"))

/// `late` judges the day it was received on, which may lie before the day it was recorded.
struct ReceiptConfirmed {
  std::optional<std::string> remarks;
  bool late = false;
  Date received_on;
};
DESCRIBE(ReceiptConfirmed, "已确认收函", "The contractor confirmed receipt.",
         (remarks, "备注", "Remarks"), (late, "逾期确认", "After its deadline"),
         (received_on, "收函日期", "Received on"))

struct AdjustmentRequested : RequestAdjustment {};
DESCRIBE_EXTENDING(AdjustmentRequested, RequestAdjustment, "已申请变更", "An adjustment was asked for.")

struct Adjusted {
  AdjustmentType type{};
  std::string reason;
  Date effective_on;
  std::optional<Date> new_valid_until;
  std::optional<Money> new_amount;
  std::optional<std::string> remarks;
};
DESCRIBE(Adjusted, "已变更", "The adjustment was approved.", (type, "变更类型", "Kind of adjustment"),
         (reason, "原因", "Why"), (effective_on, "生效日期", "Effective on"),
         (new_valid_until, "新的担保结束日期", "New end"),
         (new_amount, "新的担保金额", "New amount", .unit = "万元"), (remarks, "备注", "Remarks"))

struct AdjustmentRejected {
  std::string reason;
};
DESCRIBE(AdjustmentRejected, "变更已驳回", "The adjustment was rejected.", (reason, "原因", "Why"))

struct ClearedConfirmed {
  DocumentId certificate;
};
DESCRIBE(ClearedConfirmed, "已确认结清", "The contractor certified that all is paid.",
         (certificate, "工程款结清证明", "Certificate", .paper = Paper::pdf))

struct Released {
  DocumentId settlement_proof;
};
DESCRIBE(Released, "已解除", "The guarantee was released.",
         (settlement_proof, "竣工结算证明", "Proof of settlement", .paper = Paper::any))

/// Of every guarantee of the contract, with what the rulebook asks for from now on.
struct ContractChanged : ChangeContract {
  std::optional<Money> least_amount;
};
DESCRIBE_EXTENDING(ContractChanged, ChangeContract, "合同已变更", "The contract's amount changed.",
                   (least_amount, "最低担保金额", "Least guaranteed amount", .unit = "万元"))

struct AgreementConfirmed {
  std::optional<std::string> remarks;
};
DESCRIBE(AgreementConfirmed, "协议已确认", "The bank confirmed the agreement.",
         (remarks, "备注", "Remarks"))

struct AgreementRenewed {
  DocumentId agreement;
};
DESCRIBE(AgreementRenewed, "已重签协议", "The agreement was signed again.",
         (agreement, "资金共管协议", "Agreement", .paper = Paper::pdf))

/// From an approved claim: lowers what is left and starts the adjustment deadline.
struct Drawn {
  std::string claim;
  Money amount;
  Date paid_on;
};
DESCRIBE(Drawn, "已代偿", "A claim was paid under the guarantee.",
         (claim, "代偿索赔", "Claim", .refers = "guarantee-claim"),
         (amount, "代偿金额", "Amount", .unit = "万元"), (paid_on, "支付日期", "Paid on"))

/// From the project (suspension, finish moved): the owner must ask for an adjustment in time.
struct AdjustmentDue {
  std::string cause;
  Date occurred_on;
};
DESCRIBE(AdjustmentDue, "须变更", "An adjustment is due.",
         (cause, "事由", "suspension-2025-03-01, claim-<id>, contract-changed-2025-03-01 …"),
         (occurred_on, "发生日期", "Occurred on"))

struct ExpiryReminded {
  Date valid_until;
};
DESCRIBE(ExpiryReminded, "已提醒到期", "The parties were reminded of the end.",
         (valid_until, "担保结束日期", "Valid until"))

struct Expired {
  Date valid_until;
};
DESCRIBE(Expired, "已到期", "The guarantee's last day is over.",
         (valid_until, "担保结束日期", "Valid until"))

}  // namespace surety::guarantee
