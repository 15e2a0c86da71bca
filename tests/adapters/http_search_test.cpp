// One box for everything: what it finds, in which order, and for whom; what an export leaves.
#include <doctest/doctest.h>

#include "tests/adapters/http_fixture.hpp"

using namespace surety;
using namespace surety::testing;

namespace {

std::string found(HttpNode& node, const std::string& who, const std::string& query) {
  const auto answer = node.as(who, "GET", "/api/v1/search?" + query);
  if (answer.status != 200) return std::to_string(answer.status) + ' ' + answer.at("code");
  std::string ids;
  for (int i = 0; answer.at("items." + std::to_string(i)) != "(absent)"; ++i) {
    const std::string item = "items." + std::to_string(i);
    ids += (ids.empty() ? "" : " ") + answer.at(item + ".plural") + '/' + answer.at(item + ".id") +
           (answer.at(item + ".exact") == "true" ? "!" : "");
  }
  return ids;
}

}  // namespace

TEST_CASE("search: what bears the number stands first, then what has it as a part") {
  HttpNode node;
  for (const char* code : {"P-1", "P-10", "P-11"})
    REQUIRE(node.as("contractor", "POST", "/api/v1/projects", project_body(code)).status == 201);
  CHECK(found(node, "contractor", "q=P-1").starts_with("projects/P-1! projects/P-1"));
  CHECK(found(node, "contractor", "q=P-10") == "projects/P-10!");
  CHECK(found(node, "contractor", "q=P-1&limit=1") == "projects/P-1!");
  CHECK(node.as("contractor", "GET", "/api/v1/search?q=P-1&limit=1").at("more") == "true");
  // 江北, a part of their name.
  const auto by_name = found(node, "regulator", "q=%E6%B1%9F%E5%8C%97");
  CHECK(by_name.find("projects/P-11") != std::string::npos);
  CHECK(found(node, "contractor", std::string("q=") + contractor_code).starts_with(
      std::string("enterprises/") + contractor_code + "!"));
}

TEST_CASE("search: nobody finds what he does not see, and nonsense is told") {
  HttpNode node;
  REQUIRE(node.as("contractor", "POST", "/api/v1/projects", project_body("P-1")).status == 201);
  CHECK(found(node, "rival", "q=P-1").empty());
  CHECK(found(node, "rival", std::string("q=") + contractor_code).empty());
  CHECK(found(node, "contractor", "q=%20") == "400 bad-parameter");
  CHECK(found(node, "contractor", "word=P-1") == "400 unknown-filter");
  CHECK(node.ask("GET", "/api/v1/search?q=P-1").status == 401);
}

// proves HLJ-62
TEST_CASE("export: nothing leaves that is not recorded, in the name of whoever takes it") {
  HttpNode node;
  REQUIRE(node.as("contractor", "POST", "/api/v1/projects", project_body("P-1")).status == 201);
  const auto taken =
      node.as("contractor", "GET", "/api/v1/projects?format=csv&q=P-1&columns=id,name");
  CHECK(taken.status == 200);
  CHECK(taken.body == "\xEF\xBB\xBF\"编号\",\"项目名称\"\r\n\"P-1\",\"江北广场\"\r\n");
  CHECK(node.as("contractor", "GET", "/api/v1/projects?format=csv&columns=colour").at("code") ==
        "unknown-column");
  const auto kept = node.as("regulator", "GET", "/api/v1/access-records");
  CHECK(kept.at("total") == "1");
  CHECK(kept.at("items.0.account") == "contractor");
  CHECK(kept.at("items.0.list") == "projects");
  CHECK(kept.at("items.0.filters") == "format=csv&q=P-1&columns=id,name");
  CHECK(kept.at("items.0.rows") == "1");
  CHECK(node.as("rival", "GET", "/api/v1/access-records").at("total") == "0");
  const auto log = node.as("admin", "GET", "/api/v1/operations?account=contractor");
  CHECK(log.body.find("access-record.export-recorded") != std::string::npos);
}
