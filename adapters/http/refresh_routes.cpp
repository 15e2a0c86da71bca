// 刷新项目: an enterprise has its jurisdictions' sources asked for its projects, and is told what
// came of it. The same key gets the first answer; without one asking twice changes nothing twice.
#include <spdlog/spdlog.h>

#include "adapters/http/refresh.hpp"

#include "adapters/http/commands.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/keep_record.hpp"
#include "adapters/http/router.hpp"
#include "adapters/project_source/project_source.hpp"
#include "engine/fold_event.hpp"
#include "engine/kinds/enterprise.hpp"

namespace surety::http {
namespace {

using Sources = std::vector<const ProjectSource*>;

Sources sources_of(const Call& call, const enterprise::State& s) {
  Sources found;
  if (const auto* all = call.edge.services.project_sources)
    for (const auto& a : s.admissions)
      if (const auto source = all->find(a.jurisdiction.value);
          source != all->end() && a.state == enterprise::Phase::active)
        found.push_back(source->second.get());
  return found;
}

void tell(const CallPtr& call, const Outcome& outcome) {
  call->look();
  const auto [kind, id] = split_case_key(outcome.case_key);
  enterprise::ProjectsRefreshed counts;
  for (const auto& entry : call->fold->history(kind, id, outcome.version - 1, 1))
    from_json(entry.event.data, counts, surety::Source::stored);
  Response r = json_response(told_of(outcome)
                                 .number("added", counts.added)
                                 .number("updated", counts.updated)
                                 .number("invalidated", counts.invalidated)
                                 .done());
  r.header("ETag", '"' + std::to_string(outcome.version) + '"');
  call->reply(std::move(r).header("Surety-Position", outcome.position.text()));
}

void refresh(const CallPtr& call, const Sources& sources, const std::string& id) {
  try {
    // All of them are asked first: where one is not there, nothing changes.
    std::vector<SourceTable> tables;
    for (const auto* source : sources) tables.push_back(source->ask(id));
    RefreshCounts counts;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      const auto one = sources[i]->take(tables[i]);
      counts.added += one.added;
      counts.updated += one.updated;
      counts.invalidated += one.invalidated;
    }
    const enterprise::RecordRefresh told{counts.added, counts.updated, counts.invalidated};
    keep_record(call, {"enterprise", "record-refresh", id, id, to_json(told), command_id(*call)},
                [call](const Outcome& outcome) { tell(call, outcome); });
  } catch (const SourceUnavailable& why) {
    spdlog::warn("project source, asked by {}: {}", id, why.what());
    call->refuse(Refused(503, "project-source-unavailable"));
  } catch (const RefreshUnfinished& why) {
    spdlog::warn("projects of {}: {}", id, why.what());
    call->refuse(Refused(503, "refresh-unfinished"));
  }
}

std::optional<Response> refresh_projects(const CallPtr& call) {
  const Kind* kind = kind_named("enterprise");
  const CommandTarget target{kind, kind->command("refresh-projects"), call->parts.at(0)};
  enterprise::RefreshProjects nothing;
  const std::string& body = call->request->body;
  const auto problems = from_json(body.empty() ? "{}" : body, nothing);
  const auto on = find_for(*call, target);
  const auto& s = on.value.as<enterprise::State>();
  const auto sources = sources_of(*call, s);
  if (!problems.empty() || sources.empty() || s.state != enterprise::Phase::active) {
    give_command(call, target, body);  // which refuses it
    return std::nullopt;
  }
  if (const auto before = call->fold->outcome(command_id(*call)); before && !before->refusal) {
    tell(call, *before);
    return std::nullopt;
  }
  call->fold.reset();
  call->store.reset();
  const bool run = call->edge.portals.run(
      [call, sources, id = target.id] { guarded(call, [&] { refresh(call, sources, id); }); });
  if (!run) throw Refused(503, "overloaded");
  return std::nullopt;
}

}  // namespace

bool may_refresh_projects(const Call& call) {
  const Kind* kind = kind_named("enterprise");
  const auto own = call.fold->find("enterprise", call.actor.organisation);
  return own && permitted(call.actor, *kind, *kind->command("refresh-projects")) &&
         !sources_of(call, own->as<enterprise::State>()).empty();
}

void add_refresh_routes(Router& router) {
  router.add("POST", "/api/v1/enterprises/{}/refresh-projects", Access::signed_in,
             refresh_projects);
}

}  // namespace surety::http
