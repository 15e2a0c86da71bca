// Messages that cases owe people, and what a guarantor sees of a project it guarantees at.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "tests/adapters/http_fixture.hpp"

using namespace surety::testing;

namespace {

constexpr const char* guarantor_code = "91460000MA5TM8HD9J";

void need(const Answer& answer, int status) {
  REQUIRE_MESSAGE(answer.status == status, answer.body);
}

/// An issued password must be changed before anything else.
void open_account(HttpNode& node,
                  const std::string& name,
                  const std::string& role,
                  const std::string& organisation) {
  need(node.as("admin",
               "POST",
               "/api/v1/accounts",
               R"({"username":")" + name +
                   R"(","display_name":"某人","phone":"13812340000","roles":[")" + role +
                   R"("],"organisation":")" + organisation +
                   R"(","admin":true,"password":"Surety-2025"})"),
       201);
  const auto session = node.ask("POST",
                                "/api/v1/sessions",
                                R"({"username":")" + name + R"(","password":"Surety-2025"})");
  need(session, 201);
  need(node.ask("PUT",
                "/api/v1/account/password",
                R"({"current_password":"Surety-2025","new_password":")" +
                    std::string(test_password) + R"("})",
                {{"Authorization", "Bearer " + session.at("token")}}),
       204);
}

std::string issued_letter(HttpNode& node) {
  need(node.as("admin",
               "POST",
               "/api/v1/organisations",
               R"({"kind":"guarantor","name":"测试担保公司","region_code":"460000",)"
               R"("credit_code":")" +
                   std::string(guarantor_code) + R"("})"),
       201);
  open_account(node, "guarantor", "guarantor", guarantor_code);
  need(node.as("admin",
               "POST",
               "/api/v1/organisations",
               R"({"kind":"regulator","name":"海南省厅","region_code":"460000","id":"hainan",)"
               R"("credit_code":"11460000000040010F"})"),
       201);
  open_account(node, "hainan", "regulator", "hainan");
  need(node.as("guarantor",
               "POST",
               "/api/v1/guarantors",
               R"({"type":"guarantee-company","name":"测试担保公司","address":"海口",)"
               R"("registered_capital":10000000000,"contact_name":"某人","documents":[],)"
               R"("contact_phone":"13812340000","credit_code":")" +
                   std::string(guarantor_code) + R"("})"),
       201);
  const std::string listed = "/api/v1/guarantors/" + std::string(guarantor_code) + "/list";
  need(node.as("hainan", "POST", listed, "{}"), 200);
  need(node.as("hainan",
               "POST",
               "/api/v1/projects",
               R"({"project_code":"HN-1","name":"海口学校","region_code":"460100","address":"琼山区1号",)"
               R"("owner":")" +
                   std::string(rival_code) + R"(","contractor":")" + contractor_code + R"("})"),
       201);
  const auto applied =
      node.as("rival",
              "POST",
              "/api/v1/guarantees",
              R"({"project":"HN-1","contract_type":"construction","contract_number":"HT-1",)"
              R"("contract_amount":1000000000,"guaranteed_amount":100000000,"guarantor":")" +
                  std::string(guarantor_code) +
                  R"(","guarantee_type":"letter-of-guarantee","uses_fiscal_budget":false,)"
                  R"("owner_phone":"13987654321"})");
  need(applied, 201);
  const std::string id = applied.at("case.id");
  const auto paper = node.as("guarantor",
                             "POST",
                             "/api/v1/documents",
                             "%PDF-1.4\n%%EOF\n",
                             {{"Content-Type", "application/pdf"}});
  need(paper, 201);
  need(node.as("guarantor",
               "POST",
               "/api/v1/guarantees/" + id + "/issue",
               R"({"letter_number":"L-1","valid_from":"2025-03-01","valid_until":"2025-04-20",)"
               R"("premium":100000,"guaranteed_amount":100000000,"letter":")" +
                   paper.at("id") + R"("})"),
       200);
  return id;
}

}  // namespace

// proves QZI-48
TEST_CASE("a reminder is one message: whose, to whom, what became of it") {
  HttpNode node;
  const std::string id = issued_letter(node);
  const std::string path = "/api/v1/messages?case=guarantee/" + id;
  CHECK(node.as("admin", "GET", path).at("items.0") == "(absent)");
  need(node.as("admin", "PUT", "/api/v1/clock", R"({"now":"2025-03-25T09:00:00+08:00"})"), 200);
  Answer told;
  for (int i = 0; i < 200 && told.at("items.0.state") != "delivered"; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    told = node.as("admin", "GET", path);
  }
  CHECK_MESSAGE(told.at("items.0.state") == "delivered", told.body);
  CHECK(told.at("items.0.case.kind") == "guarantee");
  CHECK(told.at("items.0.case.id") == id);
  CHECK(told.at("items.0.to") == "139****4321");
  CHECK(told.at("items.0.text").find("2025-04-20") != std::string::npos);
  CHECK(told.at("items.0.made_at").starts_with("2025-03-2"));
  CHECK(told.at("items.0.reason") == "null");
  CHECK(told.at("items.1") == "(absent)");

  CHECK(node.as("admin", "GET", "/api/v1/messages").at("items.0.id") == told.at("items.0.id"));
  CHECK(node.as("rival", "GET", "/api/v1/messages").at("items.0.id") == told.at("items.0.id"));
  CHECK(node.as("regulator", "GET", "/api/v1/messages").at("items.0") == "(absent)");
  CHECK(node.as("regulator", "GET", path).status == 404);
  CHECK(node.as("admin", "GET", "/api/v1/messages?case=nothing").status == 404);
  CHECK(node.as("admin", "GET", "/api/v1/messages?colour=red").at("code") == "unknown-filter");
  CHECK(node.ask("GET", "/api/v1/messages").status == 401);
}

TEST_CASE("a guarantor sees which project it guarantees at, and no more of it") {
  HttpNode node;
  issued_letter(node);
  const auto seen = node.as("guarantor", "GET", "/api/v1/projects/HN-1");
  need(seen, 200);
  CHECK(seen.body ==
        R"({"kind":"project","id":"HN-1","state":"active","name":"海口学校",)"
        R"("project_code":"HN-1","region_code":"460100","owner":")" +
            std::string(rival_code) + R"(","contractor":")" + contractor_code + R"("})");
  CHECK(node.as("guarantor", "GET", "/api/v1/projects/HN-1/history").status == 404);
  CHECK(node.as("guarantor", "POST", "/api/v1/projects/HN-1/suspend", "{}").status == 404);
  need(node.as("contractor", "POST", "/api/v1/projects", project_body("HLJ-1")), 201);
  CHECK(node.as("guarantor", "GET", "/api/v1/projects/HLJ-1").status == 404);
  CHECK(node.as("regulator", "GET", "/api/v1/projects/HN-1").status == 404);
}
