// The enterprise's rules: it registers or enrols, each jurisdiction admits it, it keeps its data.
#include "engine/kinds/enterprise.hpp"
#include "engine/administrators.hpp"
#include "engine/disclosure.hpp"
#include "engine/kind_table.hpp"

#include <algorithm>

#include "engine/authorisation.hpp"
#include "engine/kinds/account.hpp"
#include "engine/regions.hpp"

namespace surety::enterprise {

namespace {

constexpr std::string_view create_account = "create-account";

const Admission* admission(const State& s, std::string_view jurisdiction) {
  for (const auto& a : s.admissions)
    if (a.jurisdiction.value == jurisdiction) return &a;
  return nullptr;
}

void admit(State& s, const RegionCode& jurisdiction, Phase phase,
           std::optional<std::string> reason = {}) {
  for (auto& a : s.admissions)
    if (a.jurisdiction == jurisdiction) {
      a.state = phase;
      a.reason = std::move(reason);
      return;
    }
  s.admissions.push_back({jurisdiction, phase, std::move(reason)});
}

/// Active if any admission is, else pending if any is, else rejected; shut out stays shut out.
void derive(State& s, bool shut_out = false) {
  const auto any = [&](Phase phase) {
    return std::any_of(s.admissions.begin(), s.admissions.end(),
                       [&](const Admission& a) { return a.state == phase; });
  };
  if (shut_out) s.state = Phase::suspended;
  else if (any(Phase::active)) s.state = Phase::active;
  else s.state = any(Phase::pending_review) ? Phase::pending_review : Phase::rejected;
}

template <class E>
void take_information(State& s, const E& e) {
  if (e.legal_representative) s.legal_representative = *e.legal_representative;
  if (e.address) s.address = *e.address;
  if (e.region_code) s.region_code = *e.region_code;
  if (e.contact_name) s.contact_name = *e.contact_name;
  if (e.contact_phone) s.contact_phone = *e.contact_phone;
  if (e.capacities) s.capacities = *e.capacities;
}

/// The jurisdiction an answer is about: the one named, else the account's, else the only pending.
std::string asked(const std::optional<RegionCode>& named, const State& s, const Context& ctx) {
  if (named) return named->value;
  if (!ctx.actor.jurisdiction.empty()) return ctx.actor.jurisdiction;
  for (const auto& a : s.admissions)
    if (a.state == Phase::pending_review) return a.jurisdiction.value;
  return ctx.head.jurisdiction;
}

/// A regulator answers for its own jurisdiction only; the administrator for all.
std::optional<Refusal> not_to_answer(const State& s, const std::string& jurisdiction,
                                     const Context& ctx) {
  if (!stands_any(ctx.actor, by(Who::regulator, Who::administrator),
                  {.jurisdiction = jurisdiction}))
    return refuse(Code::forbidden);
  const Admission* a = admission(s, jurisdiction);
  if (a && a->state == Phase::active)
    return refuse(Code::already_admitted).with("jurisdiction", jurisdiction);
  if (!a || a->state != Phase::pending_review)
    return refuse(Code::not_admitted).with("jurisdiction", jurisdiction);
  return std::nullopt;
}

std::vector<Problem> check_register(const Register& c, Date) {
  std::vector<Problem> problems;
  if (c.capacities.size() == 2 && c.capacities[0] == c.capacities[1])
    problems.push_back({"/capacities", name_of(Code::invalid_range)});
  if (!region(c.region_code.value))
    problems.push_back({"/region_code", name_of(Code::unknown_reference)});
  return problems;
}

template <class C>
std::vector<Problem> check_region(const C& c, Date) {
  if (!c.region_code || region(c.region_code->value)) return {};
  return {{"/region_code", name_of(Code::unknown_reference)}};
}

}  // namespace

Decision decide(const State& s, const Register& c, const Context& ctx) {
  const std::string jurisdiction =
      c.jurisdiction ? c.jurisdiction->value
                     : jurisdiction_of_region(c.region_code.value, ctx.facts);
  if (jurisdiction.empty()) return refuse(Code::no_rulebook);
  if (ctx.head.version > 0) {
    // Anybody can type this form: what is known of the enterprise stays, and no account is opened.
    if (admission(s, jurisdiction)) return refuse(Code::already_registered);
    return happened(AdmissionRequested{{jurisdiction}});
  }
  if (ctx.facts.find("account", c.username.value)) return refuse(Code::username_taken);
  return happened(Registered{c.credit_code, c.name, c.capacities, c.legal_representative,
                             c.region_code, c.address, c.contact_name, c.contact_phone, c.username,
                             c.password, {jurisdiction}, c.business_licence,
                             c.phone_code ? std::optional(*c.phone_code == phone_verified)
                                          : std::nullopt});
}

Decision decide(const State& s, const Enrol& c, const Context& ctx) {
  std::string jurisdiction = c.jurisdiction ? c.jurisdiction->value : ctx.book.jurisdiction;
  // Digits 3 to 8 of the code are the registering authority's region (GB 32100).
  if (jurisdiction.empty())
    jurisdiction = jurisdiction_of_region(c.credit_code.value.substr(2, 6), ctx.facts);
  if (jurisdiction.empty()) return refuse(Code::no_rulebook);
  const Admission* a = admission(s, jurisdiction);
  if (a && a->state == Phase::active) return nothing_changed();
  return happened(Enrolled{c.credit_code, c.name, {jurisdiction}});
}

Decision decide(const State& s, const Approve& c, const Context& ctx) {
  const std::string jurisdiction = asked(c.jurisdiction, s, ctx);
  if (auto refusal = not_to_answer(s, jurisdiction, ctx)) return *refusal;
  return happened(Approved{{jurisdiction}});
}

Decision decide(const State& s, const Reject& c, const Context& ctx) {
  const std::string jurisdiction = asked(c.jurisdiction, s, ctx);
  if (auto refusal = not_to_answer(s, jurisdiction, ctx)) return *refusal;
  return happened(Rejected{{jurisdiction}, c.reason});
}

Decision decide(const State& s, const Resubmit& c, const Context&) {
  Resubmitted e{{}, c.name, c.capacities, c.legal_representative, c.region_code, c.address,
                c.contact_name, c.contact_phone, c.business_licence};
  for (const auto& a : s.admissions)
    if (a.state != Phase::active && (!c.jurisdiction || *c.jurisdiction == a.jurisdiction))
      e.jurisdictions.push_back(a.jurisdiction);
  if (e.jurisdictions.empty()) return refuse(Code::not_admitted);
  return happened(e);
}

Decision decide(const State& s, const UpdateInformation& c, const Context&) {
  InformationUpdated e;
  const auto keep = [](auto& to, const auto& wants, const auto& has) {
    if (wants && *wants != has) to = wants;
  };
  keep(e.legal_representative, c.legal_representative, s.legal_representative);
  keep(e.address, c.address, s.address);
  keep(e.region_code, c.region_code, s.region_code);
  keep(e.contact_name, c.contact_name, s.contact_name);
  keep(e.contact_phone, c.contact_phone, s.contact_phone);
  keep(e.capacities, c.capacities, s.capacities);
  return to_json(e) == "{}" ? nothing_changed() : happened(e);
}

// Where the jurisdiction has a source, the edge has asked it and brings what came of it instead.
Decision decide(const State&, const RefreshProjects&, const Context&) {
  return refuse(Code::no_project_source);
}

Decision decide(const State&, const RecordRefresh& c, const Context&) {
  return happened(ProjectsRefreshed{c.added, c.updated, c.invalidated});
}

Decision decide(const State&, const Suspend& c, const Context&) {
  return happened(Suspended{c.reason});
}
Decision decide(const State&, const Reinstate& c, const Context&) {
  return happened(Reinstated{c.reason});
}

void evolve(State& s, const Registered& e, const Happening&) {
  s.credit_code = e.credit_code;
  s.name = e.name;
  s.capacities = e.capacities;
  s.legal_representative = e.legal_representative;
  s.region_code = e.region_code;
  s.address = e.address;
  s.contact_name = e.contact_name;
  s.contact_phone = e.contact_phone;
  s.username = e.username.value;
  s.password_ref = e.password_ref;
  s.business_licence = e.business_licence;
  s.phone_verified = e.phone_verified.value_or(false);
  admit(s, e.jurisdiction, Phase::pending_review);
  derive(s);
}

void evolve(State& s, const AdmissionRequested& e, const Happening&) {
  admit(s, e.jurisdiction, Phase::pending_review);
  derive(s, s.state == Phase::suspended);
}

void evolve(State& s, const Enrolled& e, const Happening&) {
  const bool shut_out = s.state == Phase::suspended;
  s.credit_code = e.credit_code;
  s.name = e.name;  // the newest certificate's name holds
  if (s.region_code.empty()) s.region_code = e.jurisdiction;
  s.enrolled = true;
  admit(s, e.jurisdiction, Phase::active);
  derive(s, shut_out);
}

void evolve(State& s, const Approved& e, const Happening&) {
  admit(s, e.jurisdiction, Phase::active);
  derive(s, s.state == Phase::suspended);
}

void evolve(State& s, const Rejected& e, const Happening&) {
  admit(s, e.jurisdiction, Phase::rejected, e.reason);
  derive(s, s.state == Phase::suspended);
}

void evolve(State& s, const Resubmitted& e, const Happening&) {
  if (e.name) s.name = *e.name;
  if (e.business_licence) s.business_licence = e.business_licence;
  take_information(s, e);
  for (const auto& jurisdiction : e.jurisdictions) admit(s, jurisdiction, Phase::pending_review);
  derive(s);
}

void evolve(State& s, const InformationUpdated& e, const Happening&) { take_information(s, e); }

void evolve(State&, const ProjectsRefreshed&, const Happening&) {}

void evolve(State& s, const Suspended& e, const Happening&) {
  s.suspension = e.reason;
  derive(s, true);
}

void evolve(State& s, const Reinstated&, const Happening&) {
  s.suspension.reset();
  derive(s);
}

namespace {

/// The account has a root of its own, so opening it is owed until the platform has done it.
std::vector<Effect> effects(const CaseHead& head, const State& s) {
  if (s.username.empty()) return {};
  const auto& ended = head.effects_ended;
  if (std::find(ended.begin(), ended.end(), create_account) != ended.end()) return {};
  account::Create c;
  c.username = {s.username};
  c.display_name = s.contact_name;
  c.phone = s.contact_phone;
  c.roles = {"enterprise"};
  c.organisation = PartyCode{s.credit_code.value};
  c.password = s.password_ref;
  c.admin = true;
  return {{std::string(create_account), Effect::Channel::command, "account", "create", s.username,
           s.username, to_json(c), ""}};
}

Parties parties(const CaseHead& h, const State& s) {
  Parties p{.self = s.credit_code.value,
            .region = s.region_code.value,
            .jurisdiction = h.jurisdiction};
  for (const auto& a : s.admissions) p.also_in.push_back(a.jurisdiction.value);
  return p;
}

}  // namespace

const Kind& kind() {
  static const Kind k = [] {
    const auto code = [](const auto& c) { return c.credit_code.value; };
    const auto answers = by(Who::regulator, Who::administrator);
    const auto open = in(Phase::pending_review, Phase::active, Phase::rejected);
    return KindOf<State>("enterprise", "enterprises", {"企业", "Enterprise"})
        .opens<Register>({"企业注册", "Register"}, by(Who::anyone), code, code)
        .again()
        .check<Register>(check_register)
        .opens<Enrol>({"证书登录建档", "Enrol"}, by(Who::engine), code, code)
        .again()
        .command<Approve>({"审核通过", "Approve"}, answers, open)
        .command<Reject>({"审核不通过", "Reject"}, answers, open)
        .command<Resubmit>({"重新提交", "Resubmit"}, by(Who::self), open)
        .check<Resubmit>(check_region<Resubmit>)
        .when([](const State& s) {
          return std::any_of(s.admissions.begin(), s.admissions.end(),
                             [](const Admission& a) { return a.state != Phase::active; });
        })
        .command<UpdateInformation>({"修改信息", "Update information"}, by(Who::self),
                                    in(Phase::active))
        .check<UpdateInformation>(check_region<UpdateInformation>)
        .command<RefreshProjects>({"刷新项目", "Refresh projects"}, by(Who::self), in(Phase::active))
        .command<RecordRefresh>({"记录项目刷新", "Record a refresh"}, by(Who::engine),
                                in(Phase::active))
        .command<Suspend>({"停用", "Suspend"}, by(Who::administrator), open)
        .command<Reinstate>({"恢复", "Reinstate"}, by(Who::administrator), in(Phase::suspended))
        .command<Disclose>({"查看完整信息", "Disclose"},
                           by(Who::self, Who::regulator), in_any())
        .erasable(by(Who::regulator), in(Phase::rejected, Phase::suspended))
        .command<ReleaseAdministrator>({"解除管理员", "Release an administrator"}, by(Who::engine),
                                       in_any())
        .event<AdministratorReleased>()
        .event<Disclosed>()
        .event<Registered>()
        .event<AdmissionRequested>()
        .event<Enrolled>()
        .event<Approved>()
        .event<Rejected>()
        .event<Resubmitted>()
        .event<InformationUpdated>()
        .event<ProjectsRefreshed>()
        .event<Suspended>()
        .event<Reinstated>()
        .parties(parties)
        .open_effects(effects)
        .done();
  }();
  return k;
}

}  // namespace surety::enterprise
