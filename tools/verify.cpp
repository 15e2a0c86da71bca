// `surety verify`: reads the whole journal and says which case holds and which does not.
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <optional>

#include "engine/case_heads.hpp"
#include "engine/fold_event.hpp"
#include "tools/bundle_check.hpp"
#include "tools/chain_check.hpp"
#include "tools/cli.hpp"
#include "tools/seal_check.hpp"
#include "tools/storage.hpp"

namespace surety::tools {
namespace {

struct Keys : DataKeys {
  std::string only, bundle;
  SealKeys seals;
};

struct Result {
  std::vector<Finding> findings;
  std::int64_t records = 0, events = 0, cases = 0, void_records = 0;
  CheckedCase only;
  bool met = false;
  std::string authority;  ///< what the journal was compared with
};

/// One record after the other where many at once cannot be had, so that the damaged one is named.
void read_around(Journal& journal, int partition, std::int64_t& offset, ChainCheck& check) {
  try {
    const auto entries = journal.read(partition, offset, 1, 1);
    if (entries.empty()) throw std::runtime_error("missing");
    check.take(entries[0]);
  } catch (const std::runtime_error& error) {
    const bool gone = std::string_view(error.what()).ends_with("missing");
    check.lost(offset, gone ? Breach::completeness : Breach::integrity, error.what());
  }
  ++offset;
}

/// `visit` is given every record that can be read; `around` goes on over one that cannot.
template <class Visit, class Around>
void read_partition(Journal& journal, int partition, Visit visit, Around around) {
  const auto end = journal.end(partition);
  for (std::int64_t offset = 0; offset < end;) {
    std::vector<JournalEntry> entries;
    try {
      entries = journal.read(partition, offset, 1000, 1 << 20);
    } catch (const std::runtime_error&) {
    }
    if (entries.empty()) {
      around(offset);
      continue;
    }
    for (const auto& entry : entries) visit(entry);
    offset = entries.back().offset + 1;
  }
}

/// Where the journal's case first differs from the one that the node has folded.
std::string first_other(Journal& journal, const FoldReader& fold, const ChainCheck& check,
                        int partition, const std::string& case_key) {
  const auto [kind, id] = split_case_key(case_key);
  std::string found;
  std::int64_t next = 1;
  const auto visit = [&](const JournalEntry& entry) {
    const auto record = found.empty() ? decode_record(entry.bytes) : std::nullopt;
    const auto* commit = record ? std::get_if<Commit>(&*record) : nullptr;
    if (!commit) return;
    for (const auto& e : commit->events) {
      if (e.case_key != case_key || e.case_version != next || !found.empty()) continue;
      const auto folded = fold.history(kind, id, next - 1, 1);
      if (folded.empty() || folded[0].event.hash != e.hash)
        found = fmt::format("{} (version {})", check.here(commit->sequence), next);
      ++next;
    }
  };
  read_partition(journal, partition, visit, [](std::int64_t& offset) { ++offset; });
  return found;
}

/// What the node has folded and the journal does not hold, or holds otherwise.
void compare_with_fold(Journal& journal, const StoreReader& store, int partition,
                       ChainCheck& check) {
  const FoldReader fold(store, journal.partitions());
  each_case_head(store, partition, [&](std::string_view key, const std::optional<CaseHead>& head) {
    const std::string case_key(key);
    if (!head)
      return check.find(Breach::integrity, case_key, "store", "the folded state cannot be read");
    const auto found = check.cases().find(case_key);
    const auto held = found == check.cases().end() ? CheckedCase{} : found->second;
    if (held.version < head->version) {
      const auto missing = fold.history(head->kind, head->id, held.version, 1);
      check.find(Breach::completeness, case_key,
                 missing.empty() ? "end" : missing[0].position.text(),
                 fmt::format("the journal holds {} of the {} events that the node has folded",
                             held.version, head->version));
    } else if (held.hash != head->last_hash) {
      const auto where = first_other(journal, fold, check, partition, case_key);
      check.find(Breach::authenticity, case_key, where.empty() ? check.here(held.sequence) : where,
                 "the event fits its chain and is not the one that the node has folded");
    }
  });
}

void take(Result& result, const ChainCheck& check, const std::string& only) {
  const auto& found = check.findings();
  result.findings.insert(result.findings.end(), found.begin(), found.end());
  result.events += check.events();
  result.void_records += check.void_records();
  result.cases += static_cast<std::int64_t>(check.cases().size());
  if (const auto it = check.cases().find(only); it != check.cases().end()) {
    result.only = it->second;
    result.met = true;
  }
}

Result check_all(const Keys& wanted, Journal& journal, const StoreReader* store,
                 SealCheck* seals) {
  Result result;
  std::int64_t total = 0;
  for (int p = 0; p < journal.partitions(); ++p) total += journal.end(p);
  Progress progress("Verifying", total);
  for (int p = 0; p < journal.partitions(); ++p) {
    ChainCheck check(p, journal);
    if (store) {
      const auto at = FoldReader(*store, journal.partitions()).position(fold_family(), p);
      check.expect({"the node has folded", at.next_offset, at.sequence, at.head,
                    [&, p] { compare_with_fold(journal, *store, p, check); }});
    }
    if (seals) seals->expect(check, p);
    const auto visit = [&](const JournalEntry& entry) {
      check.take(entry);
      if (++result.records % 1'000 == 0) progress.at(result.records);
    };
    read_partition(journal, p, visit,
                   [&](std::int64_t& offset) { read_around(journal, p, offset, check); });
    check.finish();
    take(result, check, wanted.only);
  }
  if (seals) {
    seals->finish();
    for (const auto& f : seals->findings()) {
      const bool told = std::any_of(result.findings.begin(), result.findings.end(),
                                    [&](const Finding& other) { return other.what == f.what; });
      if (!told) result.findings.push_back(f);
    }
  }
  result.authority = fmt::format("{}, {}", seals ? seals->told() : "no seals",
                                 store ? "the node's store" : "no store");
  return result;
}

/// The seals that are asked for, or the node's own where it has some.
std::optional<SealCheck> open_seals(const Keys& keys, const Folder& folder,
                                    const Journal& journal) {
  const bool own = keys.seals.folder.empty();
  const auto where = own ? folder / "seals" : std::filesystem::path(keys.seals.folder);
  if (!std::filesystem::is_directory(where)) {
    if (own) return std::nullopt;
    throw Failure(where.string() + " is no folder", "name one of seals with --seals");
  }
  return std::optional<SealCheck>(std::in_place, where, keys.seals, own, journal);
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

void verify_bundle(const Keys& wanted) {
  const auto checked = check_bundle(wanted.bundle, wanted.seals);
  for (const auto& finding : checked.findings) fmt::print("{}\n", finding.text());
  fmt::print("{}\n{}", checked.told, three_words(checked.findings));
  std::fflush(stdout);
  if (!checked.findings.empty()) throw Unequal{};
}

void verify(const Keys& wanted) {
  if (!wanted.bundle.empty()) return verify_bundle(wanted);
  const Folder folder(wanted.data, false);
  auto journal = open_journal(folder, wanted, true);
  std::unique_ptr<Store> store;
  if (std::filesystem::exists(folder / "store")) store = open_store(folder / "store");
  auto seals = open_seals(wanted, folder, *journal);
  const auto result = check_all(wanted, *journal, store.get(), seals ? &*seals : nullptr);
  if (!wanted.only.empty()) return say_case(wanted, result);
  for (const auto& finding : result.findings) std::cout << finding.text() << '\n';
  std::cout.flush();
  fmt::print("{} records, {} events of {} cases in {} partitions; {} void records; {}\n",
             result.records, result.events, result.cases, journal->partitions(),
             result.void_records,
             result.findings.empty()
                 ? "everything holds"
                 : fmt::format("{} places do not hold", result.findings.size()));
  fmt::print("{}compared with {}\n", three_words(result.findings), result.authority);
  std::fflush(stdout);
  if (!result.findings.empty()) throw Unequal{};
}

}  // namespace

void add_verify(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand(
      "verify", "Check that the journal is unaltered, whole, and the one that was sealed");
  add_data_keys(*verb, *keys);
  verb->add_option("--case", keys->only, "Only this case, KIND/ID");
  verb->add_option("--bundle", keys->bundle, "Only this audit bundle, by itself");
  verb->add_option("--seals", keys->seals.folder,
                   "Folder of seals to compare with, as an anchor outside kept them (DATA/seals)");
  verb->add_option("--seal-key", keys->seals.key,
                   "File (PEM) of the key that must have signed them (key.pem beside them)");
  verb->add_option("--timestamp-authorities", keys->seals.timestamp_authorities,
                   "File (PEM) of who must have signed their time-stamps (whoever has)");
  add_config(*verb);
  verb->footer("Works on a stopped node's folder. Exit code 1 if anything does not hold.");
  verb->callback([verb, keys] {
    read_config(*verb);
    verify(*keys);
  });
}

}  // namespace surety::tools
