// `surety restore`: a node's folder anew from a backup, checked before anything opens it.
#include <fmt/format.h>

#include "adapters/embedded/embedded_journal.hpp"
#include "engine/digest.hpp"
#include "tools/backup_files.hpp"
#include "tools/cli.hpp"
#include "tools/ending_earlier.hpp"
#include "tools/journal_copy.hpp"
#include "tools/storage.hpp"

namespace surety::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view documents_folder = "documents/";

struct Keys {
  std::string from, data, until, master_key;
};

void compare_heads(const BackupManifest& manifest, const Verified& verified) {
  for (std::size_t p = 0; p < verified.ends.size(); ++p) {
    const auto& said = manifest.positions.at(p);
    const auto& found = verified.ends[p];
    if (said.head != hex(found.head) || said.sequence != found.sequence)
      throw Failure(fmt::format("partition {} does not end as the manifest says", p),
                    "take another backup");
  }
}

void copy_files(const Keys& keys, const BackupManifest& manifest, std::string_view folder,
                const fs::path& to) {
  Progress progress("Files of " + std::string(folder));
  std::int64_t copied = 0;
  for (const auto& file : manifest.files) {
    if (!file.name.starts_with(folder)) continue;
    const auto path = to / file.name;
    // Its name is the SHA-256 of its bytes, and who asks for it trusts in that.
    const bool bytes = folder == documents_folder && path.extension().empty();
    if (bytes && path.filename() != file.sha256)
      throw Failure(file.name + " is not the document of that name", "take another backup");
    fs::create_directories(path.parent_path());
    fs::copy_file(fs::path(keys.from) / file.name, path);
    progress.at(++copied);
  }
  progress.finish();
}

void restore_key_and_secrets(const Keys& keys, const fs::path& to) {
  const auto key = keys.master_key.empty() ? fs::path(keys.from) / key_file
                                           : fs::path(keys.master_key);
  if (!fs::exists(key))
    throw Failure("there is no master key at " + key.string(),
                  "name the one these secrets were sealed with by --master-key");
  fs::copy_file(key, to / key_file);
  fs::permissions(to / key_file, fs::perms::owner_read | fs::perms::owner_write);
  fill_secrets(to / "secrets", key, read_secrets(keys.from));
}

void fill(const Keys& keys, const BackupManifest& manifest, const fs::path& to) {
  const auto whole = open_backup_journal(keys.from, manifest);
  EndingEarlier source(*whole, keys.until);
  const auto verified = verify_records(source);
  if (keys.until.empty()) compare_heads(manifest, verified);
  restore_key_and_secrets(keys, to);
  std::string error;
  const auto target = open_embedded_journal({.folder = to / "journal",
                                             .partitions = source.partitions(),
                                             .name = source.name(),
                                             .generation = source.generation() + 1,
                                             .first_generation = source.first_generation()},
                                            error);
  if (!target) throw Failure("the target: " + error, "look at --data");
  const auto copied = copy_records(source, *target);
  copy_files(keys, manifest, documents_folder, to);
  // Seals tell of the whole: a journal that ends earlier does not answer them.
  if (keys.until.empty()) copy_files(keys, manifest, "seals/", to);
  if (!manifest.clock.empty()) Folder(to, true).note_clock(manifest.clock);
  fmt::print("{} records and {} events restored; generation {} became {}\n", copied.records,
             verified.events, source.generation(), target->generation());
}

/// Beside, then renamed: a folder half restored is never taken for a node's.
void restore(const Keys& keys) {
  const fs::path data = keys.data;
  std::error_code error;
  if (fs::exists(data) && !fs::is_empty(data, error))
    throw Failure(data.string() + " is not empty", "name a folder that is empty or not there");
  const auto manifest = read_manifest(keys.from);
  check_files(keys.from, manifest);
  auto beside = fs::absolute(data).lexically_normal();
  if (beside.filename().empty()) beside = beside.parent_path();
  beside += ".restoring";
  fs::remove_all(beside, error);
  fs::create_directories(beside, error);
  if (error) throw Failure(beside.string() + " cannot be made", "look at its permissions");
  try {
    fill(keys, manifest, beside);
    fs::rename(beside, fs::absolute(data));
  } catch (...) {
    fs::remove_all(beside, error);
    throw;
  }
  fmt::print("Start it with: surety serve --data {}\n", data.string());
  std::fflush(stdout);
}

}  // namespace

void add_restore(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand("restore", "A node's folder anew from a backup");
  verb->add_option("dir", keys->from, "Folder that surety backup made")->required();
  verb->add_option("--data", keys->data, "Folder of the new node, empty or not there")->required();
  verb->add_option("--until", keys->until, until_help);
  verb->add_option("--master-key", keys->master_key,
                   "File of the key that the secrets are sealed under, unless it is in the backup");
  add_config(*verb);
  verb->footer("Every file, record and hash is checked first. The generation becomes one higher,\n"
               "so that positions of the old journal are not taken for positions of the new one.\n"
               "To brokers it moves on by surety journal copy.");
  verb->callback([verb, keys] {
    read_config(*verb);
    restore(*keys);
  });
}

}  // namespace surety::tools
