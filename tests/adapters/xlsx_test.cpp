// Workbooks, read back by the tool that unpacks them: what a spreadsheet would show.
#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>

#include "adapters/spreadsheets/xlsx_sheet.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace surety;

namespace {

/// One part of the workbook, unpacked.
std::string part(const std::filesystem::path& file, const std::string& name) {
  const auto command = "python3 -c 'import sys,zipfile;sys.stdout.buffer.write("
                       "zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' " +
                       file.string() + " " + name;
  std::FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  char buffer[4096];
  while (const auto n = std::fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, n);
  REQUIRE(pclose(pipe) == 0);
  return text;
}

}  // namespace

TEST_CASE("codes stay texts, amounts are numbers, titles are frozen, formulas are none") {
  XlsxSheet sheet("担保");
  sheet.titles({"信用代码", "担保金额（万元）", "备注"});
  sheet.row({{"91460000MA5TM8HD9J"}, {"1613.00", 1613.0, 2}, {"=1+1"}});
  sheet.row({{"0011230703001784"}, {"0.0001", 0.0001, 4}, {}});
  const surety::testing::TemporaryFolder folder;
  const auto file = folder.path() / "a.xlsx";
  std::ofstream(file, std::ios::binary) << sheet.take();

  const auto rows = part(file, "xl/worksheets/sheet1.xml");
  const auto has = [&](const std::string& text) { return rows.find(text) != std::string::npos; };
  CHECK(has("<t>91460000MA5TM8HD9J</t>"));
  CHECK(has("<t>0011230703001784</t>"));
  CHECK(has("<v>1613</v>"));
  CHECK(has("<v>0.0001</v>"));
  CHECK(has("state=\"frozen\""));
  CHECK(has("<t>=1+1</t>"));
  CHECK_FALSE(has("<f>"));
  CHECK(part(file, "xl/workbook.xml").find("担保") != std::string::npos);
}

TEST_CASE("a name that no sheet can have does not lose the table") {
  XlsxSheet sheet("a/b:c");
  sheet.titles({"x"});
  CHECK(sheet.take().starts_with("PK"));
}
