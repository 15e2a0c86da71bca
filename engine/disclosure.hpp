// `disclose`, the same for every kind that holds personal fields. api.md §2, domain.md §6.
#pragma once

#include "engine/erasure.hpp"
#include "engine/kind.hpp"
#include "events/disclosure.hpp"

namespace surety {

template <class S>
Decision decide(const S& s, const Disclose& c, const Context&) {
  if (blanked(type_of<S>(), &s, c.fields)) return refuse(Code::personal_data_erased);
  return happened(Disclosed{c.fields, c.reason});
}

/// The history tells of it; nothing in the state depends on it.
template <class S>
void evolve(S&, const Disclosed&, const Happening&) {}

}  // namespace surety
