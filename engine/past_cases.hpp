// Cases as they were at earlier versions, for read models that are behind the fold.
#pragma once

#include <string>
#include <unordered_map>

#include "engine/fold_event.hpp"
#include "engine/ports.hpp"

namespace surety {

/// Evolves histories anew, each case going on from where the call before left it, so that a read
/// model that is built anew costs one evolve an event.
class PastCases {
 public:
  PastCases(const StoreReader& store, const Library& library, int partition, std::string build)
      : store_(store), library_(library), partition_(partition), build_(std::move(build)) {}

  /// What the commit changed, as the fold told it in its time.
  /// REQUIRES: the fold family is beyond the commit.
  Changes of(const Commit&);

 private:
  static constexpr std::size_t most = 20'000;  ///< cases kept
  /// The case after its event `version`; unopened for 0.
  Case at(const std::string& case_key, std::int64_t version, std::string_view root);

  const StoreReader& store_;
  const Library& library_;
  int partition_;
  std::string build_;
  std::unordered_map<std::string, Case> cases_;
};

}  // namespace surety
