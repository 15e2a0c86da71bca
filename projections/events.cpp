// Folding the order of events; a case's scope now is the scope of all its events.
//
// Keys, after the two bytes of the partition and one letter:
//   E sequence(8) index(8)           EventRow
//   C case                           the case as this family has folded it
//   V case 0 version(8)              sequence and index of that event
//   I scope key 0 sequence(8) index(8)   the scope index, empty value
#include "projections/events.hpp"

#include <algorithm>

#include "engine/fold_event.hpp"
#include "engine/fold_keys.hpp"
#include "events/binary.hpp"
#include "projections/table.hpp"

namespace surety {
namespace {

using events_detail::EventRow;

constexpr int edition = 1;
constexpr std::string_view projection_name = "events";

int version_of(const std::vector<const Kind*>& kinds) {
  constexpr int room = 1'000'000;
  return edition * room + static_cast<int>(layout_of(kinds) % room);
}

std::string version_key(std::string_view case_key, std::int64_t version) {
  return std::string("V").append(keys::joined(case_key, big_endian64(version)));
}
std::string index_key(std::string_view scope, std::string_view place) {
  return std::string("I").append(keys::joined(scope, place));
}

class EventsProjection : public Projection {
 public:
  explicit EventsProjection(std::vector<const Kind*> kinds)
      : kinds_(std::move(kinds)), version_(version_of(kinds_)) {}
  std::string name() const override { return std::string(projection_name); }
  int version() const override { return version_; }

  void apply(const Commit& commit, Rows& rows, const Library& library) override {
    for (std::size_t i = 0; i < commit.events.size(); ++i) {
      const auto [kind_name, id] = split_case_key(commit.events[i].case_key);
      const auto named = [name = kind_name](const Kind* k) { return k->name == name; };
      const auto kind = std::find_if(kinds_.begin(), kinds_.end(), named);
      if (kind != kinds_.end()) add(commit, i, **kind, id, rows, library);
    }
  }

 private:
  static void add(const Commit& commit, std::size_t i, const Kind& kind, std::string_view id,
                  Rows& rows, const Library& library) {
    const auto& event = commit.events[i];
    Case c = unopened(kind, id);
    std::vector<std::string> before;
    if (const auto bytes = rows.get("C" + event.case_key))
      if (auto known = decode_case(kind, *bytes)) {
        c = std::move(*known);
        before = scope_keys(kind, kind.parties(c.head, c.state.get()));
      }
    try {
      c = folded(c, kind,
                 {event, commit.root, commit.actor, commit.recorded_at,
                  commit.passed ? &*commit.passed : nullptr},
                 library);
    } catch (const std::exception&) {
      // Degraded in this build: the event is told of, the scope stays.
      c.head.version = event.case_version;
      if (!c.state) c.state = kind.copy(nullptr);
    }
    rows.put("C" + event.case_key, encode_case(c));

    const auto now = scope_keys(kind, kind.parties(c.head, c.state.get()));
    const std::string place =
        big_endian64(commit.sequence) + big_endian64(static_cast<std::int64_t>(i));
    rows.put(version_key(event.case_key, event.case_version), place);
    const EventRow row{event.case_key, event.type, commit.root, event.case_version,
                       commit.recorded_at, pack_scopes(now)};
    rows.put("E" + place, to_binary(row));
    for (const auto& scope : now) rows.put(index_key(scope, place), {});
    if (!before.empty() && before != now) move_scope(event, before, now, rows);
  }

  /// A party has come or gone: the events before follow it.
  static void move_scope(const EventRecord& event, const std::vector<std::string>& before,
                         const std::vector<std::string>& now, Rows& rows) {
    for (std::int64_t v = 1; v < event.case_version; ++v) {
      const auto place = rows.get(version_key(event.case_key, v));
      if (!place) continue;
      for (const auto& scope : before)
        if (std::find(now.begin(), now.end(), scope) == now.end())
          rows.erase(index_key(scope, *place));
      for (const auto& scope : now) rows.put(index_key(scope, *place), {});
      EventRow row;
      const auto bytes = rows.get("E" + *place);
      if (!bytes || !from_binary(*bytes, row)) continue;
      row.scopes = pack_scopes(now);
      rows.put("E" + *place, to_binary(row));
    }
  }

  std::vector<const Kind*> kinds_;
  int version_;
};

}  // namespace

std::unique_ptr<Projection> events_projection(const std::vector<const Kind*>& kinds) {
  return std::make_unique<EventsProjection>(kinds);
}

std::string events_family() {
  static const std::string family =
      "projection." + std::string(projection_name) + "@" +
      std::to_string(version_of(listed_kinds()));
  return family;
}

}  // namespace surety
