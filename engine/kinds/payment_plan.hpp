// The payment plan as folded: the nodes of one contract with what was paid and received.
#pragma once

#include <algorithm>

#include "engine/kind.hpp"
#include "events/payment_plan.hpp"

namespace surety::payment_plan {

enum class Phase { active, settled };
DESCRIBE_ENUM(Phase, (active, "执行中", "Active"), (settled, "已结清", "Settled"))

struct NodeState : Node {
  Money paid, received;
  bool settled = false;
};
DESCRIBE_EXTENDING(NodeState, Node, "支付节点", "A node and what became of it.",
                   (paid, "已付款", "Paid, as the owner says", .min = 0, .unit = "元"),
                   (received, "已收款", "Received, as the contractor says", .min = 0, .unit = "元"),
                   (settled, "已结清", "The receipts reach the amount"))

struct State {
  Phase state{};
  std::string project, contract_number, project_name, guarantee;
  Money contract_amount;
  PartyCode owner, contractor;
  std::optional<CreditCode> guarantor;
  std::vector<CreditCode> further_guarantors;
  RegionCode region_code;
  std::vector<NodeState> nodes;
  std::optional<std::vector<Node>> proposed_nodes;
  std::vector<PaymentRecorded> payments;
  std::vector<PaymentReceiptConfirmed> receipts;

  bool guaranteed_by(const CreditCode& code) const {
    return guarantor == code || std::find(further_guarantors.begin(), further_guarantors.end(),
                                          code) != further_guarantors.end();
  }
  const NodeState* node(std::string_view name) const {
    for (const auto& n : nodes)
      if (n.name == name) return &n;
    return nullptr;
  }
};
DESCRIBE(State, "支付信息归集", "The payments of one contract.", (state, "状态", "State"),
         (project, "工程", "Project", .refers = "project"),
         (contract_number, "合同编号", "Contract number"),
         (project_name, "工程名称", "Project's name"),
         (guarantee, "担保", "Guarantee it was opened with", .refers = "guarantee"),
         (contract_amount, "合同金额", "Contract amount", .unit = "万元"),
         (owner, "建设单位", "Owner"), (contractor, "施工单位", "Contractor"),
         (guarantor, "保证人", "Guarantor"),
         (further_guarantors, "同一合同的其他保证人", "Further guarantors of the contract",
          .max = 100),
         (region_code, "工程所属地区", "Region"),
         (nodes, "支付节点", "Nodes", .max = 1000),
         (proposed_nodes, "待确认的节点", "Nodes that wait for the contractor", .max = 500),
         (payments, "付款记录", "Payments", .max = 100000),
         (receipts, "收款记录", "Receipts", .max = 100000))

const Kind& kind();

/// The plan of a guarantee's contract: the one of its number, or where the contract has none (无)
/// the one opened with this guarantee.
std::optional<Case> plan_of(const RootView&, std::string_view project,
                            std::string_view contract_number, std::string_view guarantee);

/// Shows the plan of the contract, where there is one, to this guarantor as well.
void join_plan(Decision&, const Context&, std::string_view project,
               std::string_view contract_number, const CreditCode& guarantor);

/// What is due and unpaid on `today`: nodes due before it, less what was received on them.
Money unpaid_due(const State&, Date today);

}  // namespace surety::payment_plan
