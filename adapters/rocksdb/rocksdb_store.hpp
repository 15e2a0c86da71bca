// The node's folded data in RocksDB: families, no write-ahead log, snapshots.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "engine/ports.hpp"

namespace surety {

/// A store that can be copied while it is written to.
class NodeStore : public Store {
 public:
  /// Makes `folder`, a store of its own, from what is written: at least what it was at the call,
  /// each family with its position. Links files where the folder is on the same disk.
  virtual void checkpoint(const std::filesystem::path& folder) = 0;
};

/// Null with `error` set. Snapshots may outlive the store and hold the folder until they are gone.
/// Reading and `flush` from any thread; a fault of the disk is thrown as std::runtime_error: the
/// folder may then be removed and is built anew from the journal.
std::unique_ptr<NodeStore> open_rocksdb_store(const std::filesystem::path& folder,
                                              std::string& error);

}  // namespace surety
