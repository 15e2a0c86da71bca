// 代偿索赔 (guarantee claim): the contractor asks the guarantor to pay in the owner's place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::guarantee_claim {

enum class Ground { overdue_payment, wage_account };
DESCRIBE_ENUM(Ground, (overdue_payment, "未按约定支付工程款", "The owner did not pay what was due"),
              (wage_account, "未按时足额拨付人工费", "The wage account was not funded in time"))

struct File {
  std::string guarantee;
  std::string claimant_name;
  Phone claimant_phone;
  Ground ground{};
  std::string reason;
  Money amount;
  std::vector<DocumentId> documents;
  std::optional<std::string> notice_address;
};
DESCRIBE(File, "申请代偿索赔", "The contractor asks for payment under the guarantee.",
         (guarantee, "保函编号", "Guarantee", .refers = "guarantee"),
         (claimant_name, "申请理赔人姓名", "Claimant", .max = 50),
         (claimant_phone, "申请理赔人联系电话", "Claimant's phone", .personal = true),
         (ground, "理赔事由", "Ground"), (reason, "理赔原因", "Why", .max = 1000),
         (amount, "申请金额", "Amount", .unit = "万元"),
         (documents, "理赔证明文件", "Proof", .min = 1, .max = 50, .paper = Paper::any),
         (notice_address, "理赔通知地址", "Address for notices"))

struct RequestMaterial {
  std::string note;
};
DESCRIBE(RequestMaterial, "要求补充材料", "The guarantor asks for more material.",
         (note, "说明", "What is missing", .max = 1000))

struct Supplement {
  std::vector<DocumentId> documents;
  std::optional<std::string> note;
};
DESCRIBE(Supplement, "补充材料", "The contractor hands in more material.",
         (documents, "补充材料", "Files", .min = 1, .max = 50, .paper = Paper::any),
         (note, "说明", "Note", .max = 1000))

struct Withdraw {
  std::optional<std::string> reason;
};
DESCRIBE(Withdraw, "撤回索赔", "The contractor takes the claim back.",
         (reason, "原因", "Why", .max = 1000))

struct Approve {
  Money paid_amount;
  Date paid_on;
  std::optional<std::string> remarks;
};
DESCRIBE(Approve, "同意代偿", "The guarantor pays.", (paid_amount, "赔付金额", "Amount paid", .unit = "万元"),
         (paid_on, "赔付日期", "Paid on", .past = true), (remarks, "备注说明", "Remarks", .max = 1000))

struct Reject {
  std::string reason;
};
DESCRIBE(Reject, "不予代偿", "The guarantor refuses.", (reason, "原因", "Why", .max = 1000))

// ---------------------------------------------------------------------------------------------
// Events.

/// The claim with the guarantee it draws on and its parties.
struct Filed : File {
  std::string project, contract_number, project_name;
  std::optional<std::string> letter_number;
  PartyCode owner, contractor;
  std::optional<CreditCode> guarantor, bank_credit_code;
  RegionCode region_code;
};
DESCRIBE_EXTENDING(Filed, File, "已申请代偿索赔", "The claim was filed.",
                   (project, "工程", "Project", .refers = "project"),
                   (contract_number, "合同编号", "Contract number"),
                   (project_name, "工程名称", "Project's name"),
                   (letter_number, "保函编号", "Letter number"), (owner, "申请人", "Owner"),
                   (contractor, "受益人", "Contractor"), (guarantor, "保证人", "Guarantor"),
                   (bank_credit_code, "开户银行", "Account bank"),
                   (region_code, "工程所属地区", "Region"))

struct MaterialRequested : RequestMaterial {};
DESCRIBE_EXTENDING(MaterialRequested, RequestMaterial, "已要求补充材料", "More material was asked for.")

struct Supplemented : Supplement {};
DESCRIBE_EXTENDING(Supplemented, Supplement, "已补充材料", "More material was handed in.")

struct Withdrawn {
  std::optional<std::string> reason;
};
DESCRIBE(Withdrawn, "已撤回", "The claim was taken back.", (reason, "原因", "Why"))

struct Approved : Approve {};
DESCRIBE_EXTENDING(Approved, Approve, "已赔付", "The guarantor paid.")

struct Rejected {
  std::string reason;
};
DESCRIBE(Rejected, "不通过", "The guarantor refused.", (reason, "原因", "Why"))

}  // namespace surety::guarantee_claim
