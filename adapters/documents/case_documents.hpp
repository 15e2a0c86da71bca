// The documents that a case has ever named, under the names that they bear in an archive.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/documents/archive.hpp"
#include "engine/fold.hpp"

namespace surety {

struct CaseDocument {
  DocumentInfo info;
  std::string title;           ///< Chinese, of the field it stands in
  std::string personal_field;  ///< its name, if it shows who somebody is
  std::string file;            ///< `03-营业执照-scan.pdf`; empty: it is not there
};

/// In the order of the history, each once.
std::vector<CaseDocument> case_documents(const FoldReader&, std::string_view kind,
                                         std::string_view id, const DocumentStore&);
/// REQUIRES: the document is there; the store outlives the entry.
ArchiveEntry archive_entry(const CaseDocument&, const DocumentStore&);

}  // namespace surety
