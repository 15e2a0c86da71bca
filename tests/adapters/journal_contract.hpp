// What every journal promises, written once; a journal's own test calls `journal_contract`.
#pragma once

#include <doctest/doctest.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "engine/ports.hpp"

namespace surety::testing {

/// Opens the same journal; the one given before is closed by then. It is empty at first, has at
/// least three partitions and no faults.
using OpenJournal = std::function<std::unique_ptr<Journal>()>;

/// Waits for the journal's word, never for the clock: a test that hangs is stopped by its runner.
class Durable {
 public:
  explicit Durable(Journal& journal) : journal_(journal) {
    journal.on_durable([this] {
      std::lock_guard lock(mutex_);
      ++times_;
      changed_.notify_all();
    });
  }
  ~Durable() { journal_.on_durable({}); }  // reads wait again for what is not in memory
  void until(int partition, std::int64_t end) {
    std::unique_lock lock(mutex_);
    while (journal_.end(partition) < end) {
      const auto before = times_;
      // Read after `before` was taken, so that no word is missed.
      lock.unlock();
      const bool there = journal_.end(partition) >= end;
      lock.lock();
      if (there) return;
      changed_.wait(lock, [&] { return times_ != before; });
    }
  }

 private:
  Journal& journal_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t times_ = 0;
};

/// All records of a partition in small reads, checked to be contiguous.
inline std::vector<std::string> all_records(Journal& journal, int partition) {
  std::vector<std::string> records;
  for (;;) {
    const auto read =
        journal.read(partition, static_cast<std::int64_t>(records.size()), 7, 1 << 20);
    if (read.empty()) break;
    for (const auto& entry : read) {
      REQUIRE(entry.offset == static_cast<std::int64_t>(records.size()));
      records.push_back(entry.bytes);
    }
  }
  CHECK(journal.end(partition) == static_cast<std::int64_t>(records.size()));
  return records;
}

inline void journal_contract(const OpenJournal& open) {
  auto journal = open();
  REQUIRE(journal != nullptr);
  const auto name = journal->name();
  const int partitions = journal->partitions();
  REQUIRE(partitions >= 3);
  CHECK_FALSE(name.empty());
  CHECK(journal->generation() >= 1);
  CHECK(journal->trouble().empty());

  // Empty.
  for (int p = 0; p < partitions; ++p) {
    CHECK(journal->end(p) == 0);
    CHECK(journal->read(p, 0, 10, 1000).empty());
  }

  // Ordered and contiguous in each partition, whatever the bytes, and partitions do not mix.
  std::vector<std::vector<std::string>> appended(3);
  {
    Durable durable(*journal);
    for (int i = 0; i < 1000; ++i) {
      const int p = i % 7 % 3;
      auto bytes = std::to_string(i) + std::string(static_cast<std::size_t>(i % 50), '\0');
      if (i == 5) bytes.clear();
      if (i == 9) bytes.assign(512 << 10, '\xFF');
      appended[static_cast<std::size_t>(p)].push_back(bytes);
      journal->append(p, std::move(bytes));
    }
    for (int p = 0; p < 3; ++p)
      durable.until(p, static_cast<std::int64_t>(appended[static_cast<std::size_t>(p)].size()));
  }
  for (int p = 0; p < 3; ++p)
    CHECK(all_records(*journal, p) == appended[static_cast<std::size_t>(p)]);

  // Limits: no more than asked for, but never nothing where there is something.
  CHECK(journal->read(0, 0, 3, 1 << 20).size() == 3);
  CHECK(journal->read(0, 0, 1000, 1).size() == 1);
  CHECK(journal->read(0, 2, 1, 1)[0].offset == 2);
  CHECK(journal->read(0, 0, 0, 1000).empty());
  CHECK(journal->read(0, journal->end(0), 10, 1000).empty());
  CHECK(journal->read(0, journal->end(0) + 5, 10, 1000).empty());

  // Opened again it is the same journal, and goes on where it ended.
  for (int again = 0; again < 2; ++again) {
    journal.reset();
    journal = open();
    REQUIRE(journal != nullptr);
    CHECK(journal->name() == name);
    CHECK(journal->partitions() == partitions);
    for (int p = 0; p < 3; ++p)
      CHECK(all_records(*journal, p) == appended[static_cast<std::size_t>(p)]);
    Durable durable(*journal);
    appended[1].push_back("more");
    journal->append(1, "more");
    durable.until(1, static_cast<std::int64_t>(appended[1].size()));
    CHECK(all_records(*journal, 1) == appended[1]);
  }
}

}  // namespace surety::testing
