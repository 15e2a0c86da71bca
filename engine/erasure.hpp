// `erase-personal-data`, the same for every kind that holds personal fields. api.md §2, PIPL 47.
//
// The event blanks the personal fields of the state. The sealed texts stay in the history, byte for
// byte; the case owes the destruction of their keys until that is done, as it owes its messages.
#pragma once

#include "engine/kind.hpp"
#include "events/erasure.hpp"

namespace surety {

/// Where the rulebook says nothing: papers of an insurance of more than a year, Insurance Law 87.
inline constexpr std::int64_t retention_years_default = 10;

/// Refused while the records must be kept: `retention_years` from the case's last event on.
Decision decide_erasure(const Type&, const void* state, const ErasePersonalData&, const Context&);
void blank_personal(const Type&, void* state);
/// True if one of these members was blanked.
bool blanked(const Type&, const void* state, const std::vector<std::string>& members);
/// Adds the destruction of the keys to what cases of the kind owe.
void owe_destruction(Kind&);

template <class S>
Decision decide(const S& s, const ErasePersonalData& c, const Context& ctx) {
  return decide_erasure(type_of<S>(), &s, c, ctx);
}

template <class S>
void evolve(S& s, const PersonalDataErased&, const Happening&) {
  blank_personal(type_of<S>(), &s);
}

}  // namespace surety
