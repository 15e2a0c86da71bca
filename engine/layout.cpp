// The digest of stored rows.
#include "engine/layout.hpp"

namespace surety {
namespace {

constexpr std::uint32_t fnv_prime = 16'777'619u;

}  // namespace

Layout& Layout::add(std::string_view text) {
  for (unsigned char c : text) digest_ = (digest_ ^ c) * fnv_prime;
  digest_ = (digest_ ^ 0xFFu) * fnv_prime;
  return *this;
}

Layout& Layout::add(const Type& type) {
  add(std::string(1, static_cast<char>('a' + static_cast<int>(type.shape))));
  add(type.format);
  if (type.choices)
    for (const auto& choice : type.choices()) add(choice.name);
  if (type.element) add(*type.element);
  if (type.fields)
    for (const auto& member : type.fields().members) {
      add(member.name);
      add(*member.type);
    }
  return *this;
}

Layout& Layout::add(const std::vector<const Kind*>& kinds) {
  add(type_of<CaseHead>());
  for (const Kind* kind : kinds) {
    add(kind->name);
    add(*kind->state_type);
    for (const auto& daily : kind->daily) add(daily.name);
  }
  return *this;
}

int Layout::version(int edition) const {
  constexpr int room = 1'000'000;
  return edition * room + static_cast<int>(digest_ % room);
}

}  // namespace surety
