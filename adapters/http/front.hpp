// How a jurisdiction presents itself to whoever comes by: what its system is called, which doors it
// has, whom to call, where else to go.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace surety::http {

/// As a dictionary's entry, which takes its place. `code` of a title is the kind of organisation
/// whose people see it, `system` for all others; of a door the kind that comes in by it.
struct FrontWord {
  std::string code, title, title_en, address{};
  bool chooses = false;  ///< of a door: one says first which organisation one belongs to
};

struct FrontList {
  std::string_view name;
  std::vector<FrontWord> words;
};

struct Front {
  std::string_view jurisdiction;
  std::vector<FrontList> lists;
};

/// Built in; a list that a jurisdiction does not have is the one of the front without jurisdiction.
const std::vector<Front>& built_in_fronts();

/// Every list there is, in any jurisdiction: the names of the dictionaries that amend them.
const std::vector<std::string_view>& front_lists();

}  // namespace surety::http
