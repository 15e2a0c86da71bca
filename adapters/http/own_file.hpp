// A temporary file that no other user of the machine can read; gone with the object.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "adapters/http/message.hpp"

namespace surety::http {

/// Written by its path first, then read piece by piece.
class OwnFile final : public Body {
 public:
  OwnFile();  ///< throws std::runtime_error without a place for it
  ~OwnFile() override;
  OwnFile(const OwnFile&) = delete;
  OwnFile& operator=(const OwnFile&) = delete;

  std::filesystem::path path() const { return folder_ / "file"; }
  std::size_t size() const override;
  std::string next(std::size_t most) override;

 private:
  std::filesystem::path folder_;
  std::ifstream reading_;
};

}  // namespace surety::http
