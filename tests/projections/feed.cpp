// Telling, folding, asking.
#include "tests/projections/feed.hpp"

#include "projections/shelf.hpp"

#include <doctest/doctest.h>

#include "engine/digest.hpp"
#include "engine/fold_event.hpp"
#include "engine/writes.hpp"
#include "projections/all.hpp"

namespace surety::tests {
namespace {

class PartitionRows : public Rows {
 public:
  PartitionRows(Writes& writes, std::string family, int partition)
      : writes_(writes), family_(std::move(family)), prefix_(partition_prefix(partition)) {}
  std::optional<std::string> get(std::string_view key) const override {
    return writes_.get(family_, prefix_ + std::string(key));
  }
  void put(std::string_view key, std::string value) override {
    writes_.put(family_, prefix_ + std::string(key), std::move(value));
  }
  void erase(std::string_view key) override { writes_.erase(family_, prefix_ + std::string(key)); }

 private:
  Writes& writes_;
  std::string family_, prefix_;
};

std::vector<Changes> changes_of(const std::vector<std::pair<int, Commit>>& commits,
                                const Library& library) {
  std::map<std::string, Case> cases;
  std::vector<Changes> all;
  for (const auto& [p, commit] : commits) {
    auto& changes = all.emplace_back();
    for (const auto& e : commit.events) {
      const auto [kind_name, id] = split_case_key(e.case_key);
      const Kind& kind = *kind_named(kind_name);
      Case& c = cases.try_emplace(e.case_key, unopened(kind, id)).first->second;
      Case before = c;
      const auto* passed = commit.passed ? &*commit.passed : nullptr;
      c = folded_or_degraded(c, kind, {e, commit.root, commit.actor, commit.recorded_at, passed},
                             library, "test");
      changes.push_back({std::move(before), c});
    }
  }
  return all;
}

}  // namespace

Feed& Feed::tell(const std::string& kind, const std::string& id, const std::string& root,
                 const std::string& event, const std::string& json) {
  const int p = partition_of(root, partitions);
  const std::string key = kind + "/" + id;
  Commit commit;
  commit.sequence = ++sequences_[p];
  commit.root = root;
  commit.recorded_at = now_;
  commit.actor = "someone@somewhere";
  commit.events.push_back({key, ++versions_[key], kind + "." + event, 1, "230000/1", "", "", json});
  commits_.push_back({p, std::move(commit)});
  now_.ms += 60'000;
  return *this;
}

Feed& Feed::passing(const std::string& name, const std::string& subject) {
  auto& commit = commits_.back().second;
  commit.passed = PassedDeadline{commit.events[0].case_key, name, subject, Date::of(2025, 1, 1)};
  return *this;
}

Feed& Feed::at(std::string_view instant) {
  now_ = Instant::stored(instant);
  return *this;
}

void Feed::fold(testing::MemoryStore& store, std::vector<std::unique_ptr<Projection>>& projections,
                std::size_t batch) const {
  const OneBook library;
  const auto changes = changes_of(commits_, library);
  for (auto& projection : projections) {
    store.create_family(projection->family());
    Writes writes(store);
    std::size_t in_batch = 0;
    for (std::size_t i = 0; i < commits_.size(); ++i) {
      PartitionRows rows(writes, projection->family(), commits_[i].first);
      projection->apply(commits_[i].second, changes[i], rows);
      if (++in_batch % batch == 0) store.write(writes.take());
    }
    store.write(writes.take());
  }
}

std::unique_ptr<testing::MemoryStore> folded(const Feed& feed, std::size_t batch) {
  auto store = std::make_unique<testing::MemoryStore>();
  auto projections = all_projections();
  feed.fold(*store, projections, batch);
  return store;
}

Actor member(std::string organisation_kind, std::string code) {
  Actor actor;
  actor.account = "person-of-" + code;
  actor.organisation = code;
  actor.organisation_kind = std::move(organisation_kind);
  actor.credit_code = std::move(code);
  actor.jurisdiction = "230000";
  actor.permissions = {"*"};
  return actor;
}

Actor regulator(std::string region) {
  Actor actor = member("regulator", "regulator-" + region);
  actor.credit_code.clear();
  actor.region_code = std::move(region);
  return actor;
}

project::Registered registered(std::string code, std::string name, std::string contractor,
                               std::string region) {
  project::Registered e;
  e.project_code.value = std::move(code);
  e.name = std::move(name);
  e.contractor.value = std::move(contractor);
  e.region_code.value = std::move(region);
  return e;
}

guarantor::Filed filed(std::string code, std::string name, std::int64_t capital_fen) {
  guarantor::Filed e;
  e.credit_code.value = std::move(code);
  e.name = std::move(name);
  e.registered_capital.fen = capital_fen;
  e.address = "哈尔滨市";
  e.contact_name = "王";
  e.contact_phone.value = "13812340000";
  return e;
}

Page page(const StoreReader& store, std::string_view view, const Query& query, const Actor& actor) {
  REQUIRE(view_named(view) != nullptr);
  const auto result = run(store, partitions, *view_named(view), query, actor);
  if (const auto* wrong = std::get_if<BadQuery>(&result)) FAIL(wrong->code << " " << wrong->field);
  Shelves shelves(partitions);
  if (Shelf* shelf = shelves.of(*view_named(view))) {
    const auto same = run(store, partitions, *view_named(view), query, actor, {},
                          HeldShelf{*shelf, std::unique_lock(shelf->mutex)});
    const auto &swept = std::get<Page>(result), &chosen = std::get<Page>(same);
    CHECK(swept.items == chosen.items);
    CHECK(swept.total == chosen.total);
    CHECK(swept.next_cursor == chosen.next_cursor);
  }
  return std::get<Page>(result);
}

BadQuery bad(const StoreReader& store, std::string_view view, const Query& query,
    const Actor& actor) {
  const auto result = run(store, partitions, *view_named(view), query, actor);
  REQUIRE(std::holds_alternative<BadQuery>(result));
  return std::get<BadQuery>(result);
}

std::string member_of(const std::string& item, const std::string& name) {
  const std::string start = "\"" + name + "\":\"";
  const auto at = item.find(start);
  if (at == item.npos) return {};
  return item.substr(at + start.size(), item.find('"', at + start.size()) - at - start.size());
}

std::vector<std::string> ids(const Page& page) {
  std::vector<std::string> found;
  for (const auto& item : page.items) found.push_back(member_of(item, "id"));
  return found;
}

}  // namespace surety::tests
