// The prefixes of engine/authorisation, held for a whole query.
#include "projections/scope.hpp"

#include <algorithm>

namespace surety {

Scope::Scope(const Actor& actor, const std::vector<const Kind*>& kinds) {
  for (const Kind* kind : kinds) {
    auto prefixes = scope_prefixes(actor, *kind);
    all_.insert(all_.end(), prefixes.begin(), prefixes.end());
    by_kind_[kind->name] = std::move(prefixes);
  }
  std::sort(all_.begin(), all_.end());
  // In order, whatever lies within a prefix follows it.
  std::vector<std::string> outer;
  for (auto& prefix : all_)
    if (outer.empty() || !prefix.starts_with(outer.back())) outer.push_back(std::move(prefix));
  all_ = std::move(outer);
}

bool Scope::holds(std::string_view kind, std::string_view packed_keys) const {
  const auto known = by_kind_.find(kind);
  if (known == by_kind_.end()) return false;
  for (auto end = packed_keys.find('\n'); end != packed_keys.npos; end = packed_keys.find('\n')) {
    const auto key = packed_keys.substr(0, end);
    for (const auto& prefix : known->second)
      if (key.starts_with(prefix)) return true;
    packed_keys.remove_prefix(end + 1);
  }
  return false;
}

bool Scope::narrow() const {
  return std::all_of(all_.begin(), all_.end(), [](const auto& prefix) { return indexed(prefix); });
}

}  // namespace surety
