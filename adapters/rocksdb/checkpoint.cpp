// A checkpoint is made under another name, its manifest last, and renamed; taken the same way.
#include "adapters/rocksdb/checkpoint.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "engine/digest.hpp"
#include "engine/fold.hpp"
#include "engine/position.hpp"
#include "events/binary.hpp"
#include "events/json.hpp"
#include "projections/checksum.hpp"

namespace surety {
namespace {

namespace fs = std::filesystem;

constexpr const char* manifest_name = "manifest.json";
constexpr const char* unfinished = ".part";
constexpr std::size_t kept = 2;  // whoever copies the older one is not disturbed by a newer

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (!file.good() && !file.eof()) throw std::runtime_error(path.string() + " cannot be read");
  return bytes;
}

void write(const fs::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error(path.string() + " cannot be written");
}

std::optional<CheckpointManifest> manifest_of(const fs::path& checkpoint) {
  CheckpointManifest m;
  std::error_code error;
  const auto path = checkpoint / manifest_name;
  if (!fs::exists(path, error) || error) return std::nullopt;
  if (!from_json(bytes_of(path), m, Source::stored).empty() || m.format != 1) return std::nullopt;
  return m;
}

/// Of all nodes that share the folder, one makes a checkpoint at a time.
class Turn {
 public:
  explicit Turn(const fs::path& folder)
      : file_(open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (file_ < 0) throw std::runtime_error((folder / "lock").string() + " cannot be written");
    mine_ = flock(file_, LOCK_EX | LOCK_NB) == 0;
  }
  ~Turn() { close(file_); }
  Turn(const Turn&) = delete;
  bool mine() const { return mine_; }

 private:
  int file_;
  bool mine_ = false;
};

/// What the store in the folder holds, told by opening it: a checkpoint that cannot be is none.
void describe_rows(const fs::path& folder, CheckpointManifest& manifest) {
  std::string error;
  const auto store = open_rocksdb_store(folder, error);
  if (!store) throw std::runtime_error(error);
  for (int p = 0; p < manifest.partitions; ++p) {
    Position position;
    if (const auto bytes = store->get(fold_family(), position_key(p))) from_binary(*bytes, position);
    manifest.positions.push_back({p, position.next_offset, position.sequence, hex(position.head)});
  }
  for (const auto& name : store->families()) {
    CheckpointFamily family{name, {}};
    for (int p = 0; p < manifest.partitions; ++p)
      family.checksums.push_back(checksum(*store, name, p));
    manifest.families.push_back(std::move(family));
  }
}

void describe_files(const fs::path& folder, CheckpointManifest& manifest) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename() == "LOCK") continue;
    const auto bytes = bytes_of(entry.path());
    manifest.files.push_back({entry.path().filename().string(),
                              static_cast<std::int64_t>(bytes.size()), hex(sha256(bytes))});
  }
}

/// Empty, or the first file that is not as the manifest says.
std::string copy_checked(const CheckpointManifest& manifest, const fs::path& from,
                         const fs::path& to) {
  fs::create_directories(to);
  for (const auto& file : manifest.files) {
    const bool plain = fs::path(file.name).filename() == file.name && fs::exists(from / file.name);
    const auto bytes = plain ? bytes_of(from / file.name) : std::string();
    if (!plain || hex(sha256(bytes)) != file.sha256) return file.name + " is not what was written";
    write(to / file.name, bytes);
  }
  return {};
}

}  // namespace

Checkpoints::Checkpoints(fs::path folder, const Journal& journal) : folder_(std::move(folder)) {
  mine_.journal = journal.name();
  mine_.generation = journal.generation();
  mine_.partitions = journal.partitions();
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) throw std::runtime_error(folder_.string() + " cannot be made: " + error.message());
}

std::vector<fs::path> Checkpoints::newest_first() const {
  std::vector<std::pair<Instant, fs::path>> found;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    if (!entry.is_directory() || entry.path().extension() == unfinished) continue;
    const auto m = manifest_of(entry.path());
    if (m && m->journal == mine_.journal && m->generation == mine_.generation &&
        m->partitions == mine_.partitions)
      found.emplace_back(m->made_at, entry.path());
  }
  std::sort(found.rbegin(), found.rend());
  std::vector<fs::path> paths;
  for (auto& [at, path] : found) paths.push_back(std::move(path));
  return paths;
}

std::optional<Instant> Checkpoints::newest() const {
  const auto all = newest_first();
  return all.empty() ? std::nullopt : std::optional(manifest_of(all.front())->made_at);
}

bool Checkpoints::make(NodeStore& store, const std::string& node, Instant now) const {
  const Turn turn(folder_);
  if (!turn.mine()) return false;
  for (const auto& entry : fs::directory_iterator(folder_))  // left by a node that died at it
    if (entry.path().extension() == unfinished) fs::remove_all(entry.path());
  const auto path = folder_ / fmt::format("{}-{}-{}", mine_.journal, mine_.generation, now.ms);
  auto part = path;
  part += unfinished;
  auto manifest = mine_;
  manifest.made_at = now;
  manifest.node = node;
  try {
    store.checkpoint(part);
    describe_rows(part, manifest);
    describe_files(part, manifest);
    write(part / manifest_name, to_json(manifest));
    fs::rename(part, path);
  } catch (...) {  // a disk that is full needs the space back
    std::error_code ignored;
    fs::remove_all(part, ignored);
    throw;
  }
  const auto all = newest_first();
  for (std::size_t i = kept; i < all.size(); ++i) fs::remove_all(all[i]);
  return true;
}

Checkpoints::Taken Checkpoints::take(const fs::path& store, std::string_view family) const {
  Taken taken;
  auto part = store;
  part += unfinished;
  for (const auto& path : newest_first()) {
    const auto manifest = manifest_of(path);
    if (!manifest) continue;  // removed meanwhile: there are newer ones
    fs::remove_all(part);
    const bool has_fold = std::any_of(manifest->families.begin(), manifest->families.end(),
                                      [&](const auto& f) { return f.name == family; });
    const auto why = has_fold ? copy_checked(*manifest, path, part)
                              : "another build made it, without " + std::string(family);
    if (why.empty()) {
      fs::rename(part, store);
      taken.manifest = *manifest;
      return taken;
    }
    taken.passed_over.push_back(path.filename().string() + ": " + why);
  }
  fs::remove_all(part);
  return taken;
}

}  // namespace surety
