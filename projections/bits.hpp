// Sets of rows as bits, by slot.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace surety {

class Bits {
 public:
  void resize(std::size_t slots) { words_.resize((slots + 63) / 64); }
  bool test(std::size_t slot) const { return words_[slot / 64] >> slot % 64 & 1; }
  void set(std::size_t slot, bool on) {
    const std::uint64_t bit = std::uint64_t{1} << slot % 64;
    if (on) words_[slot / 64] |= bit;
    else words_[slot / 64] &= ~bit;
  }
  /// Both are of the same size.
  void keep(const Bits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }
  std::size_t count() const {
    std::size_t n = 0;
    for (const auto word : words_) n += static_cast<std::size_t>(std::popcount(word));
    return n;
  }
  template <class Visit>
  void each(const Visit& visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i)
      for (auto word = words_[i]; word != 0; word &= word - 1)
        visit(static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word))));
  }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace surety
