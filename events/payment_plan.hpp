// 支付信息归集 (payment plan): the nodes of one contract, what was paid and what was received.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::payment_plan {

enum class NodeKind { advance, progress, settlement, retention, labour };
DESCRIBE_ENUM(NodeKind, (advance, "预付款", "Advance"), (progress, "进度款", "Progress"),
              (settlement, "结算款", "Settlement"), (retention, "质保金", "Retention"),
              (labour, "人工费", "Labour"))

struct Node {
  std::string name;
  NodeKind kind{};
  Date due_on;
  Money amount;
  friend bool operator==(const Node&, const Node&) = default;
};
DESCRIBE(Node, "支付节点", "One payment that is due.",
         (name, "节点名称", "Name, unique in the plan", .max = 100),
         (kind, "节点类型", "Kind"), (due_on, "约定日期", "Due on"),
         (amount, "金额", "Amount", .unit = "元"))

struct Submit {
  std::string guarantee;
  std::vector<Node> nodes;
};
DESCRIBE(Submit, "提交支付计划", "The owner submits the plan of the whole contract.",
         (guarantee, "担保", "A guarantee of the contract", .refers = "guarantee"),
         (nodes, "支付节点", "All payments of the contract", .min = 1, .max = 500))

struct ProposeChange {
  std::vector<Node> nodes;
};
DESCRIBE(ProposeChange, "申请变更计划", "The owner proposes other nodes.",
         (nodes, "支付节点", "All payments of the contract", .min = 1, .max = 500))

struct AcceptChange {
  std::optional<std::string> remarks;
};
DESCRIBE(AcceptChange, "同意变更计划", "The contractor accepts the change.",
         (remarks, "备注", "Remarks", .max = 1000))

struct RefuseChange {
  std::optional<std::string> reason;
};
DESCRIBE(RefuseChange, "拒绝变更计划", "The contractor refuses the change.",
         (reason, "原因", "Why", .max = 1000))

struct RecordPayment {
  std::string node;
  Money amount;
  Date paid_on;
  DocumentId voucher;
};
DESCRIBE(RecordPayment, "登记付款", "The owner records a payment.", (node, "支付节点", "Node", .max = 100),
         (amount, "付款金额", "Amount", .unit = "元"), (paid_on, "付款日期", "Paid on", .past = true),
         (voucher, "付款凭证", "Voucher", .paper = Paper::any))

struct ConfirmReceipt {
  std::string node;
  Money amount;
  Date received_on;
  std::optional<DocumentId> voucher, settlement_document;
};
DESCRIBE(ConfirmReceipt, "归集收款信息", "The contractor confirms what was received.",
         (node, "支付节点", "Node", .max = 100), (amount, "收款金额", "Amount", .unit = "元"),
         (received_on, "收款日期", "Received on", .past = true),
         (voucher, "收款凭证", "Voucher", .paper = Paper::any),
         (settlement_document, "结算文件", "Settlement document", .paper = Paper::any))

// ---------------------------------------------------------------------------------------------
// Events.

/// The plan with the contract it belongs to and its parties.
struct Submitted : Submit {
  std::string project, contract_number, project_name;
  Money contract_amount;
  PartyCode owner, contractor;
  std::optional<CreditCode> guarantor;
  RegionCode region_code;
};
DESCRIBE_EXTENDING(Submitted, Submit, "已提交支付计划", "The plan was submitted.",
                   (project, "工程", "Project", .refers = "project"),
                   (contract_number, "合同编号", "Contract number"),
                   (project_name, "工程名称", "Project's name"),
                   (contract_amount, "合同金额", "Contract amount", .unit = "万元"),
                   (owner, "建设单位", "Owner"), (contractor, "施工单位", "Contractor"),
                   (guarantor, "保证人", "Guarantor"), (region_code, "工程所属地区", "Region"))

/// A guarantee of another guarantor secures the same contract: the plan is that guarantor's, too.
struct GuarantorJoined {
  CreditCode guarantor;
};
DESCRIBE(GuarantorJoined, "保证人加入", "A further guarantor secures the contract.",
         (guarantor, "保证人", "Guarantor"))

struct ChangeProposed : ProposeChange {};
DESCRIBE_EXTENDING(ChangeProposed, ProposeChange, "已申请变更计划", "A change was proposed.")

struct Changed {
  std::vector<Node> nodes;
  std::optional<std::string> remarks;
};
DESCRIBE(Changed, "计划已变更", "The contractor accepted the change.",
         (nodes, "支付节点", "The nodes from now on", .max = 500), (remarks, "备注", "Remarks"))

struct ChangeRefused {
  std::optional<std::string> reason;
};
DESCRIBE(ChangeRefused, "计划变更被拒绝", "The contractor refused the change.", (reason, "原因", "Why"))

struct PaymentRecorded : RecordPayment {};
DESCRIBE_EXTENDING(PaymentRecorded, RecordPayment, "已登记付款", "A payment was recorded.")

struct PaymentReceiptConfirmed : ConfirmReceipt {
  bool node_settled = false;
  bool late = false;
};
DESCRIBE_EXTENDING(PaymentReceiptConfirmed, ConfirmReceipt, "已确认收款", "A receipt was confirmed.",
                   (node_settled, "节点结清", "The receipts reach the node's amount"),
                   (late, "逾期结清", "After the node's deadline"))

}  // namespace surety::payment_plan
