// What needs no sign-in: notices and their files, a complaint and how it stands; and base data.
#include <doctest/doctest.h>

#include "tests/adapters/http_fixture.hpp"

using namespace surety::testing;
using surety::HttpSettings;

namespace {

constexpr const char* pdf = "%PDF-1.4\n%%EOF\n";

Answer put_file(HttpNode& node, const std::string& account, const std::string& bytes) {
  const Headers type{{"Content-Type", "application/pdf"}};
  if (account.empty()) return node.ask("POST", "/api/v1/public/documents", bytes, type);
  return node.as(account, "POST", "/api/v1/documents", bytes, type);
}

std::string notice(const std::string& audience, const std::string& more = "") {
  return R"({"title":"关于评价工作的通知","body":[{"text":"第一段"},{"text":"第二段"}],)"
         R"("category":"notice","audience":")" +
         audience + R"(")" + more + "}";
}

std::string complaint(const std::string& more = "") {
  return R"({"region_code":"230102","complainant":"王某","phone":"13800001234",)"
         R"("subject":"payment","content":"进度款逾期未付")" +
         more + "}";
}

}  // namespace

// proves HN-07, HLJ-05
TEST_CASE("public notices: whoever comes by reads what is published for everyone, nothing else") {
  HttpNode node;
  const std::string file = put_file(node, "regulator", pdf).at("id");
  const std::string with_file = R"(,"attachments":[")" + file + R"("])";
  const auto drafted = node.as("regulator", "POST", "/api/v1/notices", notice("everyone", with_file));
  REQUIRE_MESSAGE(drafted.status == 201, drafted.body);
  const std::string id = drafted.at("case.id");
  const std::string page = "/api/v1/public/notices/" + id;
  CHECK(node.ask("GET", page).status == 404);
  CHECK(node.ask("GET", "/api/v1/public/documents/" + file).status == 404);
  CHECK(node.ask("POST", "/api/v1/notices/" + id + "/publish", "{}").status == 401);
  CHECK(node.as("contractor", "POST", "/api/v1/notices", notice("everyone")).status == 403);
  REQUIRE(node.as("regulator", "POST", "/api/v1/notices/" + id + "/publish", "{}").status == 200);
  const auto inner = node.as("regulator", "POST", "/api/v1/notices", notice("users"));
  const std::string inner_id = inner.at("case.id");
  REQUIRE(node.as("regulator", "POST", "/api/v1/notices/" + inner_id + "/publish", "{}").status ==
          200);
  const auto read = node.ask("GET", page);
  CHECK(read.status == 200);
  CHECK(read.at("body.1") == "第二段");
  CHECK(node.ask("GET", "/api/v1/public/documents/" + file).body == pdf);
  const auto list = node.ask("GET", "/api/v1/public/notices?jurisdiction=230000");
  CHECK(list.at("total") == "1");
  CHECK(list.at("items.0.id") == id);
  CHECK(node.ask("GET", "/api/v1/public/notices?jurisdiction=460000").at("total") == "0");
  CHECK(node.ask("GET", "/api/v1/public/notices?limit=1000").status == 400);
  CHECK(node.ask("GET", "/api/v1/public/notices/" + inner_id).status == 404);
  CHECK(node.as("contractor", "GET", "/api/v1/notices/" + inner_id).status == 200);
  const std::string withdraw = "/api/v1/notices/" + id + "/withdraw";
  REQUIRE(node.as("regulator", "POST", withdraw, R"({"reason":"有误"})").status == 200);
  CHECK(node.ask("GET", page).status == 404);
  CHECK(node.ask("GET", "/api/v1/public/documents/" + file).status == 404);
}

// proves HN-10
TEST_CASE("public complaints: anybody files one with a file, and asks by number and phone") {
  HttpNode node;
  const std::string file = put_file(node, "", pdf).at("id");
  CHECK(node.ask("GET", "/api/v1/documents/" + file).status == 401);
  CHECK(node.ask("GET", "/api/v1/public/documents/" + file).status == 404);
  const auto filed = node.ask(
      "POST", "/api/v1/complaints", complaint(R"(,"documents":[")" + file + R"("])"));
  REQUIRE_MESSAGE(filed.status == 201, filed.body);
  const std::string id = filed.at("case.id");
  const std::string asked = "/api/v1/public/complaints/" + id;
  const std::string own = R"({"phone":"13800001234"})";
  CHECK(node.ask("POST", asked, own).at("state") == "filed");
  CHECK(node.ask("GET", "/api/v1/complaints/" + id).status == 401);
  CHECK(node.as("contractor", "GET", "/api/v1/complaints/" + id).status == 404);
  const auto seen = node.as("regulator", "GET", "/api/v1/complaints/" + id);
  CHECK(seen.at("phone") == "138****1234");
  CHECK(node.as("regulator", "GET", "/api/v1/documents/" + file).body == pdf);
  REQUIRE(node.as("regulator", "POST", "/api/v1/complaints/" + id + "/reply",
                  R"({"reply":"已督促付款"})")
              .status == 200);
  CHECK(node.ask("POST", asked, own).at("replies.0.reply") == "已督促付款");
  CHECK(node.ask("POST", asked, "{}").has_error("/phone", "missing"));
  for (int i = 0; i < 5; ++i)
    CHECK(node.ask("POST", asked, R"({"phone":"13800009999"})").status == 404);
  CHECK(node.ask("POST", asked, own).status == 404);
}

TEST_CASE("public complaints: all strangers together may ask for so much a minute") {
  HttpSettings settings;
  settings.strangers_per_minute = 11;
  HttpNode node(settings);
  CHECK(put_file(node, "", pdf).status == 201);
  CHECK(node.ask("POST", "/api/v1/complaints", complaint()).status == 201);
  const auto refused = put_file(node, "", pdf);
  CHECK(refused.status == 429);
  CHECK(refused.headers.count("retry-after") == 1);
  CHECK(node.as("contractor", "POST", "/api/v1/complaints", complaint()).status == 201);
}

// proves QZI-06
TEST_CASE("base data: a field takes its jurisdiction's entries, old cases keep what they had") {
  HttpNode node;
  const auto project = node.as("contractor", "POST", "/api/v1/projects", project_body("P-1"));
  REQUIRE_MESSAGE(project.status == 201, project.body);
  const auto source = [&](const std::string& category) {
    return node.as("contractor", "POST", "/api/v1/major-hazard-sources",
                   R"({"project":"P-1","name":"深基坑","category":")" + category +
                       R"(","location":"东侧","controls":"监测","responsible_person":"张工",)"
                       R"("phone":"13314518976"})");
  };
  const auto old = source("深基坑工程");
  REQUIRE_MESSAGE(old.status == 201, old.body);
  const std::string dictionary = "/api/v1/dictionaries/230000.major-hazard-source-categories";
  const auto defined =
      node.as("admin", "POST", "/api/v1/dictionaries",
              R"({"jurisdiction":"230000","name":"major-hazard-source-categories",)"
              R"("title":"重大危险源类别","entries":[{"code":"pit","title":"深基坑"},)"
              R"({"code":"crane","title":"起重机械"}]})");
  REQUIRE_MESSAGE(defined.status == 201, defined.body);
  CHECK(source("深基坑工程").has_error("/category", "not-in-dictionary"));
  CHECK(source("pit").status == 201);
  REQUIRE(node.as("admin", "POST", dictionary + "/disable-entry", R"({"code":"pit"})").status ==
          200);
  CHECK(source("pit").has_error("/category", "not-in-dictionary"));
  CHECK(node.as("contractor", "GET", "/api/v1/major-hazard-sources/" + old.at("case.id"))
            .at("category") == "深基坑工程");
  const auto form = node.as("contractor", "GET", "/api/v1/meta/commands/major-hazard-source.register");
  CHECK(form.at("properties.category.oneOf.0.const") == "crane");
  const auto all = node.ask("GET", "/api/v1/meta/dictionaries?jurisdiction=230000");
  CHECK(all.body.find(R"("value":"pit","title":"深基坑","title_en":"深基坑","disabled":true)") !=
        std::string::npos);
  const auto contacts = node.as("admin", "POST", "/api/v1/dictionaries",
                                R"({"jurisdiction":"230000","name":"contacts","title":"联系方式",)"
                                R"("entries":[{"code":"hotline","title":"0451-55918888"}]})");
  REQUIRE_MESSAGE(contacts.status == 201, contacts.body);
  CHECK(node.ask("GET", "/api/v1/meta/dictionaries?jurisdiction=230000&name=contacts")
            .at("contacts.0.title") == "0451-55918888");
}

TEST_CASE("base data: a year's holidays hold on every partition once they are published") {
  HttpNode node;
  const std::string year =
      R"({"year":2027,"source":"国办通知","rest_days":["2027-01-01"],"make_up_workdays":[]})";
  CHECK(node.as("regulator", "POST", "/api/v1/holiday-calendars", year).status == 403);
  const auto published = node.as("admin", "POST", "/api/v1/holiday-calendars", year);
  REQUIRE_MESSAGE(published.status == 201, published.body);
  const auto seen = node.as("contractor", "GET", "/api/v1/holiday-calendars/CN");
  CHECK(seen.at("calendar_version") == "CN-2027-1");
  const auto again = node.as("admin", "POST", "/api/v1/holiday-calendars", year);
  CHECK(again.status == 200);
}

TEST_CASE("descriptions: every kind with commands has a menu, a view and its steps") {
  HttpNode node;
  const auto menu = node.as("admin", "GET", "/api/v1/meta/menu").body;
  CHECK(menu.find("\"dictionaries\"") != std::string::npos);
  CHECK(menu.find("综合人事管理") != std::string::npos);
  for (const char* kind : {"notices", "complaints", "site-cameras", "staff-members",
                           "dictionaries", "holiday-calendars", "expense-ledgers"}) {
    CAPTURE(kind);
    CHECK(node.as("admin", "GET", "/api/v1/meta/views/" + std::string(kind)).status == 200);
    CHECK(node.ask("GET", "/api/v1/meta/kinds/" + std::string(kind)).status == 200);
    CHECK(node.as("admin", "GET", "/api/v1/" + std::string(kind)).status == 200);
  }
  for (const char* list : {"service-fees", "safety-expenses", "services"})
    CHECK(node.as("contractor", "GET", "/api/v1/" + std::string(list) + "?format=csv").status ==
          200);
}
