// Keys of `serve` that are given once for each jurisdiction: `460000=VALUE`.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace surety::tools {

using ByJurisdiction = std::map<std::string, std::string>;

/// Throws CLI::ValidationError where one is no JURISDICTION=VALUE, or given twice.
ByJurisdiction by_jurisdiction(const std::vector<std::string>& given, const char* key);

/// From the environment, PREFIX460000, or the file named for it; empty where there is neither.
/// Throws Failure where the file holds none.
std::string secret_for(const std::string& jurisdiction, const ByJurisdiction& files,
                       const char* key, const std::string& environment_prefix);

}  // namespace surety::tools
