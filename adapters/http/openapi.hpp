// The public descriptions, made from the kinds' tables: OpenAPI, AsyncAPI, JSON Schemas. Pure.
#pragma once

#include <map>
#include <string>

#include "engine/kind.hpp"

namespace surety {

/// Text by path below schemas/: commands/guarantee.issue.json, events/guarantee.issued.json,
/// openapi.json, asyncapi.json. Pretty-printed, so that a change can be read.
const std::map<std::string, std::string>& schema_files();

/// The form's schema of one command: its JSON Schema with its names, and the fields that the
/// rulebook requires beyond the platform's among `required`. `rules` may be null.
std::string command_schema(const Kind&, const CommandRule&, const Rules* rules);

/// JSON with two blanks per level and a line feed at the end.
std::string pretty_json(std::string_view json);

}  // namespace surety
