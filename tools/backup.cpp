// `surety backup`: journal, secrets and documents of a node into a folder, while it runs.
//
// Everything that a record names was stored before the record. So the ends of the journal are
// taken first, then secrets and documents: what they hold beyond that harms nobody.
#include <fmt/format.h>

#include <fstream>
#include <set>
#include <thread>

#include "adapters/clock/clock.hpp"
#include "adapters/embedded/embedded_journal.hpp"
#include "adapters/identity/master_key.hpp"
#include "adapters/kafka/kafka_journal.hpp"
#include "adapters/kafka/kafka_secrets.hpp"
#include "engine/digest.hpp"
#include "tools/backup_files.hpp"
#include "tools/chain_check.hpp"
#include "tools/cli.hpp"
#include "tools/storage.hpp"

namespace surety::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t at_once = 1'000, bytes_at_once = 1 << 20;
constexpr int tries = 100;

struct Keys : DataKeys {
  std::string into, documents, seals, master_key;
  bool with_master_key = false;
  fs::path key_path() const {
    return master_key.empty() ? fs::path(data) / key_file : fs::path(master_key);
  }
};

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename());
  return names;
}

/// A running node writes tables and removes logs as it likes; who opens its database between two of
/// these steps might miss one. Nothing was missed if the same files were there before and after.
template <class Open>
auto at_one_instant(const fs::path& database, Open open) {
  for (int i = 0; i < tries; ++i) {
    const auto before = names_in(database);
    try {
      auto opened = open();
      if (names_in(database) == before) return opened;
    } catch (const std::exception&) {
      if (names_in(database) == before) throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  throw Failure(database.string() + " does not stand still long enough to be read",
                "back up at a quieter time");
}

std::unique_ptr<Journal> open_source(const Keys& keys) {
  std::string error;
  std::unique_ptr<Journal> journal;
  if (keys.journal == "kafka") {
    auto settings = kafka_settings(keys);
    settings.read_only = true;
    journal = open_kafka_journal(settings, error);
    if (!journal) throw Failure("journal: " + error, "look at the brokers and --prefix");
    return journal;
  }
  const auto folder = fs::path(keys.data) / "journal";
  if (!fs::exists(folder / "records"))
    throw Failure(keys.data + " is no node's folder", "name it with --data");
  return at_one_instant(folder / "records", [&] {
    auto opened = open_embedded_journal(
        {.folder = folder, .partitions = keys.partitions, .read_only = true}, error);
    if (!opened) throw Failure("journal: " + error, "surety verify tells what holds and what not");
    return opened;
  });
}

std::vector<SealedSecret> secrets_of(const Keys& keys) {
  if (keys.journal != "kafka") {
    const auto folder = fs::path(keys.data) / "secrets";
    return at_one_instant(folder, [&] { return sealed_secrets(folder); });
  }
  std::string error;
  const auto secrets = open_kafka_secrets(kafka_settings(keys), keys.key_path(), error);
  if (!secrets) throw Failure("secrets: " + error, "every node needs the same --master-key");
  secrets->refresh();
  const auto key = MasterKey::read(keys.key_path());
  std::vector<SealedSecret> sealed;
  for (const auto& reference : secrets->references(""))
    if (const auto value = secrets->get(reference))
      sealed.push_back({reference, key.seal(*value, reference)});
  return sealed;
}

std::string length_of(const std::string& bytes) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(bytes.size() >> shift));
  return out;
}

void write_records(Journal& journal, const fs::path& into, BackupManifest& manifest) {
  std::vector<std::int64_t> ends;
  std::int64_t total = 0, written = 0;
  for (int p = 0; p < journal.partitions(); ++p) total += ends.emplace_back(journal.end(p));
  Progress progress("Records", total);
  for (int p = 0; p < journal.partitions(); ++p) {
    const auto end = ends[static_cast<std::size_t>(p)];
    ChainCheck check(p, journal);
    BackupFile file(into, records_file(p), manifest);
    for (std::int64_t offset = 0; offset < end;) {
      const auto most = std::min<std::size_t>(at_once, static_cast<std::size_t>(end - offset));
      const auto entries = journal.read(p, offset, most, bytes_at_once);
      for (const auto& entry : entries) {
        check.take(entry);
        file.write(length_of(entry.bytes));
        file.write(entry.bytes);
      }
      if (entries.empty()) check.lost(offset, Breach::completeness, "missing");
      if (!check.findings().empty())
        throw Failure(check.findings()[0].text(), "surety verify tells all that does not hold");
      offset += static_cast<std::int64_t>(entries.size());
      progress.at(written += static_cast<std::int64_t>(entries.size()));
    }
    file.close();
    const auto& at = check.at();
    manifest.positions.push_back({p, at.next_offset, at.sequence, hex(at.head)});
    manifest.cursor += fmt::format("{}{}.{}:{}", p ? "," : "", manifest.generation, p, at.sequence);
  }
  progress.finish();
}

/// One that is erased meanwhile is not there any more, and need not be.
std::int64_t copy_files(const std::string& part, const fs::path& from, const fs::path& into,
                        BackupManifest& manifest) {
  std::vector<fs::path> found;
  if (fs::exists(from))
    for (const auto& entry : fs::recursive_directory_iterator(from))
      if (entry.is_regular_file() && entry.path().string().find(".new") == std::string::npos)
        found.push_back(entry.path());
  Progress progress("Files of " + part, static_cast<std::int64_t>(found.size()));
  std::int64_t copied = 0;
  for (const auto& path : found) {
    std::ifstream in(path, std::ios::binary);
    if (!in) continue;
    BackupFile file(into, part + "/" + fs::relative(path, from).string(), manifest);
    file.write(std::string(std::istreambuf_iterator<char>(in), {}));
    file.close();
    progress.at(++copied);
  }
  progress.finish();
  return copied;
}

void fill(const Keys& keys, const fs::path& into) {
  BackupManifest manifest;
  // A seal tells of records that stand: of none that the journal, opened later, does not have.
  copy_files("seals", keys.seals.empty() ? fs::path(keys.data) / "seals" : fs::path(keys.seals),
             into, manifest);
  const auto journal = open_source(keys);
  manifest.journal = journal->name();
  manifest.generation = journal->generation();
  manifest.first_generation = journal->first_generation();
  manifest.partitions = journal->partitions();
  manifest.made_at = system_clock()->now();
  std::ifstream clock(fs::path(keys.data) / "clock");
  std::getline(clock, manifest.clock);
  write_records(*journal, into, manifest);
  auto secrets = secrets_of(keys);
  const auto count = secrets.size();
  write_secrets(into, std::move(secrets), manifest);
  // Each document with what is known of it beside.
  const auto documents = copy_files("documents",
                                    keys.documents.empty() ? fs::path(keys.data) / "documents"
                                                           : fs::path(keys.documents),
                                    into, manifest) / 2;
  if (keys.with_master_key) {
    std::ifstream in(keys.key_path(), std::ios::binary);
    if (!in) throw Failure(keys.key_path().string() + " cannot be read", "look at --master-key");
    BackupFile file(into, key_file, manifest);
    file.write(std::string(std::istreambuf_iterator<char>(in), {}));
    file.close();
  }
  write_manifest(into, manifest);
  std::int64_t records = 0;
  for (const auto& p : manifest.positions) records += p.next_offset;
  fmt::print("{} records, {} secrets and {} documents; positions {}\n", records, count, documents,
             manifest.cursor);
  std::fflush(stdout);
}

void backup(const Keys& keys) {
  const fs::path into = keys.into;
  std::error_code error;
  fs::create_directories(into, error);
  if (error || !fs::is_empty(into, error) || error)
    throw Failure(into.string() + " is no empty folder", "name one that is empty or not there");
  fs::permissions(into, fs::perms::owner_all);
  try {
    fill(keys, into);
  } catch (...) {
    // Half a backup is none, and its space is wanted for the next.
    for (const auto& entry : fs::directory_iterator(into)) fs::remove_all(entry.path(), error);
    throw;
  }
}

}  // namespace

void add_backup(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb =
      app.add_subcommand("backup", "Journal, secrets and documents, also of a running node");
  verb->add_option("dir", keys->into, "Folder that is empty or not there")->required();
  add_data_keys(*verb, *keys);
  verb->add_option("--documents", keys->documents, "Folder of the documents (DATA/documents)");
  verb->add_option("--seals", keys->seals, "Folder of the seals (DATA/seals)");
  verb->add_option("--master-key", keys->master_key, "File of the master key (DATA/master.key)");
  verb->add_flag("--with-master-key", keys->with_master_key,
                 "Put the master key in, too: then the backup opens everything by itself");
  add_config(*verb);
  verb->footer("Nothing waits for it. The master key is not in it: keep a copy elsewhere.");
  verb->callback([verb, keys] {
    read_config(*verb);
    backup(*keys);
  });
}

}  // namespace surety::tools
