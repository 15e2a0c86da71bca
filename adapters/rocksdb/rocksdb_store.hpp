// The node's folded data in RocksDB: families, no write-ahead log, snapshots.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "engine/ports.hpp"

namespace surety {

/// Null with `error` set. Snapshots may outlive the store and hold the folder until they are gone.
/// Reading and `flush` from any thread; a fault of the disk is thrown as std::runtime_error: the
/// folder may then be removed and is built anew from the journal.
std::unique_ptr<Store> open_rocksdb_store(const std::filesystem::path& folder, std::string& error);

}  // namespace surety
