// What is taken away of a case in one ZIP file: all documents it has ever referred to, or the audit
// bundle.
#include <algorithm>

#include "adapters/bundle/bundle.hpp"
#include "adapters/documents/case_documents.hpp"
#include "adapters/http/keep_record.hpp"
#include "adapters/http/own_file.hpp"
#include "adapters/http/router.hpp"
#include "adapters/seals/seal_keeper.hpp"

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

void bundle(const CallPtr& call, const Case& c) {
  auto& services = call->edge.services;
  const auto entries = audit_bundle({*call->store, services.runtime.partitions(),
                                     services.documents, services.secrets, services.seals->book(),
                                     signing_key(services.secrets), services.runtime.now()},
                                    c);
  std::int64_t total = 0;
  for (const auto& entry : entries) total += entry.size;
  if (total > bytes_max) throw Refused(413, "documents-too-large");
  call->fold.reset();
  call->store.reset();
  answer(call, c.head.id + "-audit", entries);
}

std::optional<Response> bundle_zip(const CallPtr& call) {
  const Found found = find_visible(*call, kind_of_route(*call), call->parts.at(1));
  if (!auditor(*call, found.parties)) throw Refused(403, "forbidden");
  if (!call->edge.services.seals) throw Refused(404, "not-found");
  const bool taken = call->edge.slow.run(
      [call, c = found.value] { guarded(call, [&] { bundle(call, c); }); });
  if (!taken) throw Refused(503, "overloaded");
  return std::nullopt;
}

}  // namespace

void add_archive_routes(Router& router) {
  router.add("GET", "/api/v1/{kind}/{}/documents.zip", Access::signed_in, documents_zip);
  router.add("GET", "/api/v1/{kind}/{}/bundle", Access::signed_in, bundle_zip);
}

}  // namespace surety::http
