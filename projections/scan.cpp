// Rows of a view within an actor's scope: by the scope index where few are his, else one sweep.
#include <map>
#include <set>

#include "engine/authorisation.hpp"
#include "engine/fold_keys.hpp"
#include "engine/fold_event.hpp"
#include "projections/run.hpp"
#include "projections/scope.hpp"
#include "projections/table.hpp"

namespace surety {
namespace {

/// `R` after the partition's two bytes.
constexpr std::size_t before_id = 3;

std::size_t stored_columns(const View& view) { return view.columns.size() - view.joins.size(); }

std::set<std::string> indexed_rows(const StoreReader& store, const std::string& family,
                                   int partition, const std::vector<std::string>& prefixes) {
  std::set<std::string> ids;
  for (const auto& scope : prefixes) {
    const std::string from = partition_prefix(partition).append(1, 'I').append(scope);
    store.scan(family, from, after_prefix(from), [&](std::string_view key, std::string_view) {
      ids.emplace(key.substr(key.find('\0', before_id) + 1));
      return true;
    });
  }
  return ids;
}

}  // namespace

std::string_view case_of(const View& view, const Packed& row) {
  return row[stored_columns(view) + 1];
}

void each_row(const StoreReader& store, int partitions, const View& view, const Actor& actor,
              bool descending, const RowVisit& visit) {
  // Rows of several kinds (to-dos) are judged by their own kind's rules.
  std::vector<const Kind*> all{view.kind};
  if (!view.shows_case) all.insert(all.end(), listed_kinds().begin(), listed_kinds().end());
  const Scope scope(actor, all);
  if (scope.prefixes().empty()) return;
  const std::size_t stored = stored_columns(view);
  // A row that asks for a command is there for those who may give it.
  const auto task = view.shows_case ? std::nullopt : column_at(view, "command");
  std::map<std::string, bool, std::less<>> may;
  const auto for_him = [&](const Packed& row) {
    if (!task) return true;
    const std::string_view command = row[*task];
    auto known = may.find(command);
    if (known == may.end())
      known = may.emplace(command, holds_permission(actor, command)).first;
    return known->second;
  };
  const auto offer = [&](std::string_view id, std::string_view bytes) {
    const Packed row(bytes);
    if (scope.holds(split_case_key(row[stored + 1]).first, row[stored]) && for_him(row))
      visit(id, row, bytes);
    return true;
  };
  for (int p = 0; p < partitions; ++p) {
    const std::string rows = partition_prefix(p).append(1, 'R');
    if (scope.narrow()) {
      for (const auto& id : indexed_rows(store, view.family, p, scope.prefixes()))
        if (const auto bytes = store.get(view.family, rows + id)) offer(id, *bytes);
    } else {
      store.scan(
          view.family, rows, after_prefix(rows),
          [&](std::string_view key, std::string_view value) {
            return offer(key.substr(before_id), value);
          },
          descending);
    }
  }
}

}  // namespace surety
