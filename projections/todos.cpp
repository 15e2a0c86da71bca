// What awaits somebody: applications to handle, adjustments to approve, receipts to confirm.
#include "engine/kinds/alert.hpp"
#include "engine/kinds/complaint.hpp"
#include "engine/kinds/enterprise.hpp"
#include "engine/kinds/guarantee.hpp"
#include "engine/kinds/guarantee_claim.hpp"
#include "engine/kinds/guarantor.hpp"
#include "engine/kinds/hazard.hpp"
#include "engine/kinds/inspection.hpp"
#include "engine/kinds/insurance_claim.hpp"
#include "engine/kinds/payment_plan.hpp"
#include "engine/kinds/policy.hpp"
#include "engine/kinds/service_order.hpp"
#include "projections/packed.hpp"
#include "projections/table.hpp"

namespace surety {
namespace {

/// A command that a case in this state waits for, and the party that may give it.
struct Task {
  std::string_view kind, command;
  Who who;
  std::function<bool(const void* state)> waits;
};

template <class S>
Task task(std::string_view kind, std::string_view command, Who who, bool (*waits)(const S&)) {
  return {kind, command, who, [waits](const void* s) { return waits(*static_cast<const S*>(s)); }};
}

template <class S>
void add_guarantee_tasks(std::vector<Task>& tasks) {
  using P = guarantee::Phase;
  const std::string_view kind = "guarantee";
  tasks.push_back(task<S>(kind, "issue", Who::guarantor,
                          [](const S& s) { return s.state == P::in_underwriting; }));
  tasks.push_back(
      task<S>(kind, "resubmit", Who::owner, [](const S& s) { return s.state == P::returned; }));
  tasks.push_back(task<S>(kind, "record-filing", Who::regulator,
                          [](const S& s) { return s.state == P::registered; }));
  tasks.push_back(task<S>(kind, "confirm-receipt", Who::contractor, [](const S& s) {
    return s.lives() && s.mode == guarantee::Mode::letter && !s.receipt_confirmed_at;
  }));
  tasks.push_back(task<S>(kind, "approve-adjustment", Who::guarantor,
                          [](const S& s) { return s.adjustment && s.guarantor; }));
  tasks.push_back(task<S>(kind, "confirm-agreement", Who::bank, [](const S& s) {
    return s.lives() && s.awaits_bank;
  }));
  // Where there is no guarantor the contractor agrees (domain.md §3).
  tasks.push_back(task<S>(kind, "approve-adjustment", Who::contractor,
                          [](const S& s) { return s.adjustment && !s.guarantor; }));
  tasks.push_back(task<S>(kind, "request-adjustment", Who::owner, [](const S& s) {
    if (!s.lives() || s.adjustment) return false;
    for (const auto& cause : s.causes)
      if (!cause.requested_on) return true;
    return false;
  }));
}

/// Everything of the kind in this state waits for that command.
template <class S, auto phase>
Task in_state(std::string_view kind, std::string_view command, Who who) {
  return task<S>(kind, command, who, [](const S& s) { return s.state == phase; });
}

void add_policy_tasks(std::vector<Task>& tasks) {
  using S = policy::State;
  using P = policy::Phase;
  const std::string_view kind = "policy";
  const Who insurer = Who::insurer, contractor = Who::contractor;
  tasks.push_back(task<S>(kind, "approve", insurer, [](const S& s) {
    return s.state == P::in_review && !s.needs_quote();
  }));
  tasks.push_back(task<S>(kind, "quote", insurer, [](const S& s) {
    return s.state == P::in_review && s.needs_quote();
  }));
  tasks.push_back(in_state<S, P::returned>(kind, "resubmit", contractor));
  tasks.push_back(in_state<S, P::quoted>(kind, "accept-quote", contractor));
  tasks.push_back(in_state<S, P::awaiting_payment_notice>(kind, "send-payment-notice", insurer));
  tasks.push_back(in_state<S, P::awaiting_payment>(kind, "submit-payment", contractor));
  tasks.push_back(in_state<S, P::payment_in_review>(kind, "approve-payment", insurer));
  tasks.push_back(in_state<S, P::awaiting_issue>(kind, "issue", insurer));
  tasks.push_back(task<S>(kind, "note-project-change", insurer, [](const S& s) {
    return s.state == P::in_force && s.project_change.has_value();
  }));
}

void add_safety_tasks(std::vector<Task>& tasks) {
  using Order = service_order::State;
  using Hazard = hazard::State;
  using Claim = insurance_claim::State;
  using C = insurance_claim::Phase;
  tasks.push_back(in_state<Order, service_order::Phase::awaiting_acceptance>(
      "service-order", "accept", Who::provider));
  tasks.push_back(in_state<Hazard, hazard::Phase::open>("hazard", "rectify", Who::contractor));
  tasks.push_back(in_state<Hazard, hazard::Phase::rectified>("hazard", "verify", Who::reporter));
  tasks.push_back(in_state<inspection::State, inspection::Phase::planned>(
      "inspection", "carry-out", Who::reporter));
  tasks.push_back(in_state<Claim, C::filed>("insurance-claim", "accept", Who::insurer));
  tasks.push_back(in_state<Claim, C::awaiting_supplement>("insurance-claim", "supplement",
                                                          Who::contractor));
}

std::vector<Task> all_tasks() {
  using Plan = payment_plan::State;
  using Claim = guarantee_claim::State;
  std::vector<Task> tasks;
  tasks.push_back(
      task<enterprise::State>("enterprise", "approve", Who::regulator, [](const auto& s) {
        return s.state == enterprise::Phase::pending_review;
      }));
  tasks.push_back(task<guarantor::State>("guarantor", "list", Who::regulator, [](const auto& s) {
    return s.state == guarantor::Phase::pending_review;
  }));
  tasks.push_back(in_state<complaint::State, complaint::Phase::filed>("complaint", "reply",
                                                                      Who::regulator));
  add_guarantee_tasks<guarantee::State>(tasks);
  tasks.push_back(task<Plan>("payment-plan", "accept-change", Who::contractor,
                             [](const Plan& s) { return s.proposed_nodes.has_value(); }));
  tasks.push_back(task<Plan>("payment-plan", "confirm-receipt", Who::contractor, [](const Plan& s) {
    for (const auto& node : s.nodes)
      if (!node.settled && node.paid > node.received) return true;
    return false;
  }));
  tasks.push_back(task<Claim>("guarantee-claim", "approve", Who::guarantor, [](const Claim& s) {
    return s.state == guarantee_claim::Phase::filed;
  }));
  tasks.push_back(task<Claim>("guarantee-claim", "supplement", Who::contractor, [](const Claim& s) {
    return s.state == guarantee_claim::Phase::awaiting_material;
  }));
  add_policy_tasks(tasks);
  add_safety_tasks(tasks);
  tasks.push_back(task<alert::State>("alert", "acknowledge", Who::regulator, [](const auto& s) {
    return s.state == alert::Phase::open;
  }));
  return tasks;
}

const std::vector<Task>& tasks() {
  static const std::vector<Task> all = all_tasks();
  return all;
}

/// Only those who may do it find it: the parties of the case without all others.
Parties only(Who who, const Parties& all) {
  Parties p;
  if (who == Who::owner) p.owner = all.owner;
  if (who == Who::contractor) p.contractor = all.contractor;
  if (who == Who::guarantor) p.guarantor = all.guarantor, p.bank = all.bank;
  if (who == Who::bank) p.bank = all.bank;
  if (who == Who::insurer) p.insurer = all.insurer;
  if (who == Who::provider) p.provider = all.provider;
  if (who == Who::reporter) p.self = all.reporter;
  if (who == Who::regulator) {
    p.region = all.region;
    p.jurisdiction = all.jurisdiction;
    p.also_in = all.also_in;
  }
  return p;
}

const Task& task_of(const void* item) { return *static_cast<const Task*>(item); }

std::string row_id(const Case& c, const Task& t) {
  return c.head.key() + "#" + std::string(t.command);
}

using Value = std::function<std::string(const Case&, const void*)>;
Cell text_cell(std::string name, Label label, std::string_view format, bool search, Value value) {
  return {{std::move(name), label, std::string(format), search, false, &type_of<std::string>(), {}},
          std::move(value)};
}

Value party(std::string Parties::*member) {
  return [member](const Case& c, const void*) {
    return c.kind->parties(c.head, c.state.get()).*member;
  };
}

}  // namespace

Table todos(const std::vector<const Kind*>& all) {
  Table table;
  table.name = "todos";
  table.label = {"待办事项", "To do"};
  table.edition = 5;
  for (const Kind* kind : all)
    for (const auto& t : tasks())
      if (t.kind == kind->name && (table.kinds.empty() || table.kinds.back() != kind))
        table.kinds.push_back(kind);
  auto& cells = table.cells;
  cells.push_back(text_cell("id", {"编号", "Id"}, "text", false, [](const Case& c, const void* item) {
    return row_id(c, task_of(item));
  }));
  cells.push_back(text_cell("command", {"待办", "Command"}, "text", false,
                            [](const Case& c, const void* item) {
                              return c.head.kind + "." + std::string(task_of(item).command);
                            }));
  cells.push_back(text_cell("kind", {"案卷类型", "Case kind"}, "text", false,
                            [](const Case& c, const void*) { return c.head.kind; }));
  cells.push_back(text_cell("case_id", {"案卷", "Case id"}, "text", true,
                            [](const Case& c, const void*) { return c.head.id; }));
  const Value state = [](const Case& c, const void*) { return c.kind->phase_name(c.state.get()); };
  cells.push_back(text_cell("state", {"状态", "State"}, "choice", false, state));
  const Value project = [](const Case& c, const void*) {
    return c.kind->project ? c.kind->project(c.state.get()) : std::string();
  };
  cells.push_back(text_cell("project", {"工程", "Project"}, "text", true, project));
  cells.push_back(text_cell("owner", {"建设单位", "Owner"}, "party-code", true,
                            party(&Parties::owner)));
  cells.push_back(text_cell("contractor", {"施工单位", "Contractor"}, "party-code", true,
                            party(&Parties::contractor)));
  cells.push_back(text_cell("guarantor", {"保证人", "Guarantor"}, "party-code", true,
                            party(&Parties::guarantor)));
  cells.push_back(text_cell("insurer", {"保险公司", "Insurer"}, "party-code", true,
                            party(&Parties::insurer)));
  add_head(cells);
  table.rows = [](const Case& c) {
    std::vector<RowDraft> rows;
    const Parties parties = c.kind->parties(c.head, c.state.get());
    for (const auto& t : tasks())
      if (t.kind == c.head.kind && t.waits(c.state.get()))
        rows.push_back({row_id(c, t), &t, scope_keys(*c.kind, only(t.who, parties))});
    return rows;
  };
  return table;
}

}  // namespace surety
