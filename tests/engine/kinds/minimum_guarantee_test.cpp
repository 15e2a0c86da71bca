// The least guaranteed amount: the worked amounts of requirements 3.2, exact to the fen.
#include <doctest/doctest.h>

#include "engine/minimum_guarantee.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
using namespace surety::tests;

namespace {
const Rules& rules() { return rulebook("460000").rules; }
Money flat(Money contract) { return minimum_guarantee(rules(), contract, false)->least_amount; }
Money progressive(Money contract) {
  return minimum_guarantee(rules(), contract, true)->least_amount;
}
Rules whole_price() {
  Rules r = rules();
  r.progressive_reading = ProgressiveReading::whole_price;
  return r;
}
}  // namespace

// proves HN-33
TEST_CASE("least amount: without agreement 10 % of the whole") {
  CHECK(flat(wan(16'130)) == wan(1'613));
  CHECK(flat(wan(100'000)) == wan(10'000));
}

// proves HN-32
TEST_CASE("least amount: with agreement each rate on the part within its tier") {
  CHECK(progressive(wan(500)) == wan(50));
  CHECK(progressive(wan(1'000)) == wan(100));
  CHECK(progressive(wan(1'001)) == yuan(1'000'500));
  CHECK(progressive(wan(5'000)) == wan(300));
  CHECK(progressive(wan(10'000)) == wan(550));
  CHECK(progressive(wan(10'001)) == yuan(5'500'250));
  CHECK(progressive(wan(20'000)) == wan(800));
  CHECK(progressive(wan(50'000)) == wan(1'550));
  CHECK(progressive(wan(52'520)) == wan(1'613));
  CHECK(progressive(wan(100'000)) == wan(2'800));
}

TEST_CASE("least amount: rounded up to the fen, for it is a floor") {
  CHECK(progressive(Money{1'000'000'001}) == Money{100'000'001});
  CHECK(flat(Money{1}) == Money{1});
  CHECK(flat(Money{11}) == Money{2});
}

TEST_CASE("least amount: the greatest amount does not overflow") {
  CHECK(flat(Money{Money::greatest}) == Money{Money::greatest / 10});
}

TEST_CASE("least amount: the other reading takes 2.5 % of the whole price above 1亿") {
  const auto of = [](Money m) { return minimum_guarantee(whole_price(), m, true)->least_amount; };
  CHECK(of(wan(10'000)) == wan(550));
  CHECK(of(wan(20'000)) == wan(550));
  CHECK(of(wan(100'000)) == wan(2'500));
  CHECK(minimum_guarantee(whole_price(), wan(20'000),
      true)->reading == MinimumReading::whole_price);
}

// proves HN-32
TEST_CASE("least amount: the steps say how it comes about") {
  const auto m = *minimum_guarantee(rules(), wan(20'000), true);
  REQUIRE(m.steps.size() == 3);
  CHECK(m.reading == MinimumReading::marginal);
  CHECK(m.steps[0] == MinimumStep{Money{0}, wan(1'000), BasisPoints{1'000}, wan(1'000), wan(100)});
  CHECK(m.steps[1] == MinimumStep{wan(1'000), wan(10'000), BasisPoints{500}, wan(9'000), wan(550)});
  CHECK(m.steps[2] == MinimumStep{wan(10'000), std::nullopt, BasisPoints{250}, wan(10'000),
      wan(800)});
  const auto f = *minimum_guarantee(rules(), wan(20'000), false);
  CHECK(f.reading == MinimumReading::flat);
  CHECK(f.steps.size() == 1);
}

TEST_CASE("least amount: enforced for letter, escrow and presale, not for fiscal or elsewhere") {
  for (const char* mode : {"letter", "escrow", "presale"})
    CHECK(enforced_minimum(rules(), mode, wan(500), false) == wan(50));
  CHECK_FALSE(enforced_minimum(rules(), "fiscal", wan(500), false));
  CHECK_FALSE(minimum_guarantee(Rules{}, wan(500), false));
}
