// `surety rulebook try`: whose deadlines, amounts and alerts would differ under a draft.
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <set>

#include "engine/forecast.hpp"
#include "engine/kinds/rulebook.hpp"
#include "engine/library.hpp"
#include "engine/what_if.hpp"
#include "events/json.hpp"
#include "tools/cli.hpp"
#include "tools/refold.hpp"
#include "tools/storage.hpp"

namespace surety::tools {
namespace {

struct Keys : DataKeys {
  std::string file, jurisdiction;
};

/// The body of `publish`, or a rulebook as schemas/rulebooks holds them: `rules`, and whose.
struct Draft {
  std::optional<std::string> jurisdiction;
  std::optional<std::int64_t> version;
  std::optional<Date> effective_from;
  Rules rules;
};
DESCRIBE(Draft, "规则集草案", "Rules that are not published.",
         (jurisdiction, "辖区", "Jurisdiction"), (version, "版本", "Version"),
         (effective_from, "生效日期", "In force from"), (rules, "规则", "The rules"))

Rulebook read_draft(const Keys& keys) {
  std::ifstream file(keys.file, std::ios::binary);
  if (!file) throw Failure(keys.file + " cannot be read", "name a file with rules");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  Draft draft;
  if (const auto problems = from_json(text, draft, Source::outside); !problems.empty())
    throw Failure(fmt::format("{}: {} at {}", keys.file, problems[0].code,
                              problems[0].path.empty() ? "/" : problems[0].path),
                  "mend it; schemas/rulebooks holds those in force");
  const auto of = keys.jurisdiction.empty() ? draft.jurisdiction.value_or("") : keys.jurisdiction;
  if (of.empty()) throw Failure("nobody says whose rules these are", "name --jurisdiction CODE");
  return {of, draft.version.value_or(0), draft.effective_from.value_or(Date{}), draft.rules};
}

std::string text(const std::optional<Term>& term) {
  return term ? fmt::format("{} {}", term->last_day.text(), name_of(term->status)) : "none";
}
std::string text(const std::optional<Money>& amount) {
  return amount ? fmt::format("{}.{:02} yuan", amount->fen / 100, amount->fen % 100) : "none";
}

void print(const RuleDifference& d) {
  if (d.deadline.empty()) {
    fmt::print("{} least_amount: {} -> {}\n", d.case_key, text(d.amount_now),
               text(d.amount_draft));
    return;
  }
  fmt::print("{} {}{}{}: {} -> {}{}\n", d.case_key, d.deadline, d.subject.empty() ? "" : " ",
             d.subject, text(d.now), text(d.draft),
             d.raises()   ? ", an alert more"
             : d.spares() ? ", an alert less"
                          : "");
}

void try_draft(const Keys& keys) {
  const auto draft = read_draft(keys);
  const Folder folder(keys.data, false);
  auto journal = open_journal(folder, keys, true);
  auto store = open_store(folder / "store");
  fold(*journal, *store, folder, "Reading what the store lacks");
  const int partitions = journal->partitions();
  const FoldReader reader(*store, partitions);
  const auto published = reader.find("rulebook", draft.jurisdiction);
  if (!published)
    throw Failure("the journal holds no rulebook of " + draft.jurisdiction,
                  "name --jurisdiction as the rulebook is named");
  RulebookLibrary library;  // other jurisdictions' cases are not looked at
  for (const auto& v : published->as<rulebook::State>().versions)
    library.add({draft.jurisdiction, v.version, v.effective_from, v.rules});
  const auto calendar = adopted_calendar(reader);
  Instant now;
  for (int p = 0; p < partitions; ++p)
    now = std::max(now, reader.position(fold_family(), p).recorded_at);

  std::set<std::string> cases;
  std::int64_t deadlines = 0, amounts = 0, more = 0, less = 0;
  const auto looked_at =
      try_rulebook(*store, partitions, library, calendar, draft, now, [&](const auto& d) {
        print(d);
        cases.insert(d.case_key);
        ++(d.deadline.empty() ? amounts : deadlines);
        more += d.raises();
        less += d.spares();
      });
  fmt::print("{} of {} cases differ: {} deadlines, {} amounts; {} alerts more, {} less\n",
             cases.size(), looked_at, deadlines, amounts, more, less);
}

}  // namespace

void add_rulebook(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand("rulebook", "What concerns rulebooks");
  verb->require_subcommand(1);
  auto* attempt = verb->add_subcommand(
      "try", "List the cases whose deadlines, amounts or alerts a draft would change");
  attempt->add_option("FILE", keys->file, "The draft: JSON with `rules`, as one publishes them")
      ->required();
  attempt->add_option("--jurisdiction", keys->jurisdiction, "Whose; else as the file says");
  add_data_keys(*attempt, *keys);
  add_config(*attempt);
  attempt->footer(
      "Works on a stopped node's folder; nothing is published. The whole history is folded as if "
      "the draft had been in force all along, up to the newest record.");
  attempt->callback([attempt, keys] {
    read_config(*attempt);
    try_draft(*keys);
  });
}

}  // namespace surety::tools
