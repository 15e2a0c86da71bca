// The stores: RocksDB and the one in memory keep the same promises.
#include <doctest/doctest.h>

#include "adapters/rocksdb/rocksdb_store.hpp"
#include "tests/adapters/store_contract.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace surety;
using namespace surety::testing;

TEST_CASE("RocksDB keeps the store's promises") {
  const TemporaryFolder folder;
  std::string error;
  store_contract([&] { return open_rocksdb_store(folder.path() / "store", error); });
  CHECK(error.empty());
}

TEST_CASE("the store in memory keeps the store's promises") {
  store_contract([] { return std::make_unique<MemoryStore>(); });
}

TEST_CASE("RocksDB comes back from a crash with every family at its own flush") {
  const TemporaryFolder folder;
  std::string error;
  const auto copy = folder.path() / "crashed";
  auto at = folder.path() / "store";
  store_crash_contract([&] { return open_rocksdb_store(at, error); },
                       [&] {
                         // The files as they are while the store runs are what a kill leaves.
                         std::filesystem::copy(at, copy);
                         at = copy;
                       });
}

TEST_CASE("the store in memory comes back with every family at its own flush") {
  MemoryStore store;
  store.create_family("a");
  store.create_family("b");
  store.write({{"a", {{"1", "one"}}}, {"b", {{"1", "eins"}}}});
  store.flush("a");
  store.write({{"a", {{"1", "changed"}, {"2", "two"}}}, {"b", {{"2", "zwei"}}}});
  store.flush("b");
  store.write({{"b", {{"1", std::nullopt}}}});
  store.crash();
  CHECK(scanned(store, "a", "", "") == "1=one ");
  CHECK(scanned(store, "b", "", "") == "1=eins 2=zwei ");
}

TEST_CASE("a store in use, and one whose files are broken, say so") {
  const TemporaryFolder folder;
  std::string error;
  {
    const auto store = open_rocksdb_store(folder.path(), error);
    REQUIRE(store != nullptr);
    CHECK(open_rocksdb_store(folder.path(), error) == nullptr);
    CHECK(error.find("in use") != std::string::npos);
  }
  std::filesystem::resize_file(folder.path() / "CURRENT", 3);
  CHECK(open_rocksdb_store(folder.path(), error) == nullptr);
  CHECK(error.find(folder.path().string()) != std::string::npos);
}

TEST_CASE("a snapshot outlives its store") {
  const TemporaryFolder folder;
  std::string error;
  auto store = open_rocksdb_store(folder.path(), error);
  store->create_family("a");
  store->write({{"a", {{"1", "one"}}}});
  auto snapshot = store->snapshot();
  store.reset();
  CHECK(snapshot->get("a", "1") == "one");
}
