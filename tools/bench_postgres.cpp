// PostgreSQL for comparison: its own tools, prepared statements, as many clients.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "tools/bench_reads.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

const std::filesystem::path programs = "/usr/lib/postgresql/15/bin";

std::string program(std::string_view name) { return (programs / name).string(); }

}  // namespace

std::string BenchPostgres::missing() {
  if (std::filesystem::exists(programs / "initdb")) return {};
  return "PostgreSQL 15 is not there: apt-get install postgresql postgresql-contrib";
}

/// It refuses to run as root, so its package's own user runs it then.
std::string BenchPostgres::as_owner(const std::string& command) const {
  const auto quiet = fmt::format("{} >> {}/log 2>&1", command, folder_.string());
  return geteuid() == 0 ? fmt::format("runuser -u postgres -- sh -c \"cd {} && {}\"",
                                      folder_.string(), quiet)
                        : quiet;
}

BenchPostgres::BenchPostgres() {
  auto pattern = (std::filesystem::temp_directory_path() / "surety-postgres-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw Failure("no temporary folder", "make room and try again");
  folder_ = pattern;
  const auto data = (folder_ / "data").string();
  if (geteuid() == 0 && std::system(("chown postgres " + folder_.string()).c_str()) != 0)
    throw Failure("there is no user postgres", "apt-get install postgresql");
  const auto make = fmt::format("{} -D {} -U bench -A trust --locale=C.UTF-8 --no-sync",
                                program("initdb"), data);
  const auto start = fmt::format(
      "{} -D {} -w -l {}/server -o '-c listen_addresses= -c unix_socket_directories={} "
      "-c shared_buffers=1GB -c jit=off -c max_connections=100 -c fsync=off' start",
      program("pg_ctl"), data, folder_.string(), folder_.string());
  if (std::system(as_owner(make).c_str()) != 0 || std::system(as_owner(start).c_str()) != 0)
    throw Failure("PostgreSQL does not start: " + (folder_ / "log").string(), "look at that file");
}

BenchPostgres::~BenchPostgres() {
  const auto stop = fmt::format("{} -D {} -m immediate stop", program("pg_ctl"),
                                (folder_ / "data").string());
  if (std::system(as_owner(stop).c_str()) == 0) std::filesystem::remove_all(folder_);
}

void BenchPostgres::run_sql(const std::string& sql) const {
  const auto file = folder_ / "statements.sql";
  std::ofstream(file) << sql;
  const auto command =
      fmt::format("{} -h {} -U bench -q -v ON_ERROR_STOP=1 -f {} postgres >> {}/log 2>&1",
                  program("psql"), folder_.string(), file.string(), folder_.string());
  if (std::system(command.c_str()) != 0)
    throw Failure("PostgreSQL refused a statement: " + (folder_ / "log").string(),
                  "look at that file");
}

ReadFigures BenchPostgres::measure(const std::string& script, int clients, double seconds) const {
  const auto file = folder_ / "script.sql";
  std::ofstream(file) << script;
  const auto logs = folder_ / "times";
  std::filesystem::remove_all(logs);
  std::filesystem::create_directory(logs);
  const auto command = fmt::format(
      "cd {} && {} -h {} -U bench -n -M prepared -c {} -j 2 -T {} -f {} -l postgres "
      ">> {}/log 2>&1",
      logs.string(), program("pgbench"), folder_.string(), clients,
      std::max(1, static_cast<int>(seconds)), file.string(), folder_.string());
  if (std::system(command.c_str()) != 0)
    throw Failure("pgbench failed: " + (folder_ / "log").string(), "look at that file");
  std::vector<double> times;
  for (const auto& entry : std::filesystem::directory_iterator(logs)) {
    std::ifstream in(entry.path());
    // client, transaction, microseconds, …
    for (std::string client, number, micros, rest; in >> client >> number >> micros;) {
      std::getline(in, rest);
      times.push_back(std::atof(micros.c_str()) / 1000);
    }
  }
  if (times.empty()) return {};
  std::sort(times.begin(), times.end());
  const auto at = [&](double p) {
    return times[static_cast<std::size_t>(p * static_cast<double>(times.size() - 1))];
  };
  return {at(.5), at(.99), static_cast<double>(times.size()) / std::max(1.0, seconds)};
}

}  // namespace surety::tools
