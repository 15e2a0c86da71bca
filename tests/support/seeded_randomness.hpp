// Randomness from a seed, the same on every machine and library (splitmix64).
#pragma once

#include <cstdint>
#include <string>

#include "engine/ports.hpp"

namespace surety::testing {

class SeededRandomness final : public Randomness {
 public:
  explicit SeededRandomness(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  /// In [0, n); 0 for n = 0.
  std::uint64_t below(std::uint64_t n) { return n ? next() % n : 0; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  bool percent(unsigned p) { return below(100) < p; }
  std::string bytes(std::size_t n) override {
    std::string s;
    for (std::size_t i = 0; i < n; ++i) s.push_back(static_cast<char>(next()));
    return s;
  }

 private:
  std::uint64_t state_;
};

}  // namespace surety::testing
