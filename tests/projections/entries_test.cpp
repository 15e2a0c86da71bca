// The fee ledgers and the services held, one row each, whatever case they stand in.
#include <doctest/doctest.h>

#include "engine/kinds/expense_ledger.hpp"
#include "engine/kinds/policy.hpp"
#include "engine/kinds/service_order.hpp"
#include "tests/projections/feed.hpp"

using namespace surety;
using namespace surety::tests;

namespace {

const std::string insurer = "91230100MA1INSUR01", contractor = "91230700MA1ABCDE02";

Feed insured() {
  Feed feed;
  policy::Applied applied;
  applied.project = "P-1";
  applied.project_name = "伊春小学";
  applied.insurer.value = insurer;
  applied.policyholder.value = contractor;
  applied.region_code.value = "230700";
  policy::Issued issued;
  issued.policy_number = "PDAA-1";
  issued.accident_prevention_fee = Money{120'000};
  feed.tell("policy", "B-1", "P-1", applied);
  feed.tell("policy", "B-1", "P-1", issued);
  policy::ServiceFeeRecorded fee;
  fee.amount = Money{50'000};
  fee.purpose = "安全培训";
  feed.tell("policy", "B-1", "P-1", fee);
  fee.purpose = "应急演练";
  feed.tell("policy", "B-1", "P-1", fee);
  feed.tell("policy", "B-1", "P-1", policy::ServiceFeeReversed{{1, "重复登记"}});
  return feed;
}

}  // namespace

// proves BX-13, BX-11
TEST_CASE("every service fee is a row, with what is left of what was agreed") {
  const auto store = folded(insured());
  const auto fees = page(*store, "service-fees", {}, member("insurer", insurer));
  REQUIRE(fees.total == 2);
  Query training;
  training.filters.push_back({"purpose", Filter::Op::equals, {"安全培训"}});
  const auto row = page(*store, "service-fees", training, regulator("230000")).items.at(0);
  CHECK(member_of(row, "policy") == "B-1");
  CHECK(member_of(row, "reversed") == "重复登记");
  CHECK(member_of(row, "policy_number") == "PDAA-1");
  CHECK(row.find("\"service_fees_balance\":70000") != std::string::npos);
  CHECK(page(*store, "service-fees", {}, member("insurer", "91230100MA1INSUR02")).total == 0);
}

// proves QZS-36, QZS-38, QZS-39, QZS-40, QZS-41, QZS-42, BX-12
TEST_CASE("every entry of a contractor's ledger is a row, and every service of an order") {
  Feed feed;
  expense_ledger::Opened opened;
  opened.project = "P-1";
  opened.contractor.value = contractor;
  opened.region_code.value = "230700";
  feed.tell("expense-ledger", "L-1", "P-1", opened);
  expense_ledger::Recorded spent;
  spent.kind = expense_ledger::EntryKind::spending;
  spent.amount = Money{30'000};
  spent.purpose = "防护用品";
  feed.tell("expense-ledger", "L-1", "P-1", spent);
  service_order::Ordered ordered;
  ordered.project = "P-1";
  ordered.policyholder.value = contractor;
  ordered.provider.value = "91230100MA1SERVE01";
  feed.tell("service-order", "S-1", "P-1", ordered);
  service_order::ServiceRecorded service;
  service.kind = ServiceKind::safety_training;
  service.summary = "三级安全教育";
  feed.tell("service-order", "S-1", "P-1", service);
  const auto store = folded(feed);
  const auto rows = page(*store, "safety-expenses", {}, member("enterprise", contractor));
  REQUIRE(rows.total == 1);
  CHECK(member_of(rows.items[0], "kind") == "spending");
  CHECK(rows.items[0].find("\"balance\":-30000") != std::string::npos);
  CHECK(page(*store, "safety-expenses", {}, member("insurer", insurer)).total == 0);
  Query trainings;
  trainings.filters.push_back({"kind", Filter::Op::equals, {"safety-training"}});
  const auto held =
      page(*store, "services", trainings, member("service-provider", "91230100MA1SERVE01"));
  REQUIRE(held.total == 1);
  CHECK(member_of(held.items[0], "service_order") == "S-1");
  CHECK(member_of(held.items[0], "summary") == "三级安全教育");
}
