// 支付信息归集 (HN 2.2.2): the plan of one contract, its changes, payments and receipts.
#include "engine/kinds/payment_plan.hpp"
#include "engine/kind_table.hpp"

#include <algorithm>
#include <set>

#include "engine/alerts.hpp"
#include "engine/kinds/guarantee.hpp"

namespace surety::payment_plan {
namespace {

Deadline payment_deadline(const Periods& p, const Node& node) {
  return p.days("payment", node.due_on, p.rules().payment_overdue_days, "payment_overdue_days",
                node.name);
}

Money sum_of(const std::vector<Node>& nodes) {
  Money sum{0};
  for (const auto& node : nodes) sum += node.amount;
  return sum;
}

/// The plan is that of the whole contract, to the fen (HN-158).
std::optional<Refusal> refuse_sum(const std::vector<Node>& nodes, Money contract_amount) {
  const Money sum = sum_of(nodes);
  if (sum == contract_amount) return std::nullopt;
  return refuse(Code::plan_incomplete).with("contract_amount", contract_amount).with("sum", sum);
}

/// Settled nodes stay as they are (HN-166); no other may fall below what was received on it.
std::optional<Refusal> refuse_nodes(const State& s, const std::vector<Node>& nodes) {
  for (const auto& old : s.nodes) {
    const auto same = std::find_if(nodes.begin(), nodes.end(),
                                   [&](const Node& n) { return n.name == old.name; });
    const bool there = same != nodes.end();
    if (old.settled && !(there && *same == static_cast<const Node&>(old)))
      return refuse(Code::node_settled).with("node", old.name);
    const bool touched = old.received.fen > 0 || old.paid.fen > 0;
    if (touched && (!there || same->amount < old.received))
      return refuse(Code::invalid_range).with("node", old.name).with("received", old.received);
  }
  return refuse_sum(nodes, s.contract_amount);
}

template <class C>
std::vector<Problem> check_nodes(const C& c, Date) {
  std::vector<Problem> problems;
  std::set<std::string> names;
  for (std::size_t i = 0; i < c.nodes.size(); ++i)
    if (!names.insert(c.nodes[i].name).second)
      problems.push_back({"/nodes/" + std::to_string(i) + "/name", name_of(Code::invalid_range)});
  return problems;
}

std::vector<Problem> check_receipt(const ConfirmReceipt& c, Date) {
  if (!c.voucher && !c.settlement_document) return {{"/voucher", "missing"}};
  return {};
}

bool all_settled(const State& s) {
  return std::all_of(s.nodes.begin(), s.nodes.end(), [](const auto& n) { return n.settled; });
}

void settle(State& s) { s.state = all_settled(s) ? Phase::settled : Phase::active; }

NodeState& node_of(State& s, const std::string& name) {
  return *std::find_if(s.nodes.begin(), s.nodes.end(),
                       [&](const NodeState& n) { return n.name == name; });
}

Parties parties(const CaseHead& head, const State& s) {
  Parties p;
  p.owner = s.owner.value;
  p.contractor = s.contractor.value;
  if (s.guarantor) p.guarantor = s.guarantor->value;
  for (const auto& further : s.further_guarantors) p.further_guarantors.push_back(further.value);
  p.region = s.region_code.value;
  p.jurisdiction = head.jurisdiction;
  return p;
}

std::vector<Deadline> open_deadlines(const State& s, const Periods& p) {
  std::vector<Deadline> open;
  for (const auto& node : s.nodes)
    if (!node.settled) open.push_back(payment_deadline(p, node));
  return open;
}

}  // namespace

std::optional<Case> plan_of(const RootView& root, std::string_view project,
                            std::string_view contract_number, std::string_view guarantee) {
  for (const auto& one : root.all("payment-plan")) {
    const auto& s = one.as<State>();
    if (s.project != project || s.contract_number != contract_number) continue;
    if (contract_number != "无" || s.guarantee == guarantee) return one;
  }
  return std::nullopt;
}

void join_plan(Decision& d, const Context& ctx, std::string_view project,
               std::string_view contract_number, const CreditCode& guarantor) {
  if (contract_number == "无") return;
  const auto plan = plan_of(ctx.root, project, contract_number, {});
  if (!plan) return;
  const auto& s = plan->as<State>();
  if (!s.guaranteed_by(guarantor))
    d.also("payment-plan", plan->head.id, GuarantorJoined{guarantor});
}

// What was received beyond a node's amount is not carried over to another (requirements 1.17).
Money unpaid_due(const State& s, Date today) {
  Money unpaid{0};
  for (const auto& node : s.nodes)
    if (node.due_on < today && node.received < node.amount) unpaid += node.amount - node.received;
  return unpaid;
}

// ---------------------------------------------------------------------------------------------

// HN-156: only a contract with a guarantee in force has payment information.
Decision decide(const State&, const Submit& c, const Context& ctx) {
  const auto found = ctx.root.find("guarantee", c.guarantee);
  if (!found) return refuse(Code::unknown_reference).with("field", "guarantee");
  const auto& g = found->as<guarantee::State>();
  if (!stands(ctx.actor, Who::owner, Parties{.owner = g.owner.value}))
    return refuse(Code::forbidden);
  if (!g.lives())
    return refuse(Code::guarantee_not_in_force).with("state", name_of(g.state));
  if (plan_of(ctx.root, g.project, g.contract_number, c.guarantee))
    return refuse(Code::plan_exists).with("contract_number", g.contract_number);
  if (auto refusal = refuse_sum(c.nodes, g.contract_amount)) return *refusal;
  Submitted e{c};
  e.project = g.project;
  e.contract_number = g.contract_number;
  e.project_name = g.project_name;
  e.contract_amount = g.contract_amount;
  e.owner = g.owner;
  e.contractor = g.contractor;
  e.guarantor = g.guarantor;
  e.region_code = g.region_code;
  Decision d = happened(e);
  State opened;
  opened.guarantor = g.guarantor;
  for (const auto& other : ctx.root.all("guarantee")) {
    const auto& o = other.as<guarantee::State>();
    if (g.contract_number == "无" || o.project != g.project ||
        o.contract_number != g.contract_number)
      continue;
    if (!o.guarantor || opened.guaranteed_by(*o.guarantor)) continue;
    opened.further_guarantors.push_back(*o.guarantor);
    d.and_then(GuarantorJoined{*o.guarantor});
  }
  return d;
}

Decision decide(const State& s, const ProposeChange& c, const Context&) {
  if (auto refusal = refuse_nodes(s, c.nodes)) return *refusal;
  return happened(ChangeProposed{c});
}

// Between proposal and consent a node may have been settled: what is consented to is checked again.
// Alerts of nodes that are gone or due another day are superseded (domain.md §4: plan amended).
Decision decide(const State& s, const AcceptChange& c, const Context& ctx) {
  if (auto refusal = refuse_nodes(s, *s.proposed_nodes)) return *refusal;
  Decision d = happened(Changed{*s.proposed_nodes, c.remarks});
  for (const auto& old : s.nodes) {
    const auto& nodes = *s.proposed_nodes;
    const bool stays = std::any_of(nodes.begin(), nodes.end(), [&](const Node& n) {
      return n.name == old.name && n.due_on == old.due_on && old.received < n.amount;
    });
    if (!stays && !old.settled)
      close_alerts(d, ctx, ctx.head.key(), "payment", old.name, "plan-changed");
  }
  return d;
}

Decision decide(const State&, const RefuseChange& c, const Context&) {
  return happened(ChangeRefused{c.reason});
}

Decision decide(const State& s, const RecordPayment& c, const Context&) {
  if (!s.node(c.node)) return refuse(Code::no_such_node).with("node", c.node);
  return happened(PaymentRecorded{c});
}

/// The day on which the node was settled: that of its last receipt, whenever it was recorded.
static Date settled_on(const State& s, const ConfirmReceipt& last) {
  Date day = last.received_on;
  for (const auto& one : s.receipts)
    if (one.node == last.node) day = std::max(day, one.received_on);
  return day;
}

// Receipts in part add up (HN-165); a node settled late ends its alert by itself. What was received
// in time and confirmed late was in time.
Decision decide(const State& s, const ConfirmReceipt& c, const Context& ctx) {
  const auto* node = s.node(c.node);
  if (!node) return refuse(Code::no_such_node).with("node", c.node);
  if (node->settled) return refuse(Code::node_settled).with("node", c.node);
  PaymentReceiptConfirmed e{c};
  e.node_settled = node->amount <= node->received + c.amount;
  const auto day = settled_on(s, c);
  e.late = e.node_settled &&
           payment_deadline(ctx.periods(), *node).passes_at <= Instant::start_of(day);
  Decision d = happened(e);
  if (e.node_settled) settle_alerts(d, ctx, ctx.head.key(), "payment", c.node, "settled", day);
  return d;
}

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const Submitted& e, const Happening&) {
  s.project = e.project;
  s.contract_number = e.contract_number;
  s.project_name = e.project_name;
  s.guarantee = e.guarantee;
  s.contract_amount = e.contract_amount;
  s.owner = e.owner;
  s.contractor = e.contractor;
  s.guarantor = e.guarantor;
  s.region_code = e.region_code;
  for (const auto& node : e.nodes) s.nodes.push_back({node});
}

void evolve(State& s, const GuarantorJoined& e, const Happening&) {
  s.further_guarantors.push_back(e.guarantor);
}

void evolve(State& s, const ChangeProposed& e, const Happening&) { s.proposed_nodes = e.nodes; }

void evolve(State& s, const Changed& e, const Happening&) {
  std::vector<NodeState> nodes;
  for (const auto& node : e.nodes) {
    NodeState next{node};
    if (const auto* old = s.node(node.name)) {
      next.paid = old->paid;
      next.received = old->received;
      next.settled = node.amount <= old->received;
    }
    nodes.push_back(std::move(next));
  }
  s.nodes = std::move(nodes);
  s.proposed_nodes.reset();
  settle(s);
}

void evolve(State& s, const ChangeRefused&, const Happening&) { s.proposed_nodes.reset(); }

void evolve(State& s, const PaymentRecorded& e, const Happening&) {
  s.payments.push_back(e);
  node_of(s, e.node).paid += e.amount;
}

void evolve(State& s, const PaymentReceiptConfirmed& e, const Happening&) {
  s.receipts.push_back(e);
  auto& node = node_of(s, e.node);
  node.received += e.amount;
  node.settled = node.amount <= node.received;
  settle(s);
}

// ---------------------------------------------------------------------------------------------

const Kind& kind() {
  static const auto proposed = [](const State& s) { return s.proposed_nodes.has_value(); };
  static const auto unproposed = [](const State& s) { return !s.proposed_nodes.has_value(); };
  static const Kind kind =
      KindOf<State>("payment-plan", "payment-plans", {"支付信息归集", "Payment plan"})
          .opens<Submit>({"提交支付计划", "Submit"}, by(Who::owner))
          .check<Submit>(check_nodes)
          .command<ProposeChange>({"申请变更计划", "Propose change"}, by(Who::owner),
                                  in(Phase::active))
          .check<ProposeChange>(check_nodes)
          .when(unproposed)
          .command<AcceptChange>({"同意变更计划", "Accept change"}, by(Who::contractor),
                                 in(Phase::active))
          .when(proposed)
          .command<RefuseChange>({"拒绝变更计划", "Refuse change"}, by(Who::contractor),
                                 in(Phase::active))
          .when(proposed)
          .command<RecordPayment>({"登记付款", "Record payment"}, by(Who::owner), in_any())
          .command<ConfirmReceipt>({"归集收款信息", "Confirm receipt"}, by(Who::contractor),
                                   in(Phase::active))
          .check<ConfirmReceipt>(check_receipt)
          .event<Submitted>()
          .event<GuarantorJoined>()
          .event<ChangeProposed>()
          .event<Changed>()
          .event<ChangeRefused>()
          .event<PaymentRecorded>()
          .event<PaymentReceiptConfirmed>()
          .deadline("payment", {"节点收款确认", "Payment of a node"}, true)
          .parties(parties)
          .open_deadlines(open_deadlines)
          .project([](const State& s) { return s.project; })
          .done();
  return kind;
}

}  // namespace surety::payment_plan
