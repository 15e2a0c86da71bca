// Reading a case's history forward to a version.
#include "engine/past_cases.hpp"

#include <algorithm>

#include "engine/fold.hpp"
#include "engine/fold_keys.hpp"
#include "events/binary.hpp"

namespace surety {

Changes PastCases::of(const Commit& commit) {
  Changes changes;
  for (const auto& e : commit.events) {
    const auto same = [&](const Change& c) { return c.after.head.key() == e.case_key; };
    const auto known = std::find_if(changes.begin(), changes.end(), same);
    if (known == changes.end()) {
      Case before = at(e.case_key, e.case_version - 1, commit.root);
      changes.push_back({before, at(e.case_key, e.case_version, commit.root)});
    } else {
      known->after = at(e.case_key, e.case_version, commit.root);
    }
  }
  return changes;
}

Case PastCases::at(const std::string& case_key, std::int64_t version, std::string_view root) {
  const auto [kind_name, id] = split_case_key(case_key);
  const Kind& kind = *kind_named(kind_name);
  if (cases_.size() >= most) cases_.clear();
  auto& c = cases_.try_emplace(case_key, unopened(kind, id)).first->second;
  if (c.head.version > version) c = unopened(kind, id);
  if (c.head.version == version) return c;
  store_.scan(fold_family(), keys::history(partition_, case_key, c.head.version + 1),
              keys::history(partition_, case_key, version + 1),
              [&](std::string_view, std::string_view bytes) {
                HistoryEntry h;
                if (!from_binary(bytes, h)) return false;
                const auto* passed = h.passed ? &*h.passed : nullptr;
                c = folded_or_degraded(c, kind, {h.event, root, h.actor, h.recorded_at, passed},
                                       library_, build_);
                return true;
              });
  return c;
}

}  // namespace surety
