// Secrets of one machine: a RocksDB of its own, values sealed under a master key from a file.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/ports.hpp"

namespace surety {

/// Opens or creates the folder. The master key file (32 bytes) is made with mode 0600 if absent;
/// throws std::runtime_error if it does not fit what the folder holds.
std::unique_ptr<Secrets> rocksdb_secrets(const std::filesystem::path& folder,
                                         const std::filesystem::path& master_key);
/// In memory, for tests.
std::unique_ptr<Secrets> memory_secrets();

}  // namespace surety
