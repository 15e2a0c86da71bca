// The dashboard (数据大屏): counters kept with every commit, equal to a count from scratch.
//
// Formulas: domain.md §5, HLJ annex 2. What depends on the day alone (a policy covers today) is kept
// as changes by day, so that no event is needed when one begins or ends.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/projection.hpp"

namespace surety {

/// Counted over the projects of one region, or of several together.
struct RegionFigures {
  std::int64_t project_count = 0;      ///< 项目总数: valid ones
  std::int64_t insured_projects = 0;   ///< of these, with a policy in force today
  std::int64_t policies_in_force = 0;  ///< 投保笔数: projects with one in force, valid or not
  std::int64_t claim_count = 0, casualties = 0, deaths = 0;
  std::int64_t estimated_loss = 0, paid_amount = 0;  ///< fen
  struct Problem {
    std::int64_t found = 0, rectified = 0;
  };
  std::map<std::string, Problem> problems;  ///< of flying inspections, by category

  void add(const RegionFigures&);
};

struct DashboardFigures {
  std::map<std::string, RegionFigures> regions;  ///< by the projects' region code, as it stands there
  /// Of the projects counted there, those that say where they are: by the cell they lie in.
  std::map<std::string, std::map<std::string, std::int64_t>> places;
  std::int64_t signed_in_enterprises = 0, named_enterprises = 0;
};

/// Whether the rulebook's version of that jurisdiction counts only projects of the table.
using NeedsTable = std::function<bool(std::int64_t rulebook_version)>;

std::unique_ptr<Projection> dashboard_projection();
DashboardFigures dashboard(const StoreReader&, int partitions, std::string_view jurisdiction,
                           const NeedsTable&, Date today);

/// Basis points, half up; none over zero.
std::optional<std::int64_t> ratio(std::int64_t part, std::int64_t whole);

namespace dashboard_detail {

/// What a case adds to the counters, by their keys; a change of it is the difference.
using Counters = std::map<std::string, std::int64_t>;
Counters counters_of(const Case&);

std::string family();

}  // namespace dashboard_detail
}  // namespace surety
