// Errors as people and programs get them: problem+json of RFC 9457, in Chinese or English.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/message.hpp"
#include "engine/refusals.hpp"
#include "events/json.hpp"

namespace surety::http {

/// True if the client would rather read English.
bool wants_english(const Request&);

/// The one table: what a refusal code is in HTTP. 409 for every code it does not name.
int status_of_refusal(std::string_view code);

/// The sentence of a code, of the engine's or the edge's; both empty for an unknown one.
Label sentence_of(std::string_view code);

Response problem(const Request&,
                 int status,
                 std::string_view code,
                 const std::vector<Problem>& errors = {},
                 std::string_view facts = "{}");

/// Thrown by handlers; the dispatcher makes the answer of it.
struct Refused : std::exception {
  Refused(int status_,
          std::string code_,
          std::vector<Problem> errors_ = {},
          std::string facts_ = "{}")
      : status(status_),
        code(std::move(code_)),
        errors(std::move(errors_)),
        facts(std::move(facts_)) {}
  const char* what() const noexcept override { return code.c_str(); }
  int status;
  std::string code;
  std::vector<Problem> errors;
  std::string facts;
};

}  // namespace surety::http
