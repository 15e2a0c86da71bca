// `surety import projects`: gives a project table to a running server, row by row.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstdlib>

#include "tools/cli.hpp"
#include "tools/http_client.hpp"
#include "tools/project_table.hpp"

namespace surety::tools {
namespace {

struct Keys {
  std::string file, jurisdiction, as, server = "http://127.0.0.1:8080";
};

struct Counts {
  std::int64_t imported = 0, changed = 0, unchanged = 0, flagged = 0;
};

/// `code: /path code` of a problem document, for the file of refused rows.
std::string reason_of(const HttpAnswer& answer) {
  boost::system::error_code bad;
  const auto json = boost::json::parse(answer.body, bad);
  if (bad || !json.is_object()) return fmt::format("status {}", answer.status);
  const auto& problem = json.as_object();
  const auto text = [](const boost::json::object& o, const char* name) {
    const auto* value = o.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string{};
  };
  std::string reason = text(problem, "code");
  if (const auto* errors = problem.if_contains("errors"); errors && errors->is_array()) {
    for (const auto& error : errors->as_array()) {
      if (!error.is_object()) continue;
      reason += fmt::format("; {} {}", text(error.as_object(), "path"),
                            text(error.as_object(), "code"));
    }
  }
  return reason.empty() ? fmt::format("status {}", answer.status) : reason;
}

bool nothing_happened(const std::string& body) {
  boost::system::error_code bad;
  const auto json = boost::json::parse(body, bad);
  const auto* events = bad ? nullptr : json.as_object().if_contains("events");
  return events && events->is_array() && events->as_array().empty();
}

/// Empty if the server took the row, else why not.
std::string give(HttpClient& client, const TableRow& row, Counts& counts) {
  if (!row.problem.empty()) return row.problem;
  const auto answer = client.send("POST", "/api/v1/projects/import", row.body);
  if (answer.status == 201) {
    ++counts.imported;
  } else if (answer.status == 200) {
    ++(nothing_happened(answer.body) ? counts.unchanged : counts.changed);
  } else if (answer.status == 401 || answer.status == 403 || answer.status == 404) {
    throw Failure(fmt::format("the server refuses the import (status {}, {})", answer.status,
                              reason_of(answer)),
                  "import as a regulator of that jurisdiction");
  } else {
    return reason_of(answer);
  }
  if (!row.codes_valid) ++counts.flagged;
  return {};
}

void import_projects(const Keys& keys) {
  if (!keys.file.ends_with(".csv") && !keys.file.ends_with(".CSV")) {
    throw Failure(keys.file + " is no CSV file", "save the table as CSV UTF-8");
  }
  const char* password = std::getenv("SURETY_PASSWORD");
  if (password == nullptr) {
    throw Failure("there is no password for " + keys.as, "give it in SURETY_PASSWORD");
  }
  const auto table = read_project_table(keys.file, keys.jurisdiction);
  HttpClient client(keys.server);
  client.sign_in(keys.as, password);

  Counts counts;
  std::vector<std::pair<const TableRow*, std::string>> refused;
  Progress progress("Importing", static_cast<std::int64_t>(table.rows.size()));
  std::int64_t done = 0;
  for (const auto& row : table.rows) {
    if (auto reason = give(client, row, counts); !reason.empty()) {
      refused.emplace_back(&row, std::move(reason));
    }
    progress.at(++done);
  }
  progress.finish();
  fmt::print("{} rows read: {} imported, {} changed, {} unchanged, {} flagged, {} refused\n",
             table.rows.size(), counts.imported, counts.changed, counts.unchanged, counts.flagged,
             refused.size());
  if (refused.empty()) return;
  const auto beside = keys.file + ".refused.csv";
  write_refused(beside, table, refused);
  fmt::print("The refused rows with their reasons are in {}\n", beside);
}

}  // namespace

void add_import(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand("import", "Bring existing tables into a running server");
  verb->require_subcommand(1);
  auto* projects = verb->add_subcommand("projects", "A project table (项目表)");
  projects->add_option("FILE", keys->file, "CSV with titles in its first row")->required();
  projects->add_option("--jurisdiction", keys->jurisdiction, "Region code the table is of")
      ->required();
  projects->add_option("--as", keys->as, "Account; its password in SURETY_PASSWORD")->required();
  projects->add_option("--server", keys->server, "Address of the server")->capture_default_str();
  projects->footer("Titles are those of the screens (项目代码 …, amounts in their units) or field\n"
                   "names (project_code …, amounts in fen). Refused rows go to FILE.refused.csv.");
  projects->callback([keys] { import_projects(*keys); });
}

}  // namespace surety::tools
