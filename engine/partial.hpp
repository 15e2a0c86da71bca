// Commands that change a case name what they change.
#pragma once

#include <optional>

namespace surety {

/// What is given replaces, what is left out stays.
template <class To, class From>
void take(To& to, const std::optional<From>& from) {
  if (from) to = *from;
}

}  // namespace surety
