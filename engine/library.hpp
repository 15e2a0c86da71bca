// Every rulebook this node has read of. Versions never change, so a name is enough to find one.
#pragma once

#include <map>
#include <shared_mutex>
#include <string>
#include <vector>

#include "engine/projection.hpp"

namespace surety {

/// Thread-safe; references stay valid for the library's life.
class RulebookLibrary : public Library {
 public:
  const Rulebook& rulebook(std::string_view name) const override;
  void add(const Rulebook&);  ///< again: nothing
  std::vector<const Rulebook*> all() const;  ///< in order of their names
  std::size_t size() const;

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, Rulebook, std::less<>> books_;
};

}  // namespace surety
