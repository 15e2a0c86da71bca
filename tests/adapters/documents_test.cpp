// Documents in their folder: by hash, by content, whole or not at all.
#include <doctest/doctest.h>

#include "adapters/documents/folder.hpp"
#include "engine/digest.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace surety;

TEST_CASE("a document is told by its content") {
  using namespace std::string_view_literals;
  CHECK(media_type_of("%PDF-1.7 …") == "application/pdf");
  CHECK(media_type_of("\xFF\xD8\xFF\xE0"sv) == "image/jpeg");
  CHECK(media_type_of("\x89PNG\r\n\x1A\n\0"sv) == "image/png");
  CHECK(media_type_of("<html>").empty());
  CHECK(media_type_of("").empty());
}

TEST_CASE("what is put comes back, also for the second who brings it") {
  testing::TemporaryFolder folder;
  const std::string bytes = "%PDF-1.4";
  DocumentInfo info{.id = DocumentId::stored(hex(sha256(bytes))),
                    .media_type = "application/pdf",
                    .size = 8,
                    .name = "a.pdf",
                    .uploaded_by = "A"};
  folder_documents(folder.path())->put(info, bytes);
  const auto documents = folder_documents(folder.path());
  info.uploaded_by = "B";
  documents->put(info, bytes);
  documents->put(info, bytes);
  CHECK(documents->info(info.id.text())->uploaded_by == "A B");
  CHECK(documents->bytes(info.id.text()) == bytes);
  CHECK_FALSE(documents->info("../../etc/passwd"));
  CHECK_FALSE(documents->bytes(std::string(64, '0')));
}
