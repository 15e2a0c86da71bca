// A page of events over all partitions: each partition's next ones, merged by the time of record.
#include <algorithm>
#include <charconv>
#include <limits>

#include "engine/digest.hpp"
#include "engine/fold_event.hpp"
#include "engine/fold_keys.hpp"
#include "events/binary.hpp"
#include "projections/events.hpp"
#include "projections/scope.hpp"
#include "projections/table.hpp"

namespace surety {
namespace {

using events_detail::EventRow;

constexpr std::size_t place_size = 16, most_events = 1'000;

/// Per partition the place (16 bytes) of the last event that was told or passed over.
using Places = std::vector<std::string>;

std::string place_before_all() { return std::string(place_size, '\0'); }

std::string write_cursor(const Places& places) {
  std::string text = "e1";
  for (const auto& place : places) {
    // Sequence and index in plain digits: short, and the same in every build.
    text += '-' + std::to_string(place == place_before_all() ? 0 : from_big_endian64(place)) + '.';
    text += std::to_string(place == place_before_all() ? 0 : from_big_endian64(place.substr(8)));
  }
  return text;
}

std::optional<Places> read_cursor(std::string_view text, int partitions) {
  Places places;
  if (text.empty()) return Places(static_cast<std::size_t>(partitions), place_before_all());
  if (!text.starts_with("e1")) return std::nullopt;
  text.remove_prefix(2);
  while (!text.empty()) {
    std::int64_t sequence = 0, index = 0;
    const char* end = text.data() + text.size();
    if (text.front() != '-') return std::nullopt;
    const auto first = std::from_chars(text.data() + 1, end, sequence);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '.') return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, index);
    if (second.ec != std::errc{} || sequence < 0 || index < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(second.ptr - text.data()));
    places.push_back(big_endian64(sequence) + big_endian64(index));
  }
  if (places.size() != static_cast<std::size_t>(partitions)) return std::nullopt;
  return places;
}

bool wanted(const std::vector<std::string>& types, std::string_view type) {
  if (types.empty()) return true;
  return std::any_of(types.begin(), types.end(), [&](std::string_view want) {
    if (!want.ends_with('*')) return want == type;
    return type.starts_with(want.substr(0, want.size() - 1));
  });
}

struct Next {
  std::string place;
  EventRow row;
};

/// The next events of one partition; `passed` becomes the last place looked at.
class PartitionEvents {
 public:
  PartitionEvents(const StoreReader& store, int partition, const Scope& scope,
                  const std::vector<std::string>& types)
      : store_(store), prefix_(partition_prefix(partition)), scope_(scope), types_(types) {}

  std::vector<Next> read(const std::string& after, std::size_t limit, std::string& passed) const {
    return scope_.narrow() ? by_index(after, limit, passed) : by_sweep(after, limit, passed);
  }

 private:
  static std::string behind(std::string place) { return place.append(1, '\0'); }

  bool take(std::string_view place, std::string_view bytes, std::vector<Next>& found) const {
    EventRow row;
    if (!from_binary(bytes, row) || !wanted(types_, row.type)) return false;
    if (!scope_.holds(split_case_key(row.case_key).first, row.scopes)) return false;
    found.push_back({std::string(place), std::move(row)});
    return true;
  }

  std::vector<Next> by_sweep(const std::string& after, std::size_t limit,
      std::string& passed) const {
    std::vector<Next> found;
    const std::string rows = prefix_ + 'E';
    store_.scan(events_family(), rows + behind(after), after_prefix(rows),
                [&](std::string_view key, std::string_view value) {
                  passed = key.substr(rows.size());
                  take(passed, value, found);
                  return found.size() < limit;
                });
    return found;
  }

  /// The scopes' places merged, a piece of each at a time, so that a long past costs no more than
  /// the page that is read of it.
  std::vector<Next> by_index(const std::string& after, std::size_t limit,
      std::string& passed) const {
    const auto scopes = scopes_here();
    std::vector<Next> found;
    std::string from = after;
    for (bool more = true; more && found.size() < limit;) {
      std::vector<std::string> places;
      std::string known_until;  // behind it a scope may have places that were not read; empty: none
      for (const auto& scope : scopes) {
        const auto last = read_scope(scope, from, places);
        if (!last.empty() && (known_until.empty() || last < known_until)) known_until = last;
      }
      more = !known_until.empty();
      std::sort(places.begin(), places.end());
      places.erase(std::unique(places.begin(), places.end()), places.end());
      for (const auto& place : places) {
        if ((more && place > known_until) || found.size() >= limit) break;
        passed = from = place;
        const auto bytes = store_.get(events_family(), prefix_ + 'E' + place);
        if (bytes) take(place, *bytes, found);
      }
    }
    return found;
  }

  /// Index keys up to their place, one per scope key that this partition holds under the prefixes.
  std::vector<std::string> scopes_here() const {
    std::vector<std::string> scopes;
    for (const auto& prefix : scope_.prefixes()) {
      std::string from = prefix_ + 'I' + prefix;
      const std::string until = after_prefix(from);
      for (auto scope = first_key(from, until); !scope.empty(); scope = first_key(from, until)) {
        from = scope + '\1';
        scopes.push_back(std::move(scope));
      }
    }
    return scopes;
  }

  /// The part of the first index key from `from` on before its place: prefix, letter, scope key.
  std::string first_key(const std::string& from, const std::string& until) const {
    std::string scope;
    store_.scan(events_family(), from, until, [&](std::string_view key, std::string_view) {
      scope = key.substr(0, key.size() - place_size - 1);
      return false;
    });
    return scope;
  }

  /// Adds the next places; returns the last one if there may be more behind it, else empty.
  std::string read_scope(const std::string& scope, const std::string& after,
                         std::vector<std::string>& places) const {
    constexpr std::size_t piece = 512;
    const std::string index = scope + '\0';
    std::size_t here = 0;
    store_.scan(events_family(), index + behind(after), after_prefix(index),
                [&](std::string_view key, std::string_view) {
                  places.emplace_back(key.substr(key.size() - place_size));
                  return ++here < piece;
                });
    return here == piece ? places.back() : std::string();
  }

  const StoreReader& store_;
  std::string prefix_;
  const Scope& scope_;
  const std::vector<std::string>& types_;
};

EventPlace place_of(const Next& next, int partition, std::int64_t generation) {
  EventPlace place{next.row.case_key, next.row.type, next.row.root, next.row.version, {}, 0,
                   next.row.recorded_at};
  place.position = {generation, partition, from_big_endian64(next.place)};
  place.index = from_big_endian64(std::string_view(next.place).substr(8));
  return place;
}

}  // namespace

std::variant<EventsPage, BadQuery> events_after(const StoreReader& store, int partitions,
                                                std::string_view cursor,
                                                const std::vector<std::string>& types,
                                                std::size_t limit, const Actor& actor) {
  if (limit < 1 || limit > most_events) return BadQuery{"limit", "limit"};
  auto places = read_cursor(cursor, partitions);
  if (!places) return BadQuery{"bad-cursor", "after"};
  const Scope scope(actor, listed_kinds());
  const auto count = static_cast<std::size_t>(partitions);
  std::vector<std::vector<Next>> next(count);
  Places passed = *places;
  for (std::size_t p = 0; p < count && !scope.prefixes().empty(); ++p)
    next[p] = PartitionEvents(store, static_cast<int>(p), scope, types).read((*places)[p], limit,
        passed[p]);

  EventsPage page;
  std::vector<std::size_t> taken(count, 0);
  const auto recorded = [&](std::size_t p) { return next[p][taken[p]].row.recorded_at; };
  const FoldReader fold(store, partitions);
  while (page.items.size() < limit) {
    std::size_t best = count;
    for (std::size_t p = 0; p < count; ++p)
      if (taken[p] < next[p].size() && (best == count || recorded(p) < recorded(best))) best = p;
    if (best == count) break;
    const auto& one = next[best][taken[best]++];
    (*places)[best] = one.place;
    const auto generation = fold.position(fold_family(), static_cast<int>(best)).generation;
    page.items.push_back(place_of(one, static_cast<int>(best), generation));
  }
  // Where all that was found is told, what was looked at in vain need not be looked at again.
  for (std::size_t p = 0; p < count; ++p)
    if (taken[p] == next[p].size()) (*places)[p] = passed[p];
  page.next = write_cursor(*places);
  return page;
}

namespace {

Places ends(const StoreReader& store, int partitions) {
  Places places;
  for (int p = 0; p < partitions; ++p) {
    const std::string rows = partition_prefix(p) + 'E';
    std::string last = place_before_all();
    store.scan(
        events_family(), rows, after_prefix(rows),
        [&](std::string_view key, std::string_view) {
          last = key.substr(rows.size());
          return false;
        },
        true);
    places.push_back(last);
  }
  return places;
}

}  // namespace

std::string events_end(const StoreReader& store, int partitions) {
  return write_cursor(ends(store, partitions));
}

std::string events_before(const StoreReader& store, int partitions, const CommitPosition& at) {
  auto places = ends(store, partitions);
  if (at.partition >= 0 && at.partition < partitions && at.sequence > 0)
    places[static_cast<std::size_t>(at.partition)] =
        big_endian64(at.sequence - 1) + big_endian64(std::numeric_limits<std::int64_t>::max());
  return write_cursor(places);
}

}  // namespace surety
