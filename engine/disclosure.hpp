// `disclose`, the same for every kind that holds personal fields. api.md §2, domain.md §6.
#pragma once

#include "engine/kind.hpp"
#include "events/disclosure.hpp"

namespace surety {

template <class S>
Decision decide(const S&, const Disclose& c, const Context&) {
  return happened(Disclosed{c.fields, c.reason});
}

/// The history tells of it; nothing in the state depends on it.
template <class S>
void evolve(S&, const Disclosed&, const Happening&) {}

}  // namespace surety
