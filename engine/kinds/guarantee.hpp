// The payment guarantee as folded: its contract, its mode's particulars and what it still owes.
#pragma once

#include "engine/kind.hpp"
#include "events/guarantee.hpp"

namespace surety::guarantee {

enum class Phase {
  in_underwriting,
  returned,
  withdrawn,
  registered,
  in_force,
  suspended,
  terminated,
  lapsed,
  released,
  expired
};
DESCRIBE_ENUM(Phase, (in_underwriting, "待保证人办理", "With the guarantor"),
              (returned, "已退回", "Returned"), (withdrawn, "已撤回", "Withdrawn"),
              (registered, "未备案", "Registered, not yet filed"), (in_force, "有效", "In force"),
              (suspended, "暂停", "Suspended"), (terminated, "终止", "Terminated"),
              (lapsed, "失效", "Lapsed"), (released, "已解除", "Released"),
              (expired, "已到期", "Expired"))

/// Why an adjustment is due, and whether it has been asked for.
struct Cause {
  std::string cause;
  Date occurred_on;
  std::optional<Date> requested_on;
  /// Open, and a changed contract: the account's agreement signed again answers it (HN-38).
  bool answered_by_agreement() const {
    return !requested_on && cause.starts_with("contract-changed-");
  }
  friend bool operator==(const Cause&, const Cause&) = default;
};
DESCRIBE(Cause, "变更事由", "Why an adjustment is due.", (cause, "事由", "Cause"),
         (occurred_on, "发生日期", "Occurred on"), (requested_on, "申请日期", "Asked for on"))

struct MonthReport {
  Month month;
  Money balance;
  DocumentId statement;
  bool late = false;
  Instant reported_at;
};
DESCRIBE(MonthReport, "月报", "A month's report.", (month, "月份", "Month"),
         (balance, "余额", "Balance", .min = 0, .unit = "元"),
         (statement, "银行对账单", "Bank statement", .paper = Paper::any),
         (late, "逾期报送", "After its deadline"), (reported_at, "报送时间", "Reported at"))

struct Draw {
  std::string claim;
  Money amount;
  Date paid_on;
};
DESCRIBE(Draw, "代偿", "What was paid under the guarantee.", (claim, "代偿索赔", "Claim"),
         (amount, "代偿金额", "Amount", .unit = "万元"), (paid_on, "支付日期", "Paid on"))

struct State : Contract {
  Phase state{};
  Mode mode{};
  PartyCode owner, contractor;
  RegionCode region_code;
  std::string project_name;
  std::optional<std::string> owner_name, contractor_name, guarantor_name;
  std::optional<CreditCode> guarantor;
  std::optional<GuaranteeType> guarantee_type;
  std::optional<bool> uses_fiscal_budget, progressive_agreed;
  std::optional<DocumentId> agreement;
  std::optional<Money> guaranteed_amount, remaining_amount, least_amount;
  Instant opened_at;
  std::optional<std::string> reason;
  // letter
  std::optional<std::string> letter_number, policy_number;
  std::optional<DocumentId> letter;
  std::optional<Date> valid_from, valid_until;
  std::optional<Money> premium;
  std::optional<Date> applied_on, recorded_on, handled_on;
  std::optional<Instant> issued_at, receipt_confirmed_at;
  bool late = false;
  bool platform_number = false;
  // escrow, presale
  std::optional<std::string> bank, account_name, bank_contact, presale_permit_number;
  std::optional<CreditCode> bank_credit_code;
  std::optional<AccountNumber> account_number;
  std::optional<Money> amount;
  std::optional<Phone> bank_phone;
  std::optional<DocumentId> contract_document, account_proof;
  std::optional<Date> deposited_on;
  bool awaits_bank = false;  ///< the agreement, to be confirmed by the bank
  std::optional<Instant> agreement_confirmed_at;
  std::optional<Month> next_report_month;
  std::vector<MonthReport> balance_reports;
  std::vector<RecordAccountMovement> movements;
  std::optional<Money> balance;
  std::optional<Date> balance_on;
  bool below_minimum = false;
  // fiscal
  std::optional<BasisPoints> fiscal_ratio;
  std::optional<Money> budget_amount;
  std::optional<std::string> approving_body;
  std::optional<Date> approved_on;
  std::vector<DocumentId> documents;
  std::optional<Instant> filed_at;
  // its life
  std::optional<AdjustmentRequested> adjustment;
  std::vector<Adjusted> adjustments;
  std::vector<Cause> causes;
  std::vector<Draw> draws;
  std::optional<DocumentId> certificate, settlement_proof;
  std::optional<Instant> cleared_at, ended_at;
  std::optional<Date> reminded_of;

  /// In force or suspended: a suspended guarantee's deadlines run on (domain.md §7).
  bool lives() const { return state == Phase::in_force || state == Phase::suspended; }
  bool has_account() const { return mode == Mode::escrow || mode == Mode::presale; }
};
DESCRIBE_EXTENDING(
    State, Contract, "工程款支付担保", "A guarantee that the contractor will be paid.",
    (state, "状态", "State"), (mode, "担保模式", "Mode"),
    (owner, "建设单位统一社会信用代码", "Owner"),
    (contractor, "施工单位统一社会信用代码", "Contractor"),
    (region_code, "工程所属地区", "Region"), (project_name, "工程名称", "Project's name"),
    (owner_name, "建设单位名称", "Owner's name"),
    (contractor_name, "施工单位名称", "Contractor's name"),
    (guarantor_name, "保证人名称", "Guarantor's name"), (guarantor, "担保机构", "Guarantor"),
    (guarantee_type, "担保类型", "Kind of guarantee"),
    (uses_fiscal_budget, "是否使用财政预算资金", "Fiscal budget is used"),
    (progressive_agreed, "双方同意超额累进", "Parties agree on progressive calculation"),
    (agreement, "协议", "Agreement", .paper = Paper::any),
    (guaranteed_amount, "担保金额", "Guaranteed amount", .unit = "万元"),
    (remaining_amount, "剩余担保金额", "What is left of it", .min = 0, .unit = "万元"),
    (least_amount, "最低担保金额", "Least guaranteed amount", .unit = "万元"),
    (opened_at, "申请时间", "Opened at"), (reason, "原因", "Last reason given"),
    (letter_number, "保函编号", "Letter number"), (policy_number, "保单编号", "Policy number"),
    (letter, "保函文件", "The letter", .paper = Paper::pdf),
    (valid_from, "担保开始日期", "Valid from"), (valid_until, "担保结束日期", "Valid until"),
    (premium, "保费", "Premium", .unit = "元"), (applied_on, "申请日期", "Last applied on"),
    (recorded_on, "记录日期", "Issue or back-fill recorded on"),
    (handled_on, "业务办结日期", "Day it was handled"), (issued_at, "业务办结时间", "Issued at"),
    (receipt_confirmed_at, "收函确认时间", "Receipt confirmed at"),
    (late, "逾期补录", "Back-filled late"),
    (platform_number, "平台编号", "The platform gave the letter's number"), (bank, "经办银行名称", "Bank"),
    (account_name, "账户名", "Account name"),
    (bank_contact, "经办银行联系人", "Bank's contact"),
    (presale_permit_number, "预售许可证号", "Presale permit"),
    (bank_credit_code, "经办银行统一社会信用代码", "Bank's credit code"),
    (account_number, "开户号", "Account number"),
    (amount, "共管资金金额", "Amount held", .unit = "万元"),
    (bank_phone, "经办银行联系电话", "Bank's phone", .personal = true),
    (contract_document, "担保合同附件", "Guarantee contract", .paper = Paper::any),
    (account_proof, "资金共管账户开户证明", "Proof of account", .paper = Paper::any),
    (deposited_on, "共管资金存入时间", "Deposited on"),
    (awaits_bank, "待银行确认协议", "The bank has yet to confirm the agreement"),
    (agreement_confirmed_at, "银行确认协议时间", "The bank confirmed the agreement at"),
    (next_report_month, "待报送月份", "Oldest month that waits for its report"),
    (balance_reports, "月报", "Reports", .max = 100000),
    (movements, "账户变动", "Movements", .max = 100000),
    (balance, "余额", "Newest balance", .min = 0, .unit = "元"),
    (balance_on, "余额日期", "Day of the newest balance"),
    (below_minimum, "低于最低担保金额", "Below the least amount"),
    (fiscal_ratio, "政府财政投资比例", "Share paid from the budget"),
    (budget_amount, "财政预算资金", "Budget amount", .unit = "万元"),
    (approving_body, "批准单位", "Approving body"), (approved_on, "批准时间", "Approved on"),
    (documents, "业务附件", "Files", .max = 50, .paper = Paper::any),
    (filed_at, "备案时间", "Filed at"), (adjustment, "待办理变更", "Adjustment that waits"),
    (adjustments, "变更记录", "Adjustments made", .max = 100000),
    (causes, "变更事由", "Why adjustments were due", .max = 100000),
    (draws, "代偿记录", "What was paid under it", .max = 100000),
    (certificate, "工程款结清证明", "Certificate that all is paid", .paper = Paper::pdf),
    (settlement_proof, "竣工结算证明", "Proof of settlement", .paper = Paper::any),
    (cleared_at, "结清确认时间", "Certified at"), (ended_at, "终结时间", "Ended at"),
    (reminded_of, "已提醒的到期日", "End of which the parties were reminded"))

const Kind& kind();

}  // namespace surety::guarantee
