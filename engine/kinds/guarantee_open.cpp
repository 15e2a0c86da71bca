// How a guarantee begins: application, back-fill, and the three registrations (HN 2.2.1).
#include <algorithm>

#include "engine/alerts.hpp"
#include "engine/authorisation.hpp"
#include "engine/kinds/enterprise.hpp"
#include "engine/kinds/guarantee_rules.hpp"
#include "engine/kinds/guarantor.hpp"
#include "engine/kinds/payment_plan.hpp"
#include "engine/kinds/project.hpp"
#include "engine/minimum_guarantee.hpp"

namespace surety::guarantee {
namespace {

using project::GuaranteeStatus;

const std::string out_of_range = name_of(Code::invalid_range);

std::optional<std::string> enterprise_name(const Context& ctx, const PartyCode& code) {
  const auto found = ctx.facts.find("enterprise", code.value);
  if (!found) return std::nullopt;
  return found->as<enterprise::State>().name;
}

/// The owner of an active project may open a guarantee; what is looked up goes into the event.
template <class Event, class Command>
std::optional<Refusal> begin(const Context& ctx, const Command& c, Event& e) {
  const auto project = ctx.find<project::State>("project", c.project);
  if (!project) return refuse(Code::unknown_reference).with("field", "project");
  if (!project->owner) return refuse(Code::unknown_reference).with("field", "owner");
  const Parties between{.owner = project->owner->value, .contractor = project->contractor.value};
  if (!stands_any(ctx.actor, by(Who::owner), between)) return refuse(Code::forbidden);
  if (between.owner == between.contractor) return refuse(Code::owner_is_contractor);
  if (project->state != project::Phase::active && project->state != project::Phase::suspended)
    return refuse(Code::project_not_active).with("state", name_of(project->state));
  if (auto refusal = refuse_contract(ctx, c)) return refusal;
  static_cast<Command&>(e) = c;
  e.owner = *project->owner;
  e.contractor = project->contractor;
  e.region_code = project->region_code;
  e.project_name = project->name;
  e.owner_name = enterprise_name(ctx, e.owner);
  e.contractor_name = enterprise_name(ctx, e.contractor);
  return std::nullopt;
}

/// Progressive calculation stands on a document of both parties (HN-33).
template <class Event>
std::optional<Refusal> begin_letter(const Context& ctx, Event& e) {
  const bool progressive = e.progressive_agreed.value_or(false);
  if (progressive && !e.agreement) return refuse(Code::agreement_required);
  std::string name;
  if (auto refusal = refuse_guarantor(ctx, e.guarantor, &name)) return refusal;
  e.guarantor_name = name;
  e.least_amount = least_amount(ctx, Mode::letter, e.contract_amount, progressive);
  return refuse_amount(e.least_amount, e.contract_amount, e.guaranteed_amount);
}

/// One account is under one guarantee in force (HN-115).
std::optional<Refusal> refuse_account(const Context& ctx, const AccountNumber& number) {
  const bool here = [&] {
    for (const auto& one : ctx.root.all("guarantee")) {
      const auto& s = one.as<State>();
      if (s.lives() && s.account_number == number) return true;
    }
    return false;
  }();
  if (!here && ctx.facts.holder("account-number", number.value).empty()) return std::nullopt;
  return refuse(Code::account_number_in_use).with("account_number", number.value);
}

template <class Event>
std::optional<Refusal> begin_account(const Context& ctx, Mode mode, Event& e) {
  if (auto refusal = refuse_account(ctx, e.account_number)) return refusal;
  e.least_amount =
      least_amount(ctx, mode, e.contract_amount, e.progressive_agreed.value_or(false));
  if (e.least_amount && e.amount < *e.least_amount)
    return refuse(Code::amount_below_minimum).with("least_amount", *e.least_amount);
  return std::nullopt;
}

/// The agreement belongs before the permit (HN-29, HN-83): one that comes after it is told.
template <class Event>
Decision registered(const Context& ctx, const Event& e, const Parties& parties,
                    GuaranteeStatus status = GuaranteeStatus::in_force) {
  Decision d = happened(e);
  tell_project(d, e.project, ctx.head.id, status);
  if (e.permit_issued_on && *e.permit_issued_on < ctx.today)
    raise_alert(d, ctx, parties, e.project, "agreement-before-permit", "",
                ctx.periods().at_once("agreement-before-permit", *e.permit_issued_on).passes_at);
  return d;
}

template <class Event>
Parties parties_of(const Context& ctx, const Event& e) {
  Parties p{.owner = e.owner.value, .contractor = e.contractor.value};
  p.region = e.region_code.value;
  p.jurisdiction = ctx.head.jurisdiction;
  if constexpr (requires { e.guarantor; }) p.guarantor = e.guarantor.value;
  if constexpr (requires { e.bank_credit_code; }) p.bank = e.bank_credit_code.value;
  return p;
}

/// The members that every opening has.
template <class Event>
void open(State& s, const Event& e, Mode mode, Phase phase, Money secured, const Happening& h) {
  static_cast<Contract&>(s) = e;
  s.state = phase;
  s.mode = mode;
  s.owner = e.owner;
  s.contractor = e.contractor;
  s.region_code = e.region_code;
  s.project_name = e.project_name;
  s.owner_name = e.owner_name;
  s.contractor_name = e.contractor_name;
  s.guarantor_name = e.guarantor_name;
  s.least_amount = e.least_amount;
  s.guaranteed_amount = s.remaining_amount = secured;
  s.opened_at = h.recorded_at;
}

void open_letter(State& s, const Apply& e) {
  s.guarantor = e.guarantor;
  s.guarantee_type = e.guarantee_type;
  s.uses_fiscal_budget = e.uses_fiscal_budget;
  s.progressive_agreed = e.progressive_agreed;
  s.agreement = e.agreement;
}

void open_account(State& s, const Account& e) {
  s.bank = e.bank;
  s.bank_credit_code = e.bank_credit_code;
  s.account_name = e.account_name;
  s.account_number = e.account_number;
  s.amount = e.amount;
  s.agreement = e.agreement;
  s.progressive_agreed = e.progressive_agreed;
  s.bank_contact = e.bank_contact;
  s.bank_phone = e.bank_phone;
  s.contract_document = e.contract_document;
  s.awaits_bank = true;
}

}  // namespace

// ---------------------------------------------------------------------------------------------

std::optional<Refusal> refuse_contract(const Context& ctx, const Contract& c) {
  if (c.contract_number == "无") return std::nullopt;
  for (const auto& one : ctx.root.all("guarantee")) {
    const auto& s = one.as<State>();
    if (one.head.id == ctx.head.id || s.state == Phase::withdrawn) continue;
    if (s.contract_number == c.contract_number && s.contract_amount != c.contract_amount)
      return refuse(Code::contract_amount_differs).with("contract_amount", s.contract_amount);
  }
  return std::nullopt;
}

std::optional<Refusal> refuse_amount(std::optional<Money> least, Money contract, Money amount) {
  if (least && amount < *least)
    return refuse(Code::amount_below_minimum).with("least_amount", *least);
  if (contract < amount)
    return refuse(Code::amount_above_contract).with("contract_amount", contract);
  return std::nullopt;
}

std::optional<Refusal> refuse_guarantor(const Context& ctx, const CreditCode& code,
                                        std::string* name) {
  const auto found = ctx.facts.find("guarantor", code.value);
  const auto* s = found ? &found->as<guarantor::State>() : nullptr;
  if (s && name) *name = s->name;
  if (s && s->state == guarantor::Phase::listed) return std::nullopt;
  return refuse(Code::guarantor_not_listed).with("guarantor", code.value);
}

std::optional<Refusal> refuse_letter_number(const Context& ctx, const CreditCode& guarantor,
                                            const std::string& number) {
  bool taken = !ctx.facts.holder("letter-number", guarantor.value + "/" + number).empty();
  for (const auto& one : ctx.root.all("guarantee")) {
    const auto& s = one.as<State>();
    taken |= s.guarantor == guarantor && s.letter_number == number;
  }
  if (!taken) return std::nullopt;
  return refuse(Code::letter_number_taken).with("letter_number", number);
}

std::optional<Money> least_amount(const Context& ctx, Mode mode, Money contract, bool progressive) {
  return enforced_minimum(ctx.rules(), name_of(mode), contract, progressive);
}

Decision decide(const State&, const Apply& c, const Context& ctx) {
  Applied e;
  if (auto refusal = begin(ctx, c, e)) return *refusal;
  if (auto refusal = begin_letter(ctx, e)) return *refusal;
  Decision d = happened(e);
  tell_project(d, c.project, ctx.head.id, GuaranteeStatus::under_way);
  payment_plan::join_plan(d, ctx, c.project, c.contract_number, c.guarantor);
  return d;
}

// The manual's sentence on 2024-07-01 contradicts its neighbour; the rulebook holds both bounds.
Decision decide(const State&, const Backfill& c, const Context& ctx) {
  const auto& from = ctx.rules().backfill_from;
  const auto& until = ctx.rules().backfill_until;
  const bool outside = (from && c.handled_on < *from) || (until && *until < c.handled_on);
  if (outside && !ctx.historical) {
    auto refusal = refuse(Code::backfill_outside_window);
    if (from) refusal = std::move(refusal).with("backfill_from", from->text());
    if (until) refusal = std::move(refusal).with("backfill_until", until->text());
    return refusal;
  }
  Backfilled e;
  if (auto refusal = begin(ctx, c, e)) return *refusal;
  if (auto refusal = begin_letter(ctx, e)) return *refusal;
  if (auto refusal = refuse_letter_number(ctx, c.guarantor, c.letter_number)) return *refusal;
  const Deadline term =
      ctx.periods().days("backfill", c.handled_on, ctx.rules().backfill_days, "backfill_days");
  e.late = term.passes_at <= ctx.now;
  Decision d = happened(e);
  tell_project(d, c.project, ctx.head.id, GuaranteeStatus::in_force);
  payment_plan::join_plan(d, ctx, c.project, c.contract_number, c.guarantor);
  if (e.late) raise_alert(d, ctx, parties_of(ctx, e), e.project, "backfill", "", term.passes_at);
  return d;
}

Decision decide(const State&, const RegisterEscrow& c, const Context& ctx) {
  EscrowRegistered e;
  if (auto refusal = begin(ctx, c, e)) return *refusal;
  if (auto refusal = begin_account(ctx, Mode::escrow, e)) return *refusal;
  return registered(ctx, e, parties_of(ctx, e));
}

Decision decide(const State&, const RegisterPresale& c, const Context& ctx) {
  PresaleRegistered e;
  if (auto refusal = begin(ctx, c, e)) return *refusal;
  if (auto refusal = begin_account(ctx, Mode::presale, e)) return *refusal;
  return registered(ctx, e, parties_of(ctx, e));
}

Decision decide(const State&, const RegisterFiscal& c, const Context& ctx) {
  FiscalRegistered e;
  if (auto refusal = begin(ctx, c, e)) return *refusal;
  return registered(ctx, e, parties_of(ctx, e), GuaranteeStatus::under_way);
}

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const Applied& e, const Happening& h) {
  open(s, e, Mode::letter, Phase::in_underwriting, e.guaranteed_amount, h);
  open_letter(s, e);
  s.applied_on = h.recorded_at.date();
}

void evolve(State& s, const Backfilled& e, const Happening& h) {
  open(s, e, Mode::letter, Phase::in_force, e.guaranteed_amount, h);
  open_letter(s, e);
  s.letter_number = e.letter_number;
  s.valid_from = e.valid_from;
  s.valid_until = e.valid_until;
  s.premium = e.premium;
  s.letter = e.letter;
  s.policy_number = e.policy_number;
  s.handled_on = e.handled_on;
  s.issued_at = Instant::start_of(e.handled_on);
  s.recorded_on = h.recorded_at.date();
  s.late = e.late;
}

void evolve(State& s, const EscrowRegistered& e, const Happening& h) {
  open(s, e, Mode::escrow, Phase::in_force, e.amount, h);
  open_account(s, e);
  s.deposited_on = e.deposited_on;
  s.valid_from = e.valid_from;
  s.valid_until = e.valid_until;
  s.account_proof = e.account_proof;
  s.next_report_month = first_report_month(s);
}

void evolve(State& s, const PresaleRegistered& e, const Happening& h) {
  open(s, e, Mode::presale, Phase::in_force, e.amount, h);
  open_account(s, e);
  s.presale_permit_number = e.presale_permit_number;
  s.valid_from = e.valid_from;
  s.valid_until = e.valid_until;
  s.next_report_month = first_report_month(s);
}

void evolve(State& s, const FiscalRegistered& e, const Happening& h) {
  open(s, e, Mode::fiscal, Phase::registered, e.budget_amount, h);
  s.fiscal_ratio = e.fiscal_ratio;
  s.budget_amount = e.budget_amount;
  s.approving_body = e.approving_body;
  s.approved_on = e.approved_on;
  s.documents = e.documents;
  s.valid_until = e.valid_until;
}

// ---------------------------------------------------------------------------------------------

std::vector<Problem> check_contract(const Contract& c) {
  if (c.start && c.finish && *c.finish < *c.start) return {{"/finish", out_of_range}};
  return {};
}

std::vector<Problem> check(const Apply& c, Date) {
  auto problems = check_contract(c);
  if (c.contract_amount < c.guaranteed_amount)
    problems.push_back({"/guaranteed_amount", out_of_range});
  return problems;
}

std::vector<Problem> check(const Backfill& c, Date today) {
  auto problems = check(static_cast<const Apply&>(c), today);
  if (c.valid_until <= c.valid_from) problems.push_back({"/valid_until", out_of_range});
  return problems;
}

std::vector<Problem> check(const RegisterEscrow& c, Date) {
  auto problems = check_contract(c);
  if (c.valid_from < c.deposited_on) problems.push_back({"/valid_from", out_of_range});
  if (c.valid_until && *c.valid_until <= c.valid_from)
    problems.push_back({"/valid_until", out_of_range});
  return problems;
}

std::vector<Problem> check(const RegisterPresale& c, Date) {
  auto problems = check_contract(c);
  if (c.valid_from && c.valid_until && *c.valid_until <= *c.valid_from)
    problems.push_back({"/valid_until", out_of_range});
  return problems;
}

std::vector<Problem> check(const RegisterFiscal& c, Date) {
  auto problems = check_contract(c);
  if (c.contract_amount < c.budget_amount) problems.push_back({"/budget_amount", out_of_range});
  return problems;
}

}  // namespace surety::guarantee
