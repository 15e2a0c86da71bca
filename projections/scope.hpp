// Which rows an actor may see: prefixes of scope keys, per kind, asked once per query.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kind.hpp"

namespace surety {

/// True if rows are found by this scope key's index. A region's or a jurisdiction's rows are so
/// many that they are swept (`Scope::narrow`).
inline bool indexed(std::string_view scope_key) {
  return !scope_key.empty() && scope_key != "!" && !scope_key.starts_with("r:") &&
         !scope_key.starts_with("j:");
}

class Scope {
 public:
  Scope(const Actor& actor, const std::vector<const Kind*>& kinds);
  /// True if one of the keys (each ended by a line feed) lies under the actor's prefixes.
  bool holds(std::string_view kind, std::string_view packed_keys) const;
  /// All prefixes, none within another.
  const std::vector<std::string>& prefixes() const { return all_; }
  /// Few rows lie under them: those of one identity and the public ones, not those of a region.
  bool narrow() const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> by_kind_;
  std::vector<std::string> all_;
};

}  // namespace surety
