// The last administrator of an organisation stays, whoever deletes whom at the same moment.
//
// Accounts are roots of their own, so two of them may be deleted at once by leaders that do not see
// each other's decision. Therefore an administrator is first released by the organisation's root:
// it knows whom it has released already, however late the accounts' own news arrives. A release is
// for one version of the account; its command is bound to that version (`if_match`), so what has
// changed meanwhile is released anew.
#pragma once

#include <algorithm>
#include <vector>

#include "engine/kinds/account.hpp"
#include "events/administrator.hpp"

namespace surety {

using ReleasedAdministrators = std::vector<AdministratorReleased>;

template <class S>
Decision decide(const S& s, const ReleaseAdministrator& c, const Context& ctx) {
  const auto released = [&](const std::string& account, std::int64_t version) {
    return std::any_of(s.released_administrators.begin(), s.released_administrators.end(),
                       [&](const AdministratorReleased& r) {
                         return r.account.value == account && r.version >= version;
                       });
  };
  if (released(c.account.value, c.version)) return nothing_changed();
  for (const auto& other : ctx.facts.having("account", "organisation", ctx.head.id))
    if (other.head.id != c.account.value && account::administers(other.as<account::State>()) &&
        !released(other.head.id, other.head.version))
      return happened(AdministratorReleased{c.account, c.version});
  return refuse(Code::last_administrator).with("organisation", ctx.head.id);
}

/// Of an account the newest counts.
template <class S>
void evolve(S& s, const AdministratorReleased& e, const Happening&) {
  std::erase_if(s.released_administrators,
                [&](const AdministratorReleased& r) { return r.account == e.account; });
  s.released_administrators.push_back(e);
}

}  // namespace surety
