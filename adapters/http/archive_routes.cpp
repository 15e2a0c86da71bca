// All documents a case has ever referred to, in one ZIP file.
#include <fmt/format.h>

#include <set>

#include "adapters/documents/archive.hpp"
#include "adapters/http/edge_index.hpp"
#include "adapters/http/keep_record.hpp"
#include "adapters/http/own_file.hpp"
#include "adapters/http/router.hpp"
#include "events/utf8.hpp"

namespace surety::http {
namespace {

constexpr std::int64_t bytes_max = 1024ll * 1024 * 1024;
constexpr std::size_t name_max = 60;  // characters: with its number and title below 255 bytes

// Nothing that some system takes for a folder, a device or a command.
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

struct Contents {
  std::vector<ArchiveEntry> entries;
  std::vector<std::string> pictures;  ///< fields of identity cards among them
};

Contents contents_of(const Call& call, const Found& found) {
  Contents contents;
  auto& entries = contents.entries;
  std::set<std::string> seen;
  std::int64_t total = 0;
  const DocumentStore& documents = call.edge.services.documents;
  const auto take = [&](const NamedDocument& named) {
    const std::string& id = named.id;
    if (!seen.insert(id).second) return;
    const std::string field(named.personal_field);
    auto& pictures = contents.pictures;
    if (!field.empty() && std::find(pictures.begin(), pictures.end(), field) == pictures.end())
      pictures.push_back(field);
    const auto info = documents.info(id);
    if (!info) return;
    if ((total += info->size) > bytes_max) throw Refused(413, "documents-too-large");
    const auto name = entry_name(entries.size() + 1, named.title, *info);
    entries.push_back({name, info->size, [&documents, id] {
                         auto bytes = documents.bytes(id);
                         if (!bytes) throw std::runtime_error("a document is gone");
                         return std::move(*bytes);
                       }});
  };
  constexpr std::size_t step = 1'000;
  for (std::int64_t version = 0; version < found.value.head.version;) {
    const auto part = call.fold->history(found.kind->name, found.value.head.id, version, step);
    if (part.empty()) break;
    for (const auto& entry : part) each_document(entry.event, take);
    version = part.back().event.case_version;
  }
  return contents;
}

void answer(const CallPtr& call, const std::string& id, const std::vector<ArchiveEntry>& entries) {
  auto file = std::make_shared<OwnFile>();
  write_archive(file->path(), entries);
  Response r = json_response({});
  r.content_type = "application/zip";
  r.pieces = std::move(file);
  call->reply(std::move(r).header("Content-Disposition", "attachment; filename*=UTF-8''" +
                                                             percent_encoded(id + ".zip")));
}

void pack(const CallPtr& call, const std::string& id, std::vector<ArchiveEntry> entries) {
  call->fold.reset();
  call->store.reset();
  // Copying takes its time; other requests must not wait behind it.
  const bool taken = call->edge.slow.run(
      [call, id, e = std::move(entries)] { guarded(call, [&] { answer(call, id, e); }); });
  if (!taken) throw Refused(503, "overloaded");
}

std::optional<Response> documents_zip(const CallPtr& call) {
  const Found found = find_visible(*call, kind_of_route(*call), call->parts.at(1));
  auto [entries, pictures] = contents_of(*call, found);
  const std::string id = found.value.head.id;
  if (entries.empty()) throw Refused(404, "no-documents");
  if (pictures.empty()) {
    pack(call, id, std::move(entries));
  } else {
    keep_record(call, opening_of(*call, found.value.head.key(), std::move(pictures)),
                [call, id, e = std::move(entries)](const Outcome&) { pack(call, id, e); });
  }
  return std::nullopt;
}

}  // namespace

void add_archive_routes(Router& router) {
  router.add("GET", "/api/v1/{kind}/{}/documents.zip", Access::signed_in, documents_zip);
}

}  // namespace surety::http
