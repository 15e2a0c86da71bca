// Tables out of spreadsheets: what people see in the cells, and files made to do harm.
#include <doctest/doctest.h>

#include <fstream>

#include "adapters/documents/archive.hpp"
#include "adapters/spreadsheets/project_table.hpp"
#include "adapters/spreadsheets/xlsx_sheet.hpp"
#include "tests/support/file_bytes.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace surety;

namespace {

using Parts = std::vector<std::pair<std::string, std::string>>;

std::string zipped(const Parts& parts) {
  testing::TemporaryFolder folder;
  const auto file = folder.path() / "a.xlsx";
  std::vector<ArchiveEntry> entries;
  for (const auto& [name, text] : parts)
    entries.push_back({name, static_cast<std::int64_t>(text.size()), [&text] { return text; }});
  write_archive(file, entries);
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A workbook with one sheet of these rows, as programs other than ours write them.
std::string workbook(const std::string& rows, const std::string& strings = "",
                     const std::string& properties = "") {
  return zipped(
      {{"xl/workbook.xml", "<workbook xmlns:r=\"r\">" + properties +
                               "<sheets><sheet name=\"项目\" r:id=\"rId1\"/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"
        "</Relationships>"},
       {"xl/styles.xml",
        "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月"
        "&quot;d&quot;日&quot;\"/><numFmt numFmtId=\"165\" formatCode=\"0.00&quot;day&quot;\"/>"
        "</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>"
        "<xf numFmtId=\"165\"/></cellXfs></styleSheet>"},
       {"xl/sharedStrings.xml", "<sst>" + strings + "</sst>"},
       {"xl/worksheets/sheet1.xml",
        "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}});
}

TableRows rows_of(std::string bytes) {
  auto read = read_table(std::move(bytes));
  const auto* problem = std::get_if<TableProblem>(&read);
  REQUIRE_MESSAGE(!problem, (problem ? problem->code : ""));
  return std::get<TableRows>(read);
}

std::string problem_of(std::string bytes) {
  const auto read = read_table(std::move(bytes));
  const auto* problem = std::get_if<TableProblem>(&read);
  return problem ? problem->code : "none";
}

}  // namespace

TEST_CASE("tables: a workbook's strings are read however they are kept") {
  const auto rows = rows_of(workbook(
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
      "<c r=\"D1\" t=\"inlineStr\"><is><t>直写</t></is></c>"
      "<c r=\"E1\" t=\"str\"><f>A1</f><v>公式</v></c><c r=\"F1\" t=\"b\"><v>1</v></c></row>",
      "<si><t>项目代码</t></si><si><r><t>分</t></r><r><t>段</t></r><rPh><t>fen</t></rPh></si>"));
  CHECK(rows == TableRows{{"项目代码", "分段", "", "直写", "公式", "是"}});
}

TEST_CASE("tables: a workbook's numbers are what was typed, codes among them") {
  const auto rows = rows_of(workbook(
      "<row r=\"1\"><c r=\"A1\"><v>230100</v></c><c r=\"B1\"><v>1613.0000000000002</v></c>"
      "<c r=\"C1\"><v>2.307E+12</v></c><c r=\"D1\"><v>0.1</v></c><c r=\"E1\"><v>1E-4</v></c></row>"));
  CHECK(rows == TableRows{{"230100", "1613", "2307000000000", "0.1", "0.0001"}});
}

TEST_CASE("tables: a number shown as a day is that day, in either counting") {
  const std::string days =
      "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>45717</v></c><c r=\"B1\" s=\"2\"><v>45717.5</v></c>"
      "<c r=\"C1\" s=\"3\"><v>45717</v></c><c r=\"D1\" s=\"1\"><v>1</v></c></row>";
  CHECK(rows_of(workbook(days)) == TableRows{{"2025-03-01", "2025-03-01", "45717", "1900-01-01"}});
  CHECK(rows_of(workbook("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>44255</v></c></row>", "",
                         "<workbookPr date1904=\"1\"/>")) == TableRows{{"2025-03-01"}});
}

TEST_CASE("tables: a row keeps its line, whatever lies empty before it") {
  const auto rows = rows_of(workbook("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
                                     "<row r=\"4\"><c r=\"B4\"><v>2</v></c></row><row r=\"9\"/>"));
  REQUIRE(rows.size() == 4);
  CHECK(rows[3] == std::vector<std::string>{"", "2"});
}

TEST_CASE("tables: our own workbooks come back") {
  const surety::testing::TemporaryFolder folder;
  const auto file = folder.path() / "a.xlsx";
  XlsxSheet sheet("项目", file);
  sheet.titles({"项目代码", "总投资额（万元）"});
  sheet.row({{"0011"}, {"1613.00", 1613.0, 2}});
  sheet.finish();
  CHECK(rows_of(surety::testing::file_bytes(file)) ==
        TableRows{{"项目代码", "总投资额（万元）"}, {"0011", "1613"}});
}

TEST_CASE("tables: a file that unpacks without end, or names what is not there, is refused") {
  const std::string cell = "<c r=\"A1\" t=\"inlineStr\"><is><t>";
  CHECK(problem_of(workbook("<row r=\"1\">" + cell + std::string(100'000'000, ' ') +
                            "</t></is></c></row>")) == "bad-workbook");
  CHECK(problem_of(workbook("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>")) ==
        "bad-workbook");
  CHECK(problem_of(workbook("<row r=\"900000000\"><c><v>1</v></c></row>")) == "table-too-large");
  CHECK(problem_of(workbook("<row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row>")) ==
        "table-too-large");
  CHECK(problem_of(workbook("<row r=\"1\"><c>")) == "bad-workbook");
  CHECK(problem_of("PK\x03\x04 and no more") == "bad-workbook");
  CHECK(problem_of(zipped({{"word/document.xml", "<w/>"}})) == "bad-workbook");
  CHECK(problem_of("") == "empty-table");
  CHECK(problem_of("a,\"b\n") == "bad-csv");
  CHECK(problem_of("\xFF\xFF\xFF") == "bad-encoding");
}

TEST_CASE("tables: CSV in UTF-8 or GB 18030") {
  CHECK(rows_of("\xEF\xBB\xBF项目代码,名称\r\n1,\"a,b\"\r\n") ==
        TableRows{{"项目代码", "名称"}, {"1", "a,b"}});
  CHECK(rows_of("\xCF\xEE\xC4\xBF,1\n") == TableRows{{"项目", "1"}});
}

TEST_CASE("tables: rows become commands by titles or names, in people's units") {
  const auto table = std::get<ProjectTable>(
      project_table({{"项目代码", "name", "行政区划代码", "施工单位", "总投资额（万元）", "备注"},
                     {"P-1", "一号楼", "230100", "11230703001784935X", "1,613.5", "x"},
                     {},
                     {"P-2", "二号楼", "230100", "bad", "1", "", "more"}},
                    "230000"));
  CHECK(table.fields[5].empty());
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].body ==
        R"({"project_code":"P-1","name":"一号楼","region_code":"230100",)"
        R"("contractor":"11230703001784935X","investment_total":1613500000,)"
        R"("jurisdiction":"230000"})");
  CHECK(table.rows[1].line == 4);
  CHECK(table.rows[1].problem == "too-many-cells");
  CHECK(refused_csv(table, {{&table.rows[1], "why"}}).find("\"4\",\"why\",\"P-2\"") !=
        std::string::npos);
  const auto lacking = project_table({{"项目代码"}}, "");
  CHECK(std::get<TableProblem>(lacking).code == "missing-column");
}
