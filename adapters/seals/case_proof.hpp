// A case's chain, counted again from its first event with nothing but its history, and its place in
// the newest seal.
#pragma once

#include "adapters/seals/seal_book.hpp"
#include "engine/fold.hpp"

namespace surety {

struct CaseProof {
  std::int64_t events = 0;
  std::int64_t first_broken = 0;  ///< version of the first event that does not hold; 0: none
  std::string head;               ///< hash of the last that holds
  std::optional<Inclusion> inclusion;
  std::optional<KeptSeal> seal;  ///< with the inclusion, or not at all
  bool leads = true;             ///< the inclusion leads to the seal's root
  bool holds() const { return first_broken == 0 && leads; }
};

/// `seals`: null where there are none.
CaseProof prove(const FoldReader&, const CaseHead&, const SealBook* seals);

}  // namespace surety
