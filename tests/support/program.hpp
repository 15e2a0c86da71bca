// Asks another program, whose answer no code of ours had a hand in.
#pragma once

#include <cstdio>
#include <stdexcept>
#include <string>

namespace surety::testing {

/// What it prints. Throws where it cannot be started or fails.
inline std::string output_of(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  if (!pipe) throw std::runtime_error("cannot start " + command);
  std::string out;
  char buffer[65536];
  while (const auto n = std::fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, n);
  if (::pclose(pipe) != 0) throw std::runtime_error("failed: " + command);
  return out;
}

}  // namespace surety::testing
