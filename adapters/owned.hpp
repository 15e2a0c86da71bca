// Owners of what C libraries hand out: freed by the library's own function.
#pragma once

#include <memory>

namespace surety {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};
template <class T, auto release>
using Owned = std::unique_ptr<T, Release<release>>;

}  // namespace surety
