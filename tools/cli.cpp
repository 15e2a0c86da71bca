// Keys from a TOML file and the environment, and the progress line.
#include "tools/cli.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>

namespace surety::tools {
namespace {

std::string with(std::string name, char from, char to, bool upper) {
  for (char& c : name) {
    if (c == from) c = to;
    if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return name;
}

std::string text_of(const toml::node& node, const std::string& key) {
  if (const auto* s = node.as_string()) return s->get();
  if (const auto* i = node.as_integer()) return std::to_string(i->get());
  if (const auto* b = node.as_boolean()) return b->get() ? "true" : "false";
  if (const auto* a = node.as_array()) {
    std::string joined;
    for (const auto& item : *a) joined += (joined.empty() ? "" : ",") + text_of(item, key);
    return joined;
  }
  throw CLI::ValidationError(key, "the file gives neither text, number, true/false nor a list");
}

/// The pairs of a table in the file, `a.b=c`; a dot in a key is a table to TOML.
void add_pairs(const toml::table& table, const std::string& before, CLI::Option& option) {
  for (const auto& [key, node] : table) {
    const std::string name = before + std::string(key.str());
    if (const auto* inner = node.as_table()) add_pairs(*inner, name + ".", option);
    else option.add_result(name + "=" + text_of(node, name));
  }
}

}  // namespace

void add_config(CLI::App& verb) {
  for (auto* option : verb.get_options()) {
    if (option->get_lnames().empty() || option->get_lnames()[0] == "help") continue;
    option->envname("SURETY_" + with(option->get_lnames()[0], '-', '_', true));
  }
  verb.add_option("--config", "TOML file with the keys below, `-` as `_`; the command line and "
                              "SURETY_… come first")
      ->envname("SURETY_CONFIG");
}

void read_config(CLI::App& verb) {
  const auto* config = verb.get_option("--config");
  if (config->count() == 0) return;
  const auto path = config->as<std::string>();
  toml::table table;
  try {
    table = toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    throw Failure(fmt::format("{}: {} (line {})", path, error.description(),
                              error.source().begin.line),
                  "mend the file, or name another with --config");
  }
  for (const auto& [key, node] : table) {
    const std::string name = with(std::string(key.str()), '_', '-', false);
    auto* option = verb.get_option_no_throw("--" + name);
    if (option == nullptr || name == "config" || name == "help") {
      throw CLI::ValidationError(path, "unknown key " + name);
    }
    if (option->count() != 0) continue;
    const auto* pairs = node.as_table();
    if (pairs != nullptr && option->get_expected_max() > 1) add_pairs(*pairs, "", *option);
    else option->add_result(text_of(node, name));
    option->run_callback();
  }
}

Progress::Progress(std::string title, std::int64_t total)
    : title_(std::move(title)),
      total_(total),
      started_(std::chrono::steady_clock::now()),
      printed_(started_),
      terminal_(isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() { finish(); }

double Progress::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
}

void Progress::at(std::int64_t done) {
  done_ = done;
  const auto now = std::chrono::steady_clock::now();
  const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5000);
  if (now - printed_ >= pause) print(done, now);
}

void Progress::print(std::int64_t done, SteadyTime now) {
  printed_ = now;
  open_ = true;
  const double rate = static_cast<double>(done) / std::max(seconds(), 1e-3);
  std::string line = fmt::format("{} {}", title_, done);
  if (total_ > 0) line += fmt::format(" of {} ({} %)", total_, done * 100 / total_);
  line += fmt::format(", {:.0f}/s", rate);
  fmt::print(stderr, "{}{}{}", terminal_ ? "\r\033[K" : "", line, terminal_ ? "" : "\n");
  std::fflush(stderr);
}

void Progress::finish() {
  if (open_ && terminal_) fmt::print(stderr, "\r\033[K");
  open_ = false;
}

}  // namespace surety::tools
