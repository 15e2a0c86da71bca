// Secrets of one machine: a RocksDB of its own, values sealed under a master key from a file.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/ports.hpp"

namespace surety {

/// Opens or creates the folder. The master key file (32 bytes) is made with mode 0600 if absent;
/// throws std::runtime_error if it does not fit what the folder holds.
std::unique_ptr<Secrets> rocksdb_secrets(const std::filesystem::path& folder,
                                         const std::filesystem::path& master_key);
/// A secret as it lies there, sealed under the master key.
struct SealedSecret {
  std::string reference, box;
};
/// All of them as they were at the call, also while a node has the folder open.
std::vector<SealedSecret> sealed_secrets(const std::filesystem::path& folder);
/// Makes the folder and puts them there. Throws std::runtime_error if one of them was not sealed
/// under the key of that file.
void fill_secrets(const std::filesystem::path& folder, const std::filesystem::path& master_key,
                  const std::vector<SealedSecret>&);

/// In memory, for tests.
std::unique_ptr<Secrets> memory_secrets();

}  // namespace surety
