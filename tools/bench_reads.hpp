// What `surety bench reads` asks, of this program and of PostgreSQL.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace surety::tools {

/// `{n}` stands for a number of 1 … `numbers`, drawn for every request; `{day}` for the day so many
/// days from today.
struct ReadQuery {
  std::string name, account, path;
  std::int64_t numbers = 0;
  std::string sql;  ///< the same page and its total; `:n` is the number
};

struct ReadFigures {
  double p50_ms = 0, p99_ms = 0, per_second = 0;
};

/// A PostgreSQL of its own in a new folder, on a socket in that folder.
class BenchPostgres {
 public:
  /// Why there is none, where it cannot be had.
  static std::string missing();
  BenchPostgres();
  ~BenchPostgres();
  BenchPostgres(const BenchPostgres&) = delete;
  BenchPostgres& operator=(const BenchPostgres&) = delete;
  /// Files of rows as COPY takes them go here.
  const std::filesystem::path& folder() const { return folder_; }
  /// Throws Failure with what psql said.
  void run_sql(const std::string& sql) const;
  ReadFigures measure(const std::string& script, int clients, double seconds) const;

 private:
  std::string as_owner(const std::string& command) const;
  std::filesystem::path folder_;
};

}  // namespace surety::tools
