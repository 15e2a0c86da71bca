// Nothing in a bundle is believed but what a signature or a chain of hashes says.
#include "tools/bundle_check.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <sstream>

#include "adapters/bundle/bundle.hpp"
#include "adapters/seals/signing.hpp"
#include "adapters/seals/timestamp.hpp"
#include "engine/digest.hpp"
#include "events/json.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

namespace bj = boost::json;

constexpr std::size_t part_max = 1ull << 30;
constexpr std::string_view members[]{"prevhash", "case",   "caseversion", "type",     "typeversion",
                                     "recordedat", "dueat", "actor",      "rulebook", "cause"};

std::string text_of(const bj::object& line, std::string_view name) {
  const auto* value = line.if_contains({name.data(), name.size()});
  if (!value || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

/// The digest of api.md §3, over the texts as they stand.
std::string digest_of(const bj::object& line) {
  std::string bytes;
  for (const auto name : members) bytes += text_of(line, name) + '\n';
  return "sha256:" + hex(sha256(bytes, text_of(line, "data_text")));
}

/// A case's lines: its name, and the hash of every version.
struct Chain {
  std::string case_key;
  std::vector<std::string> hashes;
  std::string texts;  ///< of the data, all of it
};

class BundleCheck {
 public:
  BundleCheck(const std::filesystem::path& file, const SealKeys& keys)
      : keys_(keys), archive_(opened(file)) {}

  CheckedBundle run() {
    const auto text = part("manifest.json");
    if (text.empty() || !from_json(text, manifest_, Source::stored).empty())
      throw Failure("this is no audit bundle", "make one with surety export-case");
    manifest(text);
    const auto events = chain("events.ndjson", manifest_.case_key);
    whole(events);
    const auto rules = chain("rules.ndjson", {});
    files(events);
    seal(events, rules);
    return {std::move(findings_),
            fmt::format("{}: {} events, {}; {} files; {}; signed with {}", manifest_.case_key,
                        events.hashes.size(), manifest_.hash, manifest_.files.size(), sealed_,
                        manifest_.key)};
  }

 private:
  static std::string bytes_in(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Failure(file.string() + " cannot be read", "name the bundle with --bundle");
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static ArchiveReader opened(const std::filesystem::path& file) {
    try {
      return ArchiveReader(bytes_in(file));
    } catch (const std::runtime_error& e) {
      throw Failure(file.string() + ": " + e.what(), "name the bundle with --bundle");
    }
  }
  std::string part(const std::string& name) const {
    return archive_.part(name, part_max).value_or("");
  }
  void find(Breach breach, std::string what, std::string position, std::string reason) {
    findings_.push_back({breach, std::move(what), std::move(position), std::move(reason)});
  }

  void manifest(const std::string& text) {
    if (!signature_fits(from_hex(manifest_.key), text, part("manifest.sig")))
      find(Breach::authenticity, "manifest", "manifest.sig", "its signature does not fit");
    if (keys_.key.empty()) return;
    const auto trusted = public_key_of_pem(bytes_in(keys_.key));
    if (!trusted || hex(*trusted) != manifest_.key)
      find(Breach::authenticity, "manifest", "manifest.json", "it is signed by another key");
  }

  /// Stops at the first line that does not hold; what follows from it would only repeat it.
  Chain chain(const std::string& file, std::string case_key) {
    Chain c{std::move(case_key), {}, {}};
    std::istringstream in(part(file));
    std::string last;
    for (std::string line; std::getline(in, line);) {
      bj::error_code bad;
      const auto value = bj::parse(line, bad);
      if (bad || !value.is_object()) {
        find(Breach::integrity, file, fmt::format("line {}", c.hashes.size() + 1),
             "cannot be read");
        break;
      }
      const auto& event = value.get_object();
      if (c.case_key.empty()) c.case_key = text_of(event, "case");
      const auto version = text_of(event, "caseversion");
      const auto expected = std::to_string(c.hashes.size() + 1);
      const auto tell = [&](Breach breach, std::string reason) {
        find(breach, c.case_key, text_of(event, "position"), std::move(reason));
      };
      if (text_of(event, "case") != c.case_key || version != expected) {
        tell(Breach::completeness,
             fmt::format("version {} stands where {} belongs", version, expected));
        break;
      }
      if (text_of(event, "prevhash") != last) {
        tell(Breach::integrity,
             fmt::format("version {} does not name the hash before it", version));
        break;
      }
      last = digest_of(event);
      if (last != text_of(event, "hash")) {
        tell(Breach::integrity,
             fmt::format("the hash of version {} does not fit its data", version));
        break;
      }
      c.hashes.push_back(last);
      c.texts += text_of(event, "data_text");
    }
    return c;
  }

  void whole(const Chain& events) {
    const auto count = static_cast<std::int64_t>(events.hashes.size());
    if (!findings_.empty()) return;
    if (count < manifest_.version)
      find(Breach::completeness, manifest_.case_key, fmt::format("version {}", count + 1),
           fmt::format("{} of {} events are there", count, manifest_.version));
    else if (count > manifest_.version || events.hashes.back() != manifest_.hash)
      find(Breach::authenticity, manifest_.case_key, fmt::format("version {}", count),
           "the manifest names another last event");
  }

  void files(const Chain& events) {
    const bool chains_hold = findings_.empty();
    for (const auto& file : manifest_.files) {
      const auto bytes = archive_.part(file.name, part_max);
      if (!bytes) find(Breach::completeness, file.name, "the bundle", "it is gone");
      else if (hex(sha256(*bytes)) == file.sha256) {
        if (file.name.starts_with("documents/") && chains_hold &&
            events.texts.find(file.sha256) == std::string::npos)
          find(Breach::authenticity, file.name, "the bundle", "no event names it");
      } else if (chains_hold || !file.name.ends_with(".ndjson")) {
        find(Breach::integrity, file.name, "the bundle", "its bytes do not have their digest");
      }
    }
  }

  void seal(const Chain& events, const Chain& rules) {
    KeptSeal kept{{}, part("seal/seal.json"), part("seal/seal.sig")};
    if (kept.text.empty()) return;
    const auto other = [&](std::string reason) {
      find(Breach::authenticity, fmt::format("seal {}", kept.seal.number), "seal/seal.json",
           std::move(reason));
    };
    if (!from_json(kept.text, kept.seal, Source::stored).empty()) return other("it cannot be read");
    if (kept.seal.key != manifest_.key) other("it is signed by another key");
    if (!signature_fits(from_hex(kept.seal.key), kept.text, kept.signature))
      other("its signature does not fit");
    sealed_ = fmt::format("seal {} of {}", kept.seal.number, kept.seal.made_at.text());
    if (const auto stamp = part("seal/seal.tsr"); !stamp.empty()) {
      const auto read = read_timestamp(stamp, kept.text, "", keys_.timestamp_authorities);
      if (!read.time) other("its time-stamp does not hold: " + read.trouble);
      else sealed_ += ", time-stamped " + read.time->text();
    }
    included("seal/inclusion.json", events, kept.seal);
    if (!part("seal/rules.json").empty()) included("seal/rules.json", rules, kept.seal);
  }

  void included(const std::string& file, const Chain& c, const Seal& seal) {
    Inclusion in;
    if (!from_json(part(file), in, Source::stored).empty() || !leads_to(in, seal) ||
        in.case_key != c.case_key)
      return find(Breach::authenticity, c.case_key, file, "it does not lead to the seal's root");
    const auto sealed = static_cast<std::size_t>(in.version);
    const bool named = std::any_of(findings_.begin(), findings_.end(),
                                   [&](const Finding& f) { return f.what == c.case_key; });
    if (named) return;
    if (c.hashes.size() < sealed)
      find(Breach::completeness, c.case_key, fmt::format("version {}", c.hashes.size() + 1),
           fmt::format("{} of the {} events that the seal was made of are there", c.hashes.size(),
                       sealed));
    else if (sealed == 0 || c.hashes[sealed - 1] != in.hash)
      find(Breach::authenticity, c.case_key, fmt::format("version {}", sealed),
           "the event fits its chain and is not the one that was sealed");
  }

  const SealKeys& keys_;
  const ArchiveReader archive_;
  BundleManifest manifest_;
  std::string sealed_ = "no seal holds the case yet";
  std::vector<Finding> findings_;
};

}  // namespace

CheckedBundle check_bundle(const std::filesystem::path& file, const SealKeys& keys) {
  return BundleCheck(file, keys).run();
}

}  // namespace surety::tools
