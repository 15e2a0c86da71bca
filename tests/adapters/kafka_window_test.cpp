// Which records of a partition are in memory, without a broker.
#include <doctest/doctest.h>

#include "adapters/kafka/window.hpp"

using namespace surety;
using surety::kafka::Window;

namespace {

JournalEntry record(std::int64_t offset) { return {offset, std::string(10, 'x')}; }

void take(Window& window, std::int64_t from, std::int64_t until) {
  for (auto o = from; o < until; ++o) REQUIRE(window.take(record(o)) == Window::Took::taken);
}

}  // namespace

TEST_CASE("a window that nobody reads follows the end") {
  Window window(50);
  window.restart(100, false);
  take(window, 100, 120);
  CHECK_FALSE(window.full());
  CHECK_FALSE(window.holds(114));
  CHECK(window.holds(115));
  CHECK(window.holds(119));
  CHECK_FALSE(window.holds(120));
}

TEST_CASE("a window keeps for its reader what was not read yet") {
  Window window(50);
  window.restart(100, true);
  take(window, 100, 105);
  CHECK(window.full());
  CHECK(window.read(100, 2, 1000).size() == 2);
  CHECK_FALSE(window.full());
  take(window, 105, 107);
  CHECK(window.full());
  CHECK_FALSE(window.holds(101));
  CHECK(window.holds(102));
  SUBCASE("who reads on makes room") {
    CHECK(window.read(106, 10, 1000).size() == 1);
    CHECK_FALSE(window.full());
  }
  SUBCASE("who waits for the next one does, too") {
    window.wait_for_next();
    CHECK_FALSE(window.full());
    take(window, 107, 108);
    CHECK(window.holds(107));
  }
}

TEST_CASE("a window takes each record once and in order") {
  Window window(1000);
  window.restart(5, true);
  CHECK(window.take(record(4)) == Window::Took::known);
  CHECK(window.take(record(6)) == Window::Took::gap);
  CHECK(window.next() == 5);
  take(window, 5, 8);
  CHECK(window.take(record(7)) == Window::Took::known);
  CHECK(window.read(6, 1, 1).front().offset == 6);
  CHECK(window.read(5, 10, 1).size() == 1);
  CHECK(window.read(5, 10, 1000).size() == 3);
  window.restart(2, true);
  CHECK_FALSE(window.holds(5));
  take(window, 2, 3);
}
