// Personal data that were erased are unreadable wherever they stood; all else is as it was.
#include <doctest/doctest.h>

#include <thread>

#include "adapters/identity/sealing.hpp"
#include "engine/digest.hpp"
#include "engine/fold.hpp"
#include "tests/adapters/http_fixture.hpp"

using namespace surety;
using namespace surety::testing;

namespace {

const std::string cases = "/api/v1/complaints/";

std::string closed_complaint(HttpNode& node, const std::string& phone) {
  const auto filed = node.ask("POST", "/api/v1/complaints",
                              R"({"region_code":"230102","complainant":"王某某","phone":")" + phone +
                                  R"(","subject":"payment","content":"进度款逾期未付"})");
  REQUIRE_MESSAGE(filed.status == 201, filed.body);
  const auto id = filed.at("case.id");
  const auto path = cases + id;
  REQUIRE(node.as("regulator", "POST", path + "/reply", R"({"reply":"已督促"})").status == 200);
  REQUIRE(node.as("regulator", "POST", path + "/close", R"({"outcome":"已付款"})").status == 200);
  return id;
}

void move_clock(HttpNode& node, const std::string& day) {
  const auto moved = node.as("admin", "PUT", "/api/v1/clock",
                             R"({"now":")" + day + R"(T09:00:00+08:00"})");
  REQUIRE_MESSAGE(moved.status == 200, moved.body);
}

Answer erase(HttpNode& node, const std::string& id) {
  return node.as("regulator", "POST", cases + id + "/erase-personal-data",
                 R"({"reason":"保存期届满"})");
}

std::string history(HttpNode& node, const std::string& id) {
  return node.as("regulator", "GET", cases + id + "/history").body;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

/// What the platform does by itself, as its next step: asked for until it is so.
template <class Condition>
void eventually(Condition condition) {
  for (int i = 0; i < 3'000 && !condition(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  REQUIRE(condition());
}

/// The end of the destruction stands in the history.
void wait_for_the_end(HttpNode& node, const std::string& id) {
  eventually([&] { return holds(history(node, id), "complaint.effect-done"); });
}

}  // namespace

TEST_CASE("erasure: refused while the records must be kept, with the day it may be done from") {
  HttpNode node;
  const auto id = closed_complaint(node, "13812345678");
  const auto early = erase(node, id);
  CHECK(early.status == 409);
  CHECK(early.at("code") == "retention-runs");
  CHECK(early.at("facts.from") == "2035-03-02");
  CHECK(node.as("regulator", "GET", cases + id).at("phone") == "138****5678");
}

TEST_CASE("erasure: details, past, history, lists, exports, events and drafts say erased") {
  HttpNode node;
  const auto id = closed_complaint(node, "13812345678");
  const auto other = closed_complaint(node, "13987654321");
  const auto draft = "/api/v1/drafts/complaint.reply/" + id;
  REQUIRE(node.as("regulator", "PUT", draft, R"({"reply":"请联系13812345678"})").status == 204);
  const auto others_before = history(node, other);
  auto& secrets = node.services().secrets;
  const auto keys_before = secrets.references("key/").size();
  move_clock(node, "2035-03-02");
  const auto erased = erase(node, id);
  REQUIRE_MESSAGE(erased.status == 200, erased.body);
  wait_for_the_end(node, id);

  const auto shown = node.as("regulator", "GET", cases + id);
  CHECK(shown.at("phone") == "已删除");
  CHECK(shown.at("complainant") == "已删除");
  CHECK(shown.at("content") == "进度款逾期未付");
  CHECK(node.as("regulator", "GET", cases + id + "?version=1").at("phone") == "已删除");
  const auto disclosed = node.as("regulator", "POST", cases + id + "/disclose",
                                 R"({"fields":["phone"],"reason":"复核"})");
  CHECK(disclosed.status == 409);
  CHECK(disclosed.at("code") == "personal-data-erased");
  CHECK(disclosed.at("detail") == "个人信息已删除，无法查看");

  const auto csv = node.as("regulator", "GET", "/api/v1/complaints?format=csv").body;
  const auto events = node.as("regulator", "GET", "/api/v1/events?types=complaint.*").body;
  for (const auto& text : {history(node, id), csv, events}) {
    CHECK(holds(text, "已删除"));
    CHECK_FALSE(holds(text, "138****5678"));
    CHECK_FALSE(holds(text, "13812345678"));
  }
  CHECK(node.as("regulator", "GET", draft).status == 404);
  CHECK(node.ask("POST", "/api/v1/public/complaints/" + id, R"({"phone":"13812345678"})").status ==
        404);

  CHECK(secrets.references("key/").size() == keys_before - 1);
  CHECK(history(node, other) == others_before);
  CHECK(node.as("regulator", "GET", cases + other).at("phone") == "139****4321");
  CHECK(holds(csv, "139****4321"));
}

TEST_CASE("erasure: the history stays byte for byte, so every hash still holds") {
  HttpNode node;
  const auto id = closed_complaint(node, "13812345678");
  const auto entries = [&] {
    const auto store = node.runtime().snapshot();
    return FoldReader(*store, node.runtime().partitions()).history("complaint", id);
  };
  const auto before = entries();
  move_clock(node, "2035-03-02");
  REQUIRE(erase(node, id).status == 200);
  wait_for_the_end(node, id);
  const auto after = entries();
  REQUIRE(after.size() == before.size() + 2);  // erased, and its keys destroyed
  for (std::size_t i = 0; i < before.size(); ++i) CHECK(to_json(after[i]) == to_json(before[i]));
  for (std::size_t i = 1; i < after.size(); ++i)
    CHECK(after[i].event.prev_hash == after[i - 1].event.hash);
  CHECK(is_sealed(std::string(after[0].event.data).substr(after[0].event.data.find("sealed:"))));
}

TEST_CASE("erasure: an account that was deleted, by its administrator") {
  HttpNode node;
  const auto opened = node.as("admin", "POST", "/api/v1/accounts",
                              R"({"username":"clerk","display_name":"某人","phone":"13812345678",)"
                              R"("roles":["regulator"],"organisation":"housing",)"
                              R"("password":"Surety-2026"})");
  REQUIRE_MESSAGE(opened.status == 201, opened.body);
  const std::string account = "/api/v1/accounts/clerk";
  REQUIRE(node.as("admin", "POST", account + "/delete", "{}").status == 200);
  move_clock(node, "2035-03-02");
  const auto erased =
      node.as("admin", "POST", account + "/erase-personal-data", R"({"reason":"届满"})");
  REQUIRE_MESSAGE(erased.status == 200, erased.body);
  CHECK(node.as("admin", "GET", account).at("phone") == "已删除");
}

TEST_CASE("erasure: a key that another case still needs stays until that one is erased too") {
  HttpNode node;
  const auto key_of = [&](const std::string& kind, const std::string& id) {
    const auto store = node.runtime().snapshot();
    const FoldReader fold(*store, node.runtime().partitions());
    return "key/" + *keys_named_in(fold.history(kind, id)[0].event.data).begin();
  };
  const std::string code = "91230100MA18WJ3U08";
  const auto registered = node.ask(
      "POST", "/api/v1/enterprises",
      R"({"credit_code":")" + code + R"(","name":"哈尔滨市某建筑公司","capacities":["contractor"],)"
      R"("legal_representative":"张海","region_code":"230100","address":"道里区",)"
      R"("contact_name":"张海","contact_phone":"13812345678","username":"builder",)"
      R"("password":"Surety-2026"})");
  REQUIRE_MESSAGE(registered.status == 201, registered.body);
  const std::string enterprise = "/api/v1/enterprises/" + code, account = "/api/v1/accounts/builder";
  eventually([&] { return node.as("admin", "GET", account).status == 200; });
  const auto key = key_of("enterprise", code);
  REQUIRE(key == key_of("account", "builder"));
  REQUIRE(node.as("regulator", "POST", enterprise + "/reject",
                  R"({"reason":"资料不全"})").status == 200);
  move_clock(node, "2035-03-02");
  const std::string reason = R"({"reason":"届满"})";
  REQUIRE(node.as("regulator", "POST", enterprise + "/erase-personal-data", reason).status == 200);
  eventually([&] {
    return holds(node.as("admin", "GET", enterprise + "/history").body, "destroy-keys-");
  });
  CHECK(node.services().secrets.get(key).has_value());
  CHECK(node.as("regulator", "GET", enterprise).at("contact_phone") == "已删除");
  CHECK(node.as("admin", "GET", account).at("phone") == "138****5678");
  // An organisation keeps an administrator, so there is another before this one goes.
  REQUIRE(node.as("admin", "POST", "/api/v1/accounts",
                  R"({"username":"second","display_name":"某人","phone":"13800000000","roles":)"
                  R"(["enterprise"],"organisation":")" + code +
                      R"(","admin":true,"password":"Surety-2026"})").status == 201);
  REQUIRE(node.as("admin", "POST", account + "/delete", "{}").status == 200);
  move_clock(node, "2045-03-03");
  REQUIRE(node.as("admin", "POST", account + "/erase-personal-data", reason).status == 200);
  eventually([&] { return !node.services().secrets.get(key).has_value(); });
  CHECK_FALSE(node.services().secrets.get(key).has_value());
}
