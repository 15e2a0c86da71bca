// Names that no system takes for a folder, a device or a command.
#include "adapters/documents/case_documents.hpp"

#include <fmt/format.h>

#include <set>
#include <stdexcept>

#include "adapters/http/edge_index.hpp"
#include "events/utf8.hpp"

namespace surety {
namespace {

constexpr std::size_t name_max = 60;  // characters: with its number and title below 255 bytes

std::string safe(std::string_view text) {
  std::string out;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size() && count < name_max; ++count) {
    const std::size_t from = at;
    const auto point = next_code_point(text, at);
    const bool plain = point > 32 && point != 127 &&
                       (point > 127 || std::string_view("/\\:*?\"<>|").find(static_cast<char>(
                                           point)) == std::string_view::npos);
    out += plain ? text.substr(from, at - from) : "_";
  }
  while (!out.empty() && out.back() == '.') out.pop_back();
  return out;
}

std::string_view ending_of(std::string_view media_type) {
  if (media_type == "application/pdf") return ".pdf";
  return media_type == "image/png" ? ".png" : ".jpg";
}

/// `03-营业执照-scan.pdf`: in the order of the history, never twice the same.
std::string entry_name(std::size_t number, const Label& title, const DocumentInfo& info) {
  std::string_view stem = info.name;
  if (const auto dot = stem.rfind('.'); dot != stem.npos && dot > 0) stem = stem.substr(0, dot);
  return fmt::format("{:02}-{}-{}{}", number, safe(title.zh), safe(stem),
                     ending_of(info.media_type));
}

}  // namespace

std::vector<CaseDocument> case_documents(const FoldReader& fold, std::string_view kind,
                                         std::string_view id, const DocumentStore& documents) {
  std::vector<CaseDocument> found;
  std::set<std::string> seen;
  std::size_t there = 0;
  const auto take = [&](const NamedDocument& named) {
    if (!seen.insert(named.id).second) return;
    CaseDocument d{{}, std::string(named.title.zh), std::string(named.personal_field), {}};
    if (auto info = documents.info(named.id)) {
      d.info = std::move(*info);
      d.file = entry_name(++there, named.title, d.info);
    } else {
      d.info.id = DocumentId::stored(named.id);
    }
    found.push_back(std::move(d));
  };
  constexpr std::size_t step = 1'000;
  for (std::int64_t version = 0;;) {
    const auto part = fold.history(kind, id, version, step);
    if (part.empty()) return found;
    for (const auto& entry : part) each_document(entry.event, take);
    version = part.back().event.case_version;
  }
}

ArchiveEntry archive_entry(const CaseDocument& d, const DocumentStore& documents) {
  return {d.file, d.info.size, [&documents, id = d.info.id.text()] {
            auto bytes = documents.bytes(id);
            if (!bytes) throw std::runtime_error("a document is gone");
            return std::move(*bytes);
          }};
}

}  // namespace surety
