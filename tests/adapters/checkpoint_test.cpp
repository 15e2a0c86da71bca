// Checkpoints: what is taken is what was made, by its bytes, or nothing.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "adapters/embedded/embedded_journal.hpp"
#include "adapters/rocksdb/checkpoint.hpp"
#include "engine/digest.hpp"
#include "engine/fold.hpp"
#include "engine/position.hpp"
#include "events/binary.hpp"
#include "projections/checksum.hpp"
#include "tests/adapters/store_contract.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace surety;
using namespace surety::testing;
namespace fs = std::filesystem;

namespace {

constexpr const char* other_family = "projection.things@1";

std::unique_ptr<Journal> journal_in(const fs::path& folder) {
  std::string error;
  auto journal = open_embedded_journal({.folder = folder, .partitions = 2}, error);
  REQUIRE_MESSAGE(journal != nullptr, error);
  return journal;
}

/// A node's folder without the node: its journal, its store, the folder it shares.
struct World {
  TemporaryFolder folder;
  std::unique_ptr<Journal> journal = journal_in(folder.path() / "journal");
  std::string error;
  std::unique_ptr<NodeStore> store = open_rocksdb_store(folder.path() / "store", error);
  Checkpoints checkpoints{folder.path() / "shared", *journal};
  std::int64_t at_ms = 1'700'000'000'000;

  World() {
    store->create_family(fold_family());
    store->create_family(other_family);
  }
  void fold(int sequence) {
    const Position position{.next_offset = sequence + 1, .head = "h", .sequence = sequence};
    store->write({{std::string(fold_family()),
                   {{position_key(1), to_binary(position)},
                    {partition_prefix(1) + "row", std::to_string(sequence)}}},
                  {other_family, {{partition_prefix(1) + "thing", std::to_string(sequence)}}}});
  }
  bool make() { return checkpoints.make(*store, "node-1", Instant{++at_ms}); }
  Checkpoints::Taken take(std::string_view family = fold_family()) {
    fs::remove_all(taken_at());
    return checkpoints.take(taken_at(), family);
  }
  fs::path taken_at() const { return folder.path() / "new"; }
  std::string taken_row() {
    const auto taken = open_rocksdb_store(taken_at(), error);
    REQUIRE_MESSAGE(taken != nullptr, error);
    return taken->get(fold_family(), partition_prefix(1) + "row").value_or("none");
  }
  fs::path made() const {
    return folder.path() / "shared" /
           (journal->name() + "-1-" + std::to_string(at_ms));
  }
};

}  // namespace

TEST_CASE("a new node's store is that of the checkpoint, its positions and checksums as told") {
  World w;
  w.fold(6);
  w.fold(7);
  REQUIRE(w.make());
  w.fold(8);
  const auto taken = w.take();
  REQUIRE(taken.manifest);
  CHECK(taken.passed_over.empty());
  CHECK(w.taken_row() == "7");
  const auto& position = taken.manifest->positions.at(1);
  CHECK(position.sequence == 7);
  CHECK(position.next_offset == 8);
  CHECK(position.head == hex("h"));
  const auto store = open_rocksdb_store(w.taken_at(), w.error);
  REQUIRE(taken.manifest->families.size() == 2);
  for (const auto& family : taken.manifest->families)
    for (int p = 0; p < 2; ++p)
      CHECK(family.checksums.at(static_cast<std::size_t>(p)) == checksum(*store, family.name, p));
}

TEST_CASE("a checkpoint is made while the store is written to") {
  World w;
  w.fold(1);
  std::atomic<bool> over = false;
  std::thread writer([&] {
    for (int i = 2; !over; ++i) w.fold(i);
  });
  for (int i = 0; i < 3; ++i) CHECK(w.make());
  over = true;
  writer.join();
  const auto taken = w.take();
  REQUIRE(taken.manifest);
  CHECK(w.taken_row() == std::to_string(taken.manifest->positions.at(1).sequence));
}

TEST_CASE("a byte that changed is found, and the checkpoint before is taken") {
  World w;
  w.fold(1);
  REQUIRE(w.make());
  w.fold(2);
  REQUIRE(w.make());
  for (const auto& entry : fs::directory_iterator(w.made())) {
    if (entry.path().extension() != ".sst") continue;
    fs::copy_file(entry.path(), w.folder.path() / "own");  // the live store has the same file
    std::fstream file(w.folder.path() / "own", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(20);
    file.put('!');
    file.close();
    fs::rename(w.folder.path() / "own", entry.path());
    break;
  }
  const auto taken = w.take();
  REQUIRE(taken.passed_over.size() == 1);
  CHECK(taken.passed_over[0].find("is not what was written") != std::string::npos);
  CHECK(w.taken_row() == "1");
}

TEST_CASE("a checkpoint of another journal, or of a build with another fold, is not taken") {
  World w;
  w.fold(1);
  REQUIRE(w.make());
  const auto other = journal_in(w.folder.path() / "other");
  CHECK_FALSE(Checkpoints(w.folder.path() / "shared", *other).newest());
  const auto taken = w.take("fold@next");
  CHECK_FALSE(taken.manifest);
  REQUIRE(taken.passed_over.size() == 1);
  CHECK(taken.passed_over[0].find("another build") != std::string::npos);
  CHECK_FALSE(fs::exists(w.taken_at()));
}

TEST_CASE("the newest two checkpoints are kept, and what a dead node left unfinished goes") {
  World w;
  w.fold(1);
  fs::create_directories(w.folder.path() / "shared" / "x.part");
  for (int i = 0; i < 3; ++i) REQUIRE(w.make());
  int folders = 0;
  for (const auto& entry : fs::directory_iterator(w.folder.path() / "shared"))
    folders += entry.is_directory();
  CHECK(folders == 2);
  CHECK(w.checkpoints.newest()->ms == w.at_ms);
}

TEST_CASE("nodes make checkpoints one at a time") {
  World w;
  const int other = open((w.folder.path() / "shared" / "lock").c_str(), O_RDWR | O_CREAT, 0600);
  REQUIRE(flock(other, LOCK_EX) == 0);
  CHECK_FALSE(w.make());
  close(other);
  CHECK(w.make());
}
