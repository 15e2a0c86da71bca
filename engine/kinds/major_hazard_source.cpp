// 重大危险源: the contractor registers, updates, retires; the regulator looks on (BX-19).
#include "engine/kinds/major_hazard_source.hpp"

#include "engine/disclosure.hpp"
#include "engine/kind_table.hpp"
#include "engine/kinds/project.hpp"
#include "engine/partial.hpp"

namespace surety::major_hazard_source {
namespace {

void apply(State& s, const Update& c) {
  take(s.name, c.name);
  take(s.category, c.category);
  take(s.location, c.location);
  take(s.controls, c.controls);
  take(s.responsible_person, c.responsible_person);
  take(s.phone, c.phone);
  take(s.level, c.level);
  take(s.start, c.start);
  take(s.planned_end, c.planned_end);
}

bool ends_before_it_starts(const std::optional<Date>& start, const std::optional<Date>& end) {
  return start && end && *end < *start;
}

template <class C>
std::vector<Problem> check_dates(const C& c, Date) {
  if (!ends_before_it_starts(c.start, c.planned_end)) return {};
  return {{"/planned_end", name_of(Code::invalid_range)}};
}

Parties parties(const CaseHead& head, const State& s) {
  Parties p;
  p.contractor = s.contractor.value;
  p.region = s.region_code.value;
  p.jurisdiction = head.jurisdiction;
  return p;
}

}  // namespace

Decision decide(const State&, const Register& c, const Context& ctx) {
  const auto project = ctx.find<project::State>("project", c.project);
  if (!project) return refuse(Code::unknown_reference).with("field", "project");
  if (project->state != project::Phase::active && project->state != project::Phase::suspended)
    return refuse(Code::project_not_active).with("state", name_of(project->state));
  return happened(Registered{c, project->name, project->region_code, project->contractor});
}

Decision decide(const State& s, const Update& c, const Context&) {
  State next = s;
  apply(next, c);
  if (ends_before_it_starts(next.start, next.planned_end))
    return refuse(Code::invalid_range).with("field", "planned_end");
  if (to_json(next) == to_json(s)) return nothing_changed();
  return happened(Updated{c});
}

Decision decide(const State&, const Retire& c, const Context&) { return happened(Retired{c}); }

void evolve(State& s, const Registered& e, const Happening&) { static_cast<Registered&>(s) = e; }
void evolve(State& s, const Updated& e, const Happening&) { apply(s, e); }
void evolve(State& s, const Retired& e, const Happening& h) {
  s.state = Phase::retired;
  s.reason = e.reason;
  s.retired_at = h.recorded_at;
}

const Kind& kind() {
  static const Kind kind =
      KindOf<State>("major-hazard-source", "major-hazard-sources",
                    {"重大危险源", "Major hazard source"})
          .opens<Register>({"登记重大危险源", "Register"}, by(Who::contractor),
                           [](const Register& c) { return c.project; })
          .check<Register>(check_dates)
          .command<Update>({"修改", "Update"}, by(Who::contractor), in(Phase::registered))
          .check<Update>(check_dates)
          .command<Retire>({"销号", "Retire"}, by(Who::contractor), in(Phase::registered))
          .command<Disclose>({"查看完整信息", "Disclose"}, by(Who::contractor, Who::regulator),
                             in_any())
          .event<Disclosed>()
          .erasable(by(Who::regulator), in(Phase::retired))
          .event<Registered>()
          .event<Updated>()
          .event<Retired>()
          .parties(parties)
          .project([](const State& s) { return s.project; })
          .done();
  return kind;
}

}  // namespace surety::major_hazard_source
