// What stored rows look like, as a number: rows of another build are built anew, never misread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/kind.hpp"

namespace surety {

/// A digest of names, shapes, formats and choices, in their order, of a type and all that is in it.
class Layout {
 public:
  Layout& add(std::string_view text);
  Layout& add(const Type&);
  /// The heads and states of these kinds, and what is reckoned anew each day.
  Layout& add(const std::vector<const Kind*>&);
  /// Of a family: differs where the edition or the digest does.
  int version(int edition) const;

 private:
  std::uint32_t digest_ = 2'166'136'261u;  // FNV-1a
};

}  // namespace surety
