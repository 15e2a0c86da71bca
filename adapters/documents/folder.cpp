// Two files per document: its bytes, and what is known of it as JSON beside them.
#include "adapters/documents/folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "adapters/identity/password.hpp"
#include "events/json.hpp"

namespace surety {
namespace {

namespace fs = std::filesystem;

bool is_id(std::string_view id) {
  if (id.size() != 64) return false;
  for (char c : id)
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  return true;
}

std::optional<std::string> contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

// Beside, synced, then renamed: a document is there whole or not at all.
void write_file(const fs::path& file, std::string_view bytes) {
  // Other nodes may share the folder, and bring the same document at the same time.
  const fs::path beside = file.string() + ".new" + random_hex(8);
  const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) throw std::runtime_error("a document cannot be written: " + beside.string());
  bool good = true;
  for (std::size_t done = 0; good && done < bytes.size();) {
    const ssize_t n = ::write(fd, bytes.data() + done, bytes.size() - done);
    good = n > 0;
    if (good) done += static_cast<std::size_t>(n);
  }
  good = good && ::fsync(fd) == 0;
  ::close(fd);
  if (!good) {
    ::unlink(beside.c_str());
    throw std::runtime_error("a document cannot be written: " + beside.string());
  }
  fs::rename(beside, file);
}

class FolderDocuments : public DocumentStore {
 public:
  explicit FolderDocuments(fs::path folder) : folder_(std::move(folder)) {
    fs::create_directories(folder_);
    fs::permissions(folder_, fs::perms::owner_all);
  }

  void put(const DocumentInfo& info, std::string_view bytes) override {
    const std::string& id = info.id.text();
    if (!is_id(id)) throw std::runtime_error("a document's id must be its SHA-256");
    fs::create_directories(place(id).parent_path());
    if (!fs::exists(place(id))) write_file(place(id), bytes);
    // Whoever brings the same bytes again may refer to them as well.
    const auto before = this->info(id);
    DocumentInfo merged = before ? *before : info;
    if (before && !holds(before->uploaded_by, info.uploaded_by))
      merged.uploaded_by += ' ' + info.uploaded_by;
    if (!before || merged.uploaded_by != before->uploaded_by)
      write_file(place(id).string() + ".json", to_json(merged));
  }
  std::optional<DocumentInfo> info(std::string_view id) const override {
    if (!is_id(id)) return std::nullopt;
    const auto text = contents(place(id).string() + ".json");
    DocumentInfo info;
    if (!text || !from_json(*text, info, Source::stored).empty()) return std::nullopt;
    return info;
  }
  std::optional<std::string> bytes(std::string_view id) const override {
    if (!is_id(id)) return std::nullopt;
    return contents(place(id));
  }

  void erase(std::string_view id) override {
    if (!is_id(id)) return;
    fs::remove(place(id));
    fs::remove(place(id).string() + ".json");
  }

 private:
  static bool holds(std::string_view list, std::string_view one) {
    return (' ' + std::string(list) + ' ').find(' ' + std::string(one) + ' ') != std::string::npos;
  }
  fs::path place(std::string_view id) const { return folder_ / id.substr(0, 2) / id; }
  fs::path folder_;
};

}  // namespace

std::unique_ptr<DocumentStore> folder_documents(const fs::path& folder) {
  return std::make_unique<FolderDocuments>(folder);
}

std::string_view media_type_of(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("%PDF-")) return "application/pdf";
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return "image/jpeg";
  if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return "image/png";
  return {};
}

}  // namespace surety
