// What a list shows first are columns that it has, and no files.
#include "projections/first_columns.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "projections/filter.hpp"

using namespace surety;

TEST_CASE("first columns: every list has some, whatever the jurisdiction, and all of them exist") {
  for (const auto& view : views())
    for (const char* jurisdiction : {"", "210500", "230000", "350500", "460000"}) {
      const auto names = first_columns(view, jurisdiction);
      CHECK_MESSAGE(names.size() >= 3, view.name);
      for (const auto& name : names) {
        const auto at = column_at(view, name);
        REQUIRE_MESSAGE(at, view.name << " has no " << name);
        CHECK_MESSAGE(view.columns[*at].format != "document", view.name << " " << name);
      }
    }
}

// proves HLJ-62
TEST_CASE("first columns: those of the province's manual, in its order") {
  const auto names = first_columns(*view_named("policies"), "230000");
  const std::vector<std::string> manual{"project", "policyholder_name", "project_name",
                                        "plan",    "contact_phone",     "state"};
  CHECK(std::equal(manual.begin(), manual.end(), names.begin()));
  CHECK(first_columns(*view_named("policies"), "350500")[1] == "order_type");
}
