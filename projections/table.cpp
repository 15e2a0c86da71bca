// Folding cases of a table and keeping their rows and scope index.
#include "projections/table.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "engine/fold.hpp"
#include "engine/fold_event.hpp"
#include "projections/packed.hpp"

namespace surety {
namespace {

using MadeRows = std::map<std::string, std::pair<std::string, std::vector<std::string>>>;

std::string index_key(std::string_view scope, std::string_view row) {
  return std::string("I").append(scope).append(1, '\0').append(row);
}

class TableProjection : public Projection {
 public:
  explicit TableProjection(std::shared_ptr<const Table> table)
      : table_(std::move(table)), version_(table_->version()) {}
  std::string name() const override { return table_->name; }
  int version() const override { return version_; }

  void apply(const Commit& commit, Rows& rows, const Library& library) override {
    // Several events of one case in a commit are one change of its rows.
    std::map<std::string, std::pair<Case, Case>> changed;
    for (const auto& event : commit.events) {
      const Kind* kind = table_->kind_of(event.case_key);
      if (!kind) continue;
      auto it = changed.find(event.case_key);
      if (it == changed.end()) {
        Case was = stored(*kind, event.case_key, rows);
        it = changed.emplace(event.case_key, std::pair{was, was}).first;
      }
      const EventOfCommit of{event, commit.root, commit.actor, commit.recorded_at,
                             commit.passed ? &*commit.passed : nullptr};
      fold_into(it->second.second, *kind, of, library);
    }
    for (const auto& [key, cases] : changed) rewrite(key, cases.first, cases.second, rows);
  }

 private:
  static Case stored(const Kind& kind, std::string_view case_key, const Rows& rows) {
    if (const auto bytes = rows.get(std::string("C").append(case_key)))
      if (auto c = decode_case(kind, *bytes)) return std::move(*c);
    return unopened(kind, split_case_key(case_key).second);
  }

  /// An event on which the kind's evolve fails leaves the row as it was; the fold marks the case
  /// degraded and tells operators.
  static void fold_into(Case& c, const Kind& kind, const EventOfCommit& of,
                        const Library& library) {
    try {
      c = folded(c, kind, of, library);
    } catch (const std::exception&) {
      if (c.head.version == 0) c.head.root = of.root, c.head.opened_at = of.recorded_at;
      c.head.version = of.event.case_version;
      c.head.changed_at = of.recorded_at;
      if (!c.state) c.state = kind.copy(nullptr);
    }
  }

  MadeRows make(const Case& c) const {
    MadeRows made;
    if (c.head.version == 0) return made;
    for (auto& draft : table_->rows(c)) {
      std::vector<std::string> cells;
      cells.reserve(table_->cells.size() + 2);
      for (const auto& cell : table_->cells) cells.push_back(cell.value(c, draft.item));
      cells.push_back(pack_scopes(draft.scopes));
      cells.push_back(c.head.key());
      made[draft.id] = {pack(cells), std::move(draft.scopes)};
    }
    return made;
  }

  void rewrite(const std::string& case_key, const Case& was, const Case& now, Rows& rows) const {
    rows.put("C" + case_key, encode_case(now));
    const MadeRows before = make(was), after = make(now);
    for (const auto& [id, row] : before) {
      const auto kept = after.find(id);
      for (const auto& scope : row.second)
        if (kept == after.end() || !holds(kept->second.second, scope))
          rows.erase(index_key(scope, id));
      if (kept == after.end()) rows.erase("R" + id);
    }
    for (const auto& [id, row] : after) {
      const auto old = before.find(id);
      for (const auto& scope : row.second)
        if (old == before.end() || !holds(old->second.second, scope))
          rows.put(index_key(scope, id), {});
      if (old == before.end() || old->second.first != row.first) rows.put("R" + id, row.first);
    }
  }

  static bool holds(const std::vector<std::string>& scopes, const std::string& scope) {
    return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
  }

  std::shared_ptr<const Table> table_;
  int version_;
};

}  // namespace

std::string Table::family() const {
  return "projection." + name + "@" + std::to_string(version());
}

int Table::version() const {
  // FNV-1a over the layout, so that a changed state or column builds its rows anew by itself.
  std::uint32_t digest = layout_of(kinds);
  for (const auto& cell : cells)
    for (unsigned char c : cell.column.name + "\n") digest = (digest ^ c) * 16'777'619u;
  constexpr int room = 1'000'000;
  return edition * room + static_cast<int>(digest % room);
}

const Kind* Table::kind_of(std::string_view case_key) const {
  const auto kind_name = split_case_key(case_key).first;
  for (const Kind* kind : kinds)
    if (kind->name == kind_name) return kind;
  return nullptr;
}

std::string pack_scopes(const std::vector<std::string>& scopes) {
  std::string packed;
  for (const auto& scope : scopes) packed.append(scope).append(1, '\n');
  return packed;
}

std::vector<std::string_view> scopes_of(std::string_view packed) {
  std::vector<std::string_view> scopes;
  for (auto end = packed.find('\n'); end != packed.npos; end = packed.find('\n')) {
    scopes.push_back(packed.substr(0, end));
    packed.remove_prefix(end + 1);
  }
  return scopes;
}

std::unique_ptr<Projection> projection_of(std::shared_ptr<const Table> table) {
  return std::make_unique<TableProjection>(std::move(table));
}

}  // namespace surety
