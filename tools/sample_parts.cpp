// Papers and moves that the sample's chapters have in common.
#include "tools/sample_parts.hpp"

#include <fmt/format.h>

#include "engine/digest.hpp"

namespace surety::tools {
namespace {

std::string keep(DocumentStore& documents, std::string_view organisation, const std::string& name,
                 const std::string& media_type, const std::string& bytes) {
  const std::string id = hex(sha256(bytes));
  if (!documents.info(id)) {
    documents.put({.id = DocumentId{id},
                   .media_type = media_type,
                   .size = static_cast<std::int64_t>(bytes.size()),
                   .name = name,
                   .uploaded_by = std::string(organisation)},
                  bytes);
  }
  return id;
}

/// One grey pixel.
constexpr std::string_view pixel(
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\b\0\0\0\0:~\x9bU"
    "\0\0\0\nIDATx\x9c"
    "ch\0\0\0\x82\0\x81w\xcdr\xb6\0\0\0\0IEND\xae"
    "B`\x82",
    67);

}  // namespace

std::string paper(DocumentStore& documents, std::string_view organisation, std::string_view title) {
  return keep(documents, organisation, fmt::format("{}.pdf", title), "application/pdf",
              fmt::format("%PDF-1.4\n% {}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                          "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                          "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
                          "trailer<</Root 1 0 R>>\n%%EOF\n",
                          title));
}

std::string picture(DocumentStore& documents, std::string_view organisation,
                    std::string_view title) {
  // What follows the picture's end is read by nobody and makes it one of its own.
  return keep(documents, organisation, fmt::format("{}.png", title), "image/png",
              fmt::format("{}{}", pixel, title));
}

std::string id_of(const Outcome& outcome) {
  return outcome.case_key.substr(outcome.case_key.find('/') + 1);
}

std::string Storyteller::opens(std::string_view account, std::string_view kind,
                               std::string_view command, std::string_view step, std::string body,
                               std::string root, std::string id) {
  return id_of(player_.play(player_.account(account),
                            {.step = fmt::format("sample/{}/{}/{}", chapter_, kind, step),
                             .kind = std::string(kind),
                             .command = std::string(command),
                             .case_id = std::move(id),
                             .body = std::move(body),
                             .root = std::move(root),
                             .historical = true}));
}

void Storyteller::does(std::string_view account, std::string_view kind, const std::string& id,
                       std::string_view command, std::string body, std::string_view again) {
  player_.play(player_.account(account),
               {.step = fmt::format("sample/{}/{}/{}/{}{}", chapter_, kind, id, command, again),
                .kind = std::string(kind),
                .command = std::string(command),
                .case_id = id,
                .body = std::move(body),
                .historical = true});
}

}  // namespace surety::tools
