// The Merkle tree of RFC 6962: one hash stands for many texts, and a few hashes prove that a text is
// among them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace surety {

std::string merkle_leaf(std::string_view text);  ///< 32 bytes, as all hashes here

/// Of no leaf: SHA-256 of nothing.
std::string merkle_root(const std::vector<std::string>& leaves);

/// The hashes beside the way from that leaf to the root, from below.
/// REQUIRES: index < leaves.size()
std::vector<std::string> merkle_path(const std::vector<std::string>& leaves, std::size_t index);

/// The root to which the path leads; empty if it does not have the length that it must have.
std::string merkle_root_by(const std::vector<std::string>& path, std::string_view leaf,
                           std::size_t index, std::size_t size);

}  // namespace surety
