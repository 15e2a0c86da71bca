// Writes a JSON object member by member.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/json.hpp"

namespace surety::http {

class JsonObject {
 public:
  JsonObject& text(std::string_view name, std::string_view value) {
    write_json_string(member(name), value);
    return *this;
  }
  /// Null where empty.
  JsonObject& text_or_null(std::string_view name, std::string_view value) {
    return value.empty() ? raw(name, "null") : text(name, value);
  }
  JsonObject& number(std::string_view name, std::int64_t value) {
    member(name) += std::to_string(value);
    return *this;
  }
  JsonObject& flag(std::string_view name, bool value) {
    member(name) += value ? "true" : "false";
    return *this;
  }
  JsonObject& raw(std::string_view name, std::string_view json) {
    member(name) += json;
    return *this;
  }
  JsonObject& texts(std::string_view name, const std::vector<std::string>& values) {
    std::string& out = member(name);
    out += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out += ',';
      write_json_string(out, values[i]);
    }
    out += ']';
    return *this;
  }
  std::string done() const { return out_ + '}'; }

 private:
  std::string& member(std::string_view name) {
    if (out_.size() > 1) out_ += ',';
    write_json_string(out_, name);
    return out_ += ':';
  }
  std::string out_ = "{";
};

/// `[a,b,c]` of JSON texts.
inline std::string json_list(const std::vector<std::string>& items) {
  std::string out = "[";
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    out += items[i];
  }
  return out + ']';
}

}  // namespace surety::http
