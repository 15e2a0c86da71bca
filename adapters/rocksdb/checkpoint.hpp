// Checkpoints: copies of a node's store in a folder that nodes share, from which a new one starts.
//
// Architecture §3: a manifest names positions, heads and checksums. A checkpoint spares time, never
// trust: its bytes are checked against the manifest, its positions against the journal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "adapters/rocksdb/rocksdb_store.hpp"
#include "engine/projection.hpp"

namespace surety {

/// How far the checkpoint's fold had come in one partition.
struct CheckpointPosition {
  std::int64_t partition = 0, next_offset = 0, sequence = 0;
  std::string head;  ///< hex
};
DESCRIBE(CheckpointPosition, "位置", "How far a partition was folded.",
         (partition, "分区", "Partition"), (next_offset, "位移", "Next offset"),
         (sequence, "序号", "Sequence"), (head, "链头", "Head", .max = 64))

/// SHA-256 (hex) over a family's rows of each partition, as `surety replay` counts it.
struct CheckpointFamily {
  std::string name;
  std::vector<std::string> checksums;  ///< by partition
};
DESCRIBE(CheckpointFamily, "列族", "Checksums of a family.", (name, "名称", "Name"),
         (checksums, "校验和", "By partition", .max = 1024))

struct CheckpointFile {
  std::string name;
  std::int64_t size = 0;
  std::string sha256;  ///< hex
};
DESCRIBE(CheckpointFile, "文件", "A file of the checkpoint.", (name, "名称", "Name"),
         (size, "大小", "Bytes"), (sha256, "摘要", "SHA-256"))

/// `manifest.json` of a checkpoint; written last, so that a folder without one is none.
struct CheckpointManifest {
  std::int64_t format = 1;
  std::string journal;  ///< its random name
  std::int64_t generation = 1, partitions = 0;
  Instant made_at;  ///< wall clock of the node that made it
  std::string node;
  std::vector<CheckpointPosition> positions;
  std::vector<CheckpointFamily> families;
  std::vector<CheckpointFile> files;
};
DESCRIBE(CheckpointManifest, "检查点", "What a checkpoint holds.", (format, "格式", "Format"),
         (journal, "日志", "Journal"), (generation, "代", "Generation"),
         (partitions, "分区数", "P"), (made_at, "时间", "Made at"), (node, "节点", "Made by"),
         (positions, "位置", "Positions", .max = 1024), (families, "列族", "Families", .max = 1000),
         (files, "文件", "Files", .max = 1'000'000))

/// The checkpoints of one journal in a shared folder. Any thread; throws std::runtime_error with
/// one line where the folder cannot be read or written.
class Checkpoints {
 public:
  /// `folder` may hold those of other journals too.
  Checkpoints(std::filesystem::path folder, const Journal& journal);

  /// When the newest was made.
  std::optional<Instant> newest() const;
  /// Makes one while the store is written to, and removes all but the newest two. False if another
  /// node is at it.
  bool make(NodeStore& store, const std::string& node, Instant now) const;
  struct Taken {
    std::optional<CheckpointManifest> manifest;  ///< absent: none fits
    std::vector<std::string> passed_over;        ///< why newer ones were not taken
  };
  /// Copies the newest that holds the fold family asked for into `store`, a folder that is not
  /// there yet; every byte is checked first.
  Taken take(const std::filesystem::path& store, std::string_view fold) const;

 private:
  std::vector<std::filesystem::path> newest_first() const;
  std::filesystem::path folder_;
  CheckpointManifest mine_;  ///< journal, generation, partitions
};

}  // namespace surety
