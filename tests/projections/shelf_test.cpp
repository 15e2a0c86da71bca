// The shelf of a list: it shows what looking at every row shows, whatever has happened since.
#include "projections/shelf.hpp"

#include <doctest/doctest.h>

#include "tests/projections/feed.hpp"

using namespace surety;
using namespace surety::tests;

namespace {

/// One shelf that lives on, asked after every step.
struct Followed {
  Feed feed;
  Shelf shelf{*view_named("projects"), partitions};

  void tell_project(const std::string& code, const std::string& name, const std::string& who) {
    feed.tell("project", code, code, registered(code, name, who));
  }

  void asked(const Query& query, const Actor& actor) {
    const auto store = folded(feed);
    const auto& view = *view_named("projects");
    const auto swept = std::get<Page>(run(*store, partitions, view, query, actor));
    const auto chosen = std::get<Page>(run(*store, partitions, view, query, actor, {},
                                           HeldShelf{shelf, std::unique_lock(shelf.mutex)}));
    CHECK(swept.items == chosen.items);
    CHECK(swept.total == chosen.total);
    CHECK(swept.next_cursor == chosen.next_cursor);
  }

  void same() {
    for (const auto& actor : {regulator("230000"), member("enterprise", anhua),
                              member("enterprise", bofeng)}) {
      asked({}, actor);
      asked({.sort = "name", .limit = 2}, actor);
      asked({.sort = "-contractor_name", .limit = 3}, actor);
      asked({.q = "小学"}, actor);
      asked({.q = "第"}, actor);
      asked({.q = "安华"}, actor);
      asked({.filters = {{"contractor_name", Filter::Op::equals, {"安华建设"}}}}, actor);
      asked({.filters = {{"state", Filter::Op::equals, {"active"}},
                         {"id", Filter::Op::from, {"P-2"}}}},
            actor);
      Query next{.sort = "name", .limit = 2};
      next.cursor = std::get<Page>(run(*folded(feed), partitions, *view_named("projects"), next,
                                       actor))
                        .next_cursor;
      if (!next.cursor.empty()) asked(next, actor);
    }
  }
};

}  // namespace

TEST_CASE("a shelf follows its rows: they come, change, go to others, are called otherwise") {
  Followed list;
  list.same();  // of nothing
  for (int i = 1; i <= 5; ++i)
    list.tell_project("P-" + std::to_string(i), "第" + std::to_string(i) + "小学", anhua);
  list.same();
  list.tell_project("P-6", "Hospital 医院", bofeng);
  list.same();
  project::Amended amended;
  amended.name = "第二中学";
  list.feed.tell("project", "P-2", "P-2", amended);
  list.same();
  project::Amended moved;
  moved.contractor = PartyCode{bofeng};
  list.feed.tell("project", "P-3", "P-3", moved);
  list.same();
  list.feed.tell("project", "P-4", "P-4", project::Invalidated{"项目终止"});
  list.same();
  // The contractor's name is looked up in another list.
  list.feed.tell("enterprise", anhua, anhua, "enrolled",
                 R"({"credit_code":")" + anhua + R"(","name":"安华建设","jurisdiction":"230000"})");
  list.same();
}

TEST_CASE("a shelf of many rows keeps its orders, pages and totals") {
  Followed list;
  for (int i = 0; i < 700; ++i)
    list.tell_project("P-" + std::to_string(i * 7919 % 700), "工程" + std::to_string(i % 13),
                      i % 3 ? anhua : bofeng);
  for (const std::string sort : {"name", "-name", "-opened_at"}) {
    Query query{.sort = sort, .limit = 300};
    for (int page = 0; page < 3; ++page) {
      list.asked(query, regulator("230000"));
      query.cursor = std::get<Page>(run(*folded(list.feed), partitions, *view_named("projects"),
                                        query, regulator("230000")))
                         .next_cursor;
    }
  }
  list.same();
}
