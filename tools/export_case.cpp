// `surety export-case`: the audit bundle of a case out of a stopped node's folder.
#include <fmt/format.h>

#include "adapters/bundle/bundle.hpp"
#include "adapters/clock/clock.hpp"
#include "adapters/documents/folder.hpp"
#include "adapters/seals/seal_keeper.hpp"
#include "engine/fold_event.hpp"
#include "tools/cli.hpp"
#include "tools/refold.hpp"
#include "tools/storage.hpp"

namespace surety::tools {
namespace {

struct Keys : DataKeys {
  std::string wanted, out, master_key, documents, seals;
};

std::filesystem::path or_own(const std::string& named, const Folder& folder, const char* own) {
  return named.empty() ? folder / own : std::filesystem::path(named);
}

void export_case(const Keys& keys) {
  const Folder folder(keys.data, false);
  auto journal = open_journal(folder, keys, true);
  auto store = open_store(folder / "store");
  fold(*journal, *store, folder, "Reading what the store lacks");
  const auto secrets = open_secrets(folder, keys, keys.master_key);
  const auto documents = folder_documents(or_own(keys.documents, folder, "documents"));
  const SealBook seals(or_own(keys.seals, folder, "seals"));

  const auto [kind, id] = split_case_key(keys.wanted);
  const auto c = FoldReader(*store, journal->partitions()).find(kind, id);
  if (!c || c->head.version == 0)
    throw Failure("the journal holds no case " + keys.wanted, "name it as KIND/ID");
  const auto entries =
      audit_bundle({*store, journal->partitions(), *documents, *secrets, seals,
                    signing_key(*secrets), system_clock()->now()},
                   *c);
  write_archive(keys.out, entries);
  fmt::print("{}: {} events, {} files; check it with tools/verify_case.py {}\n", keys.out,
             c->head.version, entries.size(), keys.out);
}

}  // namespace

void add_export_case(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand("export-case", "Write the audit bundle of a case");
  add_data_keys(*verb, *keys);
  verb->add_option("CASE", keys->wanted, "KIND/ID")->required();
  verb->add_option("-o,--out", keys->out, "The ZIP file to write")->required();
  verb->add_option("--documents", keys->documents, "Folder of the documents (DATA/documents)");
  verb->add_option("--seals", keys->seals, "Folder of the seals (DATA/seals)");
  verb->add_option("--master-key", keys->master_key,
                   "File of the key over all secrets (DATA/master.key)");
  add_config(*verb);
  verb->footer("Works on a stopped node's folder.");
  verb->callback([verb, keys] {
    read_config(*verb);
    export_case(*keys);
  });
}

}  // namespace surety::tools
