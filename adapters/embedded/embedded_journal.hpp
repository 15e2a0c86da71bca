// The journal in one folder: RocksDB under group commit, for one machine.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "engine/ports.hpp"

namespace surety {

struct EmbeddedSettings {
  std::filesystem::path folder;
  int partitions = 12;      ///< frozen at creation; 0: whatever the folder has (12 if it is new)
  bool read_only = false;   ///< the records as they were at opening; a running journal is not disturbed
  std::string name;         ///< for a new folder only (restore, copy); empty: random
  std::int64_t generation = 1;             ///< for a new folder only
  std::int64_t first_generation = 0;       ///< of the records it is to hold; 0: its own
  std::size_t group_records_max = 512;     ///< one sync takes all that is queued, up to this
  std::size_t group_bytes_max = 1 << 20;
  std::size_t tail_bytes_max = 16 << 20;   ///< newest records kept in memory, all partitions together
  std::size_t queue_bytes_max = 64 << 20;  ///< beyond, an append is lost, as the port allows
  std::uint64_t ballast_bytes = 32 << 20;  ///< given back to the disk when it is full
};

/// Null with `error` set: the folder is in use, was made with another P, or is damaged. What is
/// damaged stays as it is. `read` throws std::runtime_error naming the record that cannot be read;
/// it never skips one.
std::unique_ptr<Journal> open_embedded_journal(const EmbeddedSettings&, std::string& error);

}  // namespace surety
