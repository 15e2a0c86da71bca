// The fold as readers see it: cases, histories, deadlines and outcomes over all partitions.
#include <algorithm>
#include <charconv>

#include "engine/case_heads.hpp"
#include "engine/digest.hpp"
#include "engine/fold.hpp"
#include "engine/fold_event.hpp"
#include "engine/fold_keys.hpp"
#include "engine/layout.hpp"
#include "events/binary.hpp"

namespace surety {
namespace {

std::string case_key_of(std::string_view kind, std::string_view id) {
  return std::string(kind).append(1, '/').append(id);
}

/// Partitions in the order in which a case is likely to be there: its number's, its own as a root,
/// then all the others.
std::vector<int> likely_partitions(std::string_view id, int partitions) {
  std::vector<int> order;
  const auto add = [&](int p) {
    if (std::find(order.begin(), order.end(), p) == order.end()) order.push_back(p);
  };
  constexpr std::size_t numbered = 18;
  const bool digits = id.find_first_not_of("0123456789") == id.npos;
  if (id.size() == numbered && digits) {
    int last_four = 0;
    std::from_chars(id.data() + numbered - 4, id.data() + numbered, last_four);
    add(last_four % partitions);
  }
  add(partition_of(id, partitions));
  for (int p = 0; p < partitions; ++p) add(p);
  return order;
}

/// The value of the S key and its partition.
std::optional<std::string> stored_case(const StoreReader& store, int partitions,
                                       std::string_view kind, std::string_view id, int& partition) {
  const std::string case_key = case_key_of(kind, id);
  for (int p : likely_partitions(id, partitions)) {
    partition = p;
    if (auto bytes = store.get(fold_family(), keys::state(p, case_key))) return bytes;
  }
  partition = -1;
  return std::nullopt;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

std::string CommitPosition::text() const {
  return std::to_string(generation) + "." + std::to_string(partition) + ":" +
         std::to_string(sequence);
}

std::optional<CommitPosition> CommitPosition::parse(std::string_view text) {
  const auto dot = text.find('.');
  const auto colon = text.find(':');
  if (dot == text.npos || colon == text.npos || colon < dot) return std::nullopt;
  const auto g = whole_number(text.substr(0, dot));
  const auto p = whole_number(text.substr(dot + 1, colon - dot - 1));
  const auto s = whole_number(text.substr(colon + 1));
  if (!g || !p || !s) return std::nullopt;
  return CommitPosition{*g, *p, *s};
}

std::string_view fold_family() {
  // Raise it when rows mean something else; changed layouts are seen by themselves.
  constexpr int edition = 4;
  static const auto name = [] {
    Layout layout;
    layout.add(kinds()).add(type_of<HistoryEntry>()).add(type_of<DeadlineEntry>());
    layout.add(type_of<RefusalEntry>()).add(type_of<Outcome>());
    return "fold@" + std::to_string(layout.version(edition));
  }();
  return name;
}

std::string encode_case(const Case& c) {
  // The head's length first, so that each part is one whole binary value.
  const std::string head = to_binary(c.head);
  std::string bytes = to_binary(static_cast<std::int64_t>(head.size())) + head;
  write_binary(bytes, *c.kind->state_type, c.state.get());
  return bytes;
}

std::optional<Case> decode_case(const Kind& kind, std::string_view bytes) {
  std::string_view rest;
  auto head = decode_head(bytes, rest);
  if (!head) return std::nullopt;
  Case c;
  c.kind = &kind;
  c.head = std::move(*head);
  auto state = kind.copy(nullptr);
  if (!read_binary(rest, *kind.state_type, state.get())) return std::nullopt;
  c.state = std::move(state);
  return c;
}

std::optional<Case> FoldReader::find(std::string_view kind, std::string_view id) const {
  const Kind* known = kind_named(kind);
  if (!known) return std::nullopt;
  int partition = -1;
  const auto bytes = stored_case(store_, partitions_, kind, id, partition);
  if (!bytes) return std::nullopt;
  return decode_case(*known, *bytes);
}

std::string FoldReader::holder(std::string_view unique, std::string_view value) const {
  for (int p = 0; p < partitions_; ++p)
    if (auto held = store_.get(fold_family(), keys::unique(p, unique, value))) return *held;
  return {};
}

int FoldReader::partition_with(std::string_view kind, std::string_view id) const {
  int partition = -1;
  stored_case(store_, partitions_, kind, id, partition);
  return partition;
}

std::vector<HistoryEntry> FoldReader::history(std::string_view kind, std::string_view id,
                                              std::int64_t after, std::size_t limit) const {
  std::vector<HistoryEntry> entries;
  const int p = partition_with(kind, id);
  if (p < 0 || limit == 0) return entries;
  const std::string case_key = case_key_of(kind, id);
  store_.scan(fold_family(), keys::history(p, case_key, std::max<std::int64_t>(after, 0) + 1),
              after_prefix(keys::history_prefix(p, case_key)),
              [&](std::string_view, std::string_view value) {
                HistoryEntry entry;
                if (from_binary(value, entry)) entries.push_back(std::move(entry));
                return entries.size() < limit;
              });
  return entries;
}

std::optional<Case> FoldReader::as_of(std::string_view kind, std::string_view id,
                                      std::optional<std::int64_t> version,
                                      std::optional<Instant> instant,
                                      const Library& library) const {
  const auto now = find(kind, id);
  if (!now) return std::nullopt;
  Case c = unopened(*now->kind, id);
  constexpr std::size_t at_once = 1'000;
  for (bool more = true; more;) {
    const auto entries = history(kind, id, c.head.version, at_once);
    more = entries.size() == at_once;
    for (const auto& e : entries) {
      if ((version && e.event.case_version > *version) || (instant && e.recorded_at > *instant)) {
        more = false;
        break;
      }
      // History keeps the case's own commits, so the root is the one it has now.
      c = folded(c, *now->kind,
                 {e.event, now->head.root, e.actor, e.recorded_at, e.passed ? &*e.passed : nullptr},
                 library);
    }
  }
  if (c.head.version == 0 || (version && c.head.version < *version)) return std::nullopt;
  return c;
}

std::vector<DeadlineEntry> FoldReader::deadlines(std::string_view kind, std::string_view id) const {
  std::vector<DeadlineEntry> entries;
  const int p = partition_with(kind, id);
  if (p < 0) return entries;
  if (const auto bytes = store_.get(fold_family(), keys::deadlines(p, case_key_of(kind, id))))
    from_binary(*bytes, entries);
  return entries;
}

std::vector<FoldReader::Due> FoldReader::due(Instant until, std::size_t limit) const {
  std::vector<Due> found;
  for (int p = 0; limit > 0 && p < partitions_; ++p) {
    std::size_t here = 0;
    store_.scan(fold_family(), keys::due_prefix(p), keys::due_from(p, until),
                [&](std::string_view key, std::string_view) {
                  const auto d = keys::read_due(key);
                  found.push_back({d.at, std::string(d.case_key), std::string(d.name),
                                   std::string(d.subject)});
                  return ++here < limit;
                });
  }
  std::sort(found.begin(), found.end(), [](const Due& a, const Due& b) {
    return std::tie(a.passes_at, a.case_key, a.name, a.subject) <
           std::tie(b.passes_at, b.case_key, b.name, b.subject);
  });
  if (found.size() > limit) found.resize(limit);
  return found;
}

std::vector<RefusalEntry> FoldReader::refusals(std::string_view case_key) const {
  std::vector<RefusalEntry> entries;
  // Openings that got no number are kept under `kind/` wherever they were decided.
  for (int p = 0; p < partitions_; ++p)
    store_.scan(fold_family(), keys::refusal_prefix(p, case_key),
                after_prefix(keys::refusal_prefix(p, case_key)),
                [&](std::string_view, std::string_view value) {
                  RefusalEntry entry;
                  if (from_binary(value, entry)) entries.push_back(std::move(entry));
                  return true;
                });
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tie(a.recorded_at, a.position) < std::tie(b.recorded_at, b.position);
  });
  return entries;
}

std::optional<Outcome> FoldReader::outcome(std::string_view command_id) const {
  for (int p = 0; p < partitions_; ++p)
    if (const auto bytes = store_.get(fold_family(), keys::seen(p, command_id))) {
      Outcome outcome;
      if (from_binary(*bytes, outcome)) return outcome;
    }
  return std::nullopt;
}

std::vector<std::string> FoldReader::cases_of(std::string_view root) const {
  std::vector<std::string> cases;
  const std::string prefix = keys::root_prefix(partition_of(root, partitions_), root);
  store_.scan(fold_family(), prefix, after_prefix(prefix),
              [&](std::string_view key, std::string_view) {
                if (key.size() > prefix.size()) cases.emplace_back(key.substr(prefix.size()));
                return true;
              });
  return cases;
}

Position FoldReader::position(std::string_view family, int partition) const {
  Position position;
  if (const auto bytes = store_.get(family, position_key(partition))) from_binary(*bytes, position);
  return position;
}

}  // namespace surety
