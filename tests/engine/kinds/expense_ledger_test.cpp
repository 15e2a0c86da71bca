// The contractor's ledger of safety expenses: set aside, spent, taken back, what is left.
#include "engine/kinds/expense_ledger.hpp"

#include "tests/engine/kinds/insurance_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::insurance;
using namespace surety::expense_ledger;

namespace {

Open ledger() { return {"P-1", yuan(250'000), "工程造价的2.5%"}; }

expense_ledger::Record entry(EntryKind kind, std::int64_t y) {
  return {kind, yuan(y), day("2025-03-02"), "防护用品", {}, {}, {}};
}

Scenario opened() {
  auto s = world(kind(), "L-1");
  s.as(as_contractor).when(ledger());
  return s;
}

}  // namespace

TEST_CASE("expense ledger: the contractor keeps one for a project") {
  opened().then_state("open");
  CHECK(opened().state<State>().project_name == "南岔区体育场");
  world(kind(), "L-2")
      .given_in("expense-ledger", "L-1", Opened{ledger(), "x", {"230700"}, {"x"}, {}})
      .as(as_contractor)
      .when(ledger())
      .then_refused(Code::ledger_exists, {{"expense_ledger", "\"L-1\""}});
  world(kind(), "L-1").as(as_insurer).when(ledger()).then_refused(Code::forbidden);
  world(kind(), "L-1").as(as_regulator).when(ledger()).then_refused(Code::forbidden);
}

TEST_CASE("expense ledger: what was set aside and not spent is its balance") {
  auto s = opened();
  const auto provision = entry(EntryKind::provision, 1'000);
  s.when(provision).then(Recorded{provision});
  s.when(entry(EntryKind::spending, 300));
  CHECK(s.state<State>().balance == yuan(700));
  s.when(Reverse{2, "重复登记"}).then(Reversed{{2, "重复登记"}});
  CHECK(s.state<State>().balance == yuan(1'000));
  CHECK(s.state<State>().entries[1].reversed == "重复登记");
  s.when(Reverse{2, "重复登记"}).then_refused(Code::already_reversed);
  s.when(Reverse{3, "重复登记"}).then_refused(Code::no_such_entry);
  s.when(entry(EntryKind::spending, 1'500));
  CHECK(s.state<State>().balance == yuan(-500));
  s.as(as_regulator).when(entry(EntryKind::spending, 1)).then_refused(Code::forbidden);
  s.when(Reverse{1, "x"}).then_refused(Code::forbidden);
}

TEST_CASE("expense ledger: its quota is changed with a reason") {
  auto s = opened();
  const SetQuota more{yuan(300'000), "造价调整"};
  s.when(more).then(QuotaSet{more});
  CHECK(s.state<State>().quota == yuan(300'000));
  s.when(more).then_nothing();
  s.as(as_insurer).when(more).then_refused(Code::forbidden);
}
