// The people of a small Hainan: two owners, a contractor, two guarantors, a regulator, and what
// they ask for, mostly in order and sometimes not.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/fold.hpp"
#include "tests/support/seeded_randomness.hpp"

namespace surety::simulation {

class People {
 public:
  People(std::uint64_t seed, int projects);

  /// What somebody asks next, under a fresh id. `now`: their own clock, right.
  CommandEnvelope next(Instant now);
  /// Somebody asks for the same number in the same moment, for another project.
  bool hurry() const { return twin_.has_value(); }
  /// The administrator's; nobody else asks about that organisation.
  CommandEnvelope create_organisation(Instant now, const std::string& code);
  /// Another rulebook, in force from a day to come; the terms are others than before.
  CommandEnvelope publish_rules(Instant now);
  /// An answer that came; may come more than once.
  void heard(const CommandEnvelope&, const Outcome&);

 private:
  struct Guarantee {
    std::string id, state = "in-underwriting", plan, waiting;
    std::vector<std::string> nodes;
  };
  struct Project {
    std::string code, owner;
    bool registered = false, suspended = false;
    std::map<std::string, Guarantee> guarantees;
  };

  CommandEnvelope command(Instant now, const std::string& kind, const std::string& name,
                          const std::string& root, const std::string& id, std::string body,
                          Actor actor);
  std::optional<CommandEnvelope> founding(Instant now);
  CommandEnvelope about_project(Instant now, Project&);
  CommandEnvelope about_guarantee(Instant now, Project&, Guarantee&);
  CommandEnvelope issue(Instant now, const Project&, const Guarantee&, const Actor& guarantor);
  CommandEnvelope about_plan(Instant now, Project&, Guarantee&);
  CommandEnvelope apply(Instant now, const Project&);
  CommandEnvelope adjust(Instant now, const Project&, Guarantee&);
  std::string nodes(Instant now);
  std::string day(Instant now, std::int64_t days_after) const;

  testing::SeededRandomness random_;
  std::vector<Project> projects_;
  std::optional<CommandEnvelope> twin_;
  std::vector<CommandEnvelope> first_;  ///< rulebook, guarantors: asked until they are there
  std::map<std::string, bool> founded_;
  int asked_ = 0, letters_ = 0, enterprises_ = 0;
};

}  // namespace surety::simulation
