// 政府财政投资: a budget proof in a guarantee's place, filed by the department (HN 2.2.1.4).
#include "tests/engine/kinds/guarantee_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::hainan;
using namespace surety::guarantee;


// proves HN-83
TEST_CASE("guarantee: a permit without budget proof is due at once") {
  auto e = fiscal_registered();
  e.documents.clear();
  e.permit_issued_on = day("2025-02-20");
  guarantee_case()
      .given(e)
      .due("agreement-before-permit", "", "2025-02-20")
      .passes("agreement-before-permit")
      .then({"agreement-before-permit-overdue",
             DeadlinePassed{"agreement-before-permit", "", day("2025-02-20"),
                            Instant::start_of(day("2025-02-20"))}})
      .raised("agreement-before-permit");
}

TEST_CASE("guarantee: fiscal is registered, may be amended, and is in force once filed") {
  Amend amend;
  amend.budget_amount = wan(4'500);
  Amended amended{amend};
  Amend too_much;
  too_much.budget_amount = wan(5'001);
  guarantee_case()
      .as(as_owner)
      .when(fiscal())
      .then(fiscal_registered())
      .then_state("registered")
      .when(too_much)
      .then_refused(Code::amount_above_contract)
      .when(amend)
      .then(amended)
      .when(RecordFiling{})
      .then_refused(Code::forbidden)
      .as(as_regulator)
      .when(RecordFiling{})
      .then(FilingRecorded{})
      .then_state("in-force")
      .as(as_owner)
      .when(amend)
      .then_refused(Code::not_in_this_state, {{"state", "\"in-force\""}});
  auto c = fiscal();
  c.budget_amount = wan(5'001);
  guarantee_case().as(as_owner).when(c).then_problem("/budget_amount", "invalid-range");
  c = fiscal();
  c.documents.clear();
  guarantee_case().as(as_owner).when(c).then_problem("/documents", "too-few");
}

TEST_CASE("guarantee: fiscal knows no least amount") {
  auto c = fiscal();
  c.budget_amount = Money{1};
  guarantee_case().as(as_owner).when(c).then(opened<FiscalRegistered>(c, std::nullopt));
}
