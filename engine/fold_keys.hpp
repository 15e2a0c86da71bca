// The keys of the fold family: its writer and its reader build them with the same functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/projection.hpp"
#include "events/values.hpp"

namespace surety {

/// Eight bytes, big-endian, the sign bit turned over: byte order is the order of the numbers,
/// negative ones included.
std::string big_endian64(std::int64_t number);
/// REQUIRES: bytes.size() >= 8; what follows the eighth byte is not looked at.
std::int64_t from_big_endian64(std::string_view bytes);

/// The end (not included) of all keys that begin with `prefix`; empty: the end of the family.
std::string after_prefix(std::string prefix);

namespace keys {

inline std::string with(int partition, char letter, std::string_view rest) {
  std::string key = partition_prefix(partition);
  key += letter;
  return key.append(rest);
}
inline std::string joined(std::string_view a, std::string_view b) {
  return std::string(a).append(1, '\0').append(b);
}

inline std::string state(int p, std::string_view case_key) { return with(p, 'S', case_key); }
inline std::string history_prefix(int p, std::string_view case_key) {
  return with(p, 'H', joined(case_key, ""));
}
inline std::string history(int p, std::string_view case_key, std::int64_t version) {
  return with(p, 'H', joined(case_key, big_endian64(version)));
}
inline std::string root_prefix(int p, std::string_view root) {
  return with(p, 'R', joined(root, ""));
}
inline std::string root(int p, std::string_view root_id, std::string_view case_key) {
  return with(p, 'R', joined(root_id, case_key));
}
inline std::string deadlines(int p, std::string_view case_key) { return with(p, 'L', case_key); }
inline std::string due_prefix(int p) { return with(p, 'D', ""); }
/// Before every deadline that passes at `at` or later.
inline std::string due_from(int p, Instant at) { return with(p, 'D', big_endian64(at.ms)); }
inline std::string due(int p, Instant at, std::string_view case_key, std::string_view name,
                       std::string_view subject) {
  return due_from(p, at) + joined(joined(case_key, name), subject);
}
inline std::string effect_prefix(int p) { return with(p, 'E', ""); }
inline std::string effect_prefix(int p, std::string_view case_key) {
  return with(p, 'E', joined(case_key, ""));
}
inline std::string effect(int p, std::string_view case_key, std::string_view name) {
  return with(p, 'E', joined(case_key, name));
}
inline std::string seen(int p, std::string_view command_id) { return with(p, 'C', command_id); }
inline std::string unique(int p, std::string_view name, std::string_view value) {
  return with(p, 'U', joined(name, value));
}
inline std::string refusal_prefix(int p, std::string_view case_key) {
  return with(p, 'X', joined(case_key, ""));
}
inline std::string refusal(int p, std::string_view case_key, std::int64_t sequence) {
  return with(p, 'X', joined(case_key, big_endian64(sequence)));
}
inline std::string own(int p) { return with(p, 'K', ""); }

/// What a due key says; empty views if it is none. The views look into `key`.
struct Due {
  Instant at;
  std::string_view case_key, name, subject;
};
Due read_due(std::string_view key);

}  // namespace keys
}  // namespace surety
