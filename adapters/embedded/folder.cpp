// The journal's folder: lock, ballast, random name.
#include "adapters/embedded/folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <random>
#include <system_error>

namespace surety::embedded {

namespace fs = std::filesystem;

FolderLock::~FolderLock() {
  if (file_ >= 0) ::close(file_);
}

std::string FolderLock::take(const fs::path& folder) {
  const auto path = folder / "lock";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (file_ < 0) return path.string() + ": " + std::strerror(errno);
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return {};
  if (errno == EWOULDBLOCK)
    return "the journal in " + folder.string() + " is in use by another process";
  return path.string() + ": " + std::strerror(errno);
}

bool Ballast::keep() {
  std::error_code error;
  if (fs::exists(file_, error)) return true;
  const auto space = fs::space(file_.parent_path(), error);
  if (error || space.available < 2 * bytes_) return false;
  const int file = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (file < 0) return false;
  const bool kept = ::posix_fallocate(file, 0, static_cast<off_t>(bytes_)) == 0;
  ::close(file);
  if (!kept) release();
  return kept;
}

void Ballast::release() {
  std::error_code error;
  fs::remove(file_, error);
}

std::string random_name() {
  std::random_device device;
  std::string name;
  for (int i = 0; i < 32; ++i) name.push_back("0123456789abcdef"[device() % 16]);
  return name;
}

}  // namespace surety::embedded
