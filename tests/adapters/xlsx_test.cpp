// Workbooks, read back by the tool that unpacks them: what a spreadsheet would show.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "adapters/spreadsheets/xlsx_sheet.hpp"
#include "tests/support/file_bytes.hpp"
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
  const surety::testing::TemporaryFolder folder;
  const auto file = folder.path() / "a.xlsx";
  XlsxSheet sheet("担保", file);
  sheet.titles({"信用代码", "担保金额（万元）", "备注"});
  sheet.row({{"91460000MA5TM8HD9J"}, {"1613.00", 1613.0, 2}, {"=1+1"}});
  sheet.row({{"0011230703001784"}, {"0.0001", 0.0001, 4}, {}});
  sheet.finish();

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
  const surety::testing::TemporaryFolder folder;
  XlsxSheet sheet("a/b:c", folder.path() / "a.xlsx");
  sheet.titles({"x"});
  sheet.finish();
  CHECK(surety::testing::file_bytes(folder.path() / "a.xlsx").starts_with("PK"));
}

namespace {

std::int64_t resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stoll(line.substr(line.find_first_of("0123456789")));
  return -1;
}

}  // namespace

TEST_CASE("a table of a hundred thousand rows is never held in memory") {
  const surety::testing::TemporaryFolder folder;
  const auto file = folder.path() / "long.xlsx";
  const auto before = resident_kib();
  REQUIRE(before > 0);
  std::int64_t most = 0;
  XlsxSheet sheet("项目", file);
  sheet.titles({"项目代码", "项目名称", "施工单位", "总投资额（万元）"});
  for (int i = 0; i < 100'000; ++i) {
    const auto number = std::to_string(i);
    sheet.row({{"2019-230700-49-01-" + number},
               {"伊春市南岔区第" + number + "小学教学楼"},
               {"11230703001784935X"},
               {number, static_cast<double>(i), 2}});
    if (i % 1'000 == 0) most = std::max(most, resident_kib() - before);
  }
  sheet.finish();
  most = std::max(most, resident_kib() - before);
  CHECK(most < 64 * 1024);
  CHECK(std::filesystem::file_size(file) > 1'000'000);
}
