// Exports and openings are recorded by the platform alone, in the name of whoever it was.
#include "engine/kinds/access_record.hpp"

#include <doctest/doctest.h>

#include "tests/support/scenario.hpp"

using namespace surety;
using namespace surety::access_record;
namespace t = surety::tests;

namespace {

const Person auditor{{"auditor"}, {"audit"}, RegionCode{"230000"}};
const RecordExport taken{auditor, "policies", "保单", Format::xlsx, "state=quoted", 12};
const RecordOpening looked{auditor, "policy/202503010900000000", {"legal_representative_id_front"}};

t::Scenario world() {
  t::Scenario s(kind(), "202503010900000000", "auditor");
  return std::move(s.on("2025-03-01").as(t::the_engine()));
}

}  // namespace

TEST_CASE("access record: an export and an opening, as they were") {
  world().when(taken).then(ExportRecorded{taken}).then_state("exported");
  world().when(looked).then(OpeningRecorded{looked}).then_state("opened");
}

TEST_CASE("access record: nobody writes one about himself") {
  world().as(t::administrator()).when(taken).then_refused(Code::forbidden);
}

TEST_CASE("access record: what the platform writes in somebody's name bears that name") {
  Actor actor;
  actor.account = "auditor";
  actor.organisation = "audit";
  CHECK(actor.text() == "auditor@audit");
  actor.engine = true;
  CHECK(actor.text() == "auditor@audit");
  CHECK(t::the_engine().text() == "engine");
}
