// JSON of described values: reading with every problem named by its path, writing, JSON Schema.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/describe.hpp"

namespace surety {

/// One thing wrong with what came in; `path` is a JSON Pointer.
struct Problem {
  std::string path;
  std::string code;  ///< missing, unknown-field, wrong-type, out-of-range, too-long, credit-code …
  friend bool operator==(const Problem&, const Problem&) = default;
};

/// The sentence for a problem code; {"zh","en"} both filled for every code this module makes, both
/// empty for any other.
Label problem_label(std::string_view code);

enum class Source {
  outside,  ///< strict: values checked and put into normal form, unknown fields are problems
  stored    ///< believed: what we wrote ourselves, sealed and legacy values included
};

/// Reads `text` into `*object` of `type`. All problems at once, in the order of the fields; on any,
/// the object is unspecified. Code `not-json` with an empty path if it is no JSON (or nested deeper
/// than 64, or a duplicate key).
std::vector<Problem> read_json(std::string_view text, const Type& type, void* object, Source);

template <class T>
std::vector<Problem> from_json(std::string_view text, T& value, Source source = Source::outside) {
  return read_json(text, type_of<T>(), &value, source);
}

/// Appends compact JSON; fields in the order of the description, absent optionals left out.
void write_json(std::string& out, const Type& type, const void* object);
void write_json_string(std::string& out, std::string_view text);

template <class T>
std::string to_json(const T& value) {
  std::string out;
  write_json(out, type_of<T>(), &value);
  return out;
}

/// JSON Schema 2020-12 of an object: `title` Chinese, `description` English, `x-` hints for forms
/// (`x-title-en`, `x-personal`, `x-secret`, `x-past`, `x-paper`, `x-refers`, `x-unit`, `x-format`);
/// choices as `oneOf` of `const` and `title`.
std::string json_schema(const Description&);

}  // namespace surety
