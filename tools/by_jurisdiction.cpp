// Values are told apart by their jurisdiction; secrets never stand on the command line.
#include "tools/by_jurisdiction.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "events/values.hpp"
#include "tools/cli.hpp"

namespace surety::tools {

ByJurisdiction by_jurisdiction(const std::vector<std::string>& given, const char* key) {
  ByJurisdiction found;
  for (const auto& text : given) {
    const auto sign = text.find('=');
    std::string jurisdiction = text.substr(0, sign);
    if (sign == text.npos || !RegionCode::check(jurisdiction).empty() || sign + 1 == text.size())
      throw CLI::ValidationError(key, text + " is no JURISDICTION=VALUE like 460000=…");
    if (!found.emplace(jurisdiction, text.substr(sign + 1)).second)
      throw CLI::ValidationError(key, jurisdiction + " is given twice");
  }
  return found;
}

std::string secret_for(const std::string& jurisdiction, const ByJurisdiction& files,
                       const char* key, const std::string& environment_prefix) {
  if (const char* given = std::getenv((environment_prefix + jurisdiction).c_str())) return given;
  const auto file = files.find(jurisdiction);
  if (file == files.end()) return {};
  std::ifstream in(file->second, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(in), {});
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.empty())
    throw Failure(file->second + " holds no secret", std::string("look at ") + key);
  return text;
}

}  // namespace surety::tools
