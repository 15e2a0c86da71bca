// `surety schemas`: writes what others read: JSON Schemas, OpenAPI, AsyncAPI.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "adapters/http/openapi.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

struct Keys {
  std::string folder = "schemas";
  bool check = false;
};

using Files = std::map<std::string, std::string>;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Generated files that stand in the folder and belong to nothing any more.
std::vector<std::string> stale(const std::filesystem::path& folder, const Files& files) {
  std::vector<std::string> names;
  for (const auto* part : {"commands", "events"}) {
    if (!std::filesystem::is_directory(folder / part)) continue;
    for (const auto& entry : std::filesystem::directory_iterator(folder / part)) {
      const auto name = std::string(part) + "/" + entry.path().filename().string();
      if (!files.count(name)) names.push_back(name);
    }
  }
  return names;
}

void check(const std::filesystem::path& folder, const Files& files) {
  bool same = true;
  for (const auto& [name, text] : files) {
    if (text_of(folder / name) == text) continue;
    std::cout << (folder / name).string() << " differs\n";
    same = false;
  }
  for (const auto& name : stale(folder, files)) {
    std::cout << (folder / name).string() << " belongs to nothing\n";
    same = false;
  }
  if (!same) throw Failure("schemas differ from the code", "run surety schemas and commit them");
}

void write(const std::filesystem::path& folder, const Files& files) {
  for (const auto& name : stale(folder, files)) std::filesystem::remove(folder / name);
  for (const auto& [name, text] : files) {
    std::filesystem::create_directories((folder / name).parent_path());
    if (text_of(folder / name) == text) continue;
    std::ofstream file(folder / name, std::ios::binary);
    file << text;
    if (!file.flush()) {
      throw Failure("cannot write " + (folder / name).string(),
                    "name a folder that can be written");
    }
  }
  fmt::print("{} files in {}\n", files.size(), folder.string());
}

}  // namespace

void add_schemas(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb =
      app.add_subcommand("schemas", "Write JSON Schemas, OpenAPI and AsyncAPI below schemas/");
  verb->add_option("--folder", keys->folder, "Where to")->capture_default_str();
  verb->add_flag("--check", keys->check, "Write nothing; exit code 1 if something differs");
  verb->callback([keys] {
    const auto& files = schema_files();
    keys->check ? check(keys->folder, files) : write(keys->folder, files);
  });
}

}  // namespace surety::tools
