// The one user of libzip.
#include "adapters/documents/archive.hpp"

#include <zip.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace surety {
namespace {

/// What libzip asks for an entry; its bytes are there only while they are read.
struct Feed {
  const ArchiveEntry& entry;
  std::string bytes{};
  std::size_t at = 0;
  zip_error_t error{};
};

bool open(Feed& feed) {
  try {
    feed.bytes = feed.entry.bytes();
  } catch (const std::exception&) {
    return false;  // must not pass through a C library
  }
  feed.at = 0;
  return true;
}

zip_int64_t feed_one(void* state, void* data, zip_uint64_t size, zip_source_cmd_t command) {
  auto& feed = *static_cast<Feed*>(state);
  switch (command) {
    case ZIP_SOURCE_OPEN:
      if (open(feed)) return 0;
      zip_error_set(&feed.error, ZIP_ER_OPEN, 0);
      return -1;
    case ZIP_SOURCE_READ: {
      const auto n = std::min<std::size_t>(size, feed.bytes.size() - feed.at);
      std::memcpy(data, feed.bytes.data() + feed.at, n);
      feed.at += n;
      return static_cast<zip_int64_t>(n);
    }
    case ZIP_SOURCE_CLOSE: feed.bytes = std::string(); return 0;
    case ZIP_SOURCE_STAT: {
      auto* stat = static_cast<zip_stat_t*>(data);
      zip_stat_init(stat);
      stat->size = static_cast<zip_uint64_t>(feed.entry.size);
      stat->valid = ZIP_STAT_SIZE;
      return sizeof *stat;
    }
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&feed.error, data, size);
    case ZIP_SOURCE_FREE: delete &feed; return 0;
    case ZIP_SOURCE_SUPPORTS:
      return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                            ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    default: zip_error_set(&feed.error, ZIP_ER_OPNOTSUPP, 0); return -1;
  }
}

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

void add(zip_t* archive, const ArchiveEntry& entry) {
  auto feed = std::make_unique<Feed>(Feed{entry});
  zip_source_t* source = zip_source_function(archive, feed_one, feed.get());
  if (!source) throw std::runtime_error(zip_strerror(archive));
  feed.release();  // NOLINT: the source frees it
  const auto index = zip_file_add(archive, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    throw std::runtime_error(zip_strerror(archive));
  }
  zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
}

}  // namespace

void write_archive(const std::filesystem::path& file, const std::vector<ArchiveEntry>& entries) {
  int error = 0;
  Archive archive(zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error));
  if (!archive) throw std::runtime_error("no archive can be written at " + file.string());
  for (const auto& entry : entries) add(archive.get(), entry);
  if (zip_close(archive.get()) != 0) throw std::runtime_error(zip_strerror(archive.get()));
  archive.release();  // NOLINT: closing has freed it
}

struct ArchiveReader::Impl {
  std::string bytes;
  Archive archive;
};

ArchiveReader::ArchiveReader(std::string bytes) : impl_(std::make_unique<Impl>()) {
  impl_->bytes = std::move(bytes);
  zip_source_t* source =
      zip_source_buffer_create(impl_->bytes.data(), impl_->bytes.size(), 0, nullptr);
  if (!source) throw std::runtime_error("out of memory");
  impl_->archive.reset(zip_open_from_source(source, ZIP_RDONLY, nullptr));
  if (impl_->archive) return;
  zip_source_free(source);
  throw std::runtime_error("no ZIP file");
}
ArchiveReader::~ArchiveReader() = default;

std::optional<std::string> ArchiveReader::part(const std::string& name, std::size_t most) const {
  struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };
  const std::unique_ptr<zip_file_t, Close> file(
      zip_fopen(impl_->archive.get(), name.c_str(), ZIP_FL_NOCASE));
  if (!file) return std::nullopt;
  std::string out;
  char piece[64 * 1024];
  for (;;) {
    const auto n = zip_fread(file.get(), piece, sizeof piece);
    if (n < 0 || out.size() + static_cast<std::size_t>(n) > most) return std::nullopt;
    if (n == 0) return out;
    out.append(piece, static_cast<std::size_t>(n));
  }
}

}  // namespace surety
