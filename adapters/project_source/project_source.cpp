// The table is compared with what is folded, a piece at a time; only what differs is a command.
#include "adapters/project_source/project_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>

#include "adapters/spreadsheets/project_table.hpp"
#include "engine/digest.hpp"
#include "engine/fold_keys.hpp"
#include "engine/forecast.hpp"
#include "engine/kinds/project.hpp"
#include "events/json.hpp"

namespace surety {
namespace {

using Seconds = std::chrono::seconds;

constexpr std::size_t answer_bytes_max = 64 << 20, in_flight_max = 64, piece_rows = 1'000;
constexpr auto outcome_wait = Seconds(40);
/// Also how a later refresh knows that it was the source, and not a person, who shut it out.
constexpr const char* vanished = "住建厅项目表中已无此项目";

std::size_t column_named(const ProjectTable& table, std::string_view field) {
  const auto at = std::find(table.fields.begin(), table.fields.end(), field);
  return static_cast<std::size_t>(at - table.fields.begin());
}

std::size_t valid_column(const ProjectTable& table) {
  const auto at = std::find_if(table.titles.begin(), table.titles.end(), [](const auto& title) {
    return title == "有效" || title == "是否有效" || title == "valid";
  });
  return static_cast<std::size_t>(at - table.titles.begin());
}

std::string cell_of(const ProjectRow& row, std::size_t column) {
  return column < row.cells.size() ? row.cells[column] : std::string();
}

bool says_no(const std::string& cell) {
  static const std::set<std::string> noes{"否", "无效", "失效", "0", "false", "FALSE", "no", "N"};
  return noes.count(cell) != 0;
}

CommandEnvelope envelope(std::string command, const std::string& code, std::int64_t version,
                         std::string body, Instant now) {
  CommandEnvelope e;
  e.kind = "project";
  e.command = std::move(command);
  e.case_id = e.root = code;
  e.actor.engine = true;
  e.body = std::move(body);
  e.submitted_at = now;
  // With the version, so that what a row said before can come true again.
  e.id = "s-" + hex(sha256(fmt::format("{}\n{}\n{}\n{}", e.command, code, version, e.body)));
  e.body_digest = hex(sha256(e.body));
  return e;
}

/// Commands on their way, so many at once; waits for the last of them.
class Giving {
 public:
  explicit Giving(Runtime& runtime) : runtime_(runtime) {}

  void give(CommandEnvelope e) {
    {
      std::unique_lock lock(shared_->mutex);
      wait(lock, in_flight_max - 1);
      ++shared_->in_flight;
    }
    // An answer that comes after everybody has left finds nothing but this.
    const auto answered = [shared = shared_](const Outcome& o) {
      const std::lock_guard lock(shared->mutex);
      --shared->in_flight;
      // Lost on its way, or decided against what another has done meanwhile: told next time.
      if (o.command_id.empty() || o.refusal) shared->missed = true;
      shared->answered.notify_all();
    };
    if (!runtime_.submit(std::move(e), answered)) {
      answered({});
      throw RefreshUnfinished("the node is busy");
    }
  }
  void finish() {
    std::unique_lock lock(shared_->mutex);
    wait(lock, 0);
    if (shared_->missed) throw RefreshUnfinished("a command was not taken");
  }

 private:
  struct Shared {
    std::mutex mutex;
    std::condition_variable answered;
    std::size_t in_flight = 0;
    bool missed = false;
  };
  void wait(std::unique_lock<std::mutex>& lock, std::size_t most) {
    if (!shared_->answered.wait_for(lock, outcome_wait,
                                    [&] { return shared_->in_flight <= most; }))
      throw RefreshUnfinished("no answer in time");
  }
  Runtime& runtime_;
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

struct Standing {
  std::int64_t version = 0;
  std::string contractor{};
  bool shut_out = false;  ///< by the source
};

Standing standing_of(const FoldReader& fold, const std::string& code) {
  const auto c = fold.find("project", code);
  if (!c) return {};
  const auto& s = c->as<project::State>();
  return {c->head.version, s.contractor.value,
          s.state == project::Phase::invalid && s.reason == vanished};
}

/// The codes of a jurisdiction's projects that came from its table and count at present.
std::vector<std::string> counting(const StoreReader& store, int partitions,
                                  const std::string& jurisdiction, const std::string& contractor) {
  std::vector<std::string> codes;
  const auto visit = [&](std::string_view, std::string_view bytes) {
    const auto c = decode_case(project::kind(), bytes);
    if (!c || c->head.jurisdiction != jurisdiction) return true;
    const auto& s = c->as<project::State>();
    const bool counts = s.state == project::Phase::active || s.state == project::Phase::suspended;
    if (counts && s.origin == project::Origin::table &&
        (contractor.empty() || s.contractor.value == contractor))
      codes.push_back(c->head.id);
    return true;
  };
  for (int p = 0; p < partitions; ++p) {
    const auto prefix = keys::state(p, "project/");
    store.scan(fold_family(), prefix, after_prefix(prefix), visit);
  }
  return codes;
}

ProjectTable table_in(std::string bytes, const std::string& jurisdiction) {
  auto rows = read_table(std::move(bytes));
  if (const auto* bad = std::get_if<TableProblem>(&rows))
    throw SourceUnavailable(bad->code + " " + bad->where);
  auto table = project_table(std::move(std::get<TableRows>(rows)), jurisdiction);
  if (const auto* bad = std::get_if<TableProblem>(&table))
    throw SourceUnavailable(bad->code + " " + bad->where);
  return std::move(std::get<ProjectTable>(table));
}

}  // namespace

ProjectSource::ProjectSource(ProjectSourceSettings settings, Runtime& runtime)
    : settings_(std::move(settings)), client_(settings_.client), runtime_(runtime) {}

SourceTable ProjectSource::ask(const std::string& contractor, std::stop_token stop) const {
  outgoing::Request request{"GET", settings_.url};
  if (!contractor.empty())
    request.url += (request.url.find('?') == request.url.npos ? "?" : "&") +
                   ("contractor=" + contractor);
  if (!settings_.key.empty())
    request.headers.emplace_back("Authorization", "Bearer " + settings_.key);
  request.timeout = settings_.timeout;
  request.answer_bytes_max = answer_bytes_max;
  request.stop = std::move(stop);
  auto answer = client_.send(request);
  if (!answer.good())
    throw SourceUnavailable(answer.failure == outgoing::Failure::none
                                ? fmt::format("it answers {}", answer.status)
                                : std::string(name(answer.failure)) + " " + answer.detail);
  auto table = table_in(std::move(answer.body), settings_.jurisdiction);
  // A department without a single project is an outage in disguise.
  if (table.rows.empty() && contractor.empty()) throw SourceUnavailable("it holds no project");

  SourceTable found{.contractor = contractor};
  const auto code_at = column_named(table, "project_code"), valid_at = valid_column(table);
  for (const auto& row : table.rows) {
    const auto code = cell_of(row, code_at);
    project::Import import;
    if (!row.problem.empty() || !from_json(row.body, import).empty()) {
      ++found.refused;
      found.unreadable.push_back(code);
      continue;
    }
    if (says_no(cell_of(row, valid_at))) continue;
    import.jurisdiction = RegionCode{settings_.jurisdiction};
    found.standing.insert_or_assign(code, std::move(import));
  }
  return found;
}

RefreshCounts ProjectSource::take(const SourceTable& table) const {
  RefreshCounts counts{.refused = table.refused};
  Giving giving(runtime_);
  const Instant now = runtime_.now();
  const int partitions = runtime_.partitions();
  for (auto next = table.standing.begin(); next != table.standing.end();) {
    const auto store = runtime_.snapshot();  // a new one for each piece: none is held for long
    const FoldReader fold(*store, partitions);
    Forecast forecast(fold, runtime_.library(), now);
    for (std::size_t n = 0; n < piece_rows && next != table.standing.end(); ++n, ++next) {
      const auto& [code, import] = *next;
      const Standing before = standing_of(fold, code);
      // Another's row is that other's to fetch, unless it was this one's until now.
      if (!table.contractor.empty() && import.contractor.value != table.contractor &&
          before.contractor != table.contractor)
        continue;
      auto e = envelope("import", code, before.version, to_json(import), now);
      const Commit commit = forecast.give(e);
      if (commit.refusal) {
        ++counts.refused;
        continue;
      }
      const bool differs = !commit.events.empty();
      if (!differs && !before.shut_out) continue;
      ++(before.version == 0 ? counts.added : counts.updated);
      if (differs) giving.give(std::move(e));
      if (before.shut_out)
        giving.give(envelope("revalidate", code, before.version,
                             to_json(project::Revalidate{"住建厅项目表中又有此项目"}), now));
    }
  }
  const auto store = runtime_.snapshot();
  const FoldReader fold(*store, partitions);
  const std::set<std::string> unreadable(table.unreadable.begin(), table.unreadable.end());
  for (const auto& code : counting(*store, partitions, settings_.jurisdiction, table.contractor)) {
    if (table.standing.count(code) || unreadable.count(code)) continue;
    ++counts.invalidated;
    giving.give(envelope("invalidate", code, standing_of(fold, code).version,
                         to_json(project::Invalidate{vanished}), now));
  }
  giving.finish();
  return counts;
}

}  // namespace surety
