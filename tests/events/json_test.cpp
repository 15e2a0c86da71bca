// Reading JSON: what comes in well, and every problem with its place.
#include "events/json.hpp"

#include <doctest/doctest.h>

#include <random>

#include "filing.hpp"

using namespace surety;
using tests::Filing;
using tests::full_filing;
using tests::plain_filing;

namespace {

/// The plain filing with the first `was` replaced.
std::string with(std::string_view was, std::string_view now) {
  std::string text(plain_filing);
  const auto at = text.find(was);
  REQUIRE(at != std::string::npos);
  return text.replace(at, was.size(), now);
}

std::string problems(std::string_view text, Source source = Source::outside) {
  Filing filing;
  std::string out;
  for (const Problem& problem : from_json(text, filing, source)) {
    CHECK_FALSE(problem_label(problem.code).zh.empty());
    CHECK_FALSE(problem_label(problem.code).en.empty());
    out += (out.empty() ? "" : ", ") + problem.path + " " + problem.code;
  }
  return out;
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

TEST_CASE("JSON: a filing is read into its values") {
  Filing filing;
  REQUIRE(from_json(plain_filing, filing).empty());
  CHECK(filing.title == "沈阳路");
  CHECK(filing.amount == Money{100});
  CHECK(filing.begins == Date::of(2025, 3, 1));
  CHECK(filing.season == tests::Season::rainy_season);
  CHECK(filing.urgent);
  CHECK(filing.people == -5);
  CHECK(filing.workers.size() == 2);
  CHECK(filing.workers[0].phone->text() == "13314518976");
  CHECK_FALSE(filing.workers[1].phone);
  CHECK_FALSE(filing.reason);
}

TEST_CASE("JSON: what is written is read again, byte for byte") {
  for (std::string_view text : {plain_filing, full_filing})
    for (Source source : {Source::outside, Source::stored}) {
      Filing filing;
      REQUIRE(from_json(text, filing, source).empty());
      CHECK(to_json(filing) == text);
    }
}

TEST_CASE("JSON: the order of the fields and blanks between them do not matter") {
  tests::Worker worker;
  CHECK(from_json(" {\n\"phone\" : \"13314518976\" , \"name\":\" \\u674e \"}\t\n", worker).empty());
  CHECK(to_json(worker) == R"({"name":"李","phone":"13314518976"})");
}

TEST_CASE("JSON: an optional field may be null, what it held before is forgotten") {
  tests::Worker worker{"x", Phone{"13314518976"}};
  CHECK(from_json(R"({"name":"a","phone":null})", worker).empty());
  CHECK_FALSE(worker.phone);
  worker.phone = Phone{"13314518976"};
  CHECK(from_json(R"({"name":"a"})", worker).empty());
  CHECK_FALSE(worker.phone);
}

TEST_CASE("JSON: money is an integer literal of fen from 1 to 10^15") {
  for (const char* literal : {"1", "1000000000000000"})
    CHECK(problems(with(R"("amount":100)", std::string(R"("amount":)") + literal)) == "");
  for (const char* literal : {"1.5", "\"100\"", "1e3", "1.0", "1E2", "true", "[1]", "{}"})
    CHECK(problems(with(R"("amount":100)", std::string(R"("amount":)") + literal)) ==
          "/amount wrong-type");
  for (const char* literal : {"0", "-0", "-1", "1000000000000001", "9223372036854775808",
                              "100000000000000000000000"})
    CHECK(problems(with(R"("amount":100)", std::string(R"("amount":)") + literal)) ==
          "/amount out-of-range");
}

TEST_CASE("JSON: a field's own bounds stand before those of its type") {
  CHECK(problems(with(R"("discount":0)", R"("discount":-1)")) == "/discount out-of-range");
  CHECK(problems(with(R"("rate":500)", R"("rate":501)")) == "/rate out-of-range");
  CHECK(problems(with(R"("people":-5)", R"("people":-6)")) == "/people out-of-range");
  CHECK(problems(with(R"("people":-5)", R"("people":10000)")) == "/people out-of-range");
  CHECK(problems(with(R"("floors":3)", R"("floors":4294967297)")) == "/floors out-of-range");
  CHECK(problems(with(R"("floors":3)", R"("floors":4294967297)"), Source::stored) ==
        "/floors out-of-range");
}

TEST_CASE("JSON: texts are trimmed and counted in characters") {
  std::string two_hundred, thousand;
  for (int i = 0; i < 200; ++i) two_hundred += "字";
  for (int i = 0; i < 1000; ++i) thousand += "字";
  CHECK(problems(with("沈阳路", "  " + two_hundred + "　")) == "");
  CHECK(problems(with("沈阳路", two_hundred + "x")) == "/title too-long");
  CHECK(problems(with("沈阳路", "")) == "/title too-short");
  CHECK(problems(with("沈阳路", " 　 ")) == "/title too-short");
  CHECK(problems(with("沈阳路", "a\\nb")) == "/title control-character");
  CHECK(problems(with("沈阳路", "a\\u0000b")) == "/title control-character");
  CHECK(problems(with("沈阳路", "sealed:x")) == "/title reserved-text");
  CHECK(problems(with("\"沈阳路\"", "7")) == "/title wrong-type");
  CHECK(problems(with("[]}", "[],\"reason\":\"" + thousand + "\"}")) == "");
  CHECK(problems(with("[]}", "[],\"reason\":\"" + thousand + "x\"}")) == "/reason too-long");
}

TEST_CASE("JSON: a password stays as it was typed") {
  Filing filing;
  REQUIRE(from_json(with("[]}", R"([],"password":" Geheim 26 "})"), filing).empty());
  CHECK(*filing.password == " Geheim 26 ");
  CHECK(problems(with("[]}", R"([],"password":"short"})")) == "/password too-short");
}

TEST_CASE("JSON: each value is held to its rule and comes in its normal form") {
  CHECK(problems(with("2025-03-01", "2026-02-30")) == "/begins date");
  CHECK(problems(with("2025-03-01", "1989-03-01")) == "/begins date-range");
  CHECK(problems(with("\"2025-03-01\"", "20250301")) == "/begins wrong-type");
  CHECK(problems(with("MA5FBK637G", "MA5FBK6370")) == "/insurer credit-code-check-digit");
  CHECK(problems(with("rainy-season", "winter")) == "/season unknown-choice");
  CHECK(problems(with("\"rainy-season\"", "1")) == "/season wrong-type");
  CHECK(problems(with("true", "1")) == "/urgent wrong-type");
  Filing filing;
  REQUIRE(from_json(with("91440300MA5", " 91440300ma5"), filing).empty());
  CHECK(filing.insurer.text() == "91440300MA5FBK637G");
}

TEST_CASE("JSON: lists have bounds, and problems inside say which item") {
  CHECK(problems(with(R"({"name":"a","phone":"13314518976"},{"name":"b"})", "")) ==
        "/workers too-few");
  CHECK(problems(with(R"({"name":"b"})", R"({"name":"b"},{"name":"c"},{"name":"d"})")) ==
        "/workers too-many");
  CHECK(problems(with("13314518976", "1331451897")) == "/workers/0/phone phone");
  CHECK(problems(with(R"({"name":"b"})", "null")) == "/workers/1 missing");
  CHECK(problems(with(R"({"name":"b"})", "{}")) == "/workers/1/name missing");
  CHECK(problems(with(R"("regions":[])", R"("regions":["230700","11",7])")) ==
        "/regions/1 region-code, /regions/2 wrong-type");
  CHECK(problems(with(R"("regions":[])", R"("regions":"230700")")) == "/regions wrong-type");
  std::string fifty_one = "[\"230700\"";
  for (int i = 1; i < 51; ++i) fifty_one += ",\"230700\"";
  CHECK(problems(with("[]}", fifty_one + "]}")) == "/regions too-many");
}

TEST_CASE("JSON: required means neither left out nor null") {
  CHECK(problems(with(R"("title":"沈阳路",)", "")) == "/title missing");
  CHECK(problems(with("\"沈阳路\"", "null")) == "/title missing");
  CHECK(problems(with(R"(,"regions":[])", "")) == "/regions missing");
  CHECK(problems(with(R"({"name":"李"})", "null")) == "/manager missing");
  CHECK(problems(with(R"({"name":"李"})", R"("李")")) == "/manager wrong-type");
}

TEST_CASE("JSON: unknown fields are problems, named as JSON Pointers") {
  CHECK(problems(with("[]}", R"([],"colour":1})")) == "/colour unknown-field");
  CHECK(problems(with("[]}", R"([],"a/b~c":1})")) == "/a~1b~0c unknown-field");
  CHECK(problems(with(R"({"name":"李"})", R"({"name":"李","x":{}})")) ==
        "/manager/x unknown-field");
}

TEST_CASE("JSON: every problem at once, in the order of the fields, unknown ones last") {
  CHECK(problems(R"({"x":1,"rate":"5","amount":0,"workers":[{}],"season":"dry","floors":1,)"
                 R"("urgent":false,"people":1,"manager":{"name":""},"regions":[],)"
                 R"("insurer":"1","begins":"2023-02-29","discount":1})") ==
        "/title missing, /amount out-of-range, /rate wrong-type, /begins date, "
        "/insurer credit-code-length, /manager/name too-short, /workers/0/name missing, "
        "/x unknown-field");
}

TEST_CASE("JSON: what is no JSON, too deep, or says a thing twice is refused as a whole") {
  for (const char* text :
       {"", " ", "{", "{}x", "{} {}", "{\"title\":}", "{'title':1}", "{\"a\":1,}", "nul",
        "// x\n{}", "{\"a\":01}", "{\"a\":NaN}", "{\"a\":\"\xFF\"}", "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\n\"}"})
    CHECK(problems(text) == " not-json");
  CHECK(problems(R"({"title":"a","title":"b"})") == " not-json");
  CHECK(problems(R"({"title":"a","t\u0069tle":"b"})") == " not-json");
  CHECK(problems(R"({"x":{"y":1,"z":2,"y":1}})") == " not-json");
  CHECK(problems(nested(64)) == " wrong-type");
  CHECK(problems(nested(65)) == " not-json");
  CHECK(problems("[]") == " wrong-type");
  CHECK(problems("null") == " missing");
}

TEST_CASE("JSON: a flood of unknown fields is answered with a bounded list") {
  std::string text = "{";
  for (int i = 0; i < 20'000; ++i) text += "\"f" + std::to_string(i) + "\":1,";
  text.back() = '}';
  Filing filing;
  CHECK(from_json(text, filing).size() == 500);
}

TEST_CASE("JSON: what stands in the journal is believed") {
  tests::Worker worker;
  CHECK(from_json(R"({"name":"","phone":"sealed:k:x","later":1})", worker, Source::stored).empty());
  CHECK(worker.phone->text() == "sealed:k:x");
  CHECK(to_json(worker) == R"({"name":"","phone":"sealed:k:x"})");
  CHECK(problems("{}", Source::stored) == "");
  CHECK(problems(R"({"title":null})", Source::stored) == "");
  CHECK(problems(R"({"amount":0,"rate":-1,"insurer":"11","workers":[]})", Source::stored) == "");
  CHECK(problems(R"({"amount":"1","season":"winter","regions":{},"begins":"sealed:x"})",
                 Source::stored) == "/amount wrong-type, /season unknown-choice, "
                                    "/regions wrong-type");
}

TEST_CASE("JSON: every text that comes in goes out readable, broken bytes included") {
  std::string out;
  write_json_string(out, "a\"\\\n\r\t\x01\x1F\x7F沈😀");
  CHECK(out == "\"a\\\"\\\\\\n\\r\\t\\u0001\\u001f\x7F沈😀\"");
  out.clear();
  write_json_string(out, "x\xFFy\xE6\xB2");
  CHECK(out == "\"x\uFFFDy\uFFFD\uFFFD\"");
}

TEST_CASE("JSON: long texts with escapes come in whole") {
  std::string text = R"({"name":")", want;
  for (int i = 0; i < 3000; ++i) {
    text += R"(\u6c88\"x)";
    want += "沈\"x";
  }
  tests::Worker worker;
  REQUIRE(from_json(text + "\",\"pho\\u006ee\":\"13314518976\"}", worker, Source::stored).empty());
  CHECK(worker.name == want);
  CHECK(worker.phone->text() == "13314518976");
}

TEST_CASE("JSON: damaged texts are read or refused, and what was accepted is in normal form") {
  std::mt19937 dice(20260102);
  constexpr std::string_view pieces[] = {"\"", "{", "}", "[", "]", ",", ":", "null", "0", "-",
                                         "\\u", "９", "　", "\xFF", "e9", "\"a\":1,", " "};
  for (int round = 0; round < 20'000; ++round) {
    std::string text(round % 2 ? full_filing : plain_filing);
    const std::size_t at = dice() % text.size();
    const auto piece = pieces[dice() % std::size(pieces)];
    text.replace(at, dice() % 2 ? piece.size() : 0, piece);
    Filing filing, again;
    if (!from_json(text, filing).empty()) continue;
    const std::string written = to_json(filing);
    CHECK(from_json(written, again).empty());
    CHECK(to_json(again) == written);
    (void)from_json(text, again, Source::stored);
  }
}

TEST_CASE("every problem code has a sentence in both languages, and only these") {
  CHECK(problem_label("credit-code-check-digit").zh == "统一社会信用代码校验码不正确");
  CHECK(problem_label("not-this-module").zh.empty());
}
