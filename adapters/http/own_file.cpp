// In a folder of its own, whose mode keeps others out.
#include "adapters/http/own_file.hpp"

#include <stdlib.h>

#include <stdexcept>

namespace surety::http {

OwnFile::OwnFile() {
  auto pattern = (std::filesystem::temp_directory_path() / "surety-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no place for a temporary file");
  folder_ = pattern;
}

OwnFile::~OwnFile() {
  reading_.close();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::size_t OwnFile::size() const { return std::filesystem::file_size(path()); }

std::string OwnFile::next(std::size_t most) {
  if (!reading_.is_open()) reading_.open(path(), std::ios::binary);
  std::string piece(most, '\0');
  reading_.read(piece.data(), static_cast<std::streamsize>(most));
  piece.resize(static_cast<std::size_t>(reading_.gcount()));
  return piece;
}

}  // namespace surety::http
