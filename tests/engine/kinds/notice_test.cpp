// Notices: who may tell what to whom, and when it can be read.
#include <doctest/doctest.h>

#include "engine/authorisation.hpp"
#include "engine/kinds/notice.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
using namespace surety::notice;
namespace t = surety::tests;
using t::Scenario;

namespace {

Draft suspension() {
  return {"暂停2024年一季度绩效评价工作", {{"各市县住建局："}, {"现暂停评价。"}},
          Category::announcement, Audience::everyone, {}, {}};
}

Scenario drafted(Audience audience = Audience::everyone) {
  auto c = suspension();
  c.audience = audience;
  Scenario s(kind(), "N-1", "N-1");
  s.as(t::regulator("460000")).when(c);
  return s;
}

bool seen_by(const Scenario& s, const Actor& actor) {
  const CaseHead head{.jurisdiction = "460000"};
  return sees(actor, kind(), kind().parties(head, &s.state<State>()));
}

}  // namespace

TEST_CASE("notice: drafted by a regulator for his own region, or for one within it") {
  drafted().then_state("draft");
  CHECK(drafted().state<State>().region_code.value == "460000");
  auto haikou = suspension();
  haikou.region_code = RegionCode{"460100"};
  Scenario(kind(), "N-1", "N-1").as(t::regulator("460000")).when(haikou).then_state("draft");
  auto elsewhere = suspension();
  elsewhere.region_code = RegionCode{"230100"};
  Scenario(kind(), "N-1", "N-1").as(t::regulator("460000")).when(elsewhere).then_refused(
      Code::forbidden);
  Scenario(kind(), "N-1", "N-1").as(t::insurer("x")).when(suspension()).then_refused(Code::forbidden);
  elsewhere.region_code = RegionCode{"999999"};
  Scenario(kind(), "N-1", "N-1").as(t::administrator()).when(elsewhere).then_problem(
      "/region_code", "unknown-reference");
}

TEST_CASE("notice: amended while it is a draft, then published, then withdrawn with a reason") {
  auto s = drafted();
  Amend better;
  better.title = "关于暂停评价的通知";
  s.when(better).then(Amended{better});
  s.when(better).then_nothing();
  s.when(Publish{}).then(Published{}).then_state("published");
  CHECK(s.state<State>().published_at);
  s.when(better).then_refused(Code::not_in_this_state);
  s.when(Publish{}).then_refused(Code::not_in_this_state);
  s.as(t::regulator("230000")).when(Withdraw{"有误"}).then_refused(Code::forbidden);
  s.as(t::regulator("460000")).when(Withdraw{"有误"}).then(Withdrawn{{"有误"}});
  s.then_state("withdrawn");
  CHECK_FALSE(s.state<State>().open_to_everyone());
}

TEST_CASE("notice: a draft is the region's, a published one its audience's") {
  const auto firm = t::enterprise("91460000MA5TM8HD9J");
  auto s = drafted();
  CHECK_FALSE(seen_by(s, firm));
  CHECK(seen_by(s, t::regulator("460000")));
  CHECK_FALSE(seen_by(s, t::regulator("230000")));
  s.when(Publish{});
  CHECK(seen_by(s, firm));
  CHECK(s.state<State>().open_to_everyone());
  auto internal = drafted(Audience::regulators);
  internal.when(Publish{});
  CHECK_FALSE(seen_by(internal, firm));
  CHECK(seen_by(internal, t::regulator("460000")));
  auto users = drafted(Audience::users);
  users.when(Publish{});
  CHECK(seen_by(users, firm));
  CHECK_FALSE(users.state<State>().open_to_everyone());
}
