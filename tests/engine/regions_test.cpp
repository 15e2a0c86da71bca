// Region codes: names, deaths and successors, parents, and what lies in what.
#include <doctest/doctest.h>

#include "engine/regions.hpp"

using namespace surety;

TEST_CASE("a region has its name, an unknown code has none") {
  REQUIRE(region("230700"));
  CHECK(region("230700")->name == "伊春市");
  CHECK(region("210500")->name == "本溪市");
  CHECK(region("350500")->name == "泉州市");
  CHECK(region("460000")->name == "海南省");
  CHECK(region("11") == nullptr);
  CHECK(region("999999") == nullptr);
}

TEST_CASE("Yichun was divided anew in 2019: old codes died and have successors") {
  CHECK(region_today("230703") == "230726");
  CHECK(region_today("230702") == "230717");
  CHECK(region_today("230709") == "230751");
  CHECK(region_today("230726") == "230726");
  CHECK(region_valid("230703", Date::of(2019, 6, 30)));
  CHECK_FALSE(region_valid("230703", Date::of(2019, 7, 1)));
  CHECK_FALSE(region_valid("230726", Date::of(2019, 6, 30)));
  CHECK(region_valid("230726", Date::of(2019, 7, 1)));
}

TEST_CASE("parents: county, prefecture, province, Hainan's counties hang off the province") {
  CHECK(region_parent("230726") == "230700");
  CHECK(region_parent("230700") == "230000");
  CHECK(region_parent("230000").empty());
  CHECK(region_parent("469025") == "460000");
  CHECK(region_parent("11").empty());
}

TEST_CASE("an area covers what begins with its code, trailing pairs of 00 removed") {
  CHECK(region_covers("230000", "230703"));
  CHECK(region_covers("230700", "230703"));
  CHECK_FALSE(region_covers("230700", "230100"));
  CHECK_FALSE(region_covers("230703", "230700"));
  CHECK(region_covers("000000", "460100"));
  CHECK_FALSE(region_covers("230000", "11"));
}
