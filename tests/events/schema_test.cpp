// JSON Schema: what a client may send and what a form must know, read off the description.
#include <doctest/doctest.h>

#include "events/json.hpp"
#include "filing.hpp"

using namespace surety;

namespace {
const std::string schema = json_schema(describe<tests::Filing>());
bool says(std::string_view part) { return schema.find(part) != std::string::npos; }
}  // namespace

TEST_CASE("schema: the whole of a small one") {
  CHECK(json_schema(describe<tests::Worker>()) ==
        R"({"$schema":"https://json-schema.org/draft/2020-12/schema","title":"人员",)"
        R"("description":"A person on the site.","type":"object","properties":{)"
        R"("name":{"title":"姓名","description":"Name","x-title-en":"Name","type":"string",)"
        R"("minLength":1,"maxLength":200},)"
        R"("phone":{"title":"电话","description":"Phone","x-title-en":"Phone","type":"string",)"
        R"("x-format":"phone","x-personal":true}},"required":["name"],)"
        R"("additionalProperties":false})");
}

TEST_CASE("schema: bounds of integers, of the field before those of the type") {
  CHECK(says(R"("type":"integer","x-format":"money","minimum":1,"maximum":1000000000000000,)"
             R"("x-unit":"万元")"));
  CHECK(says(R"("x-format":"money","minimum":0,)"));
  CHECK(says(R"("x-format":"basis-points","minimum":0,"maximum":500)"));
  CHECK(says(R"("type":"integer","minimum":-5,"maximum":9999)"));
}

TEST_CASE("schema: texts, lists, choices and dates") {
  CHECK(says(R"("minLength":1,"maxLength":1000)"));
  CHECK(says(R"("type":"array","minItems":1,"maxItems":3,"items":{"title":"人员",)"));
  CHECK(says(R"("type":"array","minItems":0,"maxItems":50,"items":{"type":"string",)"
             R"("x-format":"region-code"})"));
  CHECK(says(R"("oneOf":[{"const":"dry","title":"旱季","x-title-en":"Dry"},)"
             R"({"const":"rainy-season",)"));
  CHECK(says(R"("type":"string","format":"date","x-format":"date","x-past":true)"));
  CHECK(says(R"("format":"date-time")"));
  CHECK(says(R"("type":"boolean")"));
}

TEST_CASE("schema: the hints a form needs") {
  CHECK(says(R"("x-paper":"pdf")"));
  CHECK(says(R"("x-secret":true)"));
  CHECK(says(R"("x-refers":"organisation")"));
}

TEST_CASE("schema: optional fields are not required, unknown ones not allowed") {
  CHECK(says(R"("required":["title","amount","discount","rate","begins","insurer","season",)"
             R"("urgent","people","floors","manager","workers","regions"],)"
             R"("additionalProperties":false})"));
}
