// A file as a test looks at it.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace surety::testing {

inline std::string file_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace surety::testing
