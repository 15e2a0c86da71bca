// Everything small is made at once, the documents when their turn comes.
#include "adapters/bundle/bundle.hpp"

#include <algorithm>
#include <set>

#include "adapters/http/event_json.hpp"
#include "adapters/identity/sealing.hpp"
#include "adapters/print/print.hpp"
#include "adapters/seals/signing.hpp"
#include "engine/digest.hpp"
#include "engine/embedded.hpp"
#include "engine/fold_event.hpp"
#include "engine/kinds/partition.hpp"
#include "events/json.hpp"

namespace surety {
namespace {

std::vector<HistoryEntry> whole_history(const FoldReader& fold, std::string_view case_key) {
  const auto [kind, id] = split_case_key(case_key);
  std::vector<HistoryEntry> all;
  for (std::size_t before = 1; before > 0;) {
    auto part = fold.history(kind, id, static_cast<std::int64_t>(all.size()), 1'000);
    before = part.size();
    std::move(part.begin(), part.end(), std::back_inserter(all));
  }
  return all;
}

/// True if some sealed value of the events has lost its key.
bool erased(const std::vector<HistoryEntry>& history, const Secrets& secrets) {
  constexpr std::string_view mark = "\"sealed:";
  for (const auto& entry : history) {
    const std::string_view data = entry.event.data;
    for (auto at = data.find(mark); at != data.npos; at = data.find(mark, at + 1)) {
      const auto end = data.find('"', at + 1);
      if (end != data.npos && !unseal(secrets, data.substr(at + 1, end - at - 1))) return true;
    }
  }
  return false;
}

class Bundle {
 public:
  Bundle(const BundleSource& source, const Case& c)
      : source_(source), case_(c), fold_(source.store, source.partitions) {}

  std::vector<ArchiveEntry> entries() {
    auto& manifest = in_.manifest;
    manifest.case_key = case_.head.key();
    manifest.version = case_.head.version;
    manifest.hash = case_.head.last_hash;
    manifest.made_at = source_.now;
    manifest.key = hex(public_key_of(source_.signing_key));
    add_history();
    add_rules();
    add_documents();
    add_seal();
    const auto report = bundle_report(case_, in_, source_.secrets);
    add("report.html", html_of(report));
    add("report.pdf", pdf_of(report));
    add("verify_case.py", embedded_files().at("../tools/verify_case.py"));
    add("key.pem", public_key_pem(from_hex(manifest.key)));
    const auto text = to_json(manifest);
    add("manifest.json", text);
    add("manifest.sig", signature_of(source_.signing_key, text));
    return std::move(entries_);
  }

 private:
  void add(std::string name, std::string bytes) {
    in_.manifest.files.push_back({name, hex(sha256(bytes))});
    const auto size = static_cast<std::int64_t>(bytes.size());
    entries_.push_back({std::move(name), size, [b = std::move(bytes)] { return b; }});
  }
  template <class Items, class Line>
  void add_lines(const char* name, const Items& items, Line line) {
    std::string text;
    for (const auto& item : items) text += line(item) + '\n';
    add(name, std::move(text));
  }
  void add_events(const char* name, const std::vector<HistoryEntry>& history) {
    add_lines(name, history, [this](const HistoryEntry& entry) {
      return http::history_json(source_.secrets, entry, true);
    });
  }

  void add_history() {
    const auto& head = case_.head;
    in_.history = whole_history(fold_, head.key());
    in_.deadlines = fold_.deadlines(head.kind, head.id);
    in_.refusals = fold_.refusals(head.key());
    in_.manifest.erased = erased(in_.history, source_.secrets);
    add_events("events.ndjson", in_.history);
    add_lines("deadlines.ndjson", in_.deadlines, http::deadline_json);
    add_lines("refusals.ndjson", in_.refusals, http::refusal_json);
  }

  std::string partition_key() const {
    return partition::key(fold_.partition_with(case_.head.kind, case_.head.id));
  }

  void add_rules() {
    std::set<std::string> rulebooks, calendars;
    for (const auto& entry : in_.history) rulebooks.insert(entry.event.rulebook);
    for (const auto& d : in_.deadlines) {
      rulebooks.insert(d.rulebook);
      calendars.insert(d.calendar);
    }
    const auto adopted = whole_history(fold_, partition_key());
    add_events("rules.ndjson", adopted);
    for (const auto& entry : adopted) {
      partition::RulebookAdopted book;
      partition::CalendarAdopted calendar;
      if (entry.event.type == "partition.rulebook-adopted" &&
          from_json(entry.event.data, book, Source::stored).empty() &&
          rulebooks.count(book.book.name())) {
        auto name = book.book.name();
        in_.rulebooks.push_back(name);
        std::replace(name.begin(), name.end(), '/', '-');
        add("rules/" + name + ".json", to_json(book.book));
      } else if (entry.event.type == "partition.calendar-adopted" &&
                 from_json(entry.event.data, calendar, Source::stored).empty() &&
                 calendars.count(calendar.version)) {
        in_.calendars.push_back(calendar.version);
        add("calendars/" + calendar.version + ".json", calendar.text);
      }
    }
  }

  void add_documents() {
    in_.documents =
        case_documents(fold_, case_.head.kind, case_.head.id, source_.documents);
    for (auto& d : in_.documents) {
      const auto& id = d.info.id.text();
      if (!d.personal_field.empty() || d.file.empty()) {
        in_.manifest.withheld.push_back({id, d.title, d.file.empty() ? "gone" : "personal"});
        continue;
      }
      auto entry = archive_entry(d, source_.documents);
      entry.name = "documents/" + entry.name;
      in_.manifest.files.push_back({entry.name, id});
      entries_.push_back(std::move(entry));
    }
  }

  void add_seal() {
    in_.proof = prove(fold_, case_.head, &source_.seals);
    const auto& seal = in_.proof.seal;
    if (!seal) return;
    const auto number = seal->seal.number;
    add("seal/seal.json", seal->text);
    add("seal/seal.sig", seal->signature);
    add("seal/inclusion.json", to_json(*in_.proof.inclusion));
    if (const auto stamp = source_.seals.timestamp(number)) add("seal/seal.tsr", *stamp);
    const auto rules = source_.seals.inclusion(partition_key());
    if (rules && rules->seal == number) add("seal/rules.json", to_json(*rules));
  }

  const BundleSource& source_;
  const Case& case_;
  const FoldReader fold_;
  BundleContents in_;
  std::vector<ArchiveEntry> entries_;
};

}  // namespace

std::vector<ArchiveEntry> audit_bundle(const BundleSource& source, const Case& c) {
  return Bundle(source, c).entries();
}

}  // namespace surety
