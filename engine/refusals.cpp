// The facts of a refusal as JSON.
#include "engine/refusals.hpp"

#include "events/json.hpp"

namespace surety {

Refusal Refusal::with(std::string name, std::string_view text) && {
  std::string json;
  write_json_string(json, text);
  return std::move(*this).raw(std::move(name), std::move(json));
}

std::string Refusal::facts_json() const {
  std::string json = "{";
  for (const auto& [name, value] : facts) {
    if (json.size() > 1) json += ',';
    write_json_string(json, name);
    json += ':';
    json += value;
  }
  return json + '}';
}

}  // namespace surety
