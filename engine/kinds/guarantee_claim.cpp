// 代偿索赔 (HN 2.2.4): what is due and unpaid, within what is left of the guarantee.
#include "engine/kinds/guarantee_claim.hpp"
#include "engine/disclosure.hpp"
#include "engine/kind_table.hpp"

#include <algorithm>

#include "engine/kinds/guarantee.hpp"
#include "engine/kinds/payment_plan.hpp"

namespace surety::guarantee_claim {
namespace {

Money less(Money a, Money b) { return {std::max<std::int64_t>(0, a.fen - b.fen)}; }

/// What was paid already under guarantees of the same contract.
Money paid_out(const RootView& root, const std::string& project, const std::string& contract_number,
               const std::string& guarantee) {
  Money sum{0};
  for (const auto& one : root.all("guarantee-claim")) {
    const auto& s = one.as<State>();
    if (s.state != Phase::paid || s.project != project || !s.paid_amount) continue;
    if (s.contract_number != contract_number) continue;
    if (contract_number != "无" || s.guarantee == guarantee) sum += *s.paid_amount;
  }
  return sum;
}

/// HN-174: within what is due and unpaid and what is left. A claim for the wage account is not
/// bound by the nodes, since wages fall due whether or not a node does.
std::optional<Refusal> refuse_above_limit(const Context& ctx, const guarantee::State& g,
                                          const std::string& guarantee, Ground ground,
                                          Money wanted) {
  const auto plan = payment_plan::plan_of(ctx.root, g.project, g.contract_number, guarantee);
  const Money due =
      plan ? payment_plan::unpaid_due(plan->as<payment_plan::State>(), ctx.today) : Money{0};
  const Money unpaid = less(due, paid_out(ctx.root, g.project, g.contract_number, guarantee));
  const Money remaining = g.remaining_amount.value_or(Money{0});
  const Money limit = ground == Ground::wage_account ? remaining : std::min(unpaid, remaining);
  if (wanted <= limit) return std::nullopt;
  return refuse(Code::claim_above_limit)
      .with("limit", limit)
      .with("unpaid_due", unpaid)
      .with("remaining_amount", remaining);
}

Parties parties(const CaseHead& head, const State& s) {
  Parties p;
  p.owner = s.owner.value;
  p.contractor = s.contractor.value;
  if (s.guarantor) p.guarantor = s.guarantor->value;
  p.region = s.region_code.value;
  p.jurisdiction = head.jurisdiction;
  return p;
}

}  // namespace

// A claim is filed while the guarantee is in force; filed in time it outlives the end (HN-189).
Decision decide(const State&, const File& c, const Context& ctx) {
  const auto found = ctx.root.find("guarantee", c.guarantee);
  if (!found) return refuse(Code::unknown_reference).with("field", "guarantee");
  const auto& g = found->as<guarantee::State>();
  if (!stands(ctx.actor, Who::contractor, Parties{.contractor = g.contractor.value}))
    return refuse(Code::forbidden);
  // A claim of the past may be entered when its letter has long ended.
  if (g.state != guarantee::Phase::in_force && !ctx.historical)
    return refuse(Code::guarantee_not_in_force).with("state", name_of(g.state));
  if (auto refusal = refuse_above_limit(ctx, g, c.guarantee, c.ground, c.amount)) return *refusal;
  Filed e{c};
  e.project = g.project;
  e.contract_number = g.contract_number;
  e.project_name = g.project_name;
  e.letter_number = g.letter_number;
  e.owner = g.owner;
  e.contractor = g.contractor;
  e.guarantor = g.guarantor;
  e.bank_credit_code = g.bank_credit_code;
  e.region_code = g.region_code;
  return happened(e);
}

Decision decide(const State&, const RequestMaterial& c, const Context&) {
  return happened(MaterialRequested{c});
}
Decision decide(const State&, const Supplement& c, const Context&) {
  return happened(Supplemented{c});
}
Decision decide(const State&, const Withdraw& c, const Context&) {
  return happened(Withdrawn{c.reason});
}

Decision decide(const State& s, const Approve& c, const Context& ctx) {
  const auto found = ctx.root.find("guarantee", s.guarantee);
  if (!found) return refuse(Code::unknown_reference).with("field", "guarantee");
  const auto& g = found->as<guarantee::State>();
  if (auto refusal = refuse_above_limit(ctx, g, s.guarantee, s.ground, c.paid_amount))
    return *refusal;
  if (s.amount < c.paid_amount)
    return refuse(Code::claim_above_limit)
        .with("limit", s.amount)
        .with("remaining_amount", g.remaining_amount.value_or(Money{0}));
  return happened(Approved{c}).also("guarantee", s.guarantee,
                                    guarantee::Drawn{ctx.head.id, c.paid_amount, c.paid_on});
}

Decision decide(const State&, const Reject& c, const Context&) {
  return happened(Rejected{c.reason});
}

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const Filed& e, const Happening& h) {
  s.project = e.project;
  s.guarantee = e.guarantee;
  s.contract_number = e.contract_number;
  s.project_name = e.project_name;
  s.letter_number = e.letter_number;
  s.owner = e.owner;
  s.contractor = e.contractor;
  s.guarantor = e.guarantor;
  s.bank_credit_code = e.bank_credit_code;
  s.region_code = e.region_code;
  s.claimant_name = e.claimant_name;
  s.claimant_phone = e.claimant_phone;
  s.ground = e.ground;
  s.reason = e.reason;
  s.amount = e.amount;
  s.documents = e.documents;
  s.notice_address = e.notice_address;
  s.filed_at = h.recorded_at;
}

void evolve(State& s, const MaterialRequested& e, const Happening&) {
  s.state = Phase::awaiting_material;
  s.note = e.note;
}

void evolve(State& s, const Supplemented& e, const Happening&) {
  s.state = Phase::filed;
  s.documents.insert(s.documents.end(), e.documents.begin(), e.documents.end());
  if (e.note) s.note = e.note;
}

void evolve(State& s, const Withdrawn& e, const Happening&) {
  s.state = Phase::withdrawn;
  s.answer = e.reason;
}

void evolve(State& s, const Approved& e, const Happening&) {
  s.state = Phase::paid;
  s.paid_amount = e.paid_amount;
  s.paid_on = e.paid_on;
  s.remarks = e.remarks;
}

void evolve(State& s, const Rejected& e, const Happening&) {
  s.state = Phase::rejected;
  s.answer = e.reason;
}

// ---------------------------------------------------------------------------------------------

// Under escrow, presale and fiscal there is no guarantor: nobody answers in one's place, and the
// claim stays with the regulator's view until it is withdrawn.
const Kind& kind() {
  static const auto open = in(Phase::filed, Phase::awaiting_material);
  static const Kind kind =
      KindOf<State>("guarantee-claim", "guarantee-claims", {"代偿索赔", "Guarantee claim"})
          .opens<File>({"申请代偿索赔", "File"}, by(Who::contractor))
          .command<RequestMaterial>({"要求补充材料", "Request material"}, by(Who::guarantor),
                                    in(Phase::filed))
          .command<Supplement>({"补充材料", "Supplement"}, by(Who::contractor),
                               in(Phase::awaiting_material))
          .command<Withdraw>({"撤回", "Withdraw"}, by(Who::contractor), open)
          .command<Approve>({"同意代偿", "Approve"}, by(Who::guarantor), in(Phase::filed))
          .command<Reject>({"不予代偿", "Reject"}, by(Who::guarantor), open)
          .command<Disclose>({"查看完整信息", "Disclose"},
                             by(Who::owner, Who::contractor, Who::guarantor, Who::regulator), in_any())
          .event<Disclosed>()
          .erasable(by(Who::regulator), in(Phase::withdrawn, Phase::paid, Phase::rejected))
          .event<Filed>()
          .event<MaterialRequested>()
          .event<Supplemented>()
          .event<Withdrawn>()
          .event<Approved>()
          .event<Rejected>()
          .parties(parties)
          .project([](const State& s) { return s.project; })
          .done();
  return kind;
}

}  // namespace surety::guarantee_claim
