// What every store promises, written once; a store's own test calls `store_contract`.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/ports.hpp"

namespace surety::testing {

/// Opens the same store, closed in order or not as the store's test chooses; empty at first.
using OpenStore = std::function<std::unique_ptr<Store>()>;

inline std::string scanned(const StoreReader& reader, std::string_view family,
                           std::string_view from, std::string_view until, bool down = false) {
  std::string out;
  reader.scan(
      family, from, until,
      [&](std::string_view key, std::string_view value) {
        out.append(key).append("=").append(value).append(" ");
        return true;
      },
      down);
  return out;
}

inline void store_contract(const OpenStore& open) {
  auto store = open();
  REQUIRE(store != nullptr);
  CHECK(store->families().empty());
  CHECK_FALSE(store->get("a", "1").has_value());  // an unknown family is an empty one to readers
  CHECK_THROWS(store->write({{"a", {{"1", "x"}}}}));

  store->create_family("a");
  store->create_family("a");
  store->create_family("b");
  CHECK(store->families() == std::vector<std::string>{"a", "b"});

  // All or nothing, later puts of a batch over earlier ones.
  const std::string zero("2\0x", 3);
  store->write({{"a", {{"1", "one"}, {"2", "two"}, {"3", "x"}, {"3", std::nullopt}, {zero, ""}}},
                {"b", {{"1", "eins"}}}});
  CHECK(store->get("a", "1") == "one");
  CHECK(store->get("b", "1") == "eins");
  CHECK_FALSE(store->get("a", "3").has_value());
  CHECK(store->get("a", zero) == "");
  CHECK_THROWS(store->write({{"a", {{"1", "changed"}}}, {"nowhere", {{"1", "x"}}}}));
  CHECK(store->get("a", "1") == "one");

  // Scans: half-open, both ways, stopping when told.
  store->write({{"a", {{zero, std::nullopt}, {"3", "three"}}}});
  CHECK(scanned(*store, "a", "", "") == "1=one 2=two 3=three ");
  CHECK(scanned(*store, "a", "1", "3") == "1=one 2=two ");
  CHECK(scanned(*store, "a", "2", "") == "2=two 3=three ");
  CHECK(scanned(*store, "a", "1", "3", true) == "2=two 1=one ");
  CHECK(scanned(*store, "a", "", "", true) == "3=three 2=two 1=one ");
  CHECK(scanned(*store, "a", "4", "9").empty());
  int seen = 0;
  store->scan("a", "", "", [&](std::string_view, std::string_view) { return ++seen < 2; });
  CHECK(seen == 2);

  // A snapshot stays at its instant, whatever is written or dropped.
  const auto snapshot = store->snapshot();
  store->write({{"a", {{"1", "later"}, {"2", std::nullopt}}}, {"b", {{"9", "later"}}}});
  CHECK(snapshot->get("a", "1") == "one");
  CHECK(scanned(*snapshot, "a", "", "") == "1=one 2=two 3=three ");
  CHECK(scanned(*snapshot, "b", "", "") == "1=eins ");
  CHECK(scanned(*store, "a", "", "") == "1=later 3=three ");
  store->create_family("c");
  store->write({{"c", {{"1", "x"}}}});
  CHECK_FALSE(snapshot->get("c", "1").has_value());
  store->drop_family("b");
  CHECK(store->families() == std::vector<std::string>{"a", "c"});
  CHECK_FALSE(store->get("b", "1").has_value());
  CHECK(snapshot->get("b", "1") == "eins");
}

/// What was flushed is there after a crash; what was not is gone or there, family by family.
inline void store_crash_contract(const OpenStore& open, const std::function<void()>& crash) {
  auto store = open();
  store->create_family("a");
  store->create_family("b");
  store->write({{"a", {{"1", "one"}}}, {"b", {{"1", "eins"}}}});
  store->flush();
  store->write({{"a", {{"1", "changed"}, {"2", "two"}}}, {"b", {{"1", std::nullopt}}}});
  crash();
  store.reset();
  store = open();
  CHECK(store->families() == std::vector<std::string>{"a", "b"});
  const auto a = scanned(*store, "a", "", ""), b = scanned(*store, "b", "", "");
  CHECK((a == "1=one " || a == "1=changed 2=two "));
  CHECK((b == "1=eins " || b.empty()));
}

}  // namespace surety::testing
