// A project table as a whole: foreseen, confirmed, brought again.
#include <doctest/doctest.h>

#include "adapters/spreadsheets/xlsx_sheet.hpp"
#include "tests/adapters/http_fixture.hpp"
#include "tests/support/file_bytes.hpp"

using namespace surety;
using namespace surety::testing;

namespace {

const std::string titles = "项目代码,项目名称,行政区划代码,施工单位,总投资额（万元）\n";
const std::string good =
    "P-1,一号楼,230100,11230703001784935X,100\n"
    "P-2,二号楼,230100,11230703001784935A,200\n";  // the check digit does not fit: flagged
const std::string bad = "P-3,,230100,11230703001784935X,300\n";

Answer brought(HttpNode& node, const std::string& table, const std::string& query = "",
               const std::string& who = "regulator") {
  return node.as(who, "POST", "/api/v1/projects/imports" + query, table,
                 {{"Content-Type", "text/csv"}});
}

std::string counts(const Answer& a) {
  std::string out;
  for (const char* name : {"rows_read", "imported", "changed", "unchanged", "flagged", "refused"})
    out += (out.empty() ? "" : " ") + a.at(name);
  return out;
}

}  // namespace

// proves HLJ-113
TEST_CASE("import: a table is foreseen without a trace, then done, then changes nothing") {
  HttpNode node;
  const auto table = titles + good + bad;
  const auto foreseen = brought(node, table);
  REQUIRE_MESSAGE(foreseen.status == 200, foreseen.body);
  CHECK(counts(foreseen) == "3 2 0 0 1 1");
  CHECK(foreseen.at("confirmed") == "false");
  CHECK(foreseen.at("columns.4.field") == "investment_total");
  CHECK(foreseen.at("refused_rows.0.line") == "4");
  CHECK(foreseen.at("refused_rows.0.problem.errors.0.path") == "/name");
  CHECK(node.as("regulator", "GET", "/api/v1/projects").at("total") == "0");

  const auto done = brought(node, table, "?confirm=true");
  CHECK(counts(done) == counts(foreseen));
  CHECK(done.at("confirmed") == "true");
  CHECK(node.as("regulator", "GET", "/api/v1/projects").at("total") == "2");

  CHECK(counts(brought(node, table)) == "3 0 0 2 1 1");
  CHECK(counts(brought(node, table, "?confirm=true")) == "3 0 0 2 1 1");
}

TEST_CASE("import: what comes twice in one table is foreseen as it will be") {
  HttpNode node;
  const auto table = titles + good + "P-1,新一号楼,230100,11230703001784935X,100\n";
  const auto foreseen = brought(node, table);
  CHECK(counts(foreseen) == "3 2 1 0 1 0");
  CHECK(counts(brought(node, table, "?confirm=true")) == counts(foreseen));
  CHECK(node.as("regulator", "GET", "/api/v1/projects/P-1").at("name") == "新一号楼");
}

TEST_CASE("import: a workbook does as well, and its refused rows come as a file to mend") {
  HttpNode node;
  const TemporaryFolder folder;
  XlsxSheet sheet("项目表", folder.path() / "a.xlsx");
  sheet.titles({"项目代码", "项目名称", "行政区划代码", "施工单位"});
  sheet.row({{"P-1"}, {"一号楼"}, {"230100"}, {"11230703001784935X"}});
  sheet.row({{"P-2"}, {}, {"230100"}, {"11230703001784935X"}});
  sheet.finish();
  const auto book = file_bytes(folder.path() / "a.xlsx");
  CHECK(counts(brought(node, book)) == "2 1 0 0 0 1");
  const auto file = brought(node, book, "?format=csv");
  CHECK(file.headers.at("content-type") == "text/csv; charset=utf-8");
  CHECK(file.body.find("\"3\",") != std::string::npos);
  CHECK(file.body.find("/name missing") != std::string::npos);
  CHECK(file.body.find("\"P-2\"") != std::string::npos);
}

TEST_CASE("import: for those alone who may, and a table that is none is told in words") {
  HttpNode node;
  CHECK(brought(node, titles + good, "", "contractor").status == 403);
  CHECK(brought(node, "").at("code") == "empty-table");
  const auto lacking = brought(node, "项目代码\nP-1\n");
  CHECK(lacking.status == 422);
  CHECK(lacking.at("code") == "missing-column");
  CHECK(lacking.at("facts.where").find("项目名称") == 0);
  CHECK(brought(node, titles, "?confirm=perhaps").status == 400);
}

TEST_CASE("import: one key for the whole table does not make its rows one") {
  HttpNode node;
  const auto done = node.as("regulator", "POST", "/api/v1/projects/imports?confirm=true",
                            titles + good, {{"Content-Type", "text/csv"}, {"Idempotency-Key", "k"}});
  CHECK(counts(done) == "2 2 0 0 1 0");
}

TEST_CASE("import: hundreds of rows at once, each counted once") {
  HttpNode node;
  std::string table = titles;
  for (int i = 0; i < 300; ++i)
    table += "P-" + std::to_string(i) + ",楼,230100,11230703001784935X,1\n";
  CHECK(counts(brought(node, table, "?confirm=true")) == "300 300 0 0 0 0");
  CHECK(counts(brought(node, table, "?confirm=true")) == "300 0 0 300 0 0");
}
