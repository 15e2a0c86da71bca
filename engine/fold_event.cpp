// The head's bookkeeping around a kind's evolve.
#include "engine/fold_event.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "events/erasure.hpp"

namespace surety {
namespace {

void bind_rulebook(CaseHead& head, std::string_view rulebook) {
  const auto slash = rulebook.find('/');
  if (slash == rulebook.npos) return;
  head.jurisdiction = rulebook.substr(0, slash);
  std::from_chars(rulebook.data() + slash + 1, rulebook.data() + rulebook.size(),
                  head.rulebook_version);
}

void note_effect(CaseHead& head, std::string_view event, std::string_view data) {
  std::string effect;
  if (event == "effect-done") {
    EffectDone done;
    from_json(data, done, Source::stored);
    effect = std::move(done.effect);
  } else if (event == "effect-failed") {
    EffectFailed failed;
    from_json(data, failed, Source::stored);
    effect = std::move(failed.effect);
  } else {
    return;
  }
  head.effects_ended.push_back(std::move(effect));
}

void note_passed(CaseHead& head, const PassedDeadline* passed) {
  if (!passed || passed->case_key != head.key()) return;
  // Several events of one commit carry the same passing.
  if (std::find(head.passed.begin(), head.passed.end(), *passed) == head.passed.end())
    head.passed.push_back(*passed);
}

}  // namespace

std::pair<std::string_view, std::string_view> split_case_key(std::string_view case_key) {
  const auto slash = case_key.find('/');
  if (slash == case_key.npos) return {};
  return {case_key.substr(0, slash), case_key.substr(slash + 1)};
}

Case unopened(const Kind& kind, std::string_view id) {
  Case none;
  none.kind = &kind;
  none.head.kind = kind.name;
  none.head.id = id;
  return none;
}

Case folded(const Case& was, const Kind& kind, const EventOfCommit& of, const Library& library) {
  const std::string_view type = of.event.type;
  const std::string_view name = type.substr(std::min(type.size(), kind.name.size() + 1));
  const EventRule* rule = kind.event(name);
  if (!rule) throw std::runtime_error("no such event: " + of.event.type);

  Case now = was;
  if (was.head.version == 0) {
    now.head.root = of.root;
    now.head.opened_at = of.recorded_at;
    bind_rulebook(now.head, of.event.rulebook);
  }
  now.head.version = of.event.case_version;
  now.head.last_hash = of.event.hash;
  now.head.changed_at = of.recorded_at;
  note_passed(now.head, of.passed);
  note_effect(now.head, name, of.event.data);
  if (name == describe<PersonalDataErased>().name) now.head.erased_in = now.head.version;

  auto state = kind.copy(was.state.get());
  const Happening happening{of.recorded_at, of.actor, type, library.rulebook(of.event.rulebook)};
  if (of.event.type_version == rule->version())
    rule->evolve(state.get(), of.event.data, happening);
  else
    rule->evolve(state.get(), rule->upcast(of.event.data, of.event.type_version, happening),
                 happening);
  now.state = std::move(state);
  return now;
}

Case folded_or_degraded(const Case& was, const Kind& kind, const EventOfCommit& of,
                        const Library& library, const std::string& build) {
  try {
    return folded(was, kind, of, library);
  } catch (const std::exception&) {
    Case now = was;
    if (was.head.version == 0) now.head.opened_at = of.recorded_at;
    now.head.root = of.root;
    now.head.version = of.event.case_version;
    now.head.last_hash = of.event.hash;
    now.head.changed_at = of.recorded_at;
    now.head.degraded = build;
    if (!now.state) now.state = kind.copy(nullptr);
    return now;
  }
}

}  // namespace surety
