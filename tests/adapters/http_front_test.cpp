// A jurisdiction's front: what its system is called, its doors, and who comes in by which.
#include <doctest/doctest.h>

#include "tests/adapters/http_fixture.hpp"

using namespace surety::testing;

namespace {

constexpr const char* insurer_code = "91230100MA18A0019T";
constexpr const char* other_insurer_code = "91350500MA2YA0014X";

/// The list of a jurisdiction that `/public/site` tells, as JSON text.
std::string list(HttpNode& node, const std::string& jurisdiction, const std::string& name) {
  const auto site = node.ask("GET", "/api/v1/public/site");
  REQUIRE_MESSAGE(site.status == 200, site.body);
  for (int i = 0; site.at("jurisdictions." + std::to_string(i)) != "(absent)"; ++i) {
    const std::string one = "jurisdictions." + std::to_string(i);
    if (site.at(one + ".code") == jurisdiction) return site.at(one + ".lists." + name);
  }
  return "(no jurisdiction)";
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void define(HttpNode& node, const std::string& name, const std::string& entries) {
  const auto defined = node.as("admin", "POST", "/api/v1/dictionaries",
                               R"({"jurisdiction":"230000","title":"门户","name":")" + name +
                                   R"(","entries":[)" + entries + "]}");
  REQUIRE_MESSAGE(defined.status == 201, defined.body);
}

void open_insurer(HttpNode& node, const std::string& code, const std::string& account) {
  const auto opened =
      node.as("admin", "POST", "/api/v1/organisations",
              R"({"kind":"insurer","region_code":"230000","name":")" + account +
                  R"(","credit_code":")" + code + R"("})");
  REQUIRE_MESSAGE(opened.status == 201, opened.body);
  const auto person =
      node.as("admin", "POST", "/api/v1/accounts",
              R"({"display_name":"某人","phone":"13812340000","roles":["insurer"],"username":")" +
                  account + R"(","organisation":")" + code + R"(","password":")" + test_password +
                  R"("})");
  REQUIRE_MESSAGE(person.status == 201, person.body);
}

/// `at`: the door's members, as `,"as":"insurer"`.
Answer sign_in(HttpNode& node, const std::string& name, const std::string& at,
               const std::string& password = test_password) {
  return node.ask("POST", "/api/v1/sessions",
                  R"({"username":")" + name + R"(","password":")" + password + "\"" + at + "}");
}

std::string door(const std::string& as, const std::string& organisation = {}) {
  return R"(,"as":")" + as + "\"" +
         (organisation.empty() ? "" : R"(,"organisation":")" + organisation + "\"");
}

}  // namespace

// proves HLJ-01, BX-01, HN-01, QZI-01, QZS-01
TEST_CASE("front: each jurisdiction's system has its name, some kinds of users have their own") {
  HttpNode node;
  CHECK(holds(list(node, "230000", "titles"), "黑龙江省建筑施工安责险信息管理系统"));
  CHECK(holds(list(node, "210500", "titles"), "本溪市建设工程安责险信息平台"));
  CHECK(holds(list(node, "460000", "titles"), "建设领域工程担保及保险综合服务系统"));
  const auto quanzhou = list(node, "350500", "titles");
  CHECK(holds(quanzhou, R"("code":"insurer","title":"保单后台管理系统")"));
  CHECK(holds(quanzhou, R"("code":"service-provider","title":"安全生产技术服务机构管理系统")"));
}

// proves HLJ-09, HLJ-15, HN-05
TEST_CASE("front: an administrator's entry takes a built-in one's place, adds one, removes one") {
  HttpNode node;
  CHECK(holds(list(node, "230000", "contacts"), "0451-55918888"));
  CHECK(holds(list(node, "230000", "contacts"), "0451-82554666"));
  define(node, "contacts",
         R"({"code":"certificate","title":"0451-11111111"},{"code":"mail","title":"a@b.cn"})");
  const auto amended = list(node, "230000", "contacts");
  CHECK(holds(amended, "0451-11111111"));
  CHECK_FALSE(holds(amended, "0451-55918888"));
  CHECK(holds(amended, "0451-82554666"));
  CHECK(holds(amended, "a@b.cn"));
  REQUIRE(node.as("admin", "POST", "/api/v1/dictionaries/230000.contacts/disable-entry",
                  R"({"code":"certificate"})")
              .status == 200);
  CHECK_FALSE(holds(list(node, "230000", "contacts"), "certificate"));
  define(node, "links",
         R"({"code":"certificate","title":"在线办理","address":"https://ca.example.org/"})");
  CHECK(holds(list(node, "230000", "links"), "https://ca.example.org/"));
  CHECK_FALSE(holds(list(node, "230000", "links"), "112.103.231.221"));
}

// proves QZI-11
TEST_CASE("front: Quanzhou has four doors, the insurers' asks which one") {
  HttpNode node;
  const auto doors = list(node, "350500", "doors");
  for (const char* title : {"保险端", "安全生产技术服务机构", "投保企业端", "监管端"})
    CHECK(holds(doors, title));
  CHECK(holds(doors, R"("code":"insurer","title":"保险端","title_en":"Insurers","chooses":true)"));
}

// proves QZI-12
TEST_CASE("front: of insurers the active ones of the jurisdiction are told to everybody") {
  HttpNode node;
  open_insurer(node, insurer_code, "insurer-a");
  open_insurer(node, other_insurer_code, "insurer-b");
  const std::string asked = "/api/v1/public/insurers?jurisdiction=";
  const auto both = node.ask("GET", asked + "230000");
  CHECK(both.at("items.0.id") == insurer_code);
  CHECK(both.at("items.1.name") == "insurer-b");
  CHECK(node.ask("GET", asked + "350500").at("items.0") == "(absent)");
  CHECK(node.ask("GET", asked).status == 400);
  REQUIRE(node.as("admin", "POST",
                  std::string("/api/v1/organisations/") + insurer_code + "/suspend", "{}")
              .status == 200);
  CHECK(node.ask("GET", asked + "230000").at("items.0.name") == "insurer-b");
}

// proves BX-05, QZI-13, QZS-06
TEST_CASE("front: by another's door nobody comes in, in the words of a wrong password") {
  HttpNode node;
  open_insurer(node, insurer_code, "insurer-a");
  open_insurer(node, other_insurer_code, "insurer-b");
  CHECK(sign_in(node, "contractor", door("enterprise")).status == 201);
  CHECK(sign_in(node, "contractor", door("enterprise", contractor_code)).status == 201);
  CHECK(sign_in(node, "insurer-a", door("insurer", insurer_code)).status == 201);
  CHECK(sign_in(node, "insurer-a", {}).status == 201);
  const auto wrong = sign_in(node, "insurer-a", door("insurer", insurer_code), "Wrong-2026");
  CHECK(wrong.status == 401);
  for (const auto& at : {door("insurer", other_insurer_code), door("service-provider"),
                         door("enterprise"), door("no-such-door")}) {
    const auto refused = sign_in(node, "insurer-a", at);
    CHECK(refused.status == 401);
    CHECK(refused.at("code") == wrong.at("code"));
    CHECK(refused.at("detail") == wrong.at("detail"));
    CHECK(refused.headers.count("set-cookie") == 0);
  }
  CHECK(sign_in(node, "contractor", door("service-provider")).status == 401);
  CHECK(node.as("insurer-a", "GET", "/api/v1/account/sign-ins").at("items.1.result") ==
        "other-door");
}

// proves BX-05
TEST_CASE("front: who acts for several organisations comes in for the one whose door it is") {
  HttpNode node;
  open_insurer(node, insurer_code, "insurer-a");
  open_insurer(node, other_insurer_code, "insurer-b");
  REQUIRE(node.as("admin", "POST", "/api/v1/accounts/insurer-a/assign",
                  std::string(R"({"organisation":")") + other_insurer_code +
                      R"(","roles":["insurer"]})")
              .status == 200);
  const auto opened = sign_in(node, "insurer-a", door("insurer", other_insurer_code));
  REQUIRE_MESSAGE(opened.status == 201, opened.body);
  const auto me = node.ask("GET", "/api/v1/account", "",
                           {{"Authorization", "Bearer " + opened.at("token")}});
  CHECK(me.at("organisation.id") == other_insurer_code);
}
