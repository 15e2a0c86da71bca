// The guarantor's file: filed, listed, public, suspended, delisted; the old archive imported.
#include <doctest/doctest.h>

#include "engine/kinds/guarantor.hpp"
#include "events/disclosure.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
namespace t = surety::tests;
using t::day;
using t::Scenario;

namespace {

const CreditCode body = t::credit_code(3);

guarantor::File filing() {
  return {body, "测试担保公司", guarantor::Type::guarantee_company, t::wan(1000),
          "海口市龙华区", "联系人", {"19022221112"}, {}};
}

guarantor::Import archive_row() {
  guarantor::Import c;
  c.credit_code = {"91110108765016311A-ins"};
  c.name = "太平洋保险";
  c.type = guarantor::Type::insurer;
  c.registered_capital = {0};
  c.contact_name = "联系人";
  c.contact_phone = "1901112222";
  c.filed_at = Instant::stored("2024-05-06T09:39:18.000+08:00");
  return c;
}

Scenario filed() {
  Scenario s(guarantor::kind());
  s.on("2025-03-01").as(t::of_kind("guarantor", body.value)).when(filing());
  return s;
}

bool is_public(const Scenario& s) {
  return guarantor::kind().parties({}, &s.state<guarantor::State>()).everybody;
}

}  // namespace

// proves HN-17, HN-21
TEST_CASE("guarantor: the body itself files, the regulator lists, listed it is public") {
  auto s = filed();
  s.then_state("pending-review");
  CHECK_FALSE(is_public(s));
  s.when(guarantor::List{}).then_refused(Code::forbidden);
  s.as(t::regulator("460000")).when(guarantor::List{}).then(guarantor::Listed{}).then_state("listed");
  CHECK(is_public(s));
  CHECK(s.state<guarantor::State>().filed_at == t::moment("2025-03-01"));
  s.when(guarantor::List{}).then_refused(Code::not_in_this_state);
}

TEST_CASE("guarantor: nobody files for another body, or twice, or with a bad code") {
  Scenario s(guarantor::kind());
  s.as(t::of_kind("guarantor", t::credit_code(4).value)).when(filing()).then_refused(Code::forbidden);
  s.as(t::regulator("460000")).when(filing()).then_state("pending-review");
  s.when(filing()).then_refused(Code::already_registered);
  Scenario(guarantor::kind())
      .when_json("file", R"({"credit_code":"91110108765016311A-ins"})")
      .then_problem("/credit_code", "credit-code-length");
}

// proves HN-19
TEST_CASE("guarantor: suspended it stays public, restored, credited, delisted by the regulator") {
  auto s = filed();
  s.as(t::regulator("460000")).when(guarantor::List{}).when(guarantor::Restore{}).then_refused(
      Code::not_in_this_state);
  s.when(guarantor::Suspend{"核查"}).then_state("suspended");
  CHECK(is_public(s));
  s.when(guarantor::Restore{}).then_state("listed");
  s.when(guarantor::RecordCredit{guarantor::CreditKind::bad, "拒赔", day("2025-02-01")});
  CHECK(s.state<guarantor::State>().credit_records.size() == 1);
  s.as(t::of_kind("guarantor", body.value)).when(guarantor::Delist{"退出"}).then_refused(Code::forbidden);
  s.as(t::regulator("460000")).when(guarantor::Delist{"退出"}).then_state("delisted");
  CHECK_FALSE(is_public(s));
  s.when(guarantor::Suspend{}).then_refused(Code::not_in_this_state);
}

TEST_CASE("guarantor: it updates its own file, and an equal update changes nothing") {
  auto s = filed();
  guarantor::Update same;
  same.address = "海口市龙华区";
  s.when(same).then_nothing();
  guarantor::Update moved;
  moved.address = "海口市美兰区";
  guarantor::Updated updated;
  updated.address = moved.address;
  s.when(moved).then(updated);
}

TEST_CASE("guarantor: the archive's rows are kept as they are, bad codes flagged, dates historical") {
  Scenario s(guarantor::kind());
  s.on("2025-03-01").as(t::regulator("460000")).when(archive_row());
  s.as(t::administrator()).when(archive_row()).then_state("listed");
  const auto& state = s.state<guarantor::State>();
  CHECK_FALSE(state.credit_code_valid);
  CHECK(state.filed_at.text() == "2024-05-06T09:39:18.000+08:00");
  s.when(archive_row()).then_nothing();
  auto late = archive_row();
  late.filed_at = t::moment("2025-03-02");
  Scenario(guarantor::kind()).on("2025-03-01").as(t::administrator()).when(late).then_refused(
      Code::date_in_the_future);
}

// proves HN-23
TEST_CASE("guarantor: who opens the contact's phone leaves name and reason in the history") {
  auto s = filed();
  s.when(Disclose{{"contact_phone"}, "核对联系方式"})
      .then(Disclosed{{"contact_phone"}, "核对联系方式"})
      .then_state("pending-review");
  s.as(t::regulator("460000"))
      .when(Disclose{{"contact_phone"}, "备案审核"})
      .then(Disclosed{{"contact_phone"}, "备案审核"});
  s.as(t::of_kind("guarantor", t::credit_code(4).value))
      .when(Disclose{{"contact_phone"}, "好奇"})
      .then_refused(Code::forbidden);
}
