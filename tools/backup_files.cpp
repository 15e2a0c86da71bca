// Plain files under SHA-256, so that damage is told by its file and other tools can check it too.
#include "tools/backup_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <optional>

#include "adapters/identity/sealing.hpp"
#include "engine/digest.hpp"
#include "events/json.hpp"
#include "tools/cli.hpp"

namespace surety {
DESCRIBE(SealedSecret, "密封项", "A secret, sealed.", (reference, "引用", "Reference", .max = 1000),
         (box, "密文", "Box", .max = 1 << 24))
}  // namespace surety

namespace surety::tools {
namespace fs = std::filesystem;

/// Boxes in base64.
struct SecretsFile {
  std::vector<SealedSecret> secrets;
};
DESCRIBE(SecretsFile, "密封项", "Secrets, sealed.",
         (secrets, "密封项", "Secrets", .max = 100'000'000))

namespace {

constexpr const char* manifest_name = "manifest.json";
constexpr std::size_t piece = 1 << 20, length_bytes = 4;

[[noreturn]] void cannot_write(const fs::path& path) {
  throw Failure(path.string() + " cannot be written", "look at the free space and permissions");
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

/// SHA-256 of what does not fit into memory.
class StreamDigest {
 public:
  StreamDigest() { crypto_hash_sha256_init(&state_); }
  void add(std::string_view bytes) {
    crypto_hash_sha256_update(
        &state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  std::string end() {
    std::string out(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256_final(&state_, reinterpret_cast<unsigned char*>(out.data()));
    return hex(out);
  }

 private:
  crypto_hash_sha256_state state_{};
};

std::string records_file(std::int64_t partition) {
  return fmt::format("journal/{}.records", partition);
}

BackupFile::BackupFile(const fs::path& folder, const std::string& name, BackupManifest& manifest)
    : path_(folder / name),
      manifest_(manifest),
      described_{name, 0, {}},
      digest_(std::make_unique<StreamDigest>()) {
  std::error_code error;
  fs::create_directories(path_.parent_path(), error);
  file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file_ < 0) cannot_write(path_);
}

BackupFile::~BackupFile() {
  if (file_ >= 0) ::close(file_);
}

void BackupFile::write(std::string_view bytes) {
  digest_->add(bytes);
  described_.size += static_cast<std::int64_t>(bytes.size());
  while (!bytes.empty()) {
    const auto n = ::write(file_, bytes.data(), bytes.size());
    if (n <= 0) cannot_write(path_);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void BackupFile::close() {
  const bool good = ::fsync(file_) == 0;
  ::close(std::exchange(file_, -1));
  if (!good) cannot_write(path_);
  described_.sha256 = digest_->end();
  manifest_.files.push_back(described_);
}

void write_secrets(const fs::path& folder, std::vector<SealedSecret> secrets,
                   BackupManifest& manifest) {
  for (auto& s : secrets) s.box = base64(s.box);
  BackupFile file(folder, secrets_file, manifest);
  file.write(to_json(SecretsFile{std::move(secrets)}));
  file.close();
}

std::vector<SealedSecret> read_secrets(const fs::path& folder) {
  SecretsFile file;
  const bool read = from_json(text_of(folder / secrets_file), file, Source::stored).empty();
  for (auto& s : file.secrets) {
    const auto box = from_base64(s.box);
    if (!read || !box)
      throw Failure((folder / secrets_file).string() + " cannot be read", "take another backup");
    s.box = *box;
  }
  return std::move(file.secrets);
}

void write_manifest(const fs::path& folder, const BackupManifest& manifest) {
  BackupManifest ignored;
  BackupFile file(folder, "manifest.new", ignored);
  file.write(to_json(manifest));
  file.close();
  fs::rename(folder / "manifest.new", folder / manifest_name);
}

BackupManifest read_manifest(const fs::path& folder) {
  BackupManifest manifest;
  const auto path = folder / manifest_name;
  if (!fs::exists(path))
    throw Failure(folder.string() + " holds no finished backup",
                  "name a folder that surety backup made");
  const bool read = from_json(text_of(path), manifest, Source::stored).empty();
  const bool inside = std::all_of(
      manifest.files.begin(), manifest.files.end(), [](const CheckpointFile& file) {
        return !file.name.starts_with('/') && file.name.find("..") == std::string::npos;
      });
  if (!read || !inside || manifest.format != 1)
    throw Failure(path.string() + " is damaged, or of a newer program", "take another backup");
  return manifest;
}

void check_files(const fs::path& folder, const BackupManifest& manifest) {
  std::int64_t total = 0, read = 0;
  for (const auto& file : manifest.files) total += file.size;
  Progress progress("Checking", total);
  for (const auto& file : manifest.files) {
    std::ifstream in(folder / file.name, std::ios::binary);
    StreamDigest digest;
    std::string bytes(piece, '\0');
    while (in.read(bytes.data(), piece) || in.gcount() > 0) {
      digest.add({bytes.data(), static_cast<std::size_t>(in.gcount())});
      progress.at(read += in.gcount());
    }
    if (digest.end() != file.sha256)
      throw Failure((folder / file.name).string() + " is not what was written",
                    "take another backup");
  }
  progress.finish();
}

namespace {

class BackupJournal : public Journal {
 public:
  BackupJournal(const fs::path& folder, const BackupManifest& manifest) : manifest_(manifest) {
    for (std::int64_t p = 0; p < manifest.partitions; ++p) {
      auto& part = parts_.emplace_back();
      part.file.open(folder / records_file(p), std::ios::binary);
      std::uint64_t at = 0;
      while (const auto length = length_at(part, at)) {
        part.starts.push_back(at);
        at += length_bytes + *length;
      }
    }
  }
  int partitions() const override { return static_cast<int>(manifest_.partitions); }
  const std::string& name() const override { return manifest_.journal; }
  std::int64_t generation() const override { return manifest_.generation; }
  std::int64_t first_generation() const override { return manifest_.first_generation; }
  void append(int, std::string) override {}
  void on_durable(std::function<void()>) override {}
  std::int64_t end(int partition) const override {
    return static_cast<std::int64_t>(parts_[static_cast<std::size_t>(partition)].starts.size());
  }
  std::vector<JournalEntry> read(int partition, std::int64_t offset, std::size_t max_records,
                                 std::size_t max_bytes) override {
    auto& part = parts_[static_cast<std::size_t>(partition)];
    std::vector<JournalEntry> out;
    std::size_t bytes = 0;
    for (; offset < end(partition) && out.size() < max_records && bytes < max_bytes; ++offset) {
      const auto start = part.starts[static_cast<std::size_t>(offset)];
      JournalEntry entry{offset, std::string(length_at(part, start).value_or(0), '\0')};
      part.file.read(entry.bytes.data(), static_cast<std::streamsize>(entry.bytes.size()));
      bytes += entry.bytes.size();
      out.push_back(std::move(entry));
    }
    return out;
  }

 private:
  struct Part {
    std::ifstream file;
    std::vector<std::uint64_t> starts;
  };
  /// The length that stands there, and the file just behind it; none at the end.
  static std::optional<std::uint32_t> length_at(Part& part, std::uint64_t at) {
    unsigned char bytes[length_bytes];
    part.file.clear();
    part.file.seekg(static_cast<std::streamoff>(at));
    if (!part.file.read(reinterpret_cast<char*>(bytes), length_bytes)) return std::nullopt;
    std::uint32_t n = 0;
    for (const auto byte : bytes) n = n << 8 | byte;
    return n;
  }
  const BackupManifest manifest_;
  std::vector<Part> parts_;
};

}  // namespace

std::unique_ptr<Journal> open_backup_journal(const fs::path& folder,
                                             const BackupManifest& manifest) {
  return std::make_unique<BackupJournal>(folder, manifest);
}

}  // namespace surety::tools
