// ZIP files: documents written into one, one at a time; parts read out of one, within bounds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace surety {

struct ArchiveEntry {
  std::string name;  ///< UTF-8
  std::int64_t size = 0;
  std::function<std::string()> bytes;  ///< asked for when its turn comes
};
/// Stored as they are: documents are compressed already. No more than one of them is in memory.
/// Throws std::runtime_error where the disk or a document fails.
void write_archive(const std::filesystem::path&, const std::vector<ArchiveEntry>&);

/// A ZIP file that somebody else has made: what it says of itself is not believed.
class ArchiveReader {
 public:
  /// Throws std::runtime_error if the bytes are no ZIP file.
  explicit ArchiveReader(std::string bytes);
  ~ArchiveReader();
  /// None if there is no such part, or it is damaged, or unpacks to more than `most` bytes.
  std::optional<std::string> part(const std::string& name, std::size_t most) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace surety
