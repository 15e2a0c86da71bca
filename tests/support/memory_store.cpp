// The store in memory: an ordered map a family, and beside it what a crash would bring back.
#include "tests/support/memory_store.hpp"

#include <stdexcept>

namespace surety::testing {
namespace {

using Rows = MemoryStore::Rows;
using Visit = std::function<bool(std::string_view, std::string_view)>;

std::optional<std::string> get_from(const Rows& rows, std::string_view key) {
  const auto it = rows.find(key);
  if (it == rows.end()) return std::nullopt;
  return it->second;
}

void scan_rows(const Rows& rows, std::string_view from, std::string_view until,
               const Visit& visit, bool descending) {
  if (!until.empty() && until <= from) return;
  auto first = rows.lower_bound(from);
  auto last = until.empty() ? rows.end() : rows.lower_bound(until);
  if (!descending) {
    for (; first != last; ++first)
      if (!visit(first->first, first->second)) return;
    return;
  }
  while (last != first) {
    --last;
    if (!visit(last->first, last->second)) return;
  }
}

bool is_position(std::string_view key) { return key.size() == 3 && key.back() == '\0'; }

class MemorySnapshot final : public StoreReader {
 public:
  explicit MemorySnapshot(std::map<std::string, std::shared_ptr<const Rows>, std::less<>> f)
      : families_(std::move(f)) {}
  std::optional<std::string> get(std::string_view family, std::string_view key) const override {
    const auto it = families_.find(family);
    return it == families_.end() ? std::nullopt : get_from(*it->second, key);
  }
  void scan(std::string_view family, std::string_view from, std::string_view until,
            const Visit& visit, bool descending) const override {
    const auto it = families_.find(family);
    if (it != families_.end()) scan_rows(*it->second, from, until, visit, descending);
  }

 private:
  std::map<std::string, std::shared_ptr<const Rows>, std::less<>> families_;
};

}  // namespace

std::optional<std::string> MemoryStore::get(std::string_view family, std::string_view key) const {
  const auto it = families_.find(family);
  return it == families_.end() ? std::nullopt : get_from(*it->second.rows, key);
}

void MemoryStore::scan(std::string_view family, std::string_view from, std::string_view until,
                       const Visit& visit, bool descending) const {
  const auto it = families_.find(family);
  if (it != families_.end()) scan_rows(*it->second.rows, from, until, visit, descending);
}

std::vector<std::string> MemoryStore::families() const {
  std::vector<std::string> names;
  for (const auto& [name, family] : families_) names.push_back(name);
  return names;
}

void MemoryStore::create_family(std::string_view name) { families_.try_emplace(std::string(name)); }

void MemoryStore::drop_family(std::string_view name) {
  if (const auto it = families_.find(name); it != families_.end()) families_.erase(it);
}

MemoryStore::Family& MemoryStore::existing(std::string_view name) {
  const auto it = families_.find(name);
  if (it == families_.end())
    throw std::runtime_error("the store has no family " + std::string(name));
  return it->second;
}

Rows& MemoryStore::writable(Family& family) {
  if (family.rows.use_count() > 1) family.rows = std::make_shared<Rows>(*family.rows);
  return *family.rows;
}

void MemoryStore::write(const Batch& batch) {
  for (const auto& [name, puts] : batch) existing(name);  // all or nothing
  if (around_write) around_write();
  for (const auto& [name, puts] : batch) {
    auto& family = existing(name);
    auto& rows = writable(family);
    for (const auto& put : puts) {
      family.before.try_emplace(put.key, get_from(rows, put.key));
      if (put.value) rows.insert_or_assign(put.key, *put.value);
      else rows.erase(put.key);
    }
  }
  if (around_write) around_write();
}

std::unique_ptr<StoreReader> MemoryStore::snapshot() const {
  std::map<std::string, std::shared_ptr<const Rows>, std::less<>> shared;
  for (const auto& [name, family] : families_) shared.emplace(name, family.rows);
  return std::make_unique<MemorySnapshot>(std::move(shared));
}

void MemoryStore::flush() {
  for (auto& [name, family] : families_) family.before.clear();
}

void MemoryStore::flush(std::string_view family) { existing(family).before.clear(); }

void MemoryStore::crash() {
  for (auto& [name, family] : families_) {
    auto& rows = writable(family);
    for (auto& [key, value] : family.before) {
      if (value) rows.insert_or_assign(key, *value);
      else rows.erase(key);
    }
    family.before.clear();
  }
}

std::string MemoryStore::bytes(std::string_view name) const {
  std::string out;
  const auto add = [&out](std::string_view s) {
    out.append(std::to_string(s.size())).append(1, ':').append(s);
  };
  const auto it = families_.find(name);
  if (it == families_.end()) return out;
  for (const auto& [key, value] : *it->second.rows)
    if (!is_position(key)) add(key), add(value);
  return out;
}

std::string MemoryStore::bytes() const {
  std::string out;
  for (const auto& [name, family] : families_) out.append(name).append(1, '\n').append(bytes(name));
  return out;
}

}  // namespace surety::testing
