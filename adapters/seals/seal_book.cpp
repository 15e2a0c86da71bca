// Each file is written beside and moved to its place; the seal itself last, so that one that can be
// read is whole.
#include "adapters/seals/seal_book.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "adapters/seals/signing.hpp"
#include "engine/digest.hpp"
#include "engine/merkle.hpp"
#include "events/json.hpp"

namespace surety {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> bytes_in(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

/// Of what has been written and moved: nobody is told of a seal that a power cut takes back.
void sync(const fs::path& path) {
  const int f = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = f >= 0 && fsync(f) == 0;
  if (f >= 0) close(f);
  if (!done) throw std::runtime_error(path.string() + " cannot be written");
}

}  // namespace

fs::path SealBook::file(std::int64_t number, const char* ending) const {
  return folder_ / fmt::format("{:06}.{}", number, ending);
}

void SealBook::write(const fs::path& path, std::string_view bytes) const {
  const fs::path beside = path.string() + ".new";
  std::ofstream out(beside, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) throw std::runtime_error(path.string() + " cannot be written");
  sync(beside);
  fs::rename(beside, path);
  sync(path.parent_path());
}

std::vector<std::int64_t> SealBook::numbers() const {
  std::vector<std::int64_t> found;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    if (entry.path().extension() != ".json") continue;
    const auto stem = entry.path().stem().string();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(stem.data(), stem.data() + stem.size(), number);
    if (error == std::errc{} && end == stem.data() + stem.size() && number > 0)
      found.push_back(number);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<KeptSeal> SealBook::read(std::int64_t number) const {
  KeptSeal kept;
  auto text = bytes_in(file(number, "json"));
  auto signature = bytes_in(file(number, "sig"));
  if (!text || !signature || !from_json(*text, kept.seal, Source::stored).empty() ||
      kept.seal.number != number)
    return std::nullopt;
  kept.text = std::move(*text);
  kept.signature = std::move(*signature);
  return kept;
}

std::optional<KeptSeal> SealBook::newest() const {
  const auto all = numbers();
  return all.empty() ? std::nullopt : read(all.back());
}

std::optional<std::vector<std::string>> SealBook::lines(std::int64_t number) const {
  const auto text = bytes_in(file(number, "cases"));
  if (!text) return std::nullopt;
  std::vector<std::string> out;
  std::istringstream in(*text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::optional<std::string> SealBook::timestamp(std::int64_t number) const {
  return bytes_in(file(number, "tsr"));
}
std::optional<std::string> SealBook::answer(std::int64_t number) const {
  return bytes_in(file(number, "answer"));
}
std::optional<std::string> SealBook::key_pem() const { return bytes_in(folder_ / "key.pem"); }

void SealBook::keep(const KeptSeal& kept, const std::vector<std::string>& lines) const {
  fs::create_directories(folder_);
  const auto number = kept.seal.number;
  std::string text;
  for (const auto& line : lines) text += line + '\n';
  write(file(number, "cases"), text);
  if (!key_pem()) write(folder_ / "key.pem", public_key_pem(from_hex(kept.seal.key)));
  write(file(number, "sig"), kept.signature);
  write(file(number, "json"), kept.text);
  std::error_code none;
  fs::remove(file(number - 1, "cases"), none);
}

void SealBook::keep_timestamp(std::int64_t number, const std::string& bytes) const {
  write(file(number, "tsr"), bytes);
}
void SealBook::keep_answer(std::int64_t number, const std::string& bytes) const {
  write(file(number, "answer"), bytes);
}

void SealBook::copy_to(const fs::path& outside, std::int64_t number) const {
  fs::create_directories(outside);
  const SealBook copy(outside);
  if (const auto pem = key_pem(); pem && !copy.key_pem()) write(outside / "key.pem", *pem);
  for (const std::string ending : {"sig", "json", "cases", "tsr", "answer"}) {
    const auto there = copy.file(number, ending.c_str());
    if (ending == "cases" && fs::exists(there)) continue;  // large, and never changes
    const auto bytes = bytes_in(file(number, ending.c_str()));
    const auto before = bytes ? bytes_in(there) : std::nullopt;
    if (!bytes || before == bytes) continue;
    // Another node with a folder of its own, or somebody who begins anew: what is there stays.
    if (before && (ending == "json" || ending == "sig"))
      throw std::runtime_error(there.string() + " is another seal already");
    write(there, *bytes);
  }
  std::error_code none;
  fs::remove(copy.file(number - 1, "cases"), none);
}

std::optional<Inclusion> SealBook::inclusion(std::string_view case_key) const {
  const auto all = numbers();
  const auto lines_here = all.empty() ? std::nullopt : lines(all.back());
  if (!lines_here) return std::nullopt;
  std::vector<std::string> leaves;
  std::optional<Inclusion> found;
  for (const auto& line : *lines_here) {
    const auto c = SealedCase::parse(line);
    if (c && c->case_key == case_key)
      found = Inclusion{all.back(), c->case_key, c->version, c->hash,
                        static_cast<std::int64_t>(leaves.size()), {}};
    leaves.push_back(merkle_leaf(line));
  }
  if (!found) return std::nullopt;
  for (const auto& hash : merkle_path(leaves, static_cast<std::size_t>(found->index)))
    found->path.push_back(hex(hash));
  return found;
}

}  // namespace surety
