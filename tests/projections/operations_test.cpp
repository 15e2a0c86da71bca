// The operation log: people's doings and refusals over all partitions, newest first, page by page.
#include <doctest/doctest.h>

#include "projections/operations.hpp"
#include "tests/support/memory_store.hpp"

using namespace surety;

namespace {

struct Log {
  testing::MemoryStore store;
  std::unique_ptr<Projection> projection = operations_projection();

  struct Kept : Rows {
    testing::MemoryStore& store;
    std::string family, prefix;
    Kept(testing::MemoryStore& s, std::string f, int p)
        : store(s), family(std::move(f)), prefix(partition_prefix(p)) {}
    std::optional<std::string> get(std::string_view key) const override {
      return store.get(family, prefix + std::string(key));
    }
    void put(std::string_view key, std::string value) override {
      store.write({{family, {{prefix + std::string(key), std::move(value)}}}});
    }
    void erase(std::string_view) override {}
  };

  void tell(int partition, std::int64_t sequence, std::int64_t ms, const std::string& actor,
            const std::string& refusal = {}) {
    Commit c;
    c.sequence = sequence;
    c.recorded_at = {ms};
    c.actor = actor;
    c.case_key = "policy/" + std::to_string(sequence);
    if (refusal.empty()) c.events = {EventRecord{.type = "policy.issued"}};
    else c.refusal = RefusalRecord{c.case_key, "policy.issue", refusal, "{}"};
    Kept rows(store, projection->family(), partition);
    projection->apply(c, {}, rows);
  }

  /// Sequences of all pages of that size.
  std::vector<std::int64_t> told(OperationsWanted wanted, std::size_t size = 2) {
    std::vector<std::int64_t> out;
    wanted.limit = size;
    do {
      const auto found = operations(store, 3, wanted);
      REQUIRE(std::holds_alternative<OperationsPage>(found));
      const auto& page = std::get<OperationsPage>(found);
      REQUIRE(page.items.size() <= size);
      for (const auto& o : page.items) out.push_back(o.position.sequence);
      wanted.cursor = page.next;
    } while (!wanted.cursor.empty());
    return out;
  }
};

using Sequences = std::vector<std::int64_t>;

Log example() {
  Log log;
  log.store.create_family(log.projection->family());
  log.tell(0, 1, 100, "li@platform");
  log.tell(1, 2, 100, "wang@INSURER");
  log.tell(2, 3, 100, "li@platform", "forbidden");
  log.tell(0, 4, 100, "li@platform");
  log.tell(1, 5, 200, "engine");
  log.tell(1, 6, 300, "lin@platform");
  return log;
}

}  // namespace

TEST_CASE("operations: newest first over all partitions, whatever the page, without the engine's") {
  auto log = example();
  for (const std::size_t size : {1u, 2u, 3u, 4u, 5u, 50u})
    CHECK(log.told({}, size) == Sequences{6, 4, 1, 2, 3});
}

// proves QZI-09
TEST_CASE("operations: of one account, of a time, refused ones alone") {
  auto log = example();
  CHECK(log.told({.account = "li"}) == Sequences{4, 1, 3});
  CHECK(log.told({.account = "nobody"}).empty());
  CHECK(log.told({.from = Instant{101}}) == Sequences{6});
  CHECK(log.told({.until = Instant{300}}) == Sequences{4, 1, 2, 3});
  CHECK(log.told({.refused_only = true}) == Sequences{3});
  const auto page = std::get<OperationsPage>(operations(log.store, 3, {.refused_only = true}));
  CHECK(page.items.at(0).refusal == "forbidden");
  CHECK(page.items.at(0).command == "policy.issue");
  CHECK(page.items.at(0).actor == "li@platform");
  for (const char* cursor : {"x", "1.2", "1.2.3.4", "-1.0.0", "1.2.x"}) {
    OperationsWanted wanted;
    wanted.cursor = cursor;
    CHECK(std::holds_alternative<BadQuery>(operations(log.store, 3, wanted)));
  }
}
