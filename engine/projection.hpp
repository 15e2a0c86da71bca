// A read model: a fold of one partition's commits into rows of its own column family.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/kind.hpp"
#include "engine/ports.hpp"

namespace surety {

/// Rows of one projection and partition while a batch is being folded: reads see the batch's own
/// writes. Keys are given without the partition's prefix; values are the projection's business.
class Rows {
 public:
  virtual ~Rows() = default;
  virtual std::optional<std::string> get(std::string_view key) const = 0;
  virtual void put(std::string_view key, std::string value) = 0;
  virtual void erase(std::string_view key) = 0;
};

/// What a fold may look up that never changes once it exists.
class Library {
 public:
  virtual ~Library() = default;
  virtual const Rulebook& rulebook(std::string_view name) const = 0;  ///< "460000/1"; "" is the empty one
};

/// A case that a commit touched: before it (version 0: it did not exist) and after its last event.
struct Change {
  Case before, after;
};
using Changes = std::vector<Change>;  ///< in the order of their first events

/// Pure: the same commits in the same order give the same rows, whatever the batches.
/// `apply` touches rows of one partition only and performs nothing outside. The cases are evolved
/// once for all read models, by the fold.
class Projection {
 public:
  virtual ~Projection() = default;
  virtual std::string name() const = 0;  ///< guarantees
  virtual int version() const = 0;       ///< raise it and the rows are built anew
  virtual void apply(const Commit&, const Changes&, Rows&) = 0;
  std::string family() const { return "projection." + name() + "@" + std::to_string(version()); }
};

/// Two bytes, big-endian: what the keys of partition p begin with, in every family.
std::string partition_prefix(int partition);
/// The key of a family's Position of partition p: prefix and one zero byte; rows have a byte ≥ 1 there.
std::string position_key(int partition);

}  // namespace surety
