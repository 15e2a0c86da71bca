// Folding the order of events; a case's scope now is the scope of all its events.
//
// Keys, after the two bytes of the partition and one letter:
//   E sequence(8) index(8)           EventRow
//   V case 0 version(8)              sequence and index of that event
//   I scope key 0 sequence(8) index(8)   the scope index, empty value
//   N                                the newest commit's sequence: how far these rows go
#include "projections/events.hpp"

#include <algorithm>

#include "engine/fold_event.hpp"
#include "engine/fold_keys.hpp"
#include "engine/layout.hpp"
#include "events/binary.hpp"
#include "projections/scope.hpp"
#include "projections/table.hpp"

namespace surety {
namespace {

using events_detail::EventRow;

constexpr int edition = 5;
constexpr std::string_view projection_name = "events";

int version_of(const std::vector<const Kind*>& kinds) {
  return Layout().add(kinds).version(edition);
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

  void apply(const Commit& commit, const Changes& changes, Rows& rows) override {
    rows.put("N", big_endian64(commit.sequence));
    for (const auto& change : changes) {
      const Kind& kind = *change.after.kind;
      if (std::find(kinds_.begin(), kinds_.end(), &kind) == kinds_.end()) continue;
      const auto scopes = scopes_of_case(change.after);
      const auto key = change.after.head.key();
      for (std::size_t i = 0; i < commit.events.size(); ++i)
        if (commit.events[i].case_key == key) add(commit, i, scopes, rows);
      if (change.before.head.version == 0) continue;
      if (const auto before = scopes_of_case(change.before); before != scopes)
        move_scope(key, change.before.head.version, before, scopes, rows);
    }
  }

 private:
  static std::vector<std::string> scopes_of_case(const Case& c) {
    return scope_keys(*c.kind, c.kind->parties(c.head, c.state.get()));
  }
  static void add(const Commit& commit, std::size_t i, const std::vector<std::string>& scopes,
                  Rows& rows) {
    const auto& event = commit.events[i];
    const std::string place =
        big_endian64(commit.sequence) + big_endian64(static_cast<std::int64_t>(i));
    rows.put(version_key(event.case_key, event.case_version), place);
    const EventRow row{event.case_key, event.type, commit.root, event.case_version,
                       commit.recorded_at, pack_scopes(scopes)};
    rows.put("E" + place, to_binary(row));
    for (const auto& scope : scopes)
      if (indexed(scope)) rows.put(index_key(scope, place), {});
  }

  /// A party has come or gone: the events before follow it.
  static void move_scope(const std::string& case_key, std::int64_t until,
                         const std::vector<std::string>& before,
                         const std::vector<std::string>& now, Rows& rows) {
    for (std::int64_t v = 1; v <= until; ++v) {
      const auto place = rows.get(version_key(case_key, v));
      if (!place) continue;
      for (const auto& scope : before)
        if (indexed(scope) && std::find(now.begin(), now.end(), scope) == now.end())
          rows.erase(index_key(scope, *place));
      for (const auto& scope : now)
        if (indexed(scope)) rows.put(index_key(scope, *place), {});
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
