// What the command alone shows: every field at once, before anything is decided.
#pragma once

#include <optional>
#include <vector>

#include "adapters/http/edge_state.hpp"

namespace surety::http {

/// The case a member with `refers` names, whoever may see it; empty if there is none.
std::optional<Case> referred(const Call&,
                             const Type&,
                             const void* command,
                             std::string_view kind = {});

/// The rules that hold for the command: the case's, the referred project's, or those in force for
/// the jurisdiction an opening falls under.
std::optional<Rulebook> rules_for(const Call&,
                                  const CommandRule&,
                                  const Case* on,
                                  const void* command);

/// `read`: what reading the body found; the rest is added to it. Codes as in events/problems.cpp,
/// and date-in-the-future, unknown-reference, wrong-document-kind, password-…
std::vector<Problem> field_problems(const Call&,
                                    const Kind&,
                                    const CommandRule&,
                                    const Case* on,
                                    const void* command,
                                    std::vector<Problem> read);

/// True if the actor may open the document or refer to it.
bool may_open(const Call&, const DocumentInfo&);

/// The text of a member, of an optional one too; empty if absent.
std::string text_member(const Type&, const void* object, std::string_view name);

}  // namespace surety::http
