// A seal's own word first: its signature, the seal that it names. Then the journal's.
#include "tools/seal_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "adapters/seals/signing.hpp"
#include "adapters/seals/timestamp.hpp"
#include "engine/digest.hpp"
#include "engine/merkle.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

std::string trusted_key(const SealBook& book, const std::string& file) {
  std::string pem;
  if (file.empty()) {
    pem = book.key_pem().value_or("");
    if (pem.empty()) return {};
  } else {
    std::ifstream in(file, std::ios::binary);
    pem.assign(std::istreambuf_iterator<char>(in), {});
  }
  const auto key = public_key_of_pem(pem);
  if (!key)
    throw Failure((file.empty() ? (book.folder() / "key.pem").string() : file) +
                      " holds no Ed25519 key",
                  "give the platform's public key with --seal-key");
  return hex(*key);
}

}  // namespace

SealCheck::SealCheck(const std::filesystem::path& folder, const SealKeys& keys, bool whole,
                     const Journal& journal)
    : book_(folder),
      journal_(journal.name()),
      key_(trusted_key(book_, keys.key)),
      authorities_(keys.timestamp_authorities) {
  std::int64_t last = 0;
  for (const auto number : book_.numbers()) {
    for (auto gone = last + 1; whole && gone < number; ++gone)
      find(Breach::completeness, gone, "it is gone");
    last = number;
    auto kept = book_.read(number);
    if (!kept) find(Breach::integrity, number, "it cannot be read");
    else if (good(*kept)) seals_.push_back(std::move(*kept));
  }
  if (!seals_.empty()) take_list();
}

void SealCheck::find(Breach breach, std::int64_t number, std::string reason) {
  findings_.push_back({breach, fmt::format("seal {}", number), fmt::format("{:06}.json", number),
                       std::move(reason)});
}

bool SealCheck::good(const KeptSeal& kept) {
  const auto& seal = kept.seal;
  const auto fails = [&](std::string reason) {
    find(Breach::authenticity, seal.number, std::move(reason));
    return false;
  };
  if (!signature_fits(from_hex(seal.key), kept.text, kept.signature))
    return fails("its signature does not fit");
  if (!key_.empty() && seal.key != key_) return fails("it is signed by another key");
  if (seal.journal != journal_) return fails("it is of another journal");
  const auto before = book_.read(seal.number - 1);
  if (before && hex(sha256(before->text)) != seal.previous)
    return fails(fmt::format("it does not name seal {} before it", seal.number - 1));
  if (const auto bytes = book_.timestamp(seal.number)) {
    const auto stamp = read_timestamp(*bytes, kept.text, "", authorities_);
    if (!stamp.time) return fails("its time-stamp does not hold: " + stamp.trouble);
    ++timestamps_;
  }
  return true;
}

void SealCheck::take_list() {
  const auto& newest = seals_.back().seal;
  const auto lines = book_.lines(newest.number);
  if (!lines) return;
  std::vector<std::string> leaves;
  for (const auto& line : *lines) {
    leaves.push_back(merkle_leaf(line));
    if (auto c = SealedCase::parse(line)) sealed_.insert_or_assign(c->case_key, std::move(*c));
  }
  listed_ = hex(merkle_root(leaves)) == newest.root;
  if (!listed_) find(Breach::authenticity, newest.number, "the list of its cases is another one");
}

void SealCheck::expect(ChainCheck& check, int partition) {
  for (const auto& kept : seals_)
    for (const auto& p : kept.seal.partitions) {
      if (p.partition != partition) continue;
      Kept known{fmt::format("seal {} was made of", kept.seal.number), p.next_offset, p.sequence,
                 from_hex(p.head)};
      if (&kept == &seals_.back()) known.compare_cases = [this, &check] { compare(check); };
      check.expect(std::move(known));
    }
}

void SealCheck::compare(ChainCheck& check) {
  const auto number = seals_.back().seal.number;
  for (const auto& [key, c] : check.cases()) {
    lines_.push_back(SealedCase{key, c.version, c.hash}.line());
    if (!listed_) continue;
    met_.insert(key);
    const auto it = sealed_.find(key);
    const auto tell = [&](Breach breach, std::string reason) {
      check.find(breach, key, check.here(c.sequence), std::move(reason));
    };
    if (it == sealed_.end())
      tell(Breach::authenticity, fmt::format("seal {} holds no such case", number));
    else if (c.version < it->second.version)
      tell(Breach::completeness,
           fmt::format("the journal holds {} of the {} events that seal {} was made of", c.version,
                       it->second.version, number));
    else if (c.version > it->second.version || c.hash != it->second.hash)
      tell(Breach::authenticity,
           fmt::format("its version {} is not the one that seal {} was made of", c.version, number));
  }
}

void SealCheck::finish() {
  if (seals_.empty()) return;
  const auto& newest = seals_.back().seal;
  for (const auto& [key, c] : sealed_)
    if (listed_ && !met_.count(key))
      findings_.push_back({Breach::completeness, key, fmt::format("seal {}", newest.number),
                           fmt::format("the journal holds none of its {} events", c.version)});
  if (listed_) return;
  std::sort(lines_.begin(), lines_.end());
  std::vector<std::string> leaves;
  for (const auto& line : lines_) leaves.push_back(merkle_leaf(line));
  if (hex(merkle_root(leaves)) != newest.root)
    find(Breach::authenticity, newest.number, "the journal's cases are not those it was made of");
}

std::string SealCheck::told() const {
  if (seals_.empty()) return "no seals";
  return fmt::format("{} seals, the newest of {}, {} time-stamped", seals_.size(),
                     seals_.back().seal.made_at.text(), timestamps_);
}

}  // namespace surety::tools
