// A project table as a whole: first what would become of it, then, with `confirm=true`, the same row
// by row as commands of the person who brings it. A table that comes again changes nothing.
#include <fmt/format.h>

#include "adapters/http/command_checks.hpp"
#include "adapters/http/commands.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/spreadsheets/project_table.hpp"
#include "engine/forecast.hpp"

namespace surety::http {
namespace {

constexpr std::size_t refused_shown = 1'000, in_flight_max = 64;

/// Touched by one thread at a time: that of the pool for slow work.
struct Import {
  CallPtr call;
  std::shared_ptr<const Request> alone;  ///< what each row is asked with
  ProjectTable table;
  const Kind* kind;
  const CommandRule* rule;
  bool confirmed = false;
  std::int64_t imported = 0, changed = 0, unchanged = 0, flagged = 0;
  std::size_t next = 0, in_flight = 0;
  struct Refusal {
    const ProjectRow* row;
    std::string problem;  ///< JSON
  };
  std::vector<Refusal> refused;

  void refuse(const ProjectRow& row, Response problem) {
    refused.push_back({&row, std::move(problem.body)});
  }
  void count(const ProjectRow& row, bool opened, bool nothing) {
    ++(opened ? imported : nothing ? unchanged : changed);
    if (!row.codes_valid) ++flagged;
  }
  Response answer() const;
};

std::string columns_json(const ProjectTable& table) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < table.titles.size(); ++i)
    out.push_back(JsonObject()
                      .text("title", table.titles[i])
                      .text_or_null("field", table.fields[i])
                      .done());
  return json_list(out);
}

Response Import::answer() const {
  if (call->parameter("format") == "csv") {
    std::vector<RefusedRow> rows;
    for (const auto& r : refused) rows.push_back({r.row, reason_of(r.problem, 422)});
    Response r = json_response(refused_csv(table, rows));
    r.content_type = "text/csv; charset=utf-8";
    return std::move(r).header("Content-Disposition", "attachment; filename=\"refused.csv\"");
  }
  std::vector<std::string> rows;
  for (const auto& r : refused) {
    if (rows.size() >= refused_shown) break;
    rows.push_back(JsonObject()
                       .number("line", static_cast<std::int64_t>(r.row->line))
                       .raw("problem", r.problem)
                       .done());
  }
  return json_response(JsonObject()
                           .flag("confirmed", confirmed)
                           .raw("columns", columns_json(table))
                           .number("rows_read", static_cast<std::int64_t>(table.rows.size()))
                           .number("imported", imported)
                           .number("changed", changed)
                           .number("unchanged", unchanged)
                           .number("flagged", flagged)
                           .number("refused", static_cast<std::int64_t>(refused.size()))
                           .raw("refused_rows", json_list(rows))
                           .done());
}

Response bad_row(const Call& call, const ProjectRow& row) {
  return problem(*call.request, 422, "invalid-fields", {{"", row.problem}});
}

// The checks of a command that comes alone, then the engine's own decision on what there is now.
void foresee(Import& import, Forecast& forecast, const ProjectRow& row) {
  const Call& call = *import.call;
  if (!row.problem.empty()) return import.refuse(row, bad_row(call, row));
  const auto object = import.rule->make();
  const Type& type = *import.rule->type;
  auto problems = field_problems(call, *import.kind, *import.rule, nullptr, object.get(),
                                 read_json(row.body, type, object.get(), Source::outside));
  if (!problems.empty())
    return import.refuse(row, problem(*call.request, 422, "invalid-fields", problems));
  CommandEnvelope e;
  e.kind = import.kind->name;
  e.command = import.rule->name;
  e.actor = call.actor;
  e.case_id = import.rule->id(object.get());
  e.root = import.rule->root ? import.rule->root(object.get(), e.actor) : e.case_id;
  write_json(e.body, type, object.get());
  const Commit commit = forecast.give(e);
  if (const auto& r = commit.refusal)
    return import.refuse(
        row, problem(*call.request, status_of_refusal(r->code), r->code, {}, r->facts));
  const bool opened = !commit.events.empty() && commit.events[0].case_version == 1;
  import.count(row, opened, commit.events.empty());
}

void go_on(const std::shared_ptr<Import>& import);

void row_answered(const std::shared_ptr<Import>& import, const ProjectRow& row, Response r) {
  --import->in_flight;
  if (r.status == 200 || r.status == 201)
    import->count(row, r.status == 201, r.body.find("\"events\":[]") != std::string::npos);
  else
    import->refuse(row, std::move(r));
  go_on(import);
}

void give(const std::shared_ptr<Import>& import, const ProjectRow& row) {
  // A late outcome may follow the news that it is not known yet.
  const auto answered = std::make_shared<std::atomic<bool>>(false);
  const auto reply = [import, &row, answered](Response r) {
    if (answered->exchange(true)) return;
    import->call->edge.slow.run_after(
        std::chrono::milliseconds(0),
        [import, &row, r = std::move(r)]() mutable { row_answered(import, row, std::move(r)); });
  };
  if (!row.problem.empty()) return reply(bad_row(*import->call, row));
  const auto call = std::make_shared<Call>(Call{import->call->edge, import->alone, reply});
  call->actor = import->call->actor;
  guarded(call, [&] {
    call->look();
    give_command(call, {import->kind, import->rule, {}}, row.body);
  });
}

// Several at once; two rows of one project are decided in the order in which they were given.
void go_on(const std::shared_ptr<Import>& import) {
  while (import->next < import->table.rows.size() && import->in_flight < in_flight_max) {
    ++import->in_flight;
    give(import, import->table.rows[import->next++]);
  }
  if (import->in_flight == 0) import->call->reply(import->answer());
}

ProjectTable table_of(const Call& call) {
  const auto refuse = [](const TableProblem& p) {
    throw Refused(422, p.code, {}, JsonObject().text("where", p.where).done());
  };
  std::string jurisdiction(call.parameter("jurisdiction"));
  if (jurisdiction.empty()) jurisdiction = call.actor.jurisdiction;
  auto rows = read_table(call.request->body);
  if (const auto* bad = std::get_if<TableProblem>(&rows)) refuse(*bad);
  auto table = project_table(std::move(std::get<TableRows>(rows)), jurisdiction);
  if (const auto* bad = std::get_if<TableProblem>(&table)) refuse(*bad);
  return std::move(std::get<ProjectTable>(table));
}

void read_and_foresee(const std::shared_ptr<Import>& import) {
  const CallPtr& call = import->call;
  import->table = table_of(*call);
  if (import->confirmed) return go_on(import);
  call->look();
  const Runtime& runtime = call->edge.services.runtime;
  Forecast forecast(*call->fold, runtime.library(), runtime.now());
  for (const auto& row : import->table.rows) foresee(*import, forecast, row);
  call->reply(import->answer());
}

std::optional<Response> import_projects(const CallPtr& call) {
  const std::string_view confirm = call->parameter("confirm"), format = call->parameter("format");
  if (!confirm.empty() && confirm != "true" && confirm != "false")
    throw Refused(400, "bad-parameter");
  if (!format.empty() && format != "json" && format != "csv") throw Refused(400, "unknown-format");
  auto import = std::make_shared<Import>();
  import->call = call;
  // Without the headers that are about the whole: its key, its version.
  auto alone = std::make_shared<Request>();
  alone->method = "POST";
  alone->path = "/api/v1/projects/import";
  alone->headers = {{"accept-language", std::string(call->request->header("accept-language"))}};
  import->alone = std::move(alone);
  import->kind = kind_named("project");
  import->rule = import->kind->command("import");
  import->confirmed = confirm == "true";
  if (!permitted(call->actor, *import->kind, *import->rule)) throw Refused(403, "forbidden");
  call->fold.reset();
  call->store.reset();
  const bool taken = call->edge.slow.run(
      [import] { guarded(import->call, [&] { read_and_foresee(import); }); });
  if (!taken) throw Refused(503, "overloaded");
  return std::nullopt;
}

}  // namespace

void add_import_routes(Router& router) {
  router.add("POST", "/api/v1/projects/imports", Access::signed_in, import_projects, true);
}

}  // namespace surety::http
