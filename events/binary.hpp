// The portable binary form of described values, by cereal: little-endian, positional, bounded.
#pragma once

#include <string>
#include <string_view>

#include "events/describe.hpp"

namespace surety {

void write_binary(std::string& out, const Type& type, const void* object);
/// False if the bytes are not exactly one such value: truncated, trailing bytes, a length beyond
/// the end, a choice out of range. Never reads outside `bytes`, never allocates more than it.
bool read_binary(std::string_view bytes, const Type& type, void* object);

template <class T>
std::string to_binary(const T& value) {
  std::string out;
  write_binary(out, type_of<T>(), &value);
  return out;
}
template <class T>
bool from_binary(std::string_view bytes, T& value) {
  return read_binary(bytes, type_of<T>(), &value);
}

}  // namespace surety
