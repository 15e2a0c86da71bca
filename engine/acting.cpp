// Looks through what is folded of a kind.
#include "engine/acting.hpp"

#include "engine/fold.hpp"
#include "engine/fold_keys.hpp"

namespace surety {

std::vector<Case> WholeFacts::having(std::string_view kind, std::string_view member,
                                     std::string_view value) const {
  std::vector<Case> found;
  const Kind* known = kind_named(kind);
  if (!known) return found;
  for (int p = 0; p < partitions_; ++p) {
    const auto prefix = keys::state(p, std::string(kind) + "/");
    store_.scan(fold_family(), prefix, after_prefix(prefix),
                [&](std::string_view, std::string_view bytes) {
                  // Texts stand in them as they are: few are worth reading further.
                  if (bytes.find(value) == bytes.npos) return true;
                  auto c = decode_case(*known, bytes);
                  if (c && member_has(*c, member, value)) found.push_back(std::move(*c));
                  return true;
                });
  }
  return found;
}

}  // namespace surety
