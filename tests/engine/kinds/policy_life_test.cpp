// The policy in force: endorsement, services, fees, its end (HLJ 加保, BX 台账, QZI 3.2).
#include "events/message_receipt.hpp"
#include "tests/engine/kinds/insurance_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::insurance;
using namespace surety::policy;
using project::InsuranceStatus;

namespace {

const project::InsuranceChanged uninsured{"B-1", InsuranceStatus::uninsured, {}, {}};

Scenario in_force() {
  auto s = policy_case();
  s.given(applied(), Approved{}, issued())
      .given_in("project", "P-1", insured());
  return s;
}

Endorse more() {
  Endorse c;
  c.reason = "加保";
  c.aggregate_limit = wan(800);
  c.valid_until = day("2026-06-30");
  return c;
}
RecordServiceFee fee(std::int64_t y) {
  return {yuan(y), day("2025-03-02"), "安全培训讲师费", document('v'), {}};
}

}  // namespace

// proves HLJ-81
TEST_CASE("policy: an endorsement changes what it names, and the period the project shows") {
  auto s = in_force();
  s.as(as_insurer)
      .when(more())
      .then(Endorsed{more()})
      .and_in("project", "P-1",
              project::InsuranceChanged{"B-1", InsuranceStatus::insured, day("2025-03-10"),
                                        day("2026-06-30")})
      .due("expiry", "", "2026-07-01");
  CHECK(s.state<State>().aggregate_limit == wan(800));
  CHECK(s.state<State>().premium == yuan(33'300));
  Endorse nothing;
  nothing.reason = "加保";
  s.when(nothing).then_refused(Code::invalid_range);
  nothing.per_accident_limit = wan(900);
  s.when(nothing).then_refused(Code::invalid_range, {{"field", "\"per_accident_limit\""}});
  s.as(as_contractor).when(more()).then_refused(Code::forbidden);
}

TEST_CASE("policy: cancelled by the insurer with a reason") {
  in_force()
      .as(as_insurer)
      .when(Cancel{"工程终止"})
      .then(Cancelled{{"工程终止"}})
      .and_in("project", "P-1", uninsured)
      .then_state("cancelled")
      .nothing_due()
      .when(Cancel{"工程终止"})
      .then_refused(Code::not_in_this_state);
}

TEST_CASE("policy: reminded thirty days before its end, expired after its last day") {
  auto s = in_force();
  s.due("expiry-reminder", "", "2026-02-07")
      .passes("expiry-reminder")
      .then(ExpiryReminded{day("2026-03-09")})
      .owes("sms-expiry-2026-03-09")
      .passes("expiry")
      .then(Expired{day("2026-03-09")})
      .and_in("project", "P-1", uninsured)
      .then_state("expired")
      .nothing_due();
  in_force().as(as_insurer).when(more()).due("expiry-reminder", "", "2026-05-31");
}

TEST_CASE("policy: the receipt of a message it owes or has sent is recorded, of no other") {
  auto s = in_force();
  s.passes("expiry-reminder").as(the_engine());
  const RecordMessageReceipt told{"sms-expiry-2026-03-09", MessageOutcome::failed, {}, "空号"};
  const MessageReceiptRecorded recorded{told.effect, told.outcome, {}, told.detail};
  s.when(told).then(recorded);
  s.given(EffectDone{told.effect}).when(told).then(recorded);
  s.when(RecordMessageReceipt{"sms-expiry-2027-03-09"}).then_refused(Code::not_found);
  s.given(EffectDone{"create-account"});
  s.when(RecordMessageReceipt{"create-account"}).then_refused(Code::not_found);
  s.as(as_insurer).when(told).then_refused(Code::forbidden);
}

TEST_CASE("policy: promised services not held are told thirty days before its end") {
  auto s = in_force();
  s.due("service-shortfall", "", "2026-02-07")
      .passes("service-shortfall")
      .raised("service-shortfall");
  in_force()
      .given(ServicesCounted{counts(1, 1)})
      .not_due("service-shortfall");
}

// proves HLJ-74, HLJ-75
TEST_CASE("policy: shown as covering today from its first day to its last") {
  auto s = in_force();
  const auto table = kind().daily.front().timetable(&s.state<State>());
  CHECK(value_on(table, day("2025-03-09")) == "false");
  CHECK(value_on(table, day("2025-03-10")) == "true");
  CHECK(value_on(table, day("2026-03-09")) == "true");
  CHECK(value_on(table, day("2026-03-10")) == "false");
}

TEST_CASE("project: insured on the days a policy covers, else in review or not") {
  auto s = in_force();
  const auto status = [&](std::string_view on) {
    const auto* k = kind_named("project");
    const auto table = k->daily.front().timetable(&s.state_of<project::State>("project/P-1"));
    return std::string(value_on(table, day(on)));
  };
  CHECK(status("2025-03-09") == "uninsured");
  CHECK(status("2025-03-10") == "insured");
  CHECK(status("2026-03-10") == "uninsured");
  s.given_in("project", "P-1",
             project::InsuranceChanged{"B-2", InsuranceStatus::in_review, {}, {}});
  CHECK(status("2025-03-10") == "insured");
  CHECK(status("2026-03-10") == "in-review");
}

TEST_CASE("policy: one provider serves it, and a service order opens with the assignment") {
  auto s = in_force();
  s.as(as_insurer)
      .when(AssignServiceProvider{the_insurer})
      .and_some("service-order.ordered")
      .when(AssignServiceProvider{the_provider})
      .then_refused(Code::service_provider_assigned);
  s = in_force();
  s.as(as_insurer).when(AssignServiceProvider{the_provider});
  const std::string order = s.last_id();
  s.then(ServiceProviderAssigned{{the_provider}, order})
      .and_in("service-order", order, ordered());
  CHECK(s.state<State>().service_status == ServiceStatus::awaiting_acceptance);
  in_force().as(as_insurer).when(AssignServiceProvider{the_broker}).then_refused(
      Code::unknown_reference, {{"field", "\"provider\""}});
  in_force().as(as_contractor).when(AssignServiceProvider{the_provider}).then_refused(
      Code::forbidden);
}

// proves BX-11
TEST_CASE("policy: the ledger of service fees: entries are reversed, never edited") {
  auto s = in_force();
  s.as(as_insurer)
      .when(fee(1'000))
      .then(ServiceFeeRecorded{fee(1'000)})
      .when(fee(500))
      .when(ReverseServiceFee{1, "重复登记"})
      .then(ServiceFeeReversed{{1, "重复登记"}})
      .when(ReverseServiceFee{1, "重复登记"})
      .then_refused(Code::already_reversed)
      .when(ReverseServiceFee{3, "重复登记"})
      .then_refused(Code::no_such_entry);
  CHECK(s.state<State>().service_fees_total == yuan(500));
  CHECK(s.state<State>().service_fees.front().reversed == "重复登记");
  s.as(as_contractor).when(fee(1)).then_refused(Code::forbidden);
}

// proves BX-13
TEST_CASE("policy: its ledger shows what is left, and the regulator hears where it is overspent") {
  auto agreed = more();
  agreed.accident_prevention_fee = yuan(1'200);
  auto s = in_force();
  s.as(as_insurer).when(agreed);
  CHECK(s.state<State>().service_fees_balance == yuan(1'200));
  s.when(fee(1'000)).raised_none();
  CHECK(s.state<State>().service_fees_balance == yuan(200));
  s.when(fee(500)).raised("service-fees-exceeded");
  CHECK(s.state<State>().service_fees_balance == Money{-30'000});
  s.when(fee(1)).raised_none();
  s.when(ReverseServiceFee{2, "重复登记"}).closed_alert("service-fees-exceeded", "reversed");
  CHECK_FALSE(in_force().state<State>().service_fees_balance);
}

// proves BX-56
TEST_CASE("policy: another cost or finish of the project waits for the insurer while it covers it") {
  Scenario s(project::kind(), "P-1", "P-1");
  s.in("230000").given(project_registered(), insured());
  s.given_in("policy", "B-1", applied(), Approved{}, issued());
  project::Amend dearer;
  dearer.construction_cost = yuan(9'000'000);
  dearer.planned_finish = day("2026-05-01");
  project::Amend renamed;
  renamed.name = "南岔区全民健身中心";
  ProjectChanged told;
  told.construction_cost = dearer.construction_cost;
  told.planned_finish = dearer.planned_finish;
  const auto waits = [&] { return s.state_of<State>("policy/B-1").project_change.has_value(); };
  s.on("2025-03-04").as(as_contractor).when(dearer);
  CHECK_FALSE(waits());  // before its first day nothing is covered
  s.on("2025-03-10").when(renamed);
  CHECK_FALSE(waits());
  dearer.construction_cost = told.construction_cost = yuan(9'500'000);
  dearer.planned_finish.reset();
  told.planned_finish.reset();
  s.when(dearer).and_in("policy", "B-1", told);
  CHECK(waits());
}

// proves BX-56
TEST_CASE("policy: the insurer endorses a changed project, or notes that the cover stays") {
  ProjectChanged change;
  change.construction_cost = yuan(9'000'000);
  auto s = in_force();
  s.as(as_insurer)
      .then_allows("note-project-change", false)
      .given(change)
      .then_allows("note-project-change")
      .when(NoteProjectChange{"保额足够"})
      .then(ProjectChangeNoted{{"保额足够"}})
      .then_allows("note-project-change", false)
      .given(change)
      .when(more())
      .then_allows("note-project-change", false);
}
