// Looking for holders of one value in two partitions.
#include "engine/duplicates.hpp"

#include <algorithm>

#include "engine/fold_keys.hpp"
#include "events/alert.hpp"

namespace surety {
namespace {

/// Rows of a sweep looked at in one round, and cases remembered as looked at.
constexpr std::size_t rows_per_round = 256, seen_max = 20'000;

alert::Subject subject_of(const std::string& case_key) {
  const auto [kind, id] = split_case_key(case_key);
  return {std::string(kind), std::string(id)};
}

CommandEnvelope alert_command(const Case& subject,
                              const std::string& other,
                              const std::string& unique,
                              const std::string& value) {
  CommandEnvelope c;
  c.id = "duplicate-number/" + unique + "/" + value + "/" + subject.head.key();
  c.kind = "alert";
  c.command = "open";
  c.root = subject.head.root;
  c.body = to_json(
      alert::Open{{subject.head.kind, subject.head.id}, subject_of(other), unique, value});
  c.actor.engine = true;
  return c;
}

}  // namespace

void Duplicates::folded(int partition, const Commit& commit) {
  for (const auto& e : commit.events)
    if (const auto* kind = kind_named(split_case_key(e.case_key).first); kind && kind->unique)
      noted_.push_back({partition, e.case_key});
}

void Duplicates::begins_to_lead(int partition) {
  sweeps_[partition] = keys::with(partition, 'U', "");
}

void Duplicates::look_at(const std::string& unique,
                         const std::string& value,
                         const std::function<void(CommandEnvelope)>& offer,
                         const std::function<bool(int)>& leads) const {
  std::vector<std::pair<std::string, int>> holders;
  for (const auto& replica : replicas_)
    if (auto holder = replica->holder(unique, value); !holder.empty())
      holders.emplace_back(std::move(holder), replica->number());
  if (holders.size() < 2) return;
  // Numbers begin with their time: the case opened first is in nobody's way.
  std::sort(holders.begin(), holders.end());
  for (std::size_t i = 1; i < holders.size(); ++i) {
    const auto& [case_key, partition] = holders[i];
    if (!leads(partition)) continue;  // whoever leads it sees the same
    if (const auto c = replicas_[static_cast<std::size_t>(partition)]->find(case_key))
      offer(alert_command(*c, holders[0].first, unique, value));
  }
}

void Duplicates::look(const std::function<void(CommandEnvelope)>& offer,
                      const std::function<bool(int)>& leads) {
  if (seen_.size() > seen_max) seen_.clear();
  for (const auto& [partition, case_key] : std::exchange(noted_, {})) {
    const auto c = replicas_[static_cast<std::size_t>(partition)]->find(case_key);
    if (!c) continue;
    auto held = c->kind->unique(c->state.get());
    auto& seen = seen_[case_key];
    if (seen == held) continue;
    for (const auto& [unique, value] : held) look_at(unique, value, offer, leads);
    seen = std::move(held);
  }
  for (auto it = sweeps_.begin(); it != sweeps_.end();) {
    auto& [partition, from] = *it;
    const auto prefix = keys::with(partition, 'U', "");
    Values rows;
    std::string next;
    const auto visit = [&](std::string_view key, std::string_view) {
      if (rows.size() == rows_per_round) {
        next = std::string(key);
        return false;
      }
      const auto rest = key.substr(prefix.size());
      const auto zero = rest.find('\0');
      rows.emplace_back(rest.substr(0, zero), rest.substr(zero + 1));
      return true;
    };
    writes_.scan(fold_family(), from, after_prefix(prefix), visit);
    for (const auto& [unique, value] : rows) look_at(unique, value, offer, leads);
    from = std::move(next);
    it = from.empty() || !leads(partition) ? sweeps_.erase(it) : std::next(it);
  }
}

}  // namespace surety
