// Amounts in capital Chinese: the central bank's own examples, every place of zeros, and back again.
#include "events/capital_amount.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>

using namespace surety;

namespace {

std::string capital(std::int64_t fen) { return capital_amount(Money{fen}); }

// Reads the words as a person does: a digit counts by the unit behind it, 万 and 亿 lift what stands
// before them. Shares nothing with the writer.
std::int64_t fen_of(const std::string& text) {
  static const std::map<std::string, std::int64_t> digits{
      {"零", 0}, {"壹", 1}, {"贰", 2}, {"叁", 3}, {"肆", 4},
      {"伍", 5}, {"陆", 6}, {"柒", 7}, {"捌", 8}, {"玖", 9}};
  std::int64_t total = 0, high = 0, section = 0, digit = 0;
  const auto amount = [&] { return high + section + digit; };
  for (std::size_t i = 0; i + 3 <= text.size(); i += 3) {
    const std::string c = text.substr(i, 3);
    if (const auto d = digits.find(c); d != digits.end()) {
      digit = d->second;
      continue;
    }
    if (c == "拾") section += digit * 10;
    if (c == "佰") section += digit * 100;
    if (c == "仟") section += digit * 1000;
    if (c == "万") high += (section + digit) * 10'000, section = 0;
    if (c == "亿") high = amount() * 100'000'000, section = 0;
    if (c == "元") total += amount() * 100, high = section = 0;
    if (c == "角") total += digit * 10;
    if (c == "分") total += digit;
    digit = 0;
  }
  return total;
}

}  // namespace

TEST_CASE("capital amounts: whole yuan end in 整") {
  CHECK(capital(161'300'000) == "壹佰陆拾壹万叁仟元整");
  CHECK(capital(100) == "壹元整");
  CHECK(capital(1'000) == "壹拾元整");
  CHECK(capital(16'130'000'000) == "壹亿陆仟壹佰叁拾万元整");
  CHECK(capital(0) == "零元整");
}

TEST_CASE("capital amounts: jiao and fen, with 零 before fen alone") {
  CHECK(capital(1) == "壹分");
  CHECK(capital(10) == "壹角整");
  CHECK(capital(11) == "壹角壹分");
  CHECK(capital(101) == "壹元零壹分");
  CHECK(capital(110) == "壹元壹角整");
  CHECK(capital(32'504) == "叁佰贰拾伍元零肆分");
  CHECK(capital(1'640'902) == "壹万陆仟肆佰零玖元零贰分");
}

TEST_CASE("capital amounts: one 零 for any run of zeros between digits, none at the end") {
  CHECK(capital(140'950) == "壹仟肆佰零玖元伍角整");
  CHECK(capital(600'714) == "陆仟零柒元壹角肆分");
  CHECK(capital(168'032) == "壹仟陆佰捌拾元叁角贰分");
  CHECK(capital(10'700'053) == "壹拾万柒仟元伍角叁分");
  CHECK(capital(10'000'100) == "壹拾万零壹元整");
  CHECK(capital(100'100'000) == "壹佰万壹仟元整");
  CHECK(capital(100'010'000) == "壹佰万零壹佰元整");
  CHECK(capital(10'000'000'100) == "壹亿零壹元整");
  CHECK(capital(10'001'000'000) == "壹亿零壹万元整");
  CHECK(capital(10'010'000'000) == "壹亿零壹拾万元整");
  CHECK(capital(11'000'000'000) == "壹亿壹仟万元整");
  CHECK(capital(10'100'000'000) == "壹亿零壹佰万元整");
}

TEST_CASE("capital amounts: up to the greatest amount there is") {
  CHECK(capital(Money::greatest) == "壹拾万亿元整");
  CHECK(capital(Money::greatest - 1) ==
        "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分");
  CHECK(capital(100'000'000'000'000) == "壹万亿元整");
  CHECK(capital(101'000'000'000'000) == "壹万零壹佰亿元整");
  CHECK(capital(100'000'000'000'101) == "壹万亿零壹元零壹分");
  CHECK(capital(-150) == "负壹元伍角整");
}

TEST_CASE("capital amounts: whoever reads them gets the figures back") {
  std::mt19937_64 chance(20250301);
  for (int size = 1; size <= 15; ++size) {
    std::int64_t bound = 1;
    for (int i = 0; i < size; ++i) bound *= 10;
    for (int i = 0; i < 2'000; ++i) {
      auto fen = static_cast<std::int64_t>(chance() % static_cast<std::uint64_t>(bound));
      // Zeros at chosen places: that is where the rules are.
      for (std::int64_t place = 1; place < bound; place *= 10)
        if (chance() % 2 == 0) fen -= fen / place % 10 * place;
      const auto text = capital(fen);
      REQUIRE_MESSAGE(fen_of(text) == fen, text);
      CHECK(text.find("零零") == std::string::npos);
      CHECK(text.find("零元") == (fen == 0 ? 0 : std::string::npos));
      CHECK(text.ends_with("整") == (fen % 10 == 0));
    }
  }
}
