// The housing department's project table (住建厅项目表), asked over HTTP: what stands there becomes
// commands of the projects, what vanished from it is 失效.
//
// GET URL?contractor=CODE, or without the parameter for all of it, with `Authorization: Bearer`;
// the answer is the table as it is imported by hand: CSV (UTF-8 or GB 18030) or an Excel workbook,
// its first row the titles or the names of `project.import`. A column 有效 (valid) that says 否, 0
// or false takes its row for vanished. Whoever answers with more rows than asked for does no harm.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "adapters/http_client/http_client.hpp"
#include "adapters/runtime.hpp"
#include "events/project.hpp"

namespace surety {

struct ProjectSourceSettings {
  std::string jurisdiction, url;
  std::string key;  ///< shared with the source; empty: it asks for none
  outgoing::Settings client{};
  std::chrono::milliseconds timeout{20'000};
};

/// Nothing was changed: the source is not there, too slow, or what it says is no project table.
struct SourceUnavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// Not every command was answered; asking again does what is left.
struct RefreshUnfinished : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct RefreshCounts {
  std::int64_t added = 0, updated = 0, invalidated = 0;
  std::int64_t refused = 0;  ///< rows that are no project, or whose code another jurisdiction holds
};

/// A source's rows as they were told at one time.
struct SourceTable {
  std::string contractor;  ///< whose projects were asked for; empty: all
  std::map<std::string, project::Import> standing;  ///< by project code
  std::vector<std::string> unreadable;  ///< codes whose row is no project: they have not vanished
  std::int64_t refused = 0;
};

/// Thread-safe; its calls wait for the network and for the engine.
class ProjectSource {
 public:
  /// The runtime outlives it.
  ProjectSource(ProjectSourceSettings, Runtime&);
  const std::string& jurisdiction() const { return settings_.jurisdiction; }
  /// Throws SourceUnavailable.
  SourceTable ask(const std::string& contractor, std::stop_token = {}) const;
  /// Gives the commands that make the projects what the table says; none where they are so already.
  /// Throws RefreshUnfinished.
  RefreshCounts take(const SourceTable&) const;

 private:
  ProjectSourceSettings settings_;
  outgoing::Client client_;
  Runtime& runtime_;
};
using ProjectSources = std::map<std::string, std::unique_ptr<ProjectSource>>;

/// Asks each source for all of it, once a period, on the node that leads its jurisdiction's rules.
class ProjectPolling {
 public:
  /// The references outlive it.
  ProjectPolling(const ProjectSources&, const Runtime&, std::chrono::duration<double> period);

 private:
  std::jthread thread_;
};

}  // namespace surety
