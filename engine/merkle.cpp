// RFC 6962 §2.1: a leaf's hash begins with 0, a node's with 1, and the left half is the largest power
// of two below the whole.
#include "engine/merkle.hpp"

#include <bit>
#include <span>

#include "engine/digest.hpp"

namespace surety {
namespace {

using Leaves = std::span<const std::string>;

std::string node(const std::string& left, const std::string& right) {
  return sha256("\x01" + left, right);
}

std::size_t left_of(std::size_t size) { return std::bit_floor(size - 1); }

std::string root(Leaves leaves) {
  if (leaves.empty()) return sha256("");
  if (leaves.size() == 1) return leaves[0];
  const auto left = left_of(leaves.size());
  return node(root(leaves.first(left)), root(leaves.subspan(left)));
}

void path_to(Leaves leaves, std::size_t index, std::vector<std::string>& path) {
  if (leaves.size() == 1) return;
  const auto left = left_of(leaves.size());
  if (index < left) {
    path_to(leaves.first(left), index, path);
    path.push_back(root(leaves.subspan(left)));
  } else {
    path_to(leaves.subspan(left), index - left, path);
    path.push_back(root(leaves.first(left)));
  }
}

/// The path's hashes up to `path.size()` belong to this subtree.
std::string root_by(std::span<const std::string> path, std::string_view leaf, std::size_t index,
                    std::size_t size) {
  if (size <= 1) return size == 1 && path.empty() ? std::string(leaf) : std::string();
  if (path.empty()) return {};
  const auto left = left_of(size);
  const auto below = path.first(path.size() - 1);
  const bool on_the_left = index < left;
  const auto own = on_the_left ? root_by(below, leaf, index, left)
                               : root_by(below, leaf, index - left, size - left);
  if (own.empty()) return {};
  return on_the_left ? node(own, path.back()) : node(path.back(), own);
}

}  // namespace

std::string merkle_leaf(std::string_view text) { return sha256(std::string_view("\0", 1), text); }

std::string merkle_root(const std::vector<std::string>& leaves) { return root(leaves); }

std::vector<std::string> merkle_path(const std::vector<std::string>& leaves, std::size_t index) {
  std::vector<std::string> path;
  path_to(leaves, index, path);
  return path;
}

std::string merkle_root_by(const std::vector<std::string>& path, std::string_view leaf,
                           std::size_t index, std::size_t size) {
  return index < size ? root_by(path, leaf, index, size) : std::string();
}

}  // namespace surety
