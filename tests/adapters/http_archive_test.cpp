// All documents of a case in one file, and what may be uploaded where.
#include <doctest/doctest.h>

#include <fstream>
#include <set>

#include "adapters/documents/archive.hpp"
#include "engine/kind.hpp"
#include "events/papers.hpp"
#include "tests/adapters/http_fixture.hpp"
#include "tests/support/program.hpp"

using namespace surety;
using namespace surety::testing;

namespace {

const std::string png = "\x89PNG\r\n\x1A\n";

std::string uploaded(HttpNode& node, const std::string& bytes, const std::string& name) {
  const auto put = node.as("regulator", "POST", "/api/v1/documents", bytes,
                           {{"Content-Type", "image/png"},
                            {"Content-Disposition",
                             "attachment; filename*=UTF-8''" + http::percent_encoded(name)}});
  REQUIRE(put.status == 201);
  return put.at("id");
}

Answer inspected(HttpNode& node, const std::string& photos) {
  node.as("contractor", "POST", "/api/v1/projects", project_body("P-1"));
  return node.as("regulator", "POST", "/api/v1/inspections",
                 R"({"project":"P-1","inspected_on":"2025-02-28","inspectors":["张三"],)"
                 R"("problems":[{"category":"临边","description":"无护栏","level":"general",)"
                 R"("rectify_by":"2025-03-10","photos":[)" +
                     photos + "]}]}");
}

/// Names and contents, by a reader that is not ours.
std::string listed(const std::string& bytes) {
  TemporaryFolder folder;
  const auto file = (folder.path() / "a.zip").string();
  std::ofstream(file, std::ios::binary) << bytes;
  return output_of("python3 -c 'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); "
                   "assert z.testzip() is None; "
                   "print(*[i.filename+\"=\"+str(i.file_size) for i in z.infolist()],sep=\"\\n\")' " +
                   file);
}

}  // namespace

// proves HLJ-64
TEST_CASE("documents.zip: every document once, named by its field, under names that harm nobody") {
  HttpNode node;
  const auto first = uploaded(node, png + "one", "现场.png");
  const auto second = uploaded(node, png + "second", "..:evil*name?.exe.png");
  const auto opened = inspected(
      node, '"' + first + "\",\"" + second + "\",\"" + first + '"');
  REQUIRE_MESSAGE(opened.status == 201, opened.body);
  const auto zip = node.as("regulator", "GET",
                           "/api/v1/inspections/" + opened.at("case.id") + "/documents.zip");
  REQUIRE(zip.status == 200);
  CHECK(zip.headers.at("content-type") == "application/zip");
  CHECK(listed(zip.body) == "01-图片-现场.png=11\n02-图片-.._evil_name_.exe.png=14\n");
}

TEST_CASE("documents.zip: not there for whom the case is not there, or where nothing was uploaded") {
  HttpNode node;
  const auto photo = uploaded(node, png, "a.png");
  const auto opened = inspected(node, '"' + photo + '"');
  const auto path = "/api/v1/inspections/" + opened.at("case.id") + "/documents.zip";
  CHECK(node.as("rival", "GET", path).status == 404);
  CHECK(node.ask("GET", path).status == 401);
  const auto none = node.as("contractor", "GET", "/api/v1/projects/P-1/documents.zip");
  CHECK(none.status == 404);
  CHECK(none.at("code") == "no-documents");
}

TEST_CASE("documents.zip: more than one piece of it arrives whole") {
  HttpNode node;
  const std::string large = png + std::string(3'000'000, 'x');
  const auto opened = inspected(node, '"' + uploaded(node, large, "a.png") + '"');
  const auto zip = node.as("regulator", "GET",
                           "/api/v1/inspections/" + opened.at("case.id") + "/documents.zip");
  CHECK(listed(zip.body) == "01-图片-a.png=3000008\n");
}

TEST_CASE("archives: a part is read within its bounds, and what is no archive is told") {
  TemporaryFolder folder;
  const auto file = folder.path() / "a.zip";
  write_archive(file, {{"部分.txt", 5, [] { return std::string("12345"); }}});
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const ArchiveReader archive(bytes);
  CHECK(archive.part("部分.txt", 5) == "12345");
  CHECK_FALSE(archive.part("部分.txt", 4));
  CHECK_FALSE(archive.part("other", 5));
  CHECK_THROWS_AS(ArchiveReader("PK nothing"), std::runtime_error);
  CHECK_THROWS_AS(ArchiveReader(bytes.substr(0, bytes.size() / 2)), std::runtime_error);
}

TEST_CASE("uploads: every document field of every command says what it takes") {
  std::size_t fields = 0;
  for (const Kind* kind : kinds())
    for (const auto& rule : kind->commands)
      for (const Member& member : rule.type->fields().members) {
        const Type* type = member.type;
        while (type->shape == Shape::optional || type->shape == Shape::list) type = type->element;
        if (type->format != "document") continue;
        ++fields;
        INFO(kind->name, ".", rule.name, " ", member.name);
        CHECK(member.rule.paper != Paper::none);
      }
  CHECK(fields > 20);
}

TEST_CASE("a form marks the times that imports alone may give") {
  HttpNode node;
  const std::string mark = R"("x-imported":true)";
  const auto form = node.ask("GET", "/api/v1/meta/commands/policy.apply").body;
  const auto at = form.find(R"("applied_at":)");
  REQUIRE(at != form.npos);
  CHECK(form.find(mark) > at);
  CHECK(form.find(mark) == form.rfind(mark));
  CHECK(node.ask("GET", "/api/v1/meta/commands/policy.quote").body.find(mark) == form.npos);
}

TEST_CASE("uploads: a form shows kinds and size, and another kind is refused") {
  HttpNode node;
  const auto form = node.ask("GET", "/api/v1/meta/commands/policy.apply").body;
  CHECK(form.find(R"("x-accept":["application/pdf","image/jpeg","image/png"])") != form.npos);
  CHECK(form.find(R"("x-accept":["application/pdf"],"x-max-bytes":10485760)") != form.npos);
  const auto pdf = node.as("regulator", "POST", "/api/v1/documents", "%PDF-1.4\n",
                           {{"Content-Type", "application/pdf"}});
  const auto refused = inspected(node, '"' + pdf.at("id") + '"');
  CHECK(refused.status == 422);
  CHECK(refused.has_error("/problems/0/photos/0", "wrong-document-kind"));
}
