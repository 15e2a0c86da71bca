// What a guarantee tells its project, the bank's word on its agreement, a contract that changes.
#include "tests/engine/kinds/guarantee_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::hainan;
using namespace surety::guarantee;

namespace {

Scenario letter() {
  auto s = guarantee_case();
  s.on("2025-03-01").given(applied(), issued());
  return s;
}
Scenario account() {
  auto s = guarantee_case();
  s.on("2025-01-25").given(escrow_registered());
  return s;
}

}  // namespace

// proves HN-25
TEST_CASE("guarantee: the project tells whether its payments are guaranteed") {
  using project::GuaranteeChanged;
  using project::GuaranteeStatus;
  const auto shown = [](Scenario& s) {
    return s.state_of<project::State>("project/P-1").payment_guarantee;
  };
  const auto told = [](GuaranteeStatus status) { return GuaranteeChanged{"G-1", status}; };
  auto s = guarantee_case();
  CHECK(shown(s) == GuaranteeStatus::missing);
  s.on("2025-03-01").as(as_owner).when(application());
  s.and_in("project", "P-1", told(GuaranteeStatus::under_way));
  CHECK(shown(s) == GuaranteeStatus::under_way);
  s.as(as_guarantor).when(issue()).and_in("project", "P-1", told(GuaranteeStatus::in_force));
  CHECK(shown(s) == GuaranteeStatus::in_force);
  s.passes("expiry").and_in("project", "P-1", told(GuaranteeStatus::missing));
  CHECK(shown(s) == GuaranteeStatus::missing);
}

TEST_CASE("guarantee: a second one keeps the project guaranteed when the first ends") {
  auto s = letter();
  s.given_in("project", "P-1",
             project::GuaranteeChanged{"G-1", project::GuaranteeStatus::in_force},
             project::GuaranteeChanged{"G-2", project::GuaranteeStatus::in_force});
  s.passes("expiry");
  CHECK(s.state_of<project::State>("project/P-1").payment_guarantee ==
        project::GuaranteeStatus::in_force);
}

// proves HN-34
TEST_CASE("guarantee: the bank confirms an account's agreement, and again one that is renewed") {
  letter().as(as_bank).when(ConfirmAgreement{}).then_refused(Code::forbidden);
  auto s = account();
  s.on("2025-02-10")
      .as(as_owner)
      .when(ConfirmAgreement{})
      .then_refused(Code::forbidden)
      .as(as_bank)
      .when(ConfirmAgreement{"已核对账户"})
      .then(AgreementConfirmed{"已核对账户"})
      .then_allows("confirm-agreement", false)
      .as(as_owner)
      .when(RenewAgreement{document('n')})
      .then(AgreementRenewed{document('n')})
      .as(as_bank)
      .then_allows("confirm-agreement");
}

// proves HN-38
TEST_CASE("guarantee: a changed contract is reckoned again, the account's agreement signed again") {
  const ChangeContract more{wan(8'000), day("2025-03-01"), "设计变更"};
  auto s = account();
  ContractChanged e{more};
  e.least_amount = wan(800);
  s.on("2025-03-03")
      .as(as_contractor)
      .when(more)
      .then_refused(Code::forbidden)
      .as(as_owner)
      .when(more)
      .then(e, AdjustmentDue{"contract-changed-2025-03-01", day("2025-03-03")})
      .due("adjustment", "contract-changed-2025-03-01", "2025-03-14")
      .when(more)
      .then_nothing()
      .when(RenewAgreement{document('n')})
      .not_due("adjustment", "contract-changed-2025-03-01");
}

TEST_CASE("guarantee: every letter of a changed contract follows, one that suffices owes nothing") {
  auto second = applied();
  second.guaranteed_amount = wan(4'000);
  auto s = letter();
  s.given_in("guarantee", "G-2", second, issued());
  const ChangeContract more{wan(20'000), day("2025-03-02")};
  s.on("2025-03-03").as(as_owner).when(more).and_some("guarantee.adjustment-due");
  const auto& other = s.state_of<State>("guarantee/G-2");
  CHECK(s.state<State>().contract_amount == wan(20'000));
  CHECK(s.state<State>().least_amount == wan(2'000));
  CHECK(other.contract_amount == wan(20'000));
  s.when(ChangeContract{wan(1'000), day("2025-03-02")}).then_refused(Code::amount_above_contract);

  auto ample = letter();
  ample.on("2025-03-03").as(as_owner).when(ChangeContract{wan(16'120), day("2025-03-02")});
  ample.not_due("adjustment", "contract-changed-2025-03-02");
}
