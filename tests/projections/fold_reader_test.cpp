// Reading a small fold written by hand with the keys of engine/fold_keys.hpp.
#include <doctest/doctest.h>

#include "engine/digest.hpp"
#include "engine/fold_event.hpp"
#include "engine/fold_keys.hpp"
#include "events/binary.hpp"
#include "tests/projections/feed.hpp"

using namespace surety;
using namespace surety::tests;

namespace {

const std::string fold{fold_family()};

/// The cases and histories of what was told, as the replica keeps them.
std::unique_ptr<testing::MemoryStore> fold_of(const Feed& feed) {
  auto store = std::make_unique<testing::MemoryStore>();
  store->create_family(fold);
  const OneBook library;
  for (const auto& [p, commit] : feed.commits()) {
    const auto& event = commit.events[0];
    const auto [kind_name, id] = split_case_key(event.case_key);
    const Kind& kind = *kind_named(kind_name);
    Case c = unopened(kind, id);
    if (const auto bytes = store->get(fold, keys::state(p, event.case_key))) c = *decode_case(kind,
        *bytes);
    c = folded(c, kind, {event, commit.root, commit.actor, commit.recorded_at,
                         commit.passed ? &*commit.passed : nullptr}, library);
    HistoryEntry entry;
    entry.event = event;
    entry.position = {1, p, commit.sequence};
    entry.recorded_at = commit.recorded_at;
    entry.actor = commit.actor;
    entry.passed = commit.passed;
    store->write({{fold,
                   {{keys::state(p, event.case_key), encode_case(c)},
                    {keys::history(p, event.case_key, event.case_version), to_binary(entry)},
                    {keys::root(p, commit.root, event.case_key), ""}}}});
  }
  return store;
}

}  // namespace

TEST_CASE("numbers keep their order as bytes, prefixes end where the next begins") {
  const std::int64_t ascending[] = {std::numeric_limits<std::int64_t>::min(), -5, 0, 1, 255, 256,
      1'740'000'000'000};
  for (std::size_t i = 0; i + 1 < std::size(ascending); ++i)
    CHECK(big_endian64(ascending[i]) < big_endian64(ascending[i + 1]));
  for (auto n : ascending) CHECK(from_big_endian64(big_endian64(n)) == n);
  CHECK(after_prefix("ab") == "ac");
  CHECK(after_prefix(std::string("a\xFF")) == "b");
  CHECK(after_prefix("\xFF\xFF").empty());
  const auto key = keys::due(3, {-1}, "guarantee/1", "payment", "节点");
  const auto due = keys::read_due(key);
  CHECK(due.at.ms == -1);
  CHECK(due.case_key == "guarantee/1");
  CHECK(due.name == "payment");
  CHECK(due.subject == "节点");
}

TEST_CASE("a position reads as it is written, and nothing else does") {
  const CommitPosition position{2, 7, 4'113};
  CHECK(position.text() == "2.7:4113");
  CHECK(CommitPosition::parse("2.7:4113") == position);
  for (const char* wrong : {"", "1", "1.2", "1:2.3", "1.2:", "1.2:x", "-1.2:3", "1.2:3 "})
    CHECK_FALSE(CommitPosition::parse(wrong));
}

TEST_CASE("cases are found wherever their root put them, as of a version or an instant") {
  Feed feed;
  feed.tell("project", "P-1", "P-1", registered("P-1", "旧名", anhua));
  feed.at("2025-04-01T00:00:00.000+08:00");
  project::Amended amended;
  amended.name = "新名";
  feed.tell("project", "P-1", "P-1", amended);
  feed.tell("guarantor", "G1", "P-1", filed("G1", "在别处", 5));  // not where its own id would be
  const auto store = fold_of(feed);
  const FoldReader reader(*store, partitions);
  const OneBook library;

  const auto now = reader.find("project", "P-1");
  REQUIRE(now);
  CHECK(now->head.version == 2);
  CHECK(now->head.jurisdiction == "230000");
  CHECK(now->as<project::State>().name == "新名");
  CHECK(reader.find("guarantor", "G1"));
  CHECK(reader.partition_with("guarantor", "G1") == partition_of("P-1", partitions));
  CHECK_FALSE(reader.find("project", "P-2"));
  CHECK_FALSE(reader.find("nonsense", "P-1"));
  CHECK(reader.partition_with("project", "P-2") == -1);

  CHECK(reader.history("project", "P-1").size() == 2);
  CHECK(reader.history("project", "P-1", 1).front().event.type == "project.amended");
  CHECK(reader.history("project", "P-1", 0, 1).size() == 1);
  CHECK(reader.as_of("project", "P-1", 1, {}, library)->as<project::State>().name == "旧名");
  CHECK(reader.as_of("project", "P-1", 2, {}, library)->as<project::State>().name == "新名");
  CHECK_FALSE(reader.as_of("project", "P-1", 3, {}, library));
  const auto at = [&](std::string_view text) {
    return reader.as_of("project", "P-1", {}, Instant::stored(text), library);
  };
  CHECK_FALSE(at("2025-03-01T08:59:59.999+08:00"));
  CHECK(at("2025-03-01T09:00:00.000+08:00")->head.version == 1);
  CHECK(at("2025-04-01T00:00:00.000+08:00")->head.version == 2);
  CHECK(encode_case(*at("2026-01-01T00:00:00.000+08:00")) == encode_case(*now));
  CHECK(reader.cases_of("P-1") == std::vector<std::string>{"guarantor/G1", "project/P-1"});
  CHECK(reader.cases_of("P").empty());
}

TEST_CASE("deadlines, refusals, outcomes and unique values over all partitions") {
  testing::MemoryStore store;
  store.create_family(fold);
  const FoldReader reader(store, partitions);
  CHECK(reader.due({1'000}, 10).empty());
  store.write({{fold,
                {{keys::due(2, {300}, "guarantee/1", "expiry", ""), ""},
                 {keys::due(0, {200}, "guarantee/2", "expiry", ""), ""},
                 {keys::due(1, {400}, "guarantee/3", "expiry", ""), ""},
                 {keys::unique(3, "letter", "L-1"), "guarantee/9"}}}});
  const auto due = reader.due({400}, 10);
  REQUIRE(due.size() == 2);
  CHECK(due[0].case_key == "guarantee/2");
  CHECK(due[1].passes_at.ms == 300);
  CHECK(reader.due({1'000}, 1).front().case_key == "guarantee/2");
  CHECK(reader.holder("letter", "L-1") == "guarantee/9");
  CHECK(reader.holder("letter", "L").empty());

  Outcome outcome;
  outcome.command_id = "c-1";
  outcome.version = 4;
  RefusalEntry first, second;
  first.recorded_at = {1};
  second.recorded_at = {2};
  store.write({{fold,
                {{keys::seen(3, "c-1"), to_binary(outcome)},
                 {keys::refusal(0, "guarantee/", 7), to_binary(second)},
                 {keys::refusal(3, "guarantee/", 9), to_binary(first)}}}});
  CHECK(reader.outcome("c-1")->version == 4);
  CHECK_FALSE(reader.outcome("c-2"));
  REQUIRE(reader.refusals("guarantee/").size() == 2);
  CHECK(reader.refusals("guarantee/")[0].recorded_at.ms == 1);
  CHECK(reader.refusals("guarantee/1").empty());
}
