// The organisation's rules: entered by the administrator, suspended, linked with insurers.
#include "engine/kinds/organisation.hpp"
#include "engine/administrators.hpp"
#include "engine/kind_table.hpp"

#include <algorithm>

#include "engine/authorisation.hpp"
#include "engine/regions.hpp"

namespace surety::organisation {

namespace {

bool linked(const State& s, const CreditCode& insurer) {
  return std::find(s.insurers.begin(), s.insurers.end(), insurer) != s.insurers.end();
}

bool agreed(const State& s, const CreditCode& insurer) {
  return std::any_of(s.cooperations.begin(), s.cooperations.end(),
                     [&](const Cooperation& c) { return c.insurer == insurer; });
}

/// A cooperation of the future begins on its first day, one with an end is over after its last.
std::vector<Deadline> open_deadlines(const State& s, const Periods& p) {
  std::vector<Deadline> open;
  for (const auto& c : s.cooperations) {
    if (c.from && !linked(s, c.insurer))
      open.push_back(p.until("cooperation-start", *c.from - 1, *c.from - 1, c.insurer.value));
    if (c.until)
      open.push_back(p.until("cooperation-end", c.from.value_or(*c.until), *c.until,
                             c.insurer.value));
  }
  return open;
}

Decision begin_cooperation(const State&, const Deadline& due, const Context&) {
  return happened(CooperationBegun{{due.subject}});
}
Decision end_cooperation(const State&, const Deadline& due, const Context&) {
  return happened(InsurerUnlinked{{due.subject}});
}

std::vector<Problem> check_link(const LinkInsurer& c, Date today) {
  if (c.until && *c.until < c.from.value_or(today))
    return {{"/until", name_of(Code::invalid_range)}};
  return {};
}

std::vector<Problem> check_create(const Create& c, Date) {
  if (region(c.region_code.value)) return {};
  return {{"/region_code", name_of(Code::unknown_reference)}};
}

constexpr int deepest = 32;

/// Organisations of one kind stand above and below each other, and none above itself. Two that move
/// at once do not see each other; therefore whoever walks the tree stops somewhere.
std::optional<Refusal> not_above(const PartyCode& superior, Type kind, const Context& ctx) {
  std::string above = superior.value;
  for (int level = 0; level < deepest && above != ctx.head.id; ++level) {
    const auto found = ctx.facts.find("organisation", above);
    if (!found || found->as<State>().organisation_kind != kind)
      return refuse(Code::unknown_reference).with("field", "superior");
    if (!found->as<State>().superior) return std::nullopt;
    above = found->as<State>().superior->value;
  }
  return refuse(Code::invalid_range).with("field", "superior");
}

}  // namespace

Decision decide(const State&, const Create& c, const Context& ctx) {
  Created e{c.kind, c.name, c.credit_code, c.region_code, c.jurisdiction, c.superior};
  if (c.superior)
    if (auto refusal = not_above(*c.superior, c.kind, ctx)) return *refusal;
  // None is left for an auditor of all jurisdictions, whose region is the whole country.
  if (!e.jurisdiction)
    if (auto found = jurisdiction_of_region(c.region_code.value, ctx.facts); !found.empty())
      e.jurisdiction = RegionCode{found};
  return happened(e);
}

Decision decide(const State& s, const Update& c, const Context&) {
  Updated e;
  if (c.name && *c.name != s.name) e.name = c.name;
  if (c.region_code && *c.region_code != s.region_code) e.region_code = c.region_code;
  return e.name || e.region_code ? happened(e) : nothing_changed();
}

Decision decide(const State& s, const Subordinate& c, const Context& ctx) {
  if (c.superior == s.superior) return nothing_changed();
  if (c.superior)
    if (auto refusal = not_above(*c.superior, s.organisation_kind, ctx)) return *refusal;
  return happened(Subordinated{c.superior});
}

Decision decide(const State&, const Suspend& c, const Context&) {
  return happened(Suspended{c.reason});
}
Decision decide(const State&, const Reinstate& c, const Context&) {
  return happened(Reinstated{c.reason});
}

Decision decide(const State& s, const LinkInsurer& c, const Context&) {
  if (agreed(s, c.insurer)) return refuse(Code::already_linked).with("insurer", c.insurer.value);
  return happened(InsurerLinked{c.insurer, c.from, c.until});
}

Decision decide(const State&, const SetContact& c, const Context&) {
  return happened(ContactSet{c});
}

Decision decide(const State& s, const UnlinkInsurer& c, const Context&) {
  if (!agreed(s, c.insurer)) return refuse(Code::not_linked).with("insurer", c.insurer.value);
  return happened(InsurerUnlinked{c.insurer});
}

void evolve(State& s, const Created& e, const Happening&) {
  s.organisation_kind = e.kind;
  s.name = e.name;
  s.credit_code = e.credit_code;
  s.region_code = e.region_code;
  s.jurisdiction = e.jurisdiction;
  s.superior = e.superior;
}

void evolve(State& s, const Subordinated& e, const Happening&) { s.superior = e.superior; }

void evolve(State& s, const Updated& e, const Happening&) {
  if (e.name) s.name = *e.name;
  if (e.region_code) s.region_code = *e.region_code;
}

void evolve(State& s, const Suspended& e, const Happening&) {
  s.state = Phase::suspended;
  s.reason = e.reason;
}

void evolve(State& s, const Reinstated& e, const Happening&) {
  s.state = Phase::active;
  s.reason = e.reason;
}

void evolve(State& s, const InsurerLinked& e, const Happening& h) {
  s.cooperations.push_back({e.insurer, e.from, e.until});
  if (!e.from || *e.from <= h.recorded_at.date()) s.insurers.push_back(e.insurer);
}

void evolve(State& s, const CooperationBegun& e, const Happening&) {
  if (!linked(s, e.insurer)) s.insurers.push_back(e.insurer);
}

void evolve(State& s, const InsurerUnlinked& e, const Happening&) {
  std::erase(s.insurers, e.insurer);
  std::erase_if(s.cooperations, [&](const Cooperation& c) { return c.insurer == e.insurer; });
}

void evolve(State& s, const ContactSet& e, const Happening&) { s.contact = e; }

const Kind& kind() {
  static const Kind k = [] {
    using Pass = std::function<Decision(const State&, const Deadline&, const Context&)>;
    const auto id = [](const Create& c) { return c.id ? c.id->value : c.credit_code.value; };
    const auto administrator = by(Who::administrator, Who::engine);
    const auto broker = [](const State& s) { return s.organisation_kind == Type::broker; };
    return KindOf<State>("organisation", "organisations", {"机构", "Organisation"})
        .platform()
        .opens<Create>({"新增机构", "Create"}, administrator, id, id)
        .check<Create>(check_create)
        .command<Update>({"修改机构", "Update"}, administrator, in_any())
        .command<Subordinate>({"调整上级机构", "Move in the tree"}, administrator, in_any())
        .command<Suspend>({"停用机构", "Suspend"}, administrator, in(Phase::active))
        .command<Reinstate>({"恢复机构", "Reinstate"}, administrator, in(Phase::suspended))
        .command<LinkInsurer>({"建立合作", "Link an insurer"}, administrator, in(Phase::active))
        .when(broker)
        .check<LinkInsurer>(check_link)
        .command<UnlinkInsurer>({"解除合作", "Unlink an insurer"}, administrator, in_any())
        .when(broker)
        .command<ReleaseAdministrator>({"解除管理员", "Release an administrator"}, by(Who::engine),
                                       in_any())
        .command<SetContact>({"设置业务联系人", "Set the contact"},
                             by(Who::organisation_admin, Who::administrator), in_any())
        .event<ContactSet>()
        .event<AdministratorReleased>()
        .event<Created>()
        .event<Updated>()
        .event<Subordinated>()
        .event<Suspended>()
        .event<Reinstated>()
        .event<InsurerLinked>()
        .event<InsurerUnlinked>()
        .event<CooperationBegun>()
        .deadline("cooperation-start", {"合作开始", "Start of a cooperation"},
                  Pass(begin_cooperation))
        .deadline("cooperation-end", {"合作到期", "End of a cooperation"}, Pass(end_cooperation))
        .open_deadlines(open_deadlines)
        .parties([](const CaseHead& h, const State& s) {
          return Parties{.self = h.id,
                         .region = s.region_code.value,
                         .jurisdiction = s.jurisdiction ? s.jurisdiction->value : ""};
        })
        .done();
  }();
  return k;
}

}  // namespace surety::organisation
