// Words with single spaces between them.
#include "adapters/journal_identity.hpp"

#include <fmt/format.h>

#include <charconv>
#include <vector>

namespace surety {
namespace {

template <class Number>
bool read(std::string_view text, Number& n) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  return error == std::errc{} && end == text.data() + text.size() && n > 0;
}

}  // namespace

std::string JournalIdentity::text() const {
  auto text = fmt::format("1 {} {} {}", name, generation, partitions);
  if (first_generation != generation) text += fmt::format(" {}", first_generation);
  return text;
}

std::optional<JournalIdentity> JournalIdentity::parse(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t from = 0; from <= text.size();) {
    const auto space = std::min(text.find(' ', from), text.size());
    words.push_back(text.substr(from, space - from));
    from = space + 1;
  }
  JournalIdentity identity;
  if ((words.size() != 4 && words.size() != 5) || words[0] != "1" || words[1].empty() ||
      !read(words[2], identity.generation) || !read(words[3], identity.partitions))
    return std::nullopt;
  identity.name = words[1];
  identity.first_generation = identity.generation;
  if (words.size() == 5 && !read(words[4], identity.first_generation)) return std::nullopt;
  return identity;
}

}  // namespace surety
