// 检查 (HLJ annex 2, QZI-05): planned and recorded by a regulator or by the project's insurer.
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
  p.reporter = s.inspecting;
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

/// Fills in whose site it is. A project one has nothing to do with is not there (domain.md §6).
template <class E>
std::optional<Refusal> place(E& e, const std::optional<Case>& policy, const Context& ctx) {
  const auto project = ctx.root.find("project", e.project);
  if (!project) return refuse(Code::unknown_reference).with("field", "project");
  const auto& site = project->template as<project::State>();
  Parties concerned = project->kind->parties(project->head, project->state.get());
  if (policy) concerned.insurer = policy->template as<policy::State>().insurer.value;
  if (!stands_any(ctx.actor, by(Who::regulator, Who::insurer), concerned))
    return refuse(Code::unknown_reference).with("field", "project");
  e.project_name = site.name;
  e.inspecting = ctx.actor.organisation;
  e.region_code = site.region_code;
  e.contractor = site.contractor;
  if (!policy) return std::nullopt;
  e.insurer = policy->template as<policy::State>().insurer;
  e.provider = policy->template as<policy::State>().provider;
  return std::nullopt;
}

/// The visit, and a hazard for each problem that was found.
Decision record(Recorded e, const std::optional<Case>& policy, const Context& ctx) {
  for (std::size_t i = 0; i < e.problems.size(); ++i) e.hazards.push_back(ctx.new_id());
  Decision d = happened(e);
  for (std::size_t i = 0; i < e.problems.size(); ++i)
    d.also("hazard", e.hazards[i], hazard_of(e, e.problems[i], ctx.head.id, policy));
  return d;
}

std::vector<Deadline> open_deadlines(const State& s, const Periods& p) {
  if (s.state != Phase::planned) return {};
  return {p.until("visit", *s.announced_on, *s.planned_on)};
}

}  // namespace

Decision decide(const State&, const Record& c, const Context& ctx) {
  const auto policy = policy_of(ctx);
  Recorded e{c};
  if (auto refusal = place(e, policy, ctx)) return *refusal;
  return record(std::move(e), policy, ctx);
}

Decision decide(const State&, const Plan& c, const Context& ctx) {
  if (c.planned_on < ctx.today) return refuse(Code::invalid_range).with("field", "planned_on");
  Planned e{c};
  if (auto refusal = place(e, policy_of(ctx), ctx)) return *refusal;
  return happened(e);
}

Decision decide(const State& s, const CarryOut& c, const Context& ctx) {
  const auto policy = policy_of(ctx);
  Recorded e{{s.project, c.inspected_on, c.inspectors, c.problems, c.conclusion,
              c.items ? c.items : s.items, c.photos}};
  e.project_name = s.project_name;
  e.inspecting = s.inspecting;
  e.region_code = s.region_code;
  e.contractor = s.contractor;
  e.insurer = s.insurer;
  e.provider = s.provider;
  return record(std::move(e), policy, ctx);
}

Decision decide(const State&, const Cancel& c, const Context&) { return happened(Cancelled{c}); }

static void place(State& s, const auto& e) {
  s.project = e.project;
  s.project_name = e.project_name;
  s.inspecting = e.inspecting;
  s.region_code = e.region_code;
  s.contractor = e.contractor;
  s.insurer = e.insurer;
  s.provider = e.provider;
  s.inspectors = e.inspectors;
}

void evolve(State& s, const Planned& e, const Happening& h) {
  place(s, e);
  s.items = e.items;
  s.planned_on = e.planned_on;
  s.announced_on = h.recorded_at.date();
}

void evolve(State& s, const Recorded& e, const Happening&) {
  place(s, e);
  s.state = Phase::recorded;
  s.inspected_on = e.inspected_on;
  s.problems = e.problems;
  s.conclusion = e.conclusion;
  s.items = e.items.value_or(std::vector<std::string>{});
  s.photos = e.photos.value_or(std::vector<DocumentId>{});
  s.hazards = e.hazards;
}

void evolve(State& s, const Cancelled& e, const Happening&) {
  s.state = Phase::cancelled;
  s.reason = e.reason;
}

const Kind& kind() {
  static const Kind kind = [] {
    const auto inspecting = by(Who::regulator, Who::insurer);
    return KindOf<State>("inspection", "inspections", {"检查", "Inspection"})
        .opens<Record>({"登记飞行检查", "Record"}, inspecting,
                       [](const Record& c) { return c.project; })
        .judges()
        .opens<Plan>({"制定检查计划", "Plan"}, inspecting, [](const Plan& c) { return c.project; })
        .judges()
        .command<CarryOut>({"登记检查结果", "Carry out"}, by(Who::reporter), in(Phase::planned))
        .command<Cancel>({"取消检查计划", "Cancel"}, by(Who::reporter), in(Phase::planned))
        .event<Recorded>()
        .event<Planned>()
        .event<Cancelled>()
        .deadline("visit", {"计划检查", "The planned inspection"}, false)
        .parties(parties)
        .open_deadlines(open_deadlines)
        .project([](const State& s) { return s.project; })
        .done();
  }();
  return kind;
}

}  // namespace surety::inspection
