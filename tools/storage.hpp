// The folder of a node below --data: its lock, its parts, and how the verbs open them.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/kafka/kafka_intake.hpp"
#include "adapters/rocksdb/rocksdb_store.hpp"
#include "engine/ports.hpp"
#include "engine/projection.hpp"

namespace surety::tools {

/// The keys that say where a node's data is; shared by serve, replay, verify.
struct DataKeys {
  std::string data = ".data";
  std::string journal = "embedded";
  int partitions = 0;
  std::string brokers, prefix = "surety";
  int replication = 0;
  std::vector<std::string> kafka;  ///< KEY=VALUE each
};
void add_data_keys(CLI::App&, DataKeys&);

/// One process at a time holds a node's folder; another is told which one does.
class Folder {
 public:
  /// Makes the folder if `create`; throws Failure if it is missing, in use or cannot be made.
  Folder(const std::filesystem::path&, bool create);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path operator/(std::string_view part) const { return path_ / part; }
  const std::filesystem::path& path() const { return path_; }
  /// `system` or `manual`, as noted by the first start; empty for a new folder.
  std::string clock() const;
  void note_clock(std::string_view);
  /// The process that holds it, 0 if none does.
  static int holder(const std::filesystem::path&);

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

/// What the keys say of brokers and topics. Throws CLI::ValidationError on a pair that is none.
KafkaSettings kafka_settings(const DataKeys&);
/// Throw Failure with one clear line.
/// `waiting` as in KafkaSettings: without it, brokers that do not answer are a failure.
std::unique_ptr<Journal> open_journal(const Folder&, const DataKeys&, bool read_only,
                                      std::function<bool(const std::string& why)> waiting = {});
/// Where commands wait if others share the journal; null with the embedded one.
std::unique_ptr<KafkaIntake> open_intake(const DataKeys&, const Journal&, const std::string& node,
                                         std::function<bool(const std::string& why)> waiting);
/// `master_key`: its file; empty: DATA/master.key. On Kafka they are those of all nodes.
std::unique_ptr<Secrets> open_secrets(const Folder&, const DataKeys&, const std::string& master_key,
                                      std::function<bool(const std::string& why)> waiting = {});
/// `wish`, or what the first node of this journal wished: `system` or `manual`.
std::string agreed_clock(const DataKeys&, const std::string& wish);
std::unique_ptr<NodeStore> open_store(const std::filesystem::path&);
/// Those of projections/ and of the edge.
std::vector<std::unique_ptr<Projection>> every_projection();
/// The newest `recorded_at` that stands at an end of the journal; empty for an empty journal.
std::optional<Instant> newest_instant(Journal&);

}  // namespace surety::tools
