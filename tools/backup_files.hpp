// A backup's folder: what lies in it, and how it is written, checked and read.
//
//   manifest.json         positions, heads, and every other file with its SHA-256; written last
//   journal/P.records     records of partition P: length (4 bytes, big-endian), bytes
//   secrets.json          sealed under the master key, which is not there unless asked for
//   documents/, seals/    as the node has them
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/identity/rocksdb_secrets.hpp"
#include "adapters/rocksdb/checkpoint.hpp"
#include "engine/ports.hpp"

namespace surety::tools {

struct BackupManifest {
  std::int64_t format = 1;
  std::string journal;  ///< its random name
  std::int64_t generation = 1, first_generation = 1, partitions = 0;
  Instant made_at;
  std::string clock;    ///< system or manual
  std::string cursor;   ///< positions of all partitions, as `--until` takes them
  std::vector<CheckpointPosition> positions;
  std::vector<CheckpointFile> files;
};
DESCRIBE(BackupManifest, "备份", "What a backup holds.", (format, "格式", "Format"),
         (journal, "日志", "Journal"), (generation, "代", "Generation"),
         (first_generation, "首代", "Generation of the first record"), (partitions, "分区数", "P"),
         (made_at, "时间", "Made at"), (clock, "时钟", "Clock"), (cursor, "位置", "Positions"),
         (positions, "位置", "Positions", .max = 1024),
         (files, "文件", "Files", .max = 100'000'000))

inline constexpr const char* secrets_file = "secrets.json";
inline constexpr const char* key_file = "master.key";

std::string records_file(std::int64_t partition);  ///< journal/7.records

class StreamDigest;

/// Writes a file of the backup, and notes it in the manifest when it is closed.
class BackupFile {
 public:
  BackupFile(const std::filesystem::path& folder, const std::string& name, BackupManifest&);
  ~BackupFile();
  BackupFile(const BackupFile&) = delete;
  void write(std::string_view);
  void close();  ///< durable on return

 private:
  std::filesystem::path path_;
  BackupManifest& manifest_;
  CheckpointFile described_;
  std::unique_ptr<StreamDigest> digest_;
  int file_ = -1;
};

void write_secrets(const std::filesystem::path& folder, std::vector<SealedSecret>, BackupManifest&);
std::vector<SealedSecret> read_secrets(const std::filesystem::path& folder);

void write_manifest(const std::filesystem::path& folder, const BackupManifest&);
/// Throws Failure where there is no backup.
BackupManifest read_manifest(const std::filesystem::path& folder);
/// Reads every file; throws Failure naming the first that is not what was written.
void check_files(const std::filesystem::path& folder, const BackupManifest&);

/// The records of a backup. Its files must have been checked.
std::unique_ptr<Journal> open_backup_journal(const std::filesystem::path& folder,
                                             const BackupManifest&);

}  // namespace surety::tools
