// The audit bundle: one case with all that proves it, in a ZIP file that needs nothing else.
//
// events.ndjson     the case's events, as GET …/history?format=ndjson has them
// rules.ndjson      those of partition/<p>, by which rulebooks and calendars were adopted
// rules/, calendars/  the versions that apply, to be read
// refusals.ndjson, deadlines.ndjson   what was refused; each deadline and why it is that day
// documents/        but for pictures that show who somebody is
// seal/             the newest seal, its signature and time-stamp, and where both cases stand in it
// manifest.json     what is in it, with digests; manifest.sig, its signature; key.pem, the key
// report.html, report.pdf   for people; verify_case.py checks all of it
#pragma once

#include <string>
#include <vector>

#include "adapters/documents/archive.hpp"
#include "adapters/documents/case_documents.hpp"
#include "adapters/seals/case_proof.hpp"
#include "engine/fold.hpp"
#include "projections/printout.hpp"

namespace surety {

struct BundledFile {
  std::string name;
  std::string sha256;  ///< hex
};
DESCRIBE(BundledFile, "文件", "A file of the bundle.", (name, "名称", "Name"),
         (sha256, "摘要", "SHA-256"))

/// A document that the case names and the bundle does not hold.
struct WithheldDocument {
  std::string sha256, title, reason;  ///< personal, gone
};
DESCRIBE(WithheldDocument, "未附文件", "A document that is not in it.", (sha256, "摘要", "SHA-256"),
         (title, "名称", "Field"), (reason, "原因", "personal, gone"))

struct BundleManifest {
  std::int64_t format = 1;
  std::string case_key;
  std::int64_t version = 0;
  std::string hash;  ///< of its last event
  Instant made_at;
  bool erased = false;  ///< personal data of the case can no longer be opened by anybody
  std::string key;      ///< public, Ed25519 (hex)
  std::vector<BundledFile> files;
  std::vector<WithheldDocument> withheld;
};
DESCRIBE(BundleManifest, "审计包", "What an audit bundle holds.", (format, "格式", "Format"),
         (case_key, "案卷", "kind/id"), (version, "案卷版本", "Number of events"),
         (hash, "末事件哈希", "Hash of its last event"), (made_at, "出具时间", "Made at"),
         (erased, "个人信息已删除", "Personal data is erased"), (key, "公钥", "Public key"),
         (files, "文件", "Files"), (withheld, "未附文件", "Documents not in it"))

struct BundleSource {
  const StoreReader& store;
  int partitions;
  const DocumentStore& documents;
  const Secrets& secrets;
  const SealBook& seals;
  std::string signing_key;  ///< as of the seals
  Instant now;
};

/// What the report tells, beside what the manifest says.
struct BundleContents {
  BundleManifest manifest;
  std::vector<HistoryEntry> history;
  std::vector<DeadlineEntry> deadlines;
  std::vector<RefusalEntry> refusals;
  std::vector<CaseDocument> documents;
  std::vector<std::string> rulebooks, calendars;
  CaseProof proof;
};
Printout bundle_report(const Case&, const BundleContents&, const Secrets&);

/// The bytes of the documents are asked for when they are written; the source outlives that.
std::vector<ArchiveEntry> audit_bundle(const BundleSource&, const Case&);

}  // namespace surety
