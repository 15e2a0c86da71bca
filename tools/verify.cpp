// `surety verify`: reads the whole journal and says which case holds and which does not.
#include <fmt/format.h>

#include <iostream>

#include "engine/fold_event.hpp"
#include "engine/fold_keys.hpp"
#include "engine/kinds/partition.hpp"
#include "tools/chain_check.hpp"
#include "tools/cli.hpp"
#include "tools/storage.hpp"

namespace surety::tools {
namespace {

struct Keys : DataKeys {
  std::string only;
};

struct Result {
  std::vector<Finding> findings;
  std::int64_t records = 0, events = 0, cases = 0, void_records = 0;
  CheckedCase only;
  bool met = false;
};

/// One record after the other where many at once cannot be had, so that the damaged one is named.
void read_around(Journal& journal, int partition, std::int64_t& offset, ChainCheck& check) {
  try {
    const auto entries = journal.read(partition, offset, 1, 1);
    if (entries.empty()) throw std::runtime_error("missing");
    check.take(entries[0]);
  } catch (const std::runtime_error& error) {
    check.lost(offset, error.what());
  }
  ++offset;
}

void read_partition(Journal& journal, int partition, ChainCheck& check, Progress& progress,
                    std::int64_t& records) {
  const auto end = journal.end(partition);
  for (std::int64_t offset = 0; offset < end;) {
    std::vector<JournalEntry> entries;
    try {
      entries = journal.read(partition, offset, 1000, 1 << 20);
    } catch (const std::runtime_error&) {
    }
    if (entries.empty()) {
      read_around(journal, partition, offset, check);
      continue;
    }
    for (const auto& entry : entries) check.take(entry);
    offset = entries.back().offset + 1;
    records += static_cast<std::int64_t>(entries.size());
    progress.at(records);
  }
}

/// What the node has folded and the journal no longer holds.
void compare_with_fold(const StoreReader& store, int partition, int partitions, ChainCheck& check,
                       Result& result) {
  const FoldReader fold(store, partitions);
  const std::string from = keys::state(partition, "");
  store.scan(fold_family, from, after_prefix(from), [&](std::string_view key, std::string_view v) {
    const std::string case_key(key.substr(from.size()));
    const auto [kind_name, id] = split_case_key(case_key);
    const Kind* kind = kind_name == "partition" ? &partition::kind() : kind_named(kind_name);
    const auto folded = kind ? decode_case(*kind, v) : std::nullopt;
    if (!folded) {
      result.findings.push_back({case_key, "store", "the folded state cannot be read"});
      return true;
    }
    const auto found = check.cases().find(case_key);
    const auto held = found == check.cases().end() ? 0 : found->second.version;
    if (held >= folded->head.version || check.reported(case_key)) return true;
    const auto missing = fold.history(kind_name, id, held, 1);
    result.findings.push_back(
        {case_key, missing.empty() ? "end" : missing[0].position.text(),
         fmt::format("the journal holds {} of the {} events that the node has folded", held,
                     folded->head.version)});
    return true;
  });
}

Result check_all(const Keys& wanted, Journal& journal, const StoreReader* store) {
  Result result;
  std::int64_t total = 0;
  for (int p = 0; p < journal.partitions(); ++p) total += journal.end(p);
  Progress progress("Verifying", total);
  for (int p = 0; p < journal.partitions(); ++p) {
    ChainCheck check(p, journal);
    if (store) check.expect(FoldReader(*store, journal.partitions()).position(fold_family, p));
    read_partition(journal, p, check, progress, result.records);
    check.finish();
    const auto& found = check.findings();
    result.findings.insert(result.findings.end(), found.begin(), found.end());
    if (store) compare_with_fold(*store, p, journal.partitions(), check, result);
    result.events += check.events();
    result.void_records += check.void_records();
    result.cases += static_cast<std::int64_t>(check.cases().size());
    if (const auto it = check.cases().find(wanted.only); it != check.cases().end()) {
      result.only = it->second;
      result.met = true;
    }
  }
  return result;
}

void say_case(const Keys& wanted, const Result& result) {
  bool holds = true;
  for (const auto& finding : result.findings) {
    if (finding.what != wanted.only) continue;
    std::cout << finding.text() << '\n';
    holds = false;
  }
  if (!holds) throw Unequal{};
  if (!result.met) {
    throw Failure("the journal holds no case " + wanted.only, "name it as KIND/ID");
  }
  fmt::print("{} holds: {} events, {}\n", wanted.only, result.only.version, result.only.hash);
}

void verify(const Keys& wanted) {
  const Folder folder(wanted.data, false);
  auto journal = open_journal(folder, wanted, true);
  std::unique_ptr<Store> store;
  if (std::filesystem::exists(folder / "store")) store = open_store(folder / "store");
  const auto result = check_all(wanted, *journal, store.get());
  if (!wanted.only.empty()) return say_case(wanted, result);
  for (const auto& finding : result.findings) std::cout << finding.text() << '\n';
  fmt::print("{} records, {} events of {} cases in {} partitions; {} void records; {}\n",
             result.records, result.events, result.cases, journal->partitions(),
             result.void_records,
             result.findings.empty()
                 ? "everything holds"
                 : fmt::format("{} places do not hold", result.findings.size()));
  std::fflush(stdout);
  if (!result.findings.empty()) throw Unequal{};
}

}  // namespace

void add_verify(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand("verify", "Check order, gaps and hash chains of the journal");
  add_data_keys(*verb, *keys);
  verb->add_option("--case", keys->only, "Only this case, KIND/ID");
  add_config(*verb);
  verb->footer("Works on a stopped node's folder. Exit code 1 if anything does not hold.");
  verb->callback([verb, keys] {
    read_config(*verb);
    verify(*keys);
  });
}

}  // namespace surety::tools
