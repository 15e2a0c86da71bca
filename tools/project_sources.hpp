// The keys of `serve` for project tables that can be asked for: JURISDICTION=VALUE, one of each.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "adapters/project_source/project_source.hpp"

namespace surety::tools {

struct ProjectSourceKeys {
  std::vector<std::string> urls, key_files;
  double minutes = 60;
  int seconds = 20;
  std::chrono::duration<double> period() const {
    return std::chrono::duration<double>(minutes * 60);
  }
};
void add_project_source_keys(CLI::App&, ProjectSourceKeys&);

/// Throws Failure on an address or a key that will not do. The runtime outlives the sources.
ProjectSources open_project_sources(const ProjectSourceKeys&, const std::string& ca_bundle,
                                    Runtime&);

}  // namespace surety::tools
