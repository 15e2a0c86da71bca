// What lies in the journal's folder beside its records: the lock and the ballast.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace surety::embedded {

/// One process at a time.
class FolderLock {
 public:
  FolderLock() = default;
  FolderLock(const FolderLock&) = delete;
  ~FolderLock();
  /// Empty, or that the folder is in use, or why it cannot be told.
  std::string take(const std::filesystem::path& folder);

 private:
  int file_ = -1;
};

/// Space kept back, so that deadlines can still be written on a full disk.
class Ballast {
 public:
  Ballast(std::filesystem::path file, std::uint64_t bytes)
      : file_(std::move(file)), bytes_(bytes) {}
  /// True if the space is kept (now or already); false if the disk has too little for it and as
  /// much again.
  bool keep();
  void release();

 private:
  std::filesystem::path file_;
  std::uint64_t bytes_;
};

std::string random_name();  ///< 32 hex digits

}  // namespace surety::embedded
