// What a scenario expects: events, refusals, states, alerts and open deadlines, told by its line.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "tests/support/scenario.hpp"

namespace surety::tests {
namespace {

void check(bool holds, const Where& where, const std::string& message) {
  if (holds) CHECK(holds);
  else ADD_FAIL_CHECK_AT(where.file_name(), static_cast<int>(where.line()), message);
}

std::string listed(const std::vector<Emitted>& events) {
  std::string text;
  for (const auto& e : events)
    text += "\n    " + (e.case_key.empty() ? "" : e.case_key + " ") + e.type + " " + e.data;
  return text.empty() ? "\n    (nothing)" : text;
}

/// The value of a text member, anywhere in a compact JSON text.
bool says(const std::string& json, std::string_view member, std::string_view value) {
  std::string text = "\"" + std::string(member) + "\":";
  write_json_string(text, value);
  return json.find(text) != std::string::npos;
}

}  // namespace

void Scenario::expect(std::vector<Told> wanted) {
  std::vector<Emitted> got;
  for (const auto& e : events_)
    if (e.case_key.empty()) got.push_back(e);
  bool equal = got.size() == wanted.size();
  std::string want;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    equal = equal && got[i].type == wanted[i].type && got[i].data == wanted[i].json;
    want += "\n    " + wanted[i].type + " " + wanted[i].json;
  }
  std::string reason = refusal_ ? "\n  refused: " + name_of(refusal_->code) : "";
  for (const auto& p : problems_) reason += "\n  problem: " + p.path + " " + p.code;
  check(equal, wanted.front().where, "got:" + listed(got) + reason + "\n  want:" + want);
}

Scenario& Scenario::then_nothing(Where where) {
  check(events_.empty() && !refusal_ && problems_.empty(), where,
        "wanted nothing, got:" + listed(events_) +
            (refusal_ ? " refused " + name_of(refusal_->code) : ""));
  return *this;
}
Scenario& Scenario::and_in(const std::string& kind, const std::string& id, Told event) {
  const std::string case_key = kind + "/" + id;
  const bool there = std::any_of(events_.begin(), events_.end(), [&](const Emitted& e) {
    return e.case_key == case_key && e.type == event.type && e.data == event.json;
  });
  check(there, event.where, "got:" + listed(events_) + "\n  want: " + case_key + " " + event.type +
      " " + event.json);
  return *this;
}
Scenario& Scenario::and_some(std::string_view kind_and_type, Where where) {
  const auto dot = kind_and_type.find('.');
  const std::string start = std::string(kind_and_type.substr(0, dot)) + "/";
  const bool there = std::any_of(events_.begin(), events_.end(), [&](const Emitted& e) {
    const std::string case_key = e.case_key.empty() ? key() : e.case_key;
    return case_key.rfind(start, 0) == 0 && e.type == kind_and_type.substr(dot + 1);
  });
  check(there, where, "no " + std::string(kind_and_type) + " among:" + listed(events_));
  return *this;
}

Scenario& Scenario::then_refused(Code code, std::vector<std::pair<std::string, std::string>> facts,
                                 Where where) {
  std::string got = refusal_ ? name_of(refusal_->code) : "no refusal:" + listed(events_);
  for (const auto& p : problems_) got += " " + p.path + " " + p.code;
  check(refusal_ && refusal_->code == code, where, "want " + name_of(code) + ", got " + got);
  for (const auto& fact : facts) {
    const bool there = refusal_ && std::count(refusal_->facts.begin(), refusal_->facts.end(), fact);
    check(there, where, "want fact " + fact.first + " = " + fact.second + ", got " +
                            (refusal_ ? refusal_->facts_json() : ""));
  }
  check(events_.empty(), where, "a refusal leaves no event");
  return *this;
}
Scenario& Scenario::then_problem(std::string_view path, std::string_view code, Where where) {
  std::string got;
  for (const auto& p : problems_) got += " " + p.path + " " + p.code;
  const bool there =
      std::count(problems_.begin(), problems_.end(), Problem{std::string(path), std::string(code)});
  check(there, where, "want " + std::string(path) + " " + std::string(code) + ", got:" + got);
  return *this;
}
Scenario& Scenario::then_state(std::string_view phase, Where where) {
  const auto found = cases_.find(key());
  const std::string got =
      found == cases_.end() ? "(none)" : kind_->phase_name(found->second.state.get());
  check(got == phase, where, "state is " + got + ", want " + std::string(phase));
  return *this;
}
Scenario& Scenario::then_allows(std::string_view command, bool yes, Where where) {
  const auto allowed = allowed_commands(actor_, cases_.at(key()));
  const bool there = std::count(allowed.begin(), allowed.end(), std::string(command));
  check(there == yes, where, std::string(command) + (there ? " is allowed" : " is not allowed"));
  return *this;
}

Scenario& Scenario::raised(std::string_view deadline, std::string_view subject, Where where) {
  const bool there = std::any_of(events_.begin(), events_.end(), [&](const Emitted& e) {
    return e.case_key.rfind("alert/", 0) == 0 && e.type == "opened" &&
        says(e.data, "deadline", deadline) &&
           (subject.empty() || says(e.data, "node", subject));
  });
  check(there, where, "no alert " + std::string(deadline) + " among:" + listed(events_));
  return *this;
}
Scenario& Scenario::raised_none(Where where) {
  const bool there = std::any_of(events_.begin(), events_.end(), [](const Emitted& e) {
    return e.case_key.rfind("alert/", 0) == 0 && e.type == "opened";
  });
  check(!there, where, "an alert among:" + listed(events_));
  return *this;
}
Scenario& Scenario::closed_alert(std::string_view deadline, std::string_view outcome, Where where) {
  return ended_alert("closed", deadline, outcome, where);
}
Scenario& Scenario::rescinded_alert(std::string_view deadline, std::string_view outcome,
                                    Where where) {
  return ended_alert("rescinded", deadline, outcome, where);
}
Scenario& Scenario::ended_alert(std::string_view how, std::string_view deadline,
                                std::string_view outcome, Where where) {
  const bool there = std::any_of(events_.begin(), events_.end(), [&](const Emitted& e) {
    if (e.case_key.rfind("alert/", 0) != 0 || e.type != how ||
        !says(e.data, "outcome", outcome))
      return false;
    std::string state;
    const Case& alert = cases_.at(e.case_key);
    write_json(state, *alert.kind->state_type, alert.state.get());
    return says(state, "deadline", deadline);
  });
  check(there, where, fmt::format("no alert {} {} among:{}", how, outcome, listed(events_)));
  return *this;
}

// ---------------------------------------------------------------------------------------------
// What is open now.

Scenario& Scenario::due(std::string_view name, std::string_view subject, std::string_view passes_at,
                        Where where) {
  const Instant at = passes_at.size() == 10 ? Instant::start_of(Date::stored(passes_at))
                                            : Instant::stored(passes_at);
  std::string got;
  bool there = false;
  for (const auto& d : open()) {
    got += "\n    " + d.name + " " + d.subject + " " + d.passes_at.text();
    there = there || (d.name == name && d.subject == subject && d.passes_at == at);
  }
  check(there, where, "want " + std::string(name) + " " + std::string(subject) + " " + at.text() +
      ", open:" + got);
  return *this;
}
Scenario& Scenario::not_due(std::string_view name, std::string_view subject, Where where) {
  const auto all = open();
  const bool there = std::any_of(all.begin(), all.end(), [&](const Deadline& d) {
    return d.name == name && (subject.empty() || d.subject == subject);
  });
  check(!there, where, std::string(name) + " is open");
  return *this;
}
Scenario& Scenario::nothing_due(Where where) {
  const auto all = open();
  check(all.empty(), where, all.empty() ? "" : all[0].name + " " + all[0].subject + " is open");
  return *this;
}
Scenario& Scenario::owes(std::string_view effect, Where where) {
  const Case& one = cases_.at(key());
  std::string got;
  bool there = false;
  if (kind_->open_effects)
    for (const auto& e : kind_->open_effects(one.head, one.state.get())) {
      got += " " + e.name;
      there = there || e.name == effect;
    }
  check(there, where, "owes:" + got + ", want " + std::string(effect));
  return *this;
}

}  // namespace surety::tests
