// The claim under a guarantee as folded: what is asked, what was paid.
#pragma once

#include "engine/kind.hpp"
#include "events/guarantee_claim.hpp"

namespace surety::guarantee_claim {

enum class Phase { filed, awaiting_material, withdrawn, paid, rejected };
DESCRIBE_ENUM(Phase, (filed, "待保证人处理", "With the guarantor"),
              (awaiting_material, "待补充材料", "Awaiting material"),
              (withdrawn, "已撤回", "Withdrawn"), (paid, "已赔付", "Paid"),
              (rejected, "不通过", "Rejected"))

struct State {
  Phase state{};
  std::string project, guarantee, contract_number, project_name;
  std::optional<std::string> letter_number;
  PartyCode owner, contractor;
  std::optional<CreditCode> guarantor, bank_credit_code;
  RegionCode region_code;
  std::string claimant_name;
  Phone claimant_phone;
  Ground ground{};
  std::string reason;
  Money amount;
  std::vector<DocumentId> documents;
  std::optional<std::string> notice_address, note, remarks, answer;
  std::optional<Money> paid_amount;
  std::optional<Date> paid_on;
  Instant filed_at;
};
DESCRIBE(State, "代偿索赔", "A claim under a payment guarantee.", (state, "状态", "State"),
         (project, "工程", "Project", .refers = "project"),
         (guarantee, "担保", "Guarantee", .refers = "guarantee"),
         (contract_number, "合同编号", "Contract number"),
         (project_name, "工程名称", "Project's name"),
         (letter_number, "保函编号", "Letter number"), (owner, "申请人", "Owner"),
         (contractor, "受益人", "Contractor"), (guarantor, "保证人", "Guarantor"),
         (bank_credit_code, "开户银行", "Account bank"),
         (region_code, "工程所属地区", "Region"),
         (claimant_name, "申请理赔人姓名", "Claimant"),
         (claimant_phone, "申请理赔人联系电话", "Claimant's phone", .personal = true),
         (ground, "理赔事由", "Ground"), (reason, "理赔原因", "Why"),
         (amount, "申请金额", "Amount", .unit = "万元"),
         (documents, "理赔证明文件", "Proof", .max = 100000, .paper = Paper::any),
         (notice_address, "理赔通知地址", "Address for notices"),
         (note, "补充说明", "What the guarantor or contractor noted last"),
         (remarks, "备注说明", "Guarantor's remarks"),
         (answer, "不通过原因", "Why it was rejected or withdrawn"),
         (paid_amount, "赔付金额", "Amount paid", .unit = "万元"),
         (paid_on, "赔付日期", "Paid on"), (filed_at, "申请时间", "Filed at"))

const Kind& kind();

}  // namespace surety::guarantee_claim
