// 通知公告: drafted by a department for its region, published, withdrawn.
#include "engine/kinds/notice.hpp"

#include "engine/authorisation.hpp"
#include "engine/kind_table.hpp"
#include "engine/partial.hpp"
#include "engine/regions.hpp"

namespace surety::notice {
namespace {

void apply(State& s, const Amend& c) {
  take(s.title, c.title);
  take(s.body, c.body);
  take(s.category, c.category);
  take(s.audience, c.audience);
  take(s.attachments, c.attachments);
}

std::vector<Problem> check(const Draft& c, Date) {
  if (!c.region_code || region(c.region_code->value)) return {};
  return {{"/region_code", name_of(Code::unknown_reference)}};
}

Parties parties(const CaseHead& head, const State& s) {
  Parties p;
  p.region = s.region_code.value;
  p.jurisdiction = head.jurisdiction;
  p.everybody = s.state == Phase::published && s.audience != Audience::regulators;
  return p;
}

}  // namespace

Decision decide(const State&, const Draft& c, const Context& ctx) {
  const auto own = ctx.actor.region_code.empty() ? ctx.head.jurisdiction : ctx.actor.region_code;
  const RegionCode here = c.region_code.value_or(RegionCode{own});
  if (!stands_any(ctx.actor, by(Who::regulator, Who::administrator), {.region = here.value}))
    return refuse(Code::forbidden);
  return happened(Drafted{c.title, c.body, c.category, c.audience,
                          c.attachments.value_or(std::vector<DocumentId>{}), here,
                          ctx.actor.organisation});
}

Decision decide(const State& s, const Amend& c, const Context&) {
  State next = s;
  apply(next, c);
  return to_json(next) == to_json(s) ? nothing_changed() : happened(Amended{c});
}

Decision decide(const State&, const Publish&, const Context&) { return happened(Published{}); }

Decision decide(const State&, const Withdraw& c, const Context&) { return happened(Withdrawn{c}); }

void evolve(State& s, const Drafted& e, const Happening&) { static_cast<Drafted&>(s) = e; }
void evolve(State& s, const Amended& e, const Happening&) { apply(s, e); }

void evolve(State& s, const Published&, const Happening& h) {
  s.state = Phase::published;
  s.published_at = h.recorded_at;
}

void evolve(State& s, const Withdrawn& e, const Happening& h) {
  s.state = Phase::withdrawn;
  s.withdrawn_at = h.recorded_at;
  s.reason = e.reason;
}

const Kind& kind() {
  static const Kind kind = [] {
    const auto department = by(Who::regulator, Who::administrator);
    return KindOf<State>("notice", "notices", {"通知公告", "Notice"})
        .opens<Draft>({"起草", "Draft"}, department)
        .rooted<Draft>([](const Draft& c, const Actor& actor) {
          return "notice-" + (c.region_code ? c.region_code->value : actor.region_code);
        })
        .check<Draft>(check)
        .command<Amend>({"修改", "Amend"}, department, in(Phase::draft))
        .command<Publish>({"发布", "Publish"}, department, in(Phase::draft))
        .command<Withdraw>({"撤回", "Withdraw"}, department, in(Phase::draft, Phase::published))
        .event<Drafted>()
        .event<Amended>()
        .event<Published>()
        .event<Withdrawn>()
        .parties(parties)
        .done();
  }();
  return kind;
}

}  // namespace surety::notice
