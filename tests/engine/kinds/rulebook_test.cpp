// Publishing rulebooks, and every number of the four that the platform is born with.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/kinds/rulebook.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
namespace t = surety::tests;
using t::day;
using t::Scenario;

namespace {

Scenario published() {
  Scenario s(rulebook::kind(), "460000", "460000");
  s.given(rulebook::Published{1, day("2024-01-01"), t::rulebook("460000").rules, "460000"});
  s.on("2025-03-01").as(t::administrator());
  return s;
}

rulebook::Publish from(const char* date) {
  return {day(date), t::rulebook("460000").rules, RegionCode{"460000"}};
}

/// The fields one rulebook requires of a command, in the file's order.
std::vector<std::string> required(const char* jurisdiction, const char* command) {
  for (const auto& r : t::rulebook(jurisdiction).rules.required_fields)
    if (r.command == command) return r.fields;
  return {};
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("rulebook: a version takes effect later than today, past ones stay as they are") {
  auto s = published();
  s.when(from("2025-03-01")).then_refused(Code::effective_date_not_later);
  auto next = from("2025-03-02");
  next.rules.adjustment_days = 15;
  s.when(next).then_state("published");
  const auto& state = s.state<rulebook::State>();
  CHECK(state.rulebook_version == 2);
  REQUIRE(state.versions.size() == 2);
  CHECK(state.versions[0].rules.adjustment_days == 10);
  CHECK(rulebook::in_force(state, day("2025-03-01"))->version == 1);
  CHECK(rulebook::in_force(state, day("2025-03-02"))->version == 2);
  CHECK_FALSE(rulebook::in_force(state, day("2023-12-31")));
}

TEST_CASE("rulebook: the first one, published by the platform itself, may reach back") {
  Scenario s(rulebook::kind(), "460000", "460000");
  s.on("2025-03-01").as(t::the_engine()).when(from("2024-01-01")).then_state("published");
  s.when(from("2024-01-01")).then_refused(Code::effective_date_not_later);
  Scenario(rulebook::kind(), "460000", "460000")
      .on("2025-03-01")
      .as(t::administrator())
      .when(from("2024-01-01"))
      .then_refused(Code::effective_date_not_later);
  published().as(t::regulator("460000")).when(from("2025-04-01")).then_refused(Code::forbidden);
}

TEST_CASE("rulebook: tiers rise to an open end, modes and fields exist, the window is one") {
  auto c = from("2025-04-01");
  c.rules.tiers[1].up_to = c.rules.tiers[0].up_to;
  published().when(c).then_problem("/rules/tiers", "invalid-range");
  c = from("2025-04-01");
  c.rules.tiers.pop_back();
  published().when(c).then_problem("/rules/tiers", "invalid-range");
  c = from("2025-04-01");
  c.rules.minimum_enforced_modes.push_back("barter");
  published().when(c).then_problem("/rules/minimum_enforced_modes/3", "invalid-range");
  c = from("2025-04-01");
  c.rules.backfill_until = day("2024-06-30");
  published().when(c).then_problem("/rules/backfill_until", "invalid-range");
  c = from("2025-04-01");
  c.rules.required_fields = {{"project.register", {"no_such_field"}}};
  published().when(c).then_problem("/rules/required_fields/0", "invalid-range");
}

TEST_CASE("the four rulebooks: the common numbers, each with its source") {
  for (const char* jurisdiction : {"230000", "210500", "350500", "460000"}) {
    CAPTURE(jurisdiction);
    const Rulebook& book = t::rulebook(jurisdiction);
    CHECK(book.jurisdiction == jurisdiction);
    CHECK(book.version == 1);
    CHECK(book.effective_from.text() == "2024-01-01");
    const Rules& r = book.rules;
    CHECK(r.receipt_confirmation_days == 10);
    CHECK(r.payment_overdue_days == 60);
    CHECK(r.adjustment_days == 10);
    CHECK(r.balance_report_day == 10);
    CHECK(r.backfill_days == 30);
    CHECK(r.expiry_reminder_days == 30);
    CHECK(r.service_acceptance_days == 5);
    CHECK(r.review_days == 5);
    CHECK(r.quote_validity_days == 30);
    CHECK(r.service_shortfall_days == 30);
    CHECK_FALSE(r.roll_over_holidays);
    CHECK(r.recheck_hazards);
    for (const auto& member : describe<Rules>().members) {
      if (member.type->shape != Shape::integer) continue;
      CAPTURE(member.name);
      CHECK(std::any_of(r.sources.begin(), r.sources.end(),
                        [&](const auto& s) { return s.key == member.name && !s.source.empty(); }));
    }
  }
}

TEST_CASE("the four rulebooks: what differs between the jurisdictions") {
  const auto& hlj = t::rulebook("230000").rules;
  const auto& bx = t::rulebook("210500").rules;
  const auto& qz = t::rulebook("350500").rules;
  const auto& hn = t::rulebook("460000").rules;
  CHECK(hlj.project_table);
  for (const auto* r : {&bx, &qz, &hn}) CHECK_FALSE(r->project_table);
  CHECK(qz.quotation == Quotation::required);
  for (const auto* r : {&hlj, &bx, &hn}) CHECK(r->quotation == Quotation::none);
  for (const auto* r : {&hlj, &bx, &qz}) {
    CHECK_FALSE(r->flat_rate);
    CHECK(r->tiers.empty());
  }
  CHECK(hn.flat_rate == BasisPoints{1000});
  CHECK(hn.progressive_reading == ProgressiveReading::marginal);
  CHECK(hn.tiers == std::vector<Tier>{{t::wan(1000), {1000}}, {t::wan(10'000), {500}}, {{}, {250}}});
  CHECK(hn.minimum_enforced_modes == Names{"letter", "escrow", "presale"});
  CHECK(hn.backfill_from == day("2024-07-01"));
  CHECK_FALSE(hn.backfill_until);
  CHECK(required("460000", "project.register") == Names{"project_code", "owner"});
  CHECK(required("230000", "project.register") == Names{"project_code", "investment_total"});
  CHECK(required("210500", "project.register") ==
        Names{"address", "construction_cost", "owner", "credit_code", "category", "duration_days",
              "planned_start", "planned_finish"});
  CHECK(required("350500", "policy.apply") == Names{"intended_services"});
}

TEST_CASE("rulebook: a set that no partition could adopt by one record is not published") {
  auto c = from("2025-04-01");
  std::string source;
  for (int i = 0; i < 1000; ++i) source += "条";
  c.rules.sources.assign(100, {"adjustment_days", source});
  published().when(c).then_state("published");
  c.rules.sources.assign(200, {"adjustment_days", source});
  published().when(c).then_refused(Code::too_large);
}
