// Folding cases of a table and keeping their rows and scope index.
#include "projections/table.hpp"

#include <algorithm>

#include "engine/fold.hpp"
#include "engine/fold_event.hpp"
#include "engine/layout.hpp"
#include "projections/packed.hpp"
#include "projections/scope.hpp"

namespace surety {
namespace {

std::string index_key(std::string_view scope, std::string_view row) {
  return std::string("I").append(scope).append(1, '\0').append(row);
}

class TableProjection : public Projection {
 public:
  explicit TableProjection(std::shared_ptr<const Table> table)
      : table_(std::move(table)), version_(table_->version()) {}
  std::string name() const override { return table_->name; }
  int version() const override { return version_; }

  void apply(const Commit&, const Changes& changes, Rows& rows) override {
    for (const auto& change : changes)
      if (takes(*change.after.kind)) rewrite(change, rows);
  }

 private:
  bool takes(const Kind& kind) const {
    return std::find(table_->kinds.begin(), table_->kinds.end(), &kind) != table_->kinds.end();
  }

  std::vector<RowDraft> drafts(const Case& c) const {
    return c.head.version == 0 ? std::vector<RowDraft>{} : table_->rows(c);
  }

  std::string packed(const Case& c, const RowDraft& draft) const {
    std::vector<std::string> cells;
    cells.reserve(table_->cells.size() + 2);
    for (const auto& cell : table_->cells) cells.push_back(cell.value(c, draft.item));
    cells.push_back(pack_scopes(draft.scopes));
    cells.push_back(c.head.key());
    return pack(cells);
  }

  /// A changed case is a changed row: its version stands in it.
  void rewrite(const Change& change, Rows& rows) const {
    const auto before = drafts(change.before), after = drafts(change.after);
    const auto of = [](const std::vector<RowDraft>& all, const std::string& id) {
      const auto same = [&](const RowDraft& d) { return d.id == id; };
      const auto it = std::find_if(all.begin(), all.end(), same);
      return it == all.end() ? nullptr : &*it;
    };
    for (const auto& old : before) {
      const auto* kept = of(after, old.id);
      for (const auto& scope : old.scopes)
        if (indexed(scope) && !(kept && holds(kept->scopes, scope)))
          rows.erase(index_key(scope, old.id));
      if (!kept) rows.erase("R" + old.id);
    }
    for (const auto& row : after) {
      const auto* old = of(before, row.id);
      for (const auto& scope : row.scopes)
        if (indexed(scope) && !(old && holds(old->scopes, scope)))
          rows.put(index_key(scope, row.id), {});
      rows.put("R" + row.id, packed(change.after, row));
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
  // So that a changed state or column builds its rows anew by itself.
  Layout layout;
  layout.add(kinds);
  for (const auto& cell : cells) layout.add(cell.column.name);
  return layout.version(edition);
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
