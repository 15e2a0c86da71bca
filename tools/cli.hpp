// What every verb of the program shares: its registration, its keys, its errors, its progress line.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace surety::tools {

/// Ends a verb with exit code 1: what is wrong, and what to try next.
struct Failure : std::runtime_error {
  Failure(const std::string& what, std::string try_next_)
      : std::runtime_error(what), try_next(std::move(try_next_)) {}
  std::string try_next;
};

/// Ends a verb with exit code 1 after it has said everything itself.
struct Unequal {};

/// Each verb registers its sub-command; its callback does the work.
void add_serve(CLI::App&);
void add_import(CLI::App&);
void add_replay(CLI::App&);
void add_verify(CLI::App&);
void add_export_case(CLI::App&);
void add_schemas(CLI::App&);
void add_bench(CLI::App&);
void add_bench_reads(CLI::App& bench);
void add_demo_data(CLI::App&);
void add_simulate(CLI::App&);
void add_clock(CLI::App&);
void add_journal(CLI::App&);
void add_backup(CLI::App&);
void add_restore(CLI::App&);
void add_rulebook(CLI::App&);
void add_dev_ca(CLI::App&);

/// Gives every long option of the verb its SURETY_… variable, and the verb a --config file.
void add_config(CLI::App& verb);
/// First thing in the verb's callback: fills from the file what neither the command line nor the
/// environment gave. Throws Failure on a file that cannot be read and CLI::ParseError on a key or
/// value that does not fit.
void read_config(CLI::App& verb);

/// The one line of long work: rewritten in place on a terminal, a line every few seconds elsewhere.
class Progress {
 public:
  explicit Progress(std::string title, std::int64_t total = 0);
  ~Progress();
  void at(std::int64_t done);
  void finish();
  double seconds() const;

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  void print(std::int64_t done, SteadyTime now);
  std::string title_;
  std::int64_t total_, done_ = 0;
  SteadyTime started_, printed_;
  bool terminal_, open_ = false;
};

}  // namespace surety::tools
