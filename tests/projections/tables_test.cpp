// Tables: any split gives the same rows; nodes of plans; to-dos; events by cursor.
#include <doctest/doctest.h>

#include "projections/all.hpp"
#include "projections/checksum.hpp"
#include "projections/events.hpp"
#include "tests/projections/feed.hpp"

using namespace surety;
using namespace surety::tests;

namespace {

payment_plan::Submitted submitted() {
  payment_plan::Submitted e;
  e.project = "P-1";
  e.project_name = "伊春小学";
  e.guarantee = "202503010000000001";
  e.contract_number = "HT-1";
  e.contract_amount = {300};
  e.owner = PartyCode{bofeng};
  e.contractor = PartyCode{anhua};
  e.region_code = RegionCode{"230700"};
  e.nodes = {{"预付款", payment_plan::NodeKind::advance, Date::of(2025, 1, 1), {100}},
             {"进度款", payment_plan::NodeKind::progress, Date::of(2025, 6, 1), {200}}};
  return e;
}

Feed life() {
  Feed feed;
  feed.tell("project", "P-1", "P-1", registered("P-1", "伊春小学", anhua));
  feed.tell("project", "P-2", "P-2", registered("P-2", "桥", bofeng));
  feed.tell("guarantor", "G1", "G1", filed("G1", "担保一", 5));
  feed.tell("payment-plan", "202503010000000001", "P-1", submitted());
  feed.tell("guarantor", "G1", "G1", guarantor::Listed{});
  feed.tell("payment-plan", "202503010000000001", "P-1", "payment-overdue",
            to_json(DeadlinePassed{"payment", "预付款", Date::of(2025, 1, 1), {}}));
  feed.passing("payment", "预付款");
  project::Amended amended;
  amended.contractor = PartyCode{bofeng};
  feed.tell("project", "P-1", "P-1", amended);
  return feed;
}

std::vector<EventPlace> all_events(const StoreReader& store, const Actor& actor, std::size_t limit,
                                   const std::vector<std::string>& types = {}) {
  std::vector<EventPlace> all;
  std::string cursor;
  for (int pages = 0; pages < 50; ++pages) {
    const auto result = events_after(store, partitions, cursor, types, limit, actor);
    REQUIRE(std::holds_alternative<EventsPage>(result));
    const auto& found = std::get<EventsPage>(result);
    all.insert(all.end(), found.items.begin(), found.items.end());
    if (found.items.empty()) return all;
    cursor = found.next;
  }
  FAIL("pages without end");
  return all;
}

}  // namespace

TEST_CASE("any split into batches gives the same checksum of every projection and partition") {
  const auto feed = life();
  const auto whole = folded(feed, 1'000);
  for (std::size_t batch : {1u, 2u, 3u, 5u}) {
    const auto split = folded(feed, batch);
    for (const auto& projection : all_projections())
      for (int p = 0; p < partitions; ++p)
        CHECK(checksum(*split, projection->family(), p) == checksum(*whole, projection->family(),
            p));
  }
  auto longer = feed;
  longer.tell("project", "P-2", "P-2", project::Invalidated{"重复"});
  const auto more = folded(longer);
  const auto family = view_named("projects")->family;
  bool differs = false;
  for (int p = 0; p < partitions; ++p) differs |= checksum(*more, family, p) != checksum(*whole,
      family, p);
  CHECK(differs);
}

TEST_CASE("the position is no part of a checksum") {
  const auto store = folded(life());
  const auto family = view_named("projects")->family;
  const auto before = checksum(*store, family, 0);
  store->write({{family, {{position_key(0), "anything"}}}});
  CHECK(checksum(*store, family, 0) == before);
}

TEST_CASE("every node of a plan is a row, with what is overdue") {
  const auto store = folded(life());
  const auto nodes = page(*store, "payment-nodes", {}, member("enterprise", anhua));
  REQUIRE(nodes.total == 2);
  Query late;
  late.filters.push_back({"overdue", Filter::Op::equals, {"true"}});
  const auto overdue = page(*store, "payment-nodes", late, regulator("230000"));
  REQUIRE(overdue.total == 1);
  CHECK(member_of(overdue.items[0], "name") == "预付款");
  CHECK(member_of(overdue.items[0], "due_on") == "2025-01-01");
  CHECK(member_of(overdue.items[0], "project_name") == "伊春小学");
  CHECK(overdue.items[0].find("\"amount\":100") != std::string::npos);
  CHECK(page(*store, "payment-nodes", {}, member("enterprise", "91230700MA1ABCDE03")).total == 0);
}

// proves QZI-04, HN-12
TEST_CASE("a to-do is there while it waits, for those who may do it alone") {
  Feed feed;
  feed.tell("guarantor", "G1", "G1", filed("G1", "担保一", 5));
  const auto waiting = folded(feed);
  const auto open = page(*waiting, "todos", {}, regulator("230000"));
  REQUIRE(open.total == 1);
  CHECK(member_of(open.items[0], "command") == "guarantor.list");
  CHECK(member_of(open.items[0], "case_id") == "G1");
  CHECK(page(*waiting, "todos", {}, member("guarantor", "G1")).total == 0);
  Actor looker_on = regulator("230000");
  looker_on.organisation_kind = "auditor";
  CHECK(page(*waiting, "guarantors", {}, looker_on).total == 1);
  CHECK(page(*waiting, "todos", {}, looker_on).total == 0);
  feed.tell("guarantor", "G1", "G1", guarantor::Listed{});
  CHECK(page(*folded(feed), "todos", {}, regulator("230000")).total == 0);
}

TEST_CASE("events come in order, whatever the page, and go on behind the cursor") {
  auto feed = life();
  const auto store = folded(feed);
  const auto all = regulator("230000");
  const auto whole = all_events(*store, all, 1'000);
  REQUIRE(whole.size() == feed.commits().size());
  for (std::size_t limit : {1u, 2u, 3u}) {
    const auto paged = all_events(*store, all, limit);
    REQUIRE(paged.size() == whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      CHECK(paged[i].position == whole[i].position);
      CHECK(paged[i].recorded_at == feed.commits()[i].second.recorded_at);
    }
  }
  const auto end = events_end(*store, partitions);
  const auto nothing = events_after(*store, partitions, end, {}, 10, all);
  CHECK(std::get<EventsPage>(nothing).items.empty());
  feed.tell("project", "P-2", "P-2", project::Invalidated{"重复"});
  const auto later = folded(feed);
  const auto news = std::get<EventsPage>(events_after(*later, partitions, end, {}, 10, all));
  REQUIRE(news.items.size() == 1);
  CHECK(news.items[0].type == "project.invalidated");
}

TEST_CASE("events are the caller's own, by the parties of now, and of the types asked for") {
  const auto store = folded(life());
  // Anhua has left project P-1 and is still the contractor of its plan.
  for (const auto& e : all_events(*store, member("enterprise", anhua), 2))
    CHECK((e.case_key.starts_with("payment-plan/") || e.case_key.starts_with("guarantor/")));
  std::size_t of_project = 0;
  for (const auto& e : all_events(*store, member("enterprise", bofeng), 2))
    of_project += e.case_key == "project/P-1";
  CHECK(of_project == 2);
  CHECK(all_events(*store, regulator("230000"), 2, {"guarantor.*"}).size() == 2);
  CHECK(all_events(*store, regulator("230000"), 2, {"guarantor.listed",
      "project.registered"}).size() == 3);
  CHECK(all_events(*store, Actor{}, 2).empty());
  const auto bad = events_after(*store, partitions, "e1-x", {}, 10, regulator("230000"));
  CHECK(std::get<BadQuery>(bad).code == "bad-cursor");
}

TEST_CASE("a long past is read page by page, each event once, rare types too") {
  Feed feed;
  feed.tell("project", "P-1", "P-1", registered("P-1", "伊春小学", anhua));
  for (int i = 0; i < 1'300; ++i) {
    project::Amended amended;
    amended.name = "第" + std::to_string(i) + "名";
    feed.tell("project", "P-1", "P-1", amended);
  }
  feed.tell("project", "P-1", "P-1", project::Invalidated{"重复"});
  feed.tell("guarantor", "G1", "P-1", filed("G1", "担保一", 5));
  feed.tell("guarantor", "G1", "P-1", guarantor::Listed{});
  const auto store = folded(feed, 200);
  const auto reader = member("enterprise", anhua);
  for (std::size_t limit : {1'000u, 70u}) CHECK(all_events(*store, reader, limit).size() == 1'304);
  const auto rare = all_events(*store, reader, 10, {"project.invalidated", "guarantor.*"});
  REQUIRE(rare.size() == 3);
  CHECK(rare[0].type == "project.invalidated");
  CHECK(rare[2].type == "guarantor.listed");
}
