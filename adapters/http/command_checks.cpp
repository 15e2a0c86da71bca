// Dates, references, documents, passwords and the rulebook's own required fields.
#include "adapters/http/command_checks.hpp"

#include <algorithm>
#include <set>

#include "adapters/http/edge_index.hpp"
#include "adapters/identity/password.hpp"
#include "engine/fold_event.hpp"
#include "engine/kinds/dictionary.hpp"
#include "events/papers.hpp"
#include "events/walk.hpp"

namespace surety::http {
namespace {

bool visible(const Call& call, const Case& c) {
  return sees(call.actor, *c.kind, c.kind->parties(c.head, c.state.get()));
}

bool fits_paper(Paper paper, std::string_view media_type) {
  const auto types = media_types_of(paper);
  return std::find(types.begin(), types.end(), media_type) != types.end();
}

std::string_view document_problem(const Call& call, const Rule& rule, std::string_view id) {
  const auto info = call.edge.services.documents.info(id);
  if (!info || !may_open(call, *info)) return "unknown-reference";
  return fits_paper(rule.paper, info->media_type) ? std::string_view{} : "wrong-document-kind";
}

std::string_view reference_problem(const Call& call, std::string_view kind, std::string_view id) {
  const auto found = call.fold->find(kind, id);
  return found && visible(call, *found) ? std::string_view{} : "unknown-reference";
}

/// The jurisdiction whose dictionaries hold: that of the case, else of what an opening names.
std::string jurisdiction_for(const Call& call, const CommandRule& rule, const Case* on,
                             const void* command) {
  if (on) return on->head.jurisdiction;
  if (const auto other = referred(call, *rule.type, command)) return other->head.jurisdiction;
  return opening_jurisdiction(*rule.type, command, call.actor, *call.fold);
}

/// Where the jurisdiction keeps no such dictionary, any text will do.
std::string_view entry_problem(const Call& call, const std::string& jurisdiction,
                               std::string_view dictionary, std::string_view code) {
  const auto found = call.fold->find("dictionary", dictionary::id_of(jurisdiction, dictionary));
  if (!found || found->as<dictionary::State>().offers(code)) return {};
  return "not-in-dictionary";
}

std::string_view value_problem(const Call& call,
                               const Type& type,
                               const Rule& rule,
                               void* value,
                               const std::string& username) {
  if (type.shape != Shape::text) return {};
  const std::string text = type.text(value);
  if (text.empty()) return {};
  if (rule.past && text.substr(0, 10) > call.edge.today().text()) return "date-in-the-future";
  if (type.format == "document") return document_problem(call, rule, text);
  if (!rule.refers.empty()) return reference_problem(call, rule.refers, text);
  if (rule.secret) return password_problem(text, username);
  return {};
}

// A field that could not be read holds nothing to be judged by; what lies below it neither.
bool named_already(const std::set<std::string>& paths, const std::string& path) {
  for (std::string p = path; !p.empty(); p.erase(p.rfind('/')))
    if (paths.count(p) != 0) return true;
  return false;
}

}  // namespace

std::string text_member(const Type& type, const void* object, std::string_view name) {
  const Member* member = type.fields().find(name);
  if (!member) return {};
  const Type* t = member->type;
  const void* value = member->of(object);
  if (t->shape == Shape::optional) {
    if (t->size(value) == 0) return {};
    value = t->item_of(value, 0);
    t = t->element;
  }
  return t->shape == Shape::text ? t->text(value) : std::string{};
}

bool may_open(const Call& call, const DocumentInfo& info) {
  if (call.actor.engine) return true;
  // Who is not signed in refers to what came in by the public's own door; nothing is shown to him.
  if (!call.signed_in())
    return (' ' + info.uploaded_by + ' ').find(" public ") != std::string::npos;
  // Several organisations may have brought the same bytes: their ids stand side by side.
  if (!call.actor.organisation.empty() &&
      (' ' + info.uploaded_by + ' ').find(' ' + call.actor.organisation + ' ') != std::string::npos)
    return true;
  for (const auto& referring :
       cases_referring(*call.store, call.edge.services.runtime.partitions(), info.id.text())) {
    const auto [kind, id] = split_case_key(referring.case_key);
    const auto found = call.fold->find(kind, id);
    if (found && visible(call, *found)) return true;
  }
  return false;
}

std::optional<Case> referred(const Call& call,
                             const Type& type,
                             const void* command,
                             std::string_view kind) {
  for (const Member& member : type.fields().members) {
    if (member.rule.refers.empty() || (!kind.empty() && member.rule.refers != kind)) continue;
    const std::string id = text_member(type, command, member.name);
    if (id.empty()) continue;
    if (auto found = call.fold->find(member.rule.refers, id)) return found;
  }
  return std::nullopt;
}

std::optional<Rulebook> rules_for(const Call& call,
                                  const CommandRule& rule,
                                  const Case* on,
                                  const void* command) {
  auto bound = [&](const Case& c) -> std::optional<Rulebook> {
    if (c.head.rulebook_version == 0) return std::nullopt;
    return call.edge.services.runtime.library().rulebook(c.head.rulebook());
  };
  if (on) return bound(*on);
  for (std::string_view kind : {"project", "guarantee", "policy"})
    if (const auto c = referred(call, *rule.type, command, kind)) return bound(*c);
  return rules_in_force(call, opening_jurisdiction(*rule.type, command, call.actor, *call.fold));
}

std::vector<Problem> field_problems(const Call& call,
                                    const Kind& kind,
                                    const CommandRule& rule,
                                    const Case* on,
                                    const void* command,
                                    std::vector<Problem> problems) {
  std::set<std::string> paths;
  bool unread = false;
  for (const auto& p : problems) {
    paths.insert(p.path);
    unread |= p.code != "unknown-field";
  }
  if (paths.count("") != 0) return problems;
  auto add = [&](const std::string& path, std::string_view code) {
    if (!code.empty() && !named_already(paths, path)) problems.push_back({path, std::string(code)});
  };
  const std::string username =
      kind.name == "account" && on ? on->head.id : text_member(*rule.type, command, "username");
  const std::string jurisdiction = jurisdiction_for(call, rule, on, command);
  walk(*rule.type,
       const_cast<void*>(command),
       [&](const Type& type, const Rule& r, void* value, const std::string& path) {
         if (named_already(paths, path)) return;
         add(path, value_problem(call, type, r, value, username));
         if (!r.dictionary.empty() && type.shape == Shape::text)
           add(path, entry_problem(call, jurisdiction, r.dictionary, type.text(value)));
       });
  // Two fields can only be compared where both could be read.
  if (rule.check && !unread)
    for (const auto& p : rule.check(command, call.edge.today())) add(p.path, p.code);
  // Optional for a command on the case itself, whose path names it; an opening has nothing else.
  if (kind.name == "rulebook" && !on && text_member(*rule.type, command, "jurisdiction").empty())
    add("/jurisdiction", "missing");
  if (const auto code = text_member(*rule.type, command, "phone_code"); !code.empty())
    if (const auto phone = text_member(*rule.type, command, "contact_phone"); !phone.empty())
      add("/phone_code", call.edge.phone_codes.problem(phone, code));
  if (const auto book = rules_for(call, rule, on, command))
    for (const auto& p : missing_by_rulebook(book->rules, kind, rule, command)) add(p.path, p.code);
  return problems;
}

}  // namespace surety::http
