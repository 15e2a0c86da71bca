// The dashboard: the counters equal a count from scratch, whatever happened in whatever order.
#include <doctest/doctest.h>

#include <random>
#include <set>

#include "events/hazard.hpp"
#include "events/insurance_claim.hpp"
#include "projections/dashboard.hpp"
#include "projections/places.hpp"
#include "tests/projections/feed.hpp"

using namespace surety;
using namespace surety::tests;

namespace {

constexpr const char* contractors[] = {"11230703001784935X", "91230100MA18WJ3U08"};
constexpr const char* regions[] = {"230703", "230717", "230102", "110000"};

NeedsTable only_the_table(bool needed) {
  return [needed](std::int64_t) { return needed; };
}

DashboardFigures figures(const Feed& feed, const char* day, bool table = false) {
  return dashboard(*folded(feed), partitions, "230000", only_the_table(table), Date::stored(day));
}

project::InsuranceChanged insured(std::string policy, const char* from, const char* until) {
  return {std::move(policy), project::InsuranceStatus::insured, Date::stored(from),
          Date::stored(until)};
}

/// What a person would count with a pencil.
struct Pencil {
  struct Project {
    std::string contractor, region;
    bool valid = true;
    std::map<std::string, std::pair<Date, Date>> policies;
    bool covered(Date day) const {
      for (const auto& [policy, period] : policies)
        if (period.first <= day && day <= period.second) return true;
      return false;
    }
  };
  std::map<std::string, Project> projects;
  std::int64_t claims = 0, casualties = 0, paid = 0;

  void compare(const DashboardFigures& f, Date day) const {
    std::map<std::string, RegionFigures> counted;
    std::set<std::string> named;
    for (const auto& [code, p] : projects) {
      auto& region = counted[p.region];
      region.project_count += p.valid;
      region.insured_projects += p.valid && p.covered(day);
      region.policies_in_force += p.covered(day);
      if (p.valid) named.insert(p.contractor);
    }
    CHECK(f.named_enterprises == static_cast<std::int64_t>(named.size()));
    RegionFigures all;
    for (const auto& [code, got] : f.regions) {
      all.add(got);
      CHECK(got.project_count == counted[code].project_count);
      CHECK(got.insured_projects == counted[code].insured_projects);
      CHECK(got.policies_in_force == counted[code].policies_in_force);
    }
    CHECK(all.claim_count == claims);
    CHECK(all.casualties == casualties);
    CHECK(all.paid_amount == paid);
  }
};

}  // namespace

TEST_CASE("a policy counts from its first day to its last, and no event is needed for it") {
  Feed feed;
  feed.tell("project", "A", "A", registered("A", "甲", contractors[0], "230703"));
  feed.tell("project", "A", "A", insured("P1", "2025-03-10", "2025-05-31"));
  feed.tell("project", "A", "A", insured("P2", "2025-06-01", "2026-05-31"));
  const auto on = [&](const char* day) { return figures(feed, day).regions["230703"]; };
  CHECK(on("2025-03-09").insured_projects == 0);
  CHECK(on("2025-03-10").insured_projects == 1);
  CHECK(on("2025-05-31").insured_projects == 1);
  CHECK(on("2025-06-01").insured_projects == 1);
  CHECK(on("2026-05-31").insured_projects == 1);
  CHECK(on("2026-06-01").insured_projects == 0);
  feed.tell("project", "A", "A", project::Invalidated{"撤销"});
  CHECK(on("2025-04-01").insured_projects == 0);
  CHECK(on("2025-04-01").project_count == 0);
  CHECK(on("2025-04-01").policies_in_force == 1);
}

TEST_CASE("where the table decides, a registered project counts once a regulator has confirmed it") {
  Feed feed;
  feed.tell("project", "A", "A", registered("A", "甲", contractors[0], "230703"));
  CHECK(figures(feed, "2025-04-01", false).regions["230703"].project_count == 1);
  CHECK(figures(feed, "2025-04-01", true).regions["230703"].project_count == 0);
  CHECK(figures(feed, "2025-04-01", true).named_enterprises == 0);
  feed.tell("project", "A", "A", project::Confirmed{});
  CHECK(figures(feed, "2025-04-01", true).regions["230703"].project_count == 1);
  CHECK(figures(feed, "2025-04-01", true).named_enterprises == 1);
}

TEST_CASE("claims that are void and hazards that are only rectified do not count as done") {
  Feed feed;
  feed.tell("project", "A", "A", registered("A", "甲", contractors[0], "230703"));
  insurance_claim::Reported claim;
  claim.project = "A";
  claim.region_code.value = "230703";
  claim.casualties = 3;
  claim.deaths = 1;
  claim.estimated_loss.fen = 500;
  feed.tell("insurance-claim", "C1", "A", claim);
  feed.tell("insurance-claim", "C2", "A", claim);
  feed.tell("insurance-claim", "C2", "A", insurance_claim::Voided{"重复"});
  hazard::Reported found;
  found.source = hazard::Origin::inspection;
  found.category = "高处作业";
  found.region_code.value = "230703";
  feed.tell("hazard", "H1", "A", found);
  feed.tell("hazard", "H2", "A", found);
  found.source = hazard::Origin::service;
  feed.tell("hazard", "H3", "A", found);
  feed.tell("hazard", "H1", "A", hazard::Rectified{{{}, "已加防护"}});
  feed.tell("hazard", "H2", "A", hazard::Rectified{{{}, "已加防护"}});
  feed.tell("hazard", "H2", "A", hazard::Verified{});
  const auto city = figures(feed, "2025-04-01").regions["230703"];
  CHECK(city.claim_count == 1);
  CHECK(city.casualties == 3);
  CHECK(city.deaths == 1);
  CHECK(city.estimated_loss == 500);
  REQUIRE(city.problems.size() == 1);
  CHECK(city.problems.at("高处作业").found == 2);
  CHECK(city.problems.at("高处作业").rectified == 1);
}

// proves HLJ-107, HLJ-108, HLJ-109, HLJ-110, HLJ-111, HLJ-112
TEST_CASE("whatever happens, the counters equal a count from scratch") {
  std::mt19937 random(7);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  Feed feed;
  Pencil pencil;
  for (int i = 0; i < 400; ++i) {
    const auto code = "P" + std::to_string(pick(12));
    auto it = pencil.projects.find(code);
    if (it == pencil.projects.end()) {
      const std::string contractor = contractors[pick(2)], region = regions[pick(4)];
      feed.tell("project", code, code, registered(code, "工程", contractor, region));
      pencil.projects[code] = {contractor, region, true, {}};
      continue;
    }
    auto& p = it->second;
    const auto policy = code + "/" + std::to_string(pick(3));
    switch (pick(5)) {
      case 0: {
        const Date from = Date::of(2025, 1 + pick(12), 1 + pick(28)), until = from + pick(200);
        feed.tell("project", code, code, project::InsuranceChanged{
            policy, project::InsuranceStatus::insured, from, until});
        p.policies[policy] = {from, until};
        break;
      }
      case 1:
        feed.tell("project", code, code, project::InsuranceChanged{
            policy, project::InsuranceStatus::uninsured, {}, {}});
        p.policies.erase(policy);
        break;
      case 2:
        if (p.valid) feed.tell("project", code, code, project::Invalidated{"失效"});
        else feed.tell("project", code, code, project::Revalidated{"恢复"});
        p.valid = !p.valid;
        break;
      case 3: {
        insurance_claim::Reported claim;
        claim.region_code.value = p.region;
        claim.casualties = pick(4);
        feed.tell("insurance-claim", "C" + std::to_string(i), code, claim);
        ++pencil.claims;
        pencil.casualties += claim.casualties;
        break;
      }
      default: {
        project::Amended moved;
        moved.region_code = RegionCode{regions[pick(4)]};
        feed.tell("project", code, code, moved);
        p.region = moved.region_code->value;
      }
    }
  }
  for (const auto* day : {"2024-12-31", "2025-01-01", "2025-06-15", "2025-12-31", "2026-03-01"})
    pencil.compare(figures(feed, day), Date::stored(day));
}

// proves HLJ-108, HLJ-109
TEST_CASE("a ratio is rounded half up in basis points, and over zero there is none") {
  CHECK(ratio(4, 8) == 5'000);
  CHECK(ratio(4, 6) == 6'667);
  CHECK(ratio(1, 32) == 313);
  CHECK(ratio(5, 4) == 12'500);
  CHECK(ratio(0, 7) == 0);
  CHECK_FALSE(ratio(0, 0));
}

TEST_CASE("a project's place is a pair of coordinates within the country, or none") {
  CHECK(cell_of("126.6424,45.7567") == "126.6,45.8");
  CHECK(cell_of("东经126.64度 北纬45.76度") == "126.6,45.8");
  CHECK_FALSE(cell_of(""));
  CHECK_FALSE(cell_of("道里区2号楼东侧"));
  CHECK_FALSE(cell_of("45.76,126.64"));
  CHECK_FALSE(cell_of("126,45"));
  CHECK_FALSE(cell_of("126.64,45.76,3.5"));
  CHECK_FALSE(cell_of("126.6.4,45.76"));
}

TEST_CASE("places are counted as the projects are: one that moves or ends leaves its cell") {
  Feed feed;
  auto there = registered("A", "甲", contractors[0], "230703");
  there.location = "128.91, 47.73";
  feed.tell("project", "A", "A", there);
  CHECK(figures(feed, "2025-01-01").places["230703"]["128.9,47.7"] == 1);
  project::Amended moved;
  moved.location = "129.11, 47.73";
  feed.tell("project", "A", "A", moved);
  auto places = figures(feed, "2025-01-01").places;
  CHECK(places["230703"]["128.9,47.7"] == 0);
  CHECK(places["230703"]["129.1,47.7"] == 1);
  feed.tell("project", "A", "A", project::Invalidated{"失效"});
  CHECK(figures(feed, "2025-01-01").places.empty());
}
