// Wire names, and what a plain text from outside may hold.
#include <doctest/doctest.h>

#include "events/record.hpp"
#include "filing.hpp"

using namespace surety;

namespace {
std::string accepted(std::string text) {
  CHECK(check_plain_text(text) == "");
  return text;
}
std::string_view refused(std::string text) { return check_plain_text(text); }
}  // namespace

TEST_CASE("wire names are the C++ names in kebab-case") {
  CHECK(kebab("ReceiptConfirmed") == "receipt-confirmed");
  CHECK(kebab("receipt_confirmed") == "receipt-confirmed");
  CHECK(kebab("RecordOffline2") == "record-offline2");
  CHECK(kebab("IssueV2") == "issue-v2");
  CHECK(kebab("CAKeyLost") == "ca-key-lost");
  CHECK(kebab("register_") == "register");
  CHECK(kebab("") == "");
}

TEST_CASE("a description has the struct's name, its fields in order and their options") {
  const Description& filing = describe<tests::Filing>();
  CHECK(filing.name == "filing");
  CHECK(filing.label.zh == "填报");
  REQUIRE(filing.members.size() == 18);
  CHECK(filing.members[1].name == "amount");
  CHECK(filing.members[1].rule.unit == "万元");
  CHECK(filing.find("agreement")->rule.paper == Paper::pdf);
  CHECK(filing.find("amount")->required());
  CHECK_FALSE(filing.find("reason")->required());
  CHECK(filing.find("nothing") == nullptr);
  CHECK(name_of(tests::Season::rainy_season) == "rainy-season");
  CHECK(name_of(tests::Season::void_) == "void");
}

TEST_CASE("a narrow integer takes no more than it can hold") {
  CHECK(type_of<std::int64_t>().max == 1'000'000'000'000'000);
  CHECK(type_of<std::int32_t>().max == std::numeric_limits<std::int32_t>::max());
}

TEST_CASE("a text is trimmed, blanks of Chinese input methods included") {
  CHECK(accepted("  沈阳路 1 号\t\r\n") == "沈阳路 1 号");
  CHECK(accepted("　　哈尔滨　") == "哈尔滨");
  CHECK(accepted("\xEF\xBB\xBF表头") == "表头");
  CHECK(accepted("两　字") == "两　字");
  CHECK(accepted(" \n　") == "");
  CHECK(accepted("") == "");
  CHECK(accepted("<script>alert(1)</script>") == "<script>alert(1)</script>");
}

TEST_CASE("a text with control characters inside is refused") {
  CHECK(refused("a\nb") == "control-character");
  CHECK(refused("a\tb") == "control-character");
  CHECK(refused(std::string("a\0b", 3)) == "control-character");
  CHECK(refused("a\x7F") == "control-character");
  CHECK(refused("a\xC2\x85") == "control-character");
  CHECK(refused("\x1B[31m") == "control-character");
}

TEST_CASE("a text that is no UTF-8 is refused") {
  CHECK(refused("\xFF") == "broken-text");
  CHECK(refused("\xE4\xB8") == "broken-text");
  CHECK(refused("\xC0\xAF") == "broken-text");          // overlong
  CHECK(refused("\xED\xA0\x80") == "broken-text");      // a surrogate
  CHECK(refused("\xF4\x90\x80\x80") == "broken-text");  // beyond U+10FFFF
  CHECK(accepted("\xF4\x8F\xBF\xBF") == "\xF4\x8F\xBF\xBF");
}

TEST_CASE("nobody outside hands in a sealed text") {
  CHECK(refused("sealed:key:abc") == "reserved-text");
  CHECK(refused("  sealed:") == "reserved-text");
  CHECK(accepted("it is sealed: yes") == "it is sealed: yes");
}

TEST_CASE("an actor is written account@organisation, or engine") {
  CHECK(Actor{.account = "li", .organisation = "HLJ"}.text() == "li@HLJ");
  CHECK(Actor{.engine = true}.text() == "engine");
  CHECK(Actor{}.text() == "");
}
