// 飞行检查 (HLJ annex 2): recorded by a regulator or by the project's insurer.
#include "engine/kinds/inspection.hpp"

#include "engine/authorisation.hpp"
#include "engine/kind_table.hpp"
#include "engine/kinds/hazard.hpp"
#include "engine/kinds/policy.hpp"
#include "engine/kinds/project.hpp"

namespace surety::inspection {
namespace {

Parties parties(const CaseHead& head, const State& s) {
  Parties p;
  p.contractor = s.contractor.value;
  if (s.insurer) p.insurer = s.insurer->value;
  if (s.provider) p.provider = s.provider->value;
  p.region = s.region_code.value;
  p.jurisdiction = head.jurisdiction;
  return p;
}

/// The policy in force at the project, else the one the actor insures, else none.
std::optional<Case> policy_of(const Context& ctx) {
  std::optional<Case> mine;
  for (const auto& one : ctx.root.all("policy")) {
    const auto& s = one.as<policy::State>();
    if (s.state == policy::Phase::in_force) return one;
    if (s.issued_at && stands(ctx.actor, Who::insurer, {.insurer = s.insurer.value})) mine = one;
  }
  return mine;
}

hazard::Reported hazard_of(const Recorded& e, const Problem& p, const std::string& inspection,
                           const std::optional<Case>& policy) {
  hazard::Reported h;
  h.category = p.category;
  h.description = p.description;
  h.level = p.level;
  h.photos = p.photos.value_or(std::vector<DocumentId>{});
  h.rectify_by = p.rectify_by;
  h.source = hazard::Origin::inspection;
  h.project = e.project;
  h.project_name = e.project_name;
  h.reporter = e.inspecting;
  h.region_code = e.region_code;
  h.contractor = e.contractor;
  h.insurer = e.insurer;
  h.provider = e.provider;
  h.inspection = inspection;
  if (policy) h.policy = policy->head.id;
  return h;
}

}  // namespace

Decision decide(const State&, const Record& c, const Context& ctx) {
  const auto project = ctx.root.find("project", c.project);
  if (!project) return refuse(Code::unknown_reference).with("field", "project");
  const auto& site = project->as<project::State>();
  const auto policy = policy_of(ctx);
  Parties concerned = project->kind->parties(project->head, project->state.get());
  if (policy) concerned.insurer = policy->as<policy::State>().insurer.value;
  // A project one has nothing to do with is not there (domain.md §6).
  if (!stands_any(ctx.actor, by(Who::regulator, Who::insurer), concerned))
    return refuse(Code::unknown_reference).with("field", "project");
  Recorded e{c};
  e.project_name = site.name;
  e.inspecting = ctx.actor.organisation;
  e.region_code = site.region_code;
  e.contractor = site.contractor;
  if (policy) {
    e.insurer = policy->as<policy::State>().insurer;
    e.provider = policy->as<policy::State>().provider;
  }
  for (std::size_t i = 0; i < c.problems.size(); ++i) e.hazards.push_back(ctx.new_id());
  Decision d = happened(e);
  for (std::size_t i = 0; i < c.problems.size(); ++i)
    d.also("hazard", e.hazards[i], hazard_of(e, c.problems[i], ctx.head.id, policy));
  return d;
}

void evolve(State& s, const Recorded& e, const Happening&) { static_cast<Recorded&>(s) = e; }

const Kind& kind() {
  static const Kind kind =
      KindOf<State>("inspection", "inspections", {"飞行检查", "Inspection"})
          .opens<Record>({"登记飞行检查", "Record"}, by(Who::regulator, Who::insurer),
                         [](const Record& c) { return c.project; })
          .judges()
          .event<Recorded>()
          .parties(parties)
          .project([](const State& s) { return s.project; })
          .done();
  return kind;
}

}  // namespace surety::inspection
