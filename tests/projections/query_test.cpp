// Lists: scope, filters, search, sorting, paging, masks.
#include <doctest/doctest.h>

#include <sstream>

#include <set>

#include "projections/export.hpp"
#include "tests/projections/feed.hpp"

using namespace surety;
using namespace surety::tests;
using Op = Filter::Op;

namespace {

/// Nine projects of Anhua and two of Bofeng, one of those in another city.
Feed projects() {
  Feed feed;
  for (int i = 1; i <= 9; ++i) {
    auto e = registered("P-" + std::to_string(i), "伊春市第" + std::to_string(i) + "小学", anhua);
    e.construction_cost = Money{i % 3 * 1'000'000};
    e.planned_start = Date::of(2025, 3, static_cast<unsigned>(i));
    feed.tell("project", e.project_code.value, e.project_code.value, e);
  }
  feed.tell("project", "Q-1", "Q-1", registered("Q-1", "Hospital 医院", bofeng));
  feed.tell("project", "Q-2", "Q-2", registered("Q-2", "Mudanjiang bridge", bofeng, "231000"));
  return feed;
}

Query where(std::string field, std::vector<std::string> values, Op op = Op::equals) {
  Query query;
  query.filters.push_back({std::move(field), op, std::move(values)});
  return query;
}
Query search(std::string q) {
  Query query;
  query.q = std::move(q);
  return query;
}
Query sorted(std::string sort, std::size_t limit = 50) {
  Query query;
  query.sort = std::move(sort);
  query.limit = limit;
  return query;
}

}  // namespace

TEST_CASE("a row outside one's scope is in no list, no count and behind no cursor") {
  const auto store = folded(projects());
  CHECK(page(*store, "projects", {}, member("enterprise", anhua)).total == 9);
  const auto mine = page(*store, "projects", {}, member("enterprise", bofeng));
  CHECK(mine.total == 2);
  CHECK(ids(mine) == std::vector<std::string>{"Q-2", "Q-1"});
  CHECK(page(*store, "projects", where("contractor", {anhua}), member("enterprise",
      bofeng)).total == 0);
  CHECK(page(*store, "projects", search("小学"), member("enterprise", bofeng)).total == 0);
  CHECK(page(*store, "projects", {}, regulator("231000")).total == 1);
  CHECK(page(*store, "projects", {}, regulator("230000")).total == 11);
  CHECK(page(*store, "projects", {}, regulator("460000")).total == 0);
  CHECK(page(*store, "projects", {}, Actor{}).total == 0);

  // A cursor that another made shows nothing of what he sees.
  Query query;
  query.limit = 2;
  const auto theirs = page(*store, "projects", query, member("enterprise", anhua));
  REQUIRE_FALSE(theirs.next_cursor.empty());
  query.cursor = theirs.next_cursor;
  for (const auto& id : ids(page(*store, "projects", query, member("enterprise", bofeng))))
    CHECK(id.starts_with("Q-"));
}

TEST_CASE("a party that leaves a case leaves its list, one that comes finds it") {
  auto feed = projects();
  project::Amended amended;
  amended.contractor = PartyCode{anhua};
  feed.tell("project", "Q-1", "Q-1", amended);
  const auto store = folded(feed);
  CHECK(page(*store, "projects", {}, member("enterprise", bofeng)).total == 1);
  CHECK(page(*store, "projects", {}, member("enterprise", anhua)).total == 10);
}

TEST_CASE("pages of tied rows hold every row once, in either direction") {
  const auto store = folded(projects());
  for (const std::string sort : {"construction_cost", "-construction_cost", "state", "-name", ""}) {
    CAPTURE(sort);
    auto query = sorted(sort, 2);
    std::vector<std::string> seen;
    do {
      const auto part = page(*store, "projects", query, regulator("230000"));
      CHECK(part.total == 11);
      for (const auto& id : ids(part)) seen.push_back(id);
      query.cursor = part.next_cursor;
    } while (!query.cursor.empty() && seen.size() < 20);
    CHECK(seen.size() == 11);
    CHECK(std::set<std::string>(seen.begin(), seen.end()).size() == 11);
    CHECK(seen == ids(page(*store, "projects", sorted(sort), regulator("230000"))));
  }
}

TEST_CASE("filters: equal to any, from and until with both ends, days over instants") {
  const auto store = folded(projects());
  const auto all = regulator("230000");
  const auto total = [&](const Query& q) { return page(*store, "projects", q, all).total; };
  CHECK(total(where("id", {"P-1", "P-2", "nothing"})) == 2);
  CHECK(total(where("construction_cost", {"2000000"})) == 3);
  CHECK(total(where("construction_cost", {"1000000"}, Op::from)) == 6);
  CHECK(total(where("construction_cost", {"1000000"}, Op::until)) == 6);
  CHECK(total(where("planned_start", {"2025-03-03"}, Op::from)) == 7);
  CHECK(total(where("planned_start", {"2025-03-03"}, Op::until)) == 3);
  CHECK(total(where("opened_at", {"2025-03-01"}, Op::until)) == 11);
  CHECK(total(where("opened_at", {"2025-02-28"}, Op::until)) == 0);
  CHECK(total(where("opened_at", {"2025-03-01T01:10:00Z"}, Op::from)) == 1);
  CHECK(total(where("state", {"active"})) == 11);
  CHECK(total(where("credit_code_valid", {"false"})) == 0);
  CHECK(bad(*store, "projects", where("credit_code_valid", {"maybe"}), all).code == "bad-filter");
  CHECK(bad(*store, "projects", where("nonsense", {"1"}), all).code == "unknown-filter");
}

TEST_CASE("q is a plain part of names, numbers and codes, in Chinese and in any case") {
  const auto store = folded(projects());
  const auto all = regulator("230000");
  CHECK(page(*store, "projects", search("第3小"), all).total == 1);
  CHECK(page(*store, "projects", search("hospital"), all).total == 1);
  CHECK(page(*store, "projects", search("BRIDGE"), all).total == 1);
  CHECK(page(*store, "projects", search("ma1abcde02"), all).total == 2);
  CHECK(page(*store, "projects", search("%"), all).total == 0);
}

TEST_CASE("what cannot be asked is named") {
  const auto store = folded(projects());
  const auto all = regulator("230000");
  CHECK(bad(*store, "projects", sorted("nonsense"), all).code == "unknown-sort");
  CHECK(bad(*store, "projects", sorted("", 0), all).code == "limit");
  CHECK(bad(*store, "projects", sorted("", 1001), all).code == "limit");
  auto query = sorted("name", 2);
  query.cursor = "zz";
  CHECK(bad(*store, "projects", query, all).code == "bad-cursor");
  query.cursor = page(*store, "projects", sorted("-name", 2), all).next_cursor;
  CHECK(bad(*store, "projects", query, all).code == "bad-cursor");
}

// proves HN-17, HN-23
TEST_CASE("phones are masked in lists, details and exports, only listed guarantors are public") {
  Feed feed;
  feed.tell("guarantor", "G1", "G1", filed("G1", "=担保一", 500'000'000));
  feed.tell("guarantor", "G2", "G2", filed("G2", "担保二", 100));
  feed.tell("guarantor", "G2", "G2", guarantor::Listed{});
  const auto store = folded(feed);
  const auto reader = member("enterprise", anhua);
  const auto listed = page(*store, "guarantors", {}, reader);
  REQUIRE(listed.total == 1);
  CHECK(member_of(listed.items[0], "contact_phone") == "138****0000");
  CHECK(listed.items[0].find("13812340000") == std::string::npos);
  CHECK(page(*store, "guarantors", where("contact_phone", {"13812340000"}), reader).total == 0);

  std::ostringstream text;
  CsvSheet sheet(text);
  const auto rows = [&](const std::vector<std::string>& columns) {
    return export_rows(*store, partitions, *view_named("guarantors"), sorted("id"), columns,
                       regulator("230000"), {}, sheet);
  };
  REQUIRE(std::get<std::int64_t>(rows({"name", "registered_capital", "contact_phone"})) == 2);
  CHECK(std::get<BadQuery>(rows({"name", "colour"})).field == "colour");
  const auto file = text.str();
  CHECK(file.starts_with("\xEF\xBB\xBF\"机构名称\",\"注册资本"));
  CHECK(file.find("\"'=担保一\"") != std::string::npos);
  CHECK(file.find("\"500.00\"") != std::string::npos);
  CHECK(file.find("\"0.0001\"") != std::string::npos);
  CHECK(file.find("13812340000") == std::string::npos);
}

TEST_CASE("masks keep what is needed to recognise a number") {
  CHECK(masked("phone", "13812340000") == "138****0000");
  CHECK(masked("", "230123199001011234") == "230***********1234");
  CHECK(masked("phone", "sealed:k:abcd") == "***");
  CHECK(masked("phone", "12345") == "***");
  CHECK(masked("document", std::string(64, 'a')) == "***");
}

TEST_CASE("names are looked up by code where the row has only the code") {
  auto feed = projects();
  feed.tell("enterprise", anhua, anhua, "registered",
            R"({"credit_code":")" + anhua +
                R"(","name":"安华建设","capacities":["contractor"],"legal_representative":"李","region_code":"230700","address":"伊春","contact_name":"李","contact_phone":"13900001111","username":"anhua","password_ref":"x","jurisdiction":"230000"})");
  const auto store = folded(feed);
  const auto all = regulator("230000");
  CHECK(page(*store, "projects", where("contractor_name", {"安华建设"}), all).total == 9);
  CHECK(page(*store, "projects", search("安华"), all).total == 9);
  const auto one = page(*store, "projects", where("id", {"P-1"}), all);
  REQUIRE(one.items.size() == 1);
  CHECK(member_of(one.items[0], "contractor_name") == "安华建设");
}
