// 理赔: an accident within the policy's period; several payments; corrected or void, never erased.
#include "engine/kinds/insurance_claim.hpp"

#include "engine/authorisation.hpp"
#include "engine/disclosure.hpp"
#include "engine/kind_table.hpp"
#include "engine/kinds/policy.hpp"

namespace surety::insurance_claim {
namespace {

const std::string out_of_range = name_of(Code::invalid_range);

/// The accident lies within the policy's period, which a cancellation cuts short.
std::optional<Refusal> refuse_day(const policy::State& p, Date accident) {
  const bool outside = accident < *p.valid_from || *p.valid_until < accident ||
                       (p.state == policy::Phase::cancelled && p.ended_at->date() < accident);
  if (!outside) return std::nullopt;
  return refuse(Code::outside_policy_period)
      .with("valid_from", p.valid_from->text())
      .with("valid_until", p.valid_until->text());
}

/// The actor's relation to the policy is asked here: the project does not know who insures it.
std::optional<Refusal> begin(const Context& ctx, const std::string& policy_id, Date accident,
                             Who who, Insured& e) {
  const auto p = ctx.find<policy::State>("policy", policy_id);
  if (!p) return refuse(Code::unknown_reference).with("field", "policy");
  const Parties between{.contractor = p->policyholder.value, .insurer = p->insurer.value};
  if (!stands(ctx.actor, who, between)) return refuse(Code::forbidden);
  if (!p->issued_at) return refuse(Code::policy_not_in_force).with("state", name_of(p->state));
  if (auto refusal = refuse_day(*p, accident)) return refusal;
  e.project = p->project;
  e.project_name = p->project_name;
  e.region_code = p->region_code;
  e.policy_number = p->policy_number;
  e.policyholder_name = p->policyholder_name;
  e.policyholder = p->policyholder;
  e.insurer = p->insurer;
  e.broker = p->broker;
  return std::nullopt;
}

std::vector<Problem> check_deaths(std::optional<std::int64_t> casualties,
                                  std::optional<std::int64_t> deaths) {
  if (deaths && casualties && *casualties < *deaths) return {{"/deaths", out_of_range}};
  return {};
}
template <class C>
std::vector<Problem> check(const C& c, Date) {
  return check_deaths(c.casualties, c.deaths);
}

Parties parties(const CaseHead& head, const State& s) {
  Parties p;
  p.contractor = s.policyholder.value;
  p.insurer = s.insurer.value;
  p.region = s.region_code.value;
  p.jurisdiction = head.jurisdiction;
  return p;
}

void end(State& s, Phase phase, const Happening& h) {
  s.state = phase;
  s.ended_at = h.recorded_at;
}

}  // namespace

Decision decide(const State&, const Report& c, const Context& ctx) {
  Reported e;
  if (auto refusal = begin(ctx, c.policy, c.accident_on, Who::insurer, e)) return *refusal;
  e.policy = c.policy;
  e.accident_on = c.accident_on;
  e.casualties = c.casualties;
  e.deaths = c.deaths;
  e.estimated_loss = c.estimated_loss;
  e.description = c.description;
  return happened(e);
}

Decision decide(const State&, const File& c, const Context& ctx) {
  Filed e;
  if (auto refusal = begin(ctx, c.policy, c.accident_on, Who::contractor, e)) return *refusal;
  e.policy = c.policy;
  e.accident_on = c.accident_on;
  e.description = c.description;
  e.documents = c.documents;
  e.casualties = c.casualties;
  e.deaths = c.deaths;
  e.claimed_amount = c.claimed_amount;
  e.place = c.place;
  e.contact_name = c.contact_name;
  e.contact_phone = c.contact_phone;
  return happened(e);
}

Decision decide(const State&, const Accept& c, const Context&) { return happened(Accepted{c}); }
Decision decide(const State&, const Refuse& c, const Context&) { return happened(Refused{c}); }
Decision decide(const State&, const RequestSupplement& c, const Context&) {
  return happened(SupplementRequested{c});
}
Decision decide(const State&, const Supplement& c, const Context&) {
  return happened(Supplemented{c});
}
Decision decide(const State&, const UpdateProgress& c, const Context&) {
  return happened(ProgressUpdated{c});
}
Decision decide(const State& s, const Pay& c, const Context&) {
  if (c.paid_on < s.accident_on)
    return refuse(Code::invalid_range).with("accident_on", s.accident_on.text());
  return happened(Paid{c});
}
Decision decide(const State&, const Settle& c, const Context&) { return happened(Settled{c}); }

Decision decide(const State& s, const Correct& c, const Context& ctx) {
  const auto p = ctx.find<policy::State>("policy", s.policy);
  if (c.accident_on && p)
    if (auto refusal = refuse_day(*p, *c.accident_on)) return *refusal;
  if (!check_deaths(c.casualties.value_or(s.casualties), c.deaths.value_or(s.deaths)).empty())
    return refuse(Code::invalid_range).with("field", "deaths");
  return happened(Corrected{c});
}

Decision decide(const State&, const Void& c, const Context&) { return happened(Voided{c}); }
Decision decide(const State&, const Withdraw& c, const Context&) { return happened(Withdrawn{c}); }

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const Reported& e, const Happening&) {
  static_cast<Insured&>(s) = e;
  s.policy = e.policy;
  s.accident_on = e.accident_on;
  s.casualties = e.casualties;
  s.deaths = e.deaths;
  s.estimated_loss = e.estimated_loss;
  s.description = e.description;
}

void evolve(State& s, const Filed& e, const Happening&) {
  static_cast<Insured&>(s) = e;
  s.state = Phase::filed;
  s.filed_by_policyholder = true;
  s.policy = e.policy;
  s.accident_on = e.accident_on;
  s.casualties = e.casualties.value_or(0);
  s.deaths = e.deaths.value_or(0);
  s.claimed_amount = e.claimed_amount;
  s.description = e.description;
  s.documents = e.documents;
  s.place = e.place;
  s.contact_name = e.contact_name;
  s.contact_phone = e.contact_phone;
}

void evolve(State& s, const Accepted& e, const Happening&) {
  s.state = Phase::accepted;
  if (e.note) s.note = e.note;
}
void evolve(State& s, const Refused& e, const Happening& h) {
  end(s, Phase::refused, h);
  s.reason = e.reason;
}
void evolve(State& s, const SupplementRequested& e, const Happening&) {
  s.state = Phase::awaiting_supplement;
  s.note = e.note;
}
void evolve(State& s, const Supplemented& e, const Happening&) {
  s.state = Phase::filed;
  s.documents.insert(s.documents.end(), e.documents.begin(), e.documents.end());
  if (e.note) s.note = e.note;
}
void evolve(State& s, const ProgressUpdated& e, const Happening& h) {
  s.progress.push_back({e, h.recorded_at});
}
void evolve(State& s, const Paid& e, const Happening&) {
  s.payments.push_back(e);
  s.paid_amount += e.amount;
}
void evolve(State& s, const Settled& e, const Happening& h) {
  end(s, Phase::settled, h);
  if (e.note) s.note = e.note;
}
void evolve(State& s, const Corrected& e, const Happening&) {
  if (e.accident_on) s.accident_on = *e.accident_on;
  if (e.casualties) s.casualties = *e.casualties;
  if (e.deaths) s.deaths = *e.deaths;
  if (e.estimated_loss) s.estimated_loss = e.estimated_loss;
  if (e.description) s.description = e.description;
  s.reason = e.reason;
}
void evolve(State& s, const Voided& e, const Happening& h) {
  end(s, Phase::void_, h);
  s.reason = e.reason;
}
void evolve(State& s, const Withdrawn& e, const Happening& h) {
  end(s, Phase::withdrawn, h);
  if (e.reason) s.reason = e.reason;
}

// ---------------------------------------------------------------------------------------------

static void add_commands(KindOf<State>& k) {
  const Whose insurer = by(Who::insurer), contractor = by(Who::contractor);
  const auto paying = in(Phase::reported, Phase::accepted);
  const auto counted = in(Phase::reported, Phase::filed, Phase::accepted, Phase::refused,
                          Phase::awaiting_supplement, Phase::settled);
  k.opens<Report>({"理赔", "Report"}, insurer).judges().check<Report>(check);
  k.opens<File>({"提交理赔信息", "File"}, contractor).judges().check<File>(check);
  k.command<Accept>({"受理", "Accept"}, insurer, in(Phase::filed));
  k.command<Refuse>({"不予受理", "Refuse"}, insurer, in(Phase::filed));
  k.command<RequestSupplement>({"要求补充材料", "Request material"}, insurer, in(Phase::filed));
  k.command<Supplement>({"补充材料", "Supplement"}, contractor, in(Phase::awaiting_supplement));
  k.command<UpdateProgress>(
      {"更新理赔进度", "Update progress"}, insurer,
      in(Phase::reported, Phase::filed, Phase::accepted, Phase::awaiting_supplement));
  k.command<Pay>({"登记赔款", "Pay"}, insurer, paying);
  k.command<Settle>({"结案", "Settle"}, insurer, paying);
  k.command<Correct>({"更正", "Correct"}, insurer, counted).check<Correct>(check);
  k.command<Void>({"作废", "Void"}, insurer, counted);
  k.command<Withdraw>({"撤回", "Withdraw"}, contractor,
                      in(Phase::filed, Phase::awaiting_supplement));
  k.command<Disclose>({"查看完整信息", "Disclose"},
                      by(Who::contractor, Who::insurer, Who::broker, Who::regulator), in_any());
  k.erasable(by(Who::regulator),
             in(Phase::refused, Phase::settled, Phase::void_, Phase::withdrawn));
}

const Kind& kind() {
  static const Kind kind = [] {
    KindOf<State> k("insurance-claim", "insurance-claims", {"理赔", "Insurance claim"});
    add_commands(k);
    k.event<Disclosed>().event<Reported>().event<Filed>().event<Accepted>().event<Refused>();
    k.event<SupplementRequested>().event<Supplemented>().event<ProgressUpdated>().event<Paid>();
    k.event<Settled>().event<Corrected>().event<Voided>().event<Withdrawn>();
    return k.parties(parties).project([](const State& s) { return s.project; }).done();
  }();
  return kind;
}

}  // namespace surety::insurance_claim
