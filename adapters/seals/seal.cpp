// What stands in a seal, read from one snapshot of the fold.
#include "adapters/seals/seal.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "adapters/seals/signing.hpp"
#include "engine/case_heads.hpp"
#include "engine/digest.hpp"
#include "engine/merkle.hpp"

namespace surety {

std::string SealedCase::line() const {
  return case_key + ' ' + std::to_string(version) + ' ' + hash;
}

// From behind: an imported id may hold a blank.
std::optional<SealedCase> SealedCase::parse(std::string_view line) {
  const auto last = line.rfind(' ');
  if (last == line.npos || last == 0) return std::nullopt;
  const auto first = line.rfind(' ', last - 1);
  if (first == line.npos) return std::nullopt;
  SealedCase c{std::string(line.substr(0, first)), 0, std::string(line.substr(last + 1))};
  const auto digits = line.substr(first + 1, last - first - 1);
  const auto* until = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), until, c.version);
  if (error != std::errc{} || end != until) return std::nullopt;
  return c;
}

Seal seal_of(const StoreReader& store, int partitions, std::vector<std::string>& lines) {
  Seal seal;
  const FoldReader fold(store, partitions);
  for (int p = 0; p < partitions; ++p) {
    const auto position = fold.position(fold_family(), p);
    seal.partitions.push_back(
        {p, position.next_offset, position.sequence, hex(position.head)});
    each_case_head(store, p, [&](std::string_view key, const std::optional<CaseHead>& head) {
      if (!head) throw std::runtime_error("the folded " + std::string(key) + " cannot be read");
      lines.push_back(SealedCase{std::string(key), head->version, head->last_hash}.line());
    });
  }
  std::sort(lines.begin(), lines.end());
  std::vector<std::string> leaves;
  for (const auto& line : lines) leaves.push_back(merkle_leaf(line));
  seal.cases = static_cast<std::int64_t>(lines.size());
  seal.root = hex(merkle_root(leaves));
  return seal;
}

bool leads_to(const Inclusion& in, const Seal& seal) {
  std::vector<std::string> path;
  for (const auto& text : in.path) path.push_back(from_hex(text));
  const auto leaf = merkle_leaf(SealedCase{in.case_key, in.version, in.hash}.line());
  return in.seal == seal.number && in.index >= 0 &&
         hex(merkle_root_by(path, leaf, static_cast<std::size_t>(in.index),
                            static_cast<std::size_t>(seal.cases))) == seal.root;
}

}  // namespace surety
