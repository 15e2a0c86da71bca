// A province that is made up: its parties, and what happens on each of its projects, from a seed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/kind.hpp"
#include "tests/support/seeded_randomness.hpp"

namespace surety::tools {

/// A command as the intake holds it; an opening brings its own number.
struct DemoMove {
  Actor actor;
  std::string kind, command, root, case_id, body;
};

/// What happens on one project, in order. Its services begin when their order has been opened.
struct DemoStory {
  std::vector<DemoMove> moves;
  std::string served_policy{};  ///< empty: nobody serves it
};

class DemoWorld {
 public:
  /// What the world stands on.
  struct Ground {
    std::uint64_t seed = 1;
    Date today;
    int partitions = 1;
    std::string jurisdiction{};  ///< empty: all of them
    std::int64_t projects = 0;
    std::string pdf, picture;    ///< documents that stand for all others
    std::function<Actor(std::string_view account)> account;
    std::function<std::string(std::string_view phone)> seal;
  };
  explicit DemoWorld(Ground);

  /// Organisations and enterprises; to be there before the first project.
  std::vector<DemoMove> parties() const;
  DemoStory story(std::int64_t project) const;
  /// What the provider does once it has the order.
  std::vector<DemoMove> services(std::int64_t project, const std::string& order) const;

 private:
  using Random = testing::SeededRandomness;
  struct Province {
    std::string code;
    Actor regulator;
    std::vector<Actor> insurers, providers, contractors, owners, guarantors;
    std::string broker;
  };
  class Telling;
  Actor made_up(const Actor& like, std::string code) const;
  std::string code_of(std::int64_t number, std::string_view region) const;
  const Province& province_of(std::int64_t project) const;

  Ground ground_;
  std::vector<Province> provinces_;
};

}  // namespace surety::tools
