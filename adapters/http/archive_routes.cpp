// All documents a case has ever referred to, in one ZIP file.
#include <algorithm>

#include "adapters/documents/case_documents.hpp"
#include "adapters/http/keep_record.hpp"
#include "adapters/http/own_file.hpp"
#include "adapters/http/router.hpp"

namespace surety::http {
namespace {

constexpr std::int64_t bytes_max = 1024ll * 1024 * 1024;
struct Contents {
  std::vector<ArchiveEntry> entries;
  std::vector<std::string> pictures;  ///< fields of identity cards among them
};

Contents contents_of(const Call& call, const Found& found) {
  Contents contents;
  std::int64_t total = 0;
  const DocumentStore& documents = call.edge.services.documents;
  const auto& head = found.value.head;
  for (const auto& d : case_documents(*call.fold, head.kind, head.id, documents)) {
    auto& pictures = contents.pictures;
    if (!d.personal_field.empty() &&
        std::find(pictures.begin(), pictures.end(), d.personal_field) == pictures.end())
      pictures.push_back(d.personal_field);
    if (d.file.empty()) continue;
    if ((total += d.info.size) > bytes_max) throw Refused(413, "documents-too-large");
    contents.entries.push_back(archive_entry(d, documents));
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
