// Opening a node's folder: the lock, the journal, the store, the read models.
#include "tools/storage.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "adapters/embedded/embedded_journal.hpp"
#include "adapters/http/edge_index.hpp"
#include "adapters/identity/rocksdb_secrets.hpp"
#include "adapters/kafka/agreement.hpp"
#include "adapters/kafka/kafka_journal.hpp"
#include "adapters/kafka/kafka_secrets.hpp"
#include "events/record.hpp"
#include "projections/all.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

constexpr const char* look_at_brokers = "look at the brokers, --brokers, --prefix and --kafka";

std::string line_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

}  // namespace

KafkaSettings kafka_settings(const DataKeys& keys) {
  KafkaSettings settings{.brokers = keys.brokers,
                         .prefix = keys.prefix,
                         .partitions = keys.partitions,
                         .replication = keys.replication};
  for (const auto& pair : keys.kafka) {
    const auto sign = pair.find('=');
    // Without its value, which may be a secret.
    if (sign == 0 || sign == std::string::npos)
      throw CLI::ValidationError("--kafka", pair.substr(0, sign) + " is no KEY=VALUE");
    settings.client[pair.substr(0, sign)] = pair.substr(sign + 1);
  }
  return settings;
}

void add_data_keys(CLI::App& verb, DataKeys& keys) {
  verb.add_option("--data", keys.data, "Folder of the node")->capture_default_str();
  verb.add_option("--journal", keys.journal, "Kind of journal")
      ->check(CLI::IsMember({"embedded", "kafka"}))
      ->capture_default_str();
  verb.add_option("--partitions", keys.partitions,
                  "Partitions of a new journal, frozen at creation; 0: what it has, 12 if new")
      ->check(CLI::Range(0, 1024));
  verb.add_option("--brokers", keys.brokers, "With --journal kafka: HOST:PORT,… of some brokers");
  verb.add_option("--prefix", keys.prefix, "Of the topics; separates environments on one cluster")
      ->capture_default_str();
  verb.add_option("--replication", keys.replication, "Copies of new topics; 0: as the brokers do")
      ->check(CLI::Range(0, 9));
  verb.add_option("--kafka", keys.kafka,
                  "KEY=VALUE for the client library, once for each: security.protocol=ssl; in the "
                  "file the table [kafka], in the environment one a line")
      ->delimiter('\n')
      ->allow_extra_args(false);
}

Folder::Folder(const std::filesystem::path& path, bool create) : path_(path) {
  std::error_code error;
  if (create) std::filesystem::create_directories(path_, error);
  if (error || !std::filesystem::is_directory(path_)) {
    throw Failure(path_.string() + (create ? " cannot be made" : " is no node's folder"),
                  "name the folder with --data");
  }
  lock_ = open((path_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock_ < 0) throw Failure(path_.string() + " cannot be written", "look at its permissions");
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    close(lock_);
    throw Failure(path_.string() + " is in use by process " + line_of(path_ / "lock"),
                  "stop that one, or name another folder with --data");
  }
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(lock_, 0) != 0 || pwrite(lock_, pid.data(), pid.size(), 0) < 0) {
    close(lock_);
    throw Failure(path_.string() + " cannot be written", "look at the free space of the disk");
  }
}

Folder::~Folder() { close(lock_); }

std::string Folder::clock() const { return line_of(path_ / "clock"); }

void Folder::note_clock(std::string_view kind) {
  std::ofstream(path_ / "clock") << kind << '\n';
}

int Folder::holder(const std::filesystem::path& path) {
  const int file = open((path / "lock").c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return 0;
  const bool held = flock(file, LOCK_SH | LOCK_NB) != 0;
  close(file);
  return held ? std::atoi(line_of(path / "lock").c_str()) : 0;
}

std::unique_ptr<Journal> open_journal(const Folder& folder, const DataKeys& keys, bool read_only,
                                      std::function<bool(const std::string& why)> waiting) {
  std::string error;
  if (keys.journal == "kafka") {
    auto settings = kafka_settings(keys);
    settings.read_only = read_only;
    settings.waiting = std::move(waiting);
    auto journal = open_kafka_journal(settings, error);
    if (!journal) throw Failure("journal: " + error, look_at_brokers);
    return journal;
  }
  auto journal = open_embedded_journal(
      {.folder = folder / "journal", .partitions = keys.partitions, .read_only = read_only}, error);
  if (!journal) {
    throw Failure("journal: " + error,
                  "look into " + (folder / "journal").string() + ", or name another --data");
  }
  return journal;
}

std::unique_ptr<KafkaIntake> open_intake(const DataKeys& keys, const Journal& journal,
                                         const std::string& node,
                                         std::function<bool(const std::string& why)> waiting) {
  if (keys.journal != "kafka") return nullptr;
  std::string error;
  auto settings = kafka_settings(keys);
  settings.partitions = journal.partitions();
  settings.waiting = std::move(waiting);
  auto intake = open_kafka_intake(settings, node, error);
  if (!intake) throw Failure("intake: " + error, look_at_brokers);
  return intake;
}

std::unique_ptr<Secrets> open_secrets(const Folder& folder, const DataKeys& keys,
                                      const std::string& master_key,
                                      std::function<bool(const std::string& why)> waiting) {
  const std::filesystem::path file =
      master_key.empty() ? folder / "master.key" : std::filesystem::path(master_key);
  if (keys.journal != "kafka") return rocksdb_secrets(folder / "secrets", file);
  auto settings = kafka_settings(keys);
  settings.waiting = std::move(waiting);
  std::string error;
  auto secrets = open_kafka_secrets(settings, file, error);
  if (!secrets) throw Failure("secrets: " + error, "every node needs the same --master-key");
  return secrets;
}

std::string agreed_clock(const DataKeys& keys, const std::string& wish) {
  if (keys.journal != "kafka") return wish;
  std::string error;
  const auto agreed = agreed_note(kafka_settings(keys), "clock", wish, error);
  if (!error.empty()) throw Failure("journal: " + error, look_at_brokers);
  return agreed;
}

std::unique_ptr<NodeStore> open_store(const std::filesystem::path& path) {
  std::string error;
  auto store = open_rocksdb_store(path, error);
  if (!store) {
    throw Failure("store: " + error,
                  "the journal is the truth: move " + path.string() +
                      " away and start again, it is built anew");
  }
  return store;
}

std::vector<std::unique_ptr<Projection>> every_projection() {
  auto all = all_projections();
  all.push_back(edge_index());
  return all;
}

std::optional<Instant> newest_instant(Journal& journal) {
  std::optional<Instant> newest;
  for (int p = 0; p < journal.partitions(); ++p) {
    // The last commit of a partition is its newest; claims behind it carry no time.
    for (auto offset = journal.end(p) - 1; offset >= 0; --offset) {
      const auto entries = journal.read(p, offset, 1, 1);
      const auto record = entries.empty() ? std::nullopt : decode_record(entries[0].bytes);
      const auto* commit = record ? std::get_if<Commit>(&*record) : nullptr;
      if (commit == nullptr) continue;
      newest = std::max(newest.value_or(commit->recorded_at), commit->recorded_at);
      break;
    }
  }
  return newest;
}

}  // namespace surety::tools
