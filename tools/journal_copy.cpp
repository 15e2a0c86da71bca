// `surety journal copy`: brings all records of one journal into another that is empty.
#include <fmt/format.h>

#include <chrono>
#include <iostream>
#include <thread>

#include "adapters/embedded/embedded_journal.hpp"
#include "adapters/identity/rocksdb_secrets.hpp"
#include "adapters/kafka/kafka_journal.hpp"
#include "adapters/kafka/kafka_secrets.hpp"
#include "tools/chain_check.hpp"
#include "tools/cli.hpp"
#include "tools/journal_copy.hpp"
#include "tools/storage.hpp"

namespace surety::tools {
namespace {

constexpr std::size_t at_once = 500, bytes_at_once = 1 << 20;
constexpr auto patience = std::chrono::seconds(60);  // without any record arriving

struct Keys {
  std::string from, to, from_prefix = "surety", to_prefix = "surety";
  int replication = 0;
  std::vector<std::string> kafka;
  std::string master_key;
};

/// embedded:DIR, a node's folder, or kafka:HOST:PORT,…
struct Place {
  bool kafka = false;
  std::string where, prefix;
};

Place place_of(const std::string& option, const std::string& text, const std::string& prefix) {
  for (const std::string kind : {"embedded:", "kafka:"})
    if (text.starts_with(kind) && text.size() > kind.size())
      return {kind == "kafka:", text.substr(kind.size()), prefix};
  throw CLI::ValidationError(option, text + " is neither embedded:DIR nor kafka:HOST:PORT,…");
}

DataKeys data_keys(const Keys& keys, const Place& place) {
  DataKeys d;
  d.journal = place.kafka ? "kafka" : "embedded";
  if (!place.kafka) d.data = place.where;
  if (place.kafka) d.brokers = place.where;
  d.prefix = place.prefix;
  d.replication = keys.replication;
  d.kafka = keys.kafka;
  return d;
}

}  // namespace

Verified verify_records(Journal& journal) {
  Verified verified;
  std::int64_t total = 0, read = 0;
  for (int p = 0; p < journal.partitions(); ++p) total += journal.end(p);
  Progress progress("Verifying", total);
  for (int p = 0; p < journal.partitions(); ++p) {
    ChainCheck check(p, journal);
    for (std::int64_t offset = 0; offset < journal.end(p);) {
      const auto entries = journal.read(p, offset, at_once, bytes_at_once);
      if (entries.empty()) throw Failure(fmt::format("partition {} offset {} is missing", p, offset),
                                         "surety verify tells more");
      for (const auto& entry : entries) check.take(entry);
      offset = entries.back().offset + 1;
      progress.at(read += static_cast<std::int64_t>(entries.size()));
    }
    check.finish();
    if (!check.findings().empty())
      throw Failure(check.findings()[0].text(), "surety verify tells all that does not hold");
    verified.events += check.events();
    verified.ends.push_back(check.at());
  }
  progress.finish();
  return verified;
}

namespace {

/// The folder's lock keeps a node from writing on while its journal moves away.
std::unique_ptr<Journal> open_source(const Keys& keys, const Place& place,
                                     std::unique_ptr<Folder>& folder) {
  std::string error;
  if (!place.kafka) {
    folder = std::make_unique<Folder>(place.where, false);
    return open_journal(*folder, data_keys(keys, place), true);
  }
  auto settings = kafka_settings(data_keys(keys, place));
  settings.read_only = true;
  auto journal = open_kafka_journal(settings, error);
  if (!journal) throw Failure("the source: " + error, "look at --from and --from-prefix");
  return journal;
}

std::unique_ptr<Journal> open_target(const Keys& keys, const Place& place, const Journal& source,
                                     std::unique_ptr<Folder>& folder) {
  const auto generation = source.generation() + 1;
  std::unique_ptr<Journal> journal;
  std::string error;
  if (place.kafka) {
    auto settings = kafka_settings(data_keys(keys, place));
    settings.partitions = source.partitions();
    settings.name = source.name();
    settings.generation = generation;
    settings.first_generation = source.first_generation();
    journal = open_kafka_journal(settings, error);
  } else {
    folder = std::make_unique<Folder>(place.where, true);
    journal = open_embedded_journal({.folder = *folder / "journal",
                                     .partitions = source.partitions(),
                                     .name = source.name(),
                                     .generation = generation,
                                     .first_generation = source.first_generation()},
                                    error);
  }
  if (!journal) throw Failure("the target: " + error, "look at --to");
  bool empty = journal->name() == source.name() && journal->generation() == generation;
  for (int p = 0; p < journal->partitions(); ++p) empty = empty && journal->end(p) == 0;
  if (!empty)
    throw Failure("the target holds another journal, or records of this one already",
                  "name an empty folder, or another --to-prefix");
  return journal;
}

void wait_for(Journal& journal, int partition, std::int64_t end) {
  using Clock = std::chrono::steady_clock;
  auto seen = journal.end(partition);
  for (auto since = Clock::now(); journal.end(partition) < end;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (const auto now = journal.end(partition); now != seen) {
      seen = now;
      since = Clock::now();
    }
    if (Clock::now() - since < patience) continue;
    const auto why = journal.trouble();
    throw Failure(fmt::format("partition {} stays at {} of {} records{}", partition, seen, end,
                              why.empty() ? "" : ": " + why),
                  "copy again into an empty target");
  }
}

/// What was handed over is compared once it can be read back: an append may be lost or doubled.
std::int64_t copy(Journal& source, Journal& target, int partition, Progress& progress,
                  std::int64_t& copied) {
  std::int64_t bytes = 0;
  for (std::int64_t offset = 0; offset < source.end(partition);) {
    const auto entries = source.read(partition, offset, at_once, bytes_at_once);
    for (const auto& entry : entries) target.append(partition, entry.bytes);
    const auto end = offset + static_cast<std::int64_t>(entries.size());
    wait_for(target, partition, end);
    while (offset < end) {
      const auto there = target.read(partition, offset, at_once, bytes_at_once);
      for (const auto& entry : there) {
        const auto at = entries.size() - static_cast<std::size_t>(end - offset);
        if (offset < end && entry.bytes != entries[at].bytes)
          throw Failure(fmt::format("partition {} offset {} is another record in the target",
                                    partition, offset),
                        "copy again into an empty target");
        bytes += static_cast<std::int64_t>(entry.bytes.size());
        ++offset;
      }
    }
    progress.at(copied += static_cast<std::int64_t>(entries.size()));
  }
  if (target.end(partition) != source.end(partition))
    throw Failure(fmt::format("partition {} has {} records, not {}", partition,
                              target.end(partition), source.end(partition)),
                  "copy again into an empty target");
  return bytes;
}

}  // namespace

Copied copy_records(Journal& source, Journal& target) {
  std::int64_t total = 0;
  for (int p = 0; p < source.partitions(); ++p) total += source.end(p);
  Progress progress("Copying", total);
  Copied copied;
  for (int p = 0; p < source.partitions(); ++p)
    copied.bytes += copy(source, target, p, progress, copied.records);
  progress.finish();
  return copied;
}

namespace {

/// Of one machine they lie in its folder, of several on their topic.
std::unique_ptr<Secrets> open_secrets_at(const Keys& keys, const Place& place,
                                         const std::filesystem::path& key) {
  if (!place.kafka) return rocksdb_secrets(std::filesystem::path(place.where) / "secrets", key);
  std::string error;
  auto secrets = open_kafka_secrets(kafka_settings(data_keys(keys, place)), key, error);
  if (!secrets) throw Failure("secrets: " + error, "look at --master-key");
  return secrets;
}

/// Who has the journal without them can let nobody sign in and read nothing that was sealed.
std::size_t copy_secrets(const Keys& keys, const Place& from, const Place& to) {
  namespace fs = std::filesystem;
  const auto key = keys.master_key.empty() ? fs::path(from.where) / "master.key"
                                           : fs::path(keys.master_key);
  if (!fs::exists(key))
    throw Failure("there is no master key at " + key.string(),
                  "name the one that the secrets are sealed under by --master-key");
  if (!to.kafka) fs::copy_file(key, fs::path(to.where) / "master.key");
  const auto source = open_secrets_at(keys, from, key);
  const auto target = open_secrets_at(keys, to, to.kafka ? key : fs::path(to.where) / "master.key");
  const auto references = source->references("");
  Progress progress("Secrets", static_cast<std::int64_t>(references.size()));
  std::int64_t copied = 0;
  for (const auto& reference : references) {
    if (const auto value = source->get(reference)) target->put(reference, *value);
    progress.at(++copied);
  }
  progress.finish();
  return references.size();
}

void copy_all(const Keys& keys) {
  const auto from = place_of("--from", keys.from, keys.from_prefix);
  const auto to = place_of("--to", keys.to, keys.to_prefix);
  std::unique_ptr<Folder> source_folder, target_folder;
  const auto source = open_source(keys, from, source_folder);
  const auto events = verify_records(*source).events;
  const auto target = open_target(keys, to, *source, target_folder);
  const auto copied = copy_records(*source, *target);
  const auto secrets = copy_secrets(keys, from, to);
  fmt::print("{} records, {} events, {} bytes in {} partitions copied and read back equal, and {} "
             "secrets; generation {} became {}\n",
             copied.records, events, copied.bytes, source->partitions(), secrets,
             source->generation(), target->generation());
  std::fflush(stdout);
}

}  // namespace

void add_journal(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand("journal", "Work on a whole journal");
  verb->require_subcommand(1);
  auto* copies = verb->add_subcommand("copy", "Bring all records into an empty journal");
  copies->add_option("--from", keys->from, "embedded:DIR (a node's folder) or kafka:HOST:PORT,…")
      ->required();
  copies->add_option("--to", keys->to, "embedded:DIR or kafka:HOST:PORT,…")->required();
  copies->add_option("--from-prefix", keys->from_prefix, "Of the source's topics")
      ->capture_default_str();
  copies->add_option("--to-prefix", keys->to_prefix, "Of the target's topics")
      ->capture_default_str();
  copies->add_option("--replication", keys->replication, "Copies of new topics; 0: the brokers'")
      ->check(CLI::Range(0, 9));
  copies->add_option("--kafka", keys->kafka, "KEY=VALUE for the client library, once for each")
      ->delimiter('\n')
      ->allow_extra_args(false);
  copies->add_option("--master-key", keys->master_key,
                     "File of the key that the secrets are sealed under; with --from embedded:DIR "
                     "that of DIR, unless named");
  copies->footer("Bytes and hashes stay as they are; the generation becomes one higher, so that\n"
                 "positions of the old journal are not taken for positions of the new one.\n"
                 "Stop all nodes first. Exit code 1 if a record does not hold or differs.");
  copies->callback([keys] { copy_all(*keys); });
}

}  // namespace surety::tools
