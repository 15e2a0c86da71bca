// What is looked at rather than done: events sought by person and time, who may do what, the
// archive that everybody may read, figures by county.
#include <doctest/doctest.h>

#include "tests/adapters/http_fixture.hpp"

using namespace surety::testing;

namespace {

int count(const std::string& text, const std::string& word) {
  int n = 0;
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("events are sought by person, by time and by position, page by page") {
  HttpNode node;
  for (const char* code : {"P-1", "P-2", "P-3"})
    REQUIRE(node.as("contractor", "POST", "/api/v1/projects", project_body(code)).status == 201);
  const auto mine = node.as("regulator", "GET", "/api/v1/events?actor=contractor@&types=project.*");
  CHECK(count(mine.body, "project.registered") == 3);
  CHECK(mine.at("over") == "true");
  const auto nobody = node.as("regulator", "GET", "/api/v1/events?actor=somebody-else");
  CHECK(nobody.at("items") == "[]");
  const auto first = node.as("regulator", "GET",
                             "/api/v1/events?actor=contractor@&types=project.*&limit=2");
  CHECK(count(first.body, "project.registered") == 2);
  CHECK(first.at("over") == "false");
  const auto second = node.as("regulator", "GET",
                              "/api/v1/events?actor=contractor@&types=project.*&limit=2&after=" +
                                  first.at("next"));
  CHECK(count(second.body, "project.registered") == 1);
  const std::string position = first.at("items.1.position");
  const auto there = node.as("regulator", "GET", "/api/v1/events?position=" + position);
  CHECK(count(there.body, "\"subject\"") == 1);
  CHECK(there.at("items.0.position") == position);
  const auto before = node.as("regulator", "GET",
                              "/api/v1/events?until=2000-01-01T00:00:00%2B08:00");
  CHECK(before.at("items") == "[]");
  const auto since = node.as("regulator", "GET", "/api/v1/events?from=2000-01-01T00:00:00%2B08:00");
  CHECK(count(since.body, "project.registered") == 3);
  CHECK(node.as("regulator", "GET", "/api/v1/events?from=yesterday").status == 400);
  CHECK(node.as("regulator", "GET", "/api/v1/events?position=here").status == 400);
  CHECK(node.as("rival", "GET", "/api/v1/events?actor=contractor@&types=project.*").at("items") ==
        "[]");
}

TEST_CASE("the matrix of permissions says what the engine would say") {
  HttpNode node;
  const auto matrix = node.as("admin", "GET", "/api/v1/meta/permissions");
  REQUIRE_MESSAGE(matrix.status == 200, matrix.body);
  const auto has = [&](const std::string& command, const std::string& roles) {
    const auto at = matrix.body.find("\"command\":\"" + command + '"');
    REQUIRE(at != std::string::npos);
    const auto from = matrix.body.find("\"roles\":", at);
    CAPTURE(command);
    CHECK(matrix.body.substr(from, 8 + roles.size()) == "\"roles\":" + roles);
  };
  has("insurance-claim.accept", R"(["insurer"])");
  has("project.confirm", R"(["regulator"])");
  const auto file = node.as("admin", "GET", "/api/v1/meta/permissions?format=csv");
  CHECK(file.body.find(R"("业务","操作","指令","企业","保险公司")") != std::string::npos);
  CHECK(node.as("admin", "GET", "/api/v1/meta/permissions?format=xlsx").body.starts_with("PK"));
  CHECK(node.as("regulator", "GET", "/api/v1/meta/permissions?format=doc").status >= 400);
  CHECK(node.ask("GET", "/api/v1/meta/permissions").status == 401);
}

// proves HN-17
TEST_CASE("the archive of guarantors: everybody reads who is listed, nobody whose phone it is") {
  HttpNode node;
  const std::string body =
      R"({"credit_code":"91460000MA5TM8HD9J","name":"某担保公司","type":"guarantee-company",)"
      R"("registered_capital":20000000000,"address":"某路1号","contact_name":"王某",)"
      R"("contact_phone":"13800001234","documents":[]})";
  const auto filed = node.as("regulator", "POST", "/api/v1/guarantors", body);
  REQUIRE_MESSAGE(filed.status == 201, filed.body);
  CHECK(node.ask("GET", "/api/v1/public/guarantors").at("total") == "0");
  CHECK(node.ask("GET", "/api/v1/public/site").at("jurisdictions.0.code") == "210500");
  const std::string id = filed.at("case.id");
  CHECK(node.ask("GET", "/api/v1/public/guarantors/" + id).status == 404);
  REQUIRE(node.as("regulator", "POST", "/api/v1/guarantors/" + id + "/list", "{}").status == 200);
  REQUIRE(node.as("regulator", "POST", "/api/v1/guarantors/" + id + "/record-credit",
                  R"({"kind":"bad","description":"逾期未赔付","occurred_on":"2025-01-02"})")
              .status == 200);
  const auto all = node.ask("GET", "/api/v1/public/guarantors?q=担保");
  CHECK(all.at("items.0.name") == "某担保公司");
  CHECK(all.body.find("phone") == std::string::npos);
  const auto one = node.ask("GET", "/api/v1/public/guarantors/" + id);
  CHECK(one.at("credit_records.0.description") == "逾期未赔付");
  CHECK(one.body.find("王某") == std::string::npos);
}

TEST_CASE("a paper nobody issued is not found, and its number may be tried five times") {
  HttpNode node;
  const auto check = [&] {
    return node.ask("POST", "/api/v1/public/verifications", R"({"number":"X-1","code":"0000"})");
  };
  for (int i = 0; i < 7; ++i) CHECK(check().status == 404);
  CHECK(node.ask("POST", "/api/v1/public/verifications", "{}").has_error("/number", "missing"));
}

TEST_CASE("figures: a city's counties add up to the city, and come as a table") {
  HttpNode node;
  const auto register_in = [&](const char* code, const char* region) {
    auto body = project_body(code);
    const auto at = body.find("\"region_code\":\"") + 15;
    body.replace(at, 6, region);
    const auto done = node.as("contractor", "POST", "/api/v1/projects", body);
    REQUIRE_MESSAGE(done.status == 201, done.body);
    const auto path = "/api/v1/projects/" + std::string(code) + "/confirm";
    node.as("regulator", "POST", path, "{}");
  };
  register_in("P-1", "230102");
  register_in("P-2", "230103");
  register_in("P-3", "230202");
  const auto counties = node.as("regulator", "GET", "/api/v1/dashboards/230000/cities?under=230100");
  REQUIRE_MESSAGE(counties.status == 200, counties.body);
  CHECK(counties.at("items.0.region_code") == "230102");
  CHECK(counties.at("items.0.project_count") == "1");
  CHECK(counties.at("items.1.project_count") == "1");
  const auto cities = node.as("regulator", "GET", "/api/v1/dashboards/230000/cities");
  CHECK(cities.at("items.0.project_count") == "2");
  CHECK(node.as("regulator", "GET", "/api/v1/dashboards/230000/cities?under=460100").status == 404);
  CHECK(node.as("regulator", "GET", "/api/v1/dashboards/230000/cities?under=230102").status == 404);
  const auto file = node.as("regulator", "GET", "/api/v1/dashboards/230000/cities?format=csv");
  CHECK(file.body.find(R"("230100","哈尔滨市","2",)") != std::string::npos);
  CHECK(file.body.find(R"("合计","3",)") != std::string::npos);
  const auto meta = node.as("regulator", "GET", "/api/v1/meta/dashboard");
  CHECK(meta.at("figures.0.title") == "项目总数");
}

TEST_CASE("where the projects are: by cell, and by prefecture those that do not say") {
  HttpNode node;
  const auto register_at = [&](const char* code, const char* region, const std::string& location) {
    auto body = project_body(code);
    const auto at = body.find("\"region_code\":\"") + 15;
    body.replace(at, 6, region);
    if (!location.empty()) body.insert(body.size() - 1, R"(,"location":")" + location + "\"");
    REQUIRE(node.as("contractor", "POST", "/api/v1/projects", body).status == 201);
    node.as("regulator", "POST", "/api/v1/projects/" + std::string(code) + "/confirm", "{}");
  };
  register_at("P-1", "230102", "东经126.64 北纬45.76");
  register_at("P-2", "230103", "126.62，45.78");
  register_at("P-3", "230103", "道里区2号楼东侧");
  register_at("P-4", "230202", "");
  const auto places = node.as("regulator", "GET", "/api/v1/dashboards/230000/places");
  REQUIRE_MESSAGE(places.status == 200, places.body);
  CHECK(places.body.find(R"("longitude":126.6,"latitude":45.8)") != std::string::npos);
  CHECK(places.at("items.0.project_count") == "2");
  CHECK(places.at("items.1.region_code") == "230100");
  CHECK(places.at("items.1.longitude") == "null");
  CHECK(places.at("items.1.project_count") == "1");
  CHECK(places.at("items.2.region_code") == "230200");
  CHECK(node.as("contractor", "GET", "/api/v1/dashboards/230000/places").status == 404);
}
