// Merging a batch's own writes with what lies below.
#include "engine/writes.hpp"

#include <vector>

namespace surety {

Writes::Family& Writes::family(std::string_view name) {
  auto it = families_.find(name);
  if (it == families_.end()) it = families_.emplace(std::string(name), Family{}).first;
  return it->second;
}

std::optional<std::string> Writes::get(std::string_view family, std::string_view key) const {
  if (const auto f = families_.find(family); f != families_.end())
    if (const auto it = f->second.find(key); it != f->second.end()) return it->second;
  return below_.get(family, key);
}

void Writes::scan(std::string_view family, std::string_view from, std::string_view until,
                  const std::function<bool(std::string_view, std::string_view)>& visit,
                  bool descending) const {
  const auto f = families_.find(family);
  if (f == families_.end() || f->second.empty()) return below_.scan(family, from, until, visit, descending);

  auto low = f->second.lower_bound(from);
  auto high = until.empty() ? f->second.end() : f->second.lower_bound(until);
  std::vector<Family::const_iterator> own;
  for (auto it = low; it != high; ++it) own.push_back(it);
  if (descending) std::reverse(own.begin(), own.end());

  std::size_t next = 0;
  bool go_on = true;
  const auto before = [descending](std::string_view a, std::string_view b) { return descending ? a > b : a < b; };
  const auto own_up_to = [&](std::string_view key, bool bounded) {
    while (go_on && next < own.size() && (!bounded || before(own[next]->first, key))) {
      if (own[next]->second) go_on = visit(own[next]->first, *own[next]->second);
      ++next;
    }
  };
  below_.scan(
      family, from, until,
      [&](std::string_view key, std::string_view value) {
        own_up_to(key, true);
        if (!go_on) return false;
        if (next < own.size() && own[next]->first == key) {  // written over or erased in this batch
          if (own[next]->second) go_on = visit(key, *own[next]->second);
          ++next;
          return go_on;
        }
        return go_on = visit(key, value);
      },
      descending);
  if (go_on) own_up_to({}, false);
}

bool Writes::empty() const {
  for (const auto& [name, family] : families_)
    if (!family.empty()) return false;
  return true;
}

Batch Writes::take() {
  Batch batch;
  for (auto& [name, family] : families_) {
    if (family.empty()) continue;
    auto& puts = batch.emplace_back(FamilyPuts{name, {}}).puts;
    puts.reserve(family.size());
    while (!family.empty()) {
      auto node = family.extract(family.begin());
      puts.push_back({std::move(node.key()), std::move(node.mapped())});
    }
  }
  return batch;
}

}  // namespace surety
