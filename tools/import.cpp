// `surety import projects`: gives a project table to a running server, row by row.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "adapters/http/problem.hpp"
#include "adapters/spreadsheets/project_table.hpp"
#include "tools/cli.hpp"
#include "tools/http_client.hpp"

namespace surety::tools {
namespace {

struct Keys {
  std::string file, jurisdiction, as, server = "http://127.0.0.1:8080";
};

struct Counts {
  std::int64_t imported = 0, changed = 0, unchanged = 0, flagged = 0;
};

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw Failure(path + " cannot be read", "look at the name of the file");
  return text.str();
}

ProjectTable table_in(const Keys& keys) {
  auto rows = read_table(file_text(keys.file));
  auto table = std::holds_alternative<TableRows>(rows)
                   ? project_table(std::move(std::get<TableRows>(rows)), keys.jurisdiction)
                   : std::get<TableProblem>(rows);
  if (auto* read = std::get_if<ProjectTable>(&table)) return std::move(*read);
  const auto& problem = std::get<TableProblem>(table);
  throw Failure(fmt::format("{}: {} {}", keys.file, http::sentence_of(problem.code).en,
                            problem.where),
                "mend the table; its titles belong into the first row");
}

bool nothing_happened(const std::string& body) {
  boost::system::error_code bad;
  const auto json = boost::json::parse(body, bad);
  const auto* events = bad ? nullptr : json.as_object().if_contains("events");
  return events && events->is_array() && events->as_array().empty();
}

/// Empty if the server took the row, else why not.
std::string give(HttpClient& client, const ProjectRow& row, Counts& counts) {
  if (!row.problem.empty()) return row.problem;
  const auto answer = client.send("POST", "/api/v1/projects/import", row.body);
  if (answer.status == 201) {
    ++counts.imported;
  } else if (answer.status == 200) {
    ++(nothing_happened(answer.body) ? counts.unchanged : counts.changed);
  } else if (answer.status == 401 || answer.status == 403 || answer.status == 404) {
    throw Failure(fmt::format("the server refuses the import (status {}, {})", answer.status,
                              reason_of(answer.body, answer.status)),
                  "import as a regulator of that jurisdiction");
  } else {
    return reason_of(answer.body, answer.status);
  }
  if (!row.codes_valid) ++counts.flagged;
  return {};
}

void import_projects(const Keys& keys) {
  const char* password = std::getenv("SURETY_PASSWORD");
  if (password == nullptr) {
    throw Failure("there is no password for " + keys.as, "give it in SURETY_PASSWORD");
  }
  const auto table = table_in(keys);
  HttpClient client(keys.server);
  client.sign_in(keys.as, password);

  Counts counts;
  std::vector<RefusedRow> refused;
  Progress progress("Importing", static_cast<std::int64_t>(table.rows.size()));
  std::int64_t done = 0;
  for (const auto& row : table.rows) {
    if (auto reason = give(client, row, counts); !reason.empty()) {
      refused.push_back({&row, std::move(reason)});
    }
    progress.at(++done);
  }
  progress.finish();
  fmt::print("{} rows read: {} imported, {} changed, {} unchanged, {} flagged, {} refused\n",
             table.rows.size(), counts.imported, counts.changed, counts.unchanged, counts.flagged,
             refused.size());
  if (refused.empty()) return;
  const auto beside = keys.file + ".refused.csv";
  if (!(std::ofstream(beside, std::ios::binary) << refused_csv(table, refused)).flush()) {
    throw Failure(beside + " cannot be written", "look at the free space");
  }
  fmt::print("The refused rows with their reasons are in {}\n", beside);
}

}  // namespace

void add_import(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand("import", "Bring existing tables into a running server");
  verb->require_subcommand(1);
  auto* projects = verb->add_subcommand("projects", "A project table (项目表)");
  projects->add_option("FILE", keys->file, "Workbook (.xlsx) or CSV, titles in its first row")
      ->required();
  projects->add_option("--jurisdiction", keys->jurisdiction, "Region code the table is of")
      ->required();
  projects->add_option("--as", keys->as, "Account; its password in SURETY_PASSWORD")->required();
  projects->add_option("--server", keys->server, "Address of the server")->capture_default_str();
  projects->footer("Titles are those of the screens (项目代码 …, amounts in their units) or field\n"
                   "names (project_code …, amounts in fen). Refused rows go to FILE.refused.csv.");
  projects->callback([keys] { import_projects(*keys); });
}

}  // namespace surety::tools
