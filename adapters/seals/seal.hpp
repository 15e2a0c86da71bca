// A seal: what the journal was at a time, signed, so that nobody can tell another past later.
//
// It says how far every partition had come and its head, which chains all records before; and the
// Merkle root (RFC 6962) over the heads of all cases, by which one case alone is proven. Each names
// the digest of the one before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/ports.hpp"

namespace surety {

struct SealedPartition {
  std::int64_t partition = 0, next_offset = 0, sequence = 0;
  std::string head;  ///< hex
};
DESCRIBE(SealedPartition, "分区", "How far a partition had come.", (partition, "分区", "Partition"),
         (next_offset, "位移", "Next offset"), (sequence, "序号", "Sequence"), (head, "链头", "Head"))

struct Seal {
  std::int64_t format = 1, number = 0;
  std::string journal;  ///< its random name
  std::int64_t generation = 1;
  Instant made_at;
  std::string previous;  ///< SHA-256 (hex) of the seal before; empty: there is none
  std::string key;       ///< public, Ed25519 (hex)
  std::int64_t cases = 0;
  std::string root;  ///< hex
  std::vector<SealedPartition> partitions;
};
DESCRIBE(Seal, "封存", "What the journal was at a time.", (format, "格式", "Format"),
         (number, "编号", "Number"), (journal, "日志", "Journal"), (generation, "代", "Generation"),
         (made_at, "时间", "Made at"), (previous, "前一封存", "Digest of the seal before", .min = 0),
         (key, "公钥", "Public key"), (cases, "案卷数", "Number of cases"),
         (root, "默克尔根", "Merkle root"),
         (partitions, "分区", "Partitions"))

/// One case as it was sealed; as a line `kind/id version hash` it is a leaf of the tree.
struct SealedCase {
  std::string case_key;
  std::int64_t version = 0;
  std::string hash;
  std::string line() const;
  static std::optional<SealedCase> parse(std::string_view line);
};

/// Of all cases, in the order of their lines, and the seal over them but for number and signature.
/// Throws std::runtime_error where a case cannot be read.
Seal seal_of(const StoreReader&, int partitions, std::vector<std::string>& lines);

/// That a case stands in a seal.
struct Inclusion {
  std::int64_t seal = 0;  ///< its number
  std::string case_key;
  std::int64_t version = 0;
  std::string hash;
  std::int64_t index = 0;         ///< of the leaf
  std::vector<std::string> path;  ///< hex, from below
};
DESCRIBE(Inclusion, "收录证明", "That a case stands in a seal.", (seal, "封存", "Seal"),
         (case_key, "案卷", "kind/id"), (version, "案卷版本", "Version of the case"),
         (hash, "哈希", "Hash of its last event"), (index, "序位", "Index of the leaf"),
         (path, "路径", "Hashes beside the way to the root"))
bool leads_to(const Inclusion&, const Seal&);

}  // namespace surety
