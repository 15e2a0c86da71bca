// Printouts as HTML and PDF: what another program reads out of them, and what they must not hold.
#include "adapters/print/print.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "tests/adapters/http_fixture.hpp"
#include "tests/support/program.hpp"

using namespace surety;
using namespace surety::testing;

namespace {

struct Pdf {
  TemporaryFolder folder;
  std::string file;
  explicit Pdf(const std::string& bytes) : file((folder.path() / "print.pdf").string()) {
    std::ofstream(file, std::ios::binary) << bytes;
  }
  std::string text() const { return output_of("pdftotext -layout '" + file + "' -"); }
  int pages() const {
    const auto info = output_of("pdfinfo '" + file + "'");
    return std::stoi(info.substr(info.find("Pages:") + 6));
  }
};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A line may end anywhere in a Chinese text: told without blanks and ends of lines.
std::string run_together(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\f') out += c;
  return out;
}

using Form = PrintedBlock::Form;

std::string project_opened(HttpNode& node) {
  const auto opened = node.as("contractor", "POST", "/api/v1/projects",
                              project_body("P-1", R"(,"construction_cost":161300000)"));
  REQUIRE(opened.status == 201);
  return "/api/v1/projects/P-1/print/user-agreement";
}

}  // namespace

// proves HLJ-42, HLJ-116
TEST_CASE("print: the agreement carries the unit, its code, the project and the amount in capitals") {
  HttpNode node;
  const auto path = project_opened(node);
  const auto html = node.as("contractor", "GET", path);
  CHECK(html.status == 200);
  CHECK(html.headers.at("content-type") == "text/html; charset=utf-8");
  const auto pdf = node.as("contractor", "GET", path + "?format=pdf");
  CHECK(pdf.status == 200);
  CHECK(pdf.headers.at("content-type") == "application/pdf");
  const auto text = run_together(Pdf(pdf.body).text());
  const auto name = node.as("contractor", "GET", "/api/v1/account").at("organisation.name");
  REQUIRE(!name.empty());
  for (const auto& part : {name, std::string(contractor_code), std::string("P-1"),
                           std::string("壹佰陆拾壹万叁仟元整"), std::string("1,613,000.00"),
                           std::string("第1页，共")}) {
    INFO(part, " in ", text);
    CHECK(holds(text, part));
    if (part != "第1页，共") CHECK(holds(html.body, part));
  }
}

TEST_CASE("print: a page runs nothing and loads nothing") {
  HttpNode node;
  const auto html = node.as("contractor", "GET", project_opened(node));
  CHECK_FALSE(holds(html.body, "<script"));
  CHECK_FALSE(holds(html.body, "src="));
  CHECK_FALSE(holds(html.body, "href="));
  CHECK(holds(html.headers.at("content-security-policy"), "default-src 'none'; style-src 'sha256-"));
  Printout hostile{.title = "<script>alert(1)</script>",
                   .blocks = {{Form::paragraph, {{"\"&<b>"}}}}};
  CHECK(holds(html_of(hostile), "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>"));
  CHECK(holds(html_of(hostile), "<p>&quot;&amp;&lt;b&gt;</p>"));
}

TEST_CASE("print: for whom the case is not there its documents are not there either") {
  HttpNode node;
  const auto path = project_opened(node);
  CHECK(node.as("rival", "GET", path).status == 404);
  CHECK(node.ask("GET", path).status == 401);
  CHECK(node.as("contractor", "GET", "/api/v1/projects/P-1/print/nothing").status == 404);
  CHECK(node.as("contractor", "GET", path + "?format=doc").at("code") == "unknown-format");
}

TEST_CASE("print: a kind tells what it can be printed as, and in which edition") {
  HttpNode node;
  const auto meta = node.ask("GET", "/api/v1/meta/kinds/project");
  CHECK(meta.at("printouts.0.name") == "user-agreement");
  CHECK(meta.at("printouts.0.title") == "用户协议（委托协议）");
  CHECK_FALSE(meta.at("printouts.0.edition").empty());
}

TEST_CASE("print: a phone is masked until it is disclosed, and then for that person alone") {
  HttpNode node;
  const std::string path = "/api/v1/enterprises/" + std::string(contractor_code);
  REQUIRE(node.as("contractor", "POST", path + "/update-information",
                  R"({"legal_representative":"张海","address":"道里区","region_code":"230100",)"
                  R"("contact_phone":"13812345678"})")
              .status == 200);
  const auto printed = [&](const std::string& who) {
    return node.as(who, "GET", path + "/print/registration").body;
  };
  CHECK(holds(printed("contractor"), "138****5678"));
  const auto disclosed = node.as("contractor", "POST", path + "/disclose",
                                 R"({"fields":["contact_phone"],"reason":"盖章存档"})");
  REQUIRE(disclosed.status == 200);
  CHECK(holds(printed("contractor"), "13812345678"));
  CHECK(holds(printed("regulator"), "138****5678"));
}

TEST_CASE("print: a case tells what it can be printed as") {
  HttpNode node;
  project_opened(node);
  CHECK(node.as("contractor", "GET", "/api/v1/projects/P-1").at("printouts") ==
        R"(["user-agreement"])");
}

TEST_CASE("print: long lists go over pages with their titles, long texts too, and nothing is lost") {
  Printout print{.title = "支付计划", .footer = "编号 1"};
  std::vector<std::vector<std::string>> rows{{"序号", "支付节点"}};
  for (int i = 1; i <= 120; ++i) rows.push_back({std::to_string(i), "节点甲" + std::to_string(i) + "号"});
  print.blocks.push_back({Form::list, rows});
  std::string tall;
  for (int i = 1; i <= 90; ++i) tall += "第" + std::to_string(i) + "行说明\n";
  print.blocks.push_back({Form::table, {{"说明", tall}}});
  const Pdf pdf(pdf_of(print));
  const auto text = run_together(pdf.text());
  for (int i = 1; i <= 120; ++i) CHECK(holds(text, "节点甲" + std::to_string(i) + "号"));
  for (int i = 1; i <= 90; ++i) CHECK(holds(text, "第" + std::to_string(i) + "行说明"));
  REQUIRE(pdf.pages() > 3);
  std::size_t titles = 0;
  for (auto at = text.find("序号"); at != text.npos; at = text.find("序号", at + 1)) ++titles;
  CHECK(titles >= 3);
  CHECK(holds(text, "第" + std::to_string(pdf.pages()) + "页，共" + std::to_string(pdf.pages()) + "页"));
}

TEST_CASE("print: seals never stand alone on a page") {
  for (int lines = 24; lines <= 36; ++lines) {
    Printout print{.title = "申请表"};
    for (int i = 0; i < lines; ++i) print.blocks.push_back({Form::paragraph, {{"条款"}}});
    print.blocks.push_back({Form::heading, {{"声明"}}});
    print.blocks.push_back({Form::paragraph, {{"末段"}}});
    print.blocks.push_back({Form::seals, {{"盖章", "签字"}}});
    const Pdf pdf(pdf_of(print));
    const auto last = std::to_string(pdf.pages());
    const auto text = output_of("pdftotext -f " + last + " -l " + last + " '" + pdf.file + "' -");
    INFO(lines, " ", text);
    CHECK(holds(text, "盖章"));
    CHECK(holds(text, "末段"));
    CHECK(holds(text, "声明"));
  }
}

TEST_CASE("print: every document can be printed of an empty case") {
  // Reads them all; one that names a field there is not throws.
  REQUIRE(print_templates().size() >= 8);
  HttpNode node;
  const auto store = node.runtime().snapshot();
  const FoldReader fold(*store, node.runtime().partitions());
  for (const auto& t : print_templates()) {
    INFO(t.kind, ".", t.name);
    Case c;
    c.kind = kind_named(t.kind);
    c.head.kind = t.kind;
    c.head.id = "1";
    c.head.jurisdiction = t.jurisdictions ? t.jurisdictions->at(0).text() : "460000";
    c.state = c.kind->copy(nullptr);
    const auto all = print_templates(c);
    CHECK(std::find(all.begin(), all.end(), &t) != all.end());
    const auto print = printout(t, c, {fold, Actor{}, Date::of(2025, 3, 1), {},
                                       [](const Case&, std::string_view) { return false; }});
    CHECK(print.preview == t.final_in.has_value());
    CHECK(holds(html_of(print), print.title));
    CHECK(holds(run_together(Pdf(pdf_of(print)).text()), print.title));
    for (const auto& block : print.blocks)
      for (const auto& row : block.rows)
        for (const auto& cell : row) CHECK_FALSE(holds(cell, "{"));
  }
}
