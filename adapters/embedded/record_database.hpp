// The records on disk: keys, checksums, opening and its checks; the journal above has the threads.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/journal_identity.hpp"
#include "engine/ports.hpp"

namespace surety::embedded {

using Identity = JournalIdentity;

enum class Opening {
  writing,
  reading,               ///< no lock, nothing touched
  reading_what_is_left,  ///< the same up to the first damage in the write-ahead log
};

/// Records in RocksDB under partition(2) offset(8), each with a checksum over its key and bytes.
class RecordDatabase {
 public:
  explicit RecordDatabase(std::filesystem::path folder) : folder_(std::move(folder)) {}
  ~RecordDatabase();

  /// Empty, or why not. Makes the database if `create` names a journal and there is none.
  std::string open(Opening, const Identity* create);
  void close();
  bool is_open() const { return db_ != nullptr; }

  /// False if the folder holds no journal yet.
  bool exists() const;
  const Identity& identity() const { return identity_; }

  /// The offset after the last record, by partition. Throws if the database cannot be read.
  std::vector<std::int64_t> ends() const;
  /// Records [offset, end), at most as many and about as large as said, at least one. Throws where
  /// the next record is missing, unreadable or has another checksum.
  std::vector<JournalEntry> read(int partition, std::int64_t offset, std::int64_t end,
                                 std::size_t max_bytes) const;
  static void put(rocksdb::WriteBatch&, int partition, const JournalEntry&);
  /// On disk on return; empty, or why not. `no_space` tells a full disk from a broken one.
  std::string write(rocksdb::WriteBatch&, bool& no_space);
  /// What a killed process wrote but did not sync is read back after it: it must be durable too.
  /// Needs no space. Empty, or why not.
  std::string sync_log();
  /// Moves everything out of the write-ahead log. Empty, or why not.
  std::string flush();

 private:
  std::string read_identity();
  std::string write_identity(const Identity&);

  std::filesystem::path folder_;
  std::unique_ptr<rocksdb::DB> db_;
  Identity identity_;
};

/// Sentence for people: "partition 3, record 17: …".
std::string record_name(int partition, std::int64_t offset);

}  // namespace surety::embedded
