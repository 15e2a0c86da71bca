// The grammar of the kinds' tests: given events, on a day, when a command, then what came of it.
//
//   Scenario(guarantee::kind())
//       .given_in("project", "P-1", project::Registered{…})     another case of the same root
//       .fact("guarantor", code, guarantor::Filed{…}, …)        a case of another root
//       .given(applied)                                         events of the case itself
//       .on("2025-03-04").as(owner(code)).when(Withdraw{})
//       .then(Withdrawn{}).then_state("withdrawn").nothing_due();
//
// Before a command the deadlines that are due pass, and the leader's gates hold: existence, who,
// state, `when`, fields the rulebook requires. Everything a command emits is folded, so that one
// scenario may tell a whole life. A failure names the scenario's line.
#pragma once

#include <map>
#include <source_location>
#include <string>
#include <vector>

#include "engine/kind.hpp"

namespace surety::tests {

using Where = std::source_location;

// Who asks. A code is that of the enterprise or body; each administers its own organisation.
Actor enterprise(std::string credit_code);
inline Actor owner(std::string credit_code) { return enterprise(std::move(credit_code)); }
inline Actor contractor(std::string credit_code) { return enterprise(std::move(credit_code)); }
/// Of any organisation kind: "guarantor", "insurer", "broker", "account-bank", "service-provider".
Actor of_kind(std::string organisation_kind, std::string credit_code);
inline Actor guarantor(std::string code) { return of_kind("guarantor", std::move(code)); }
inline Actor insurer(std::string code) { return of_kind("insurer", std::move(code)); }
inline Actor broker(std::string code) { return of_kind("broker", std::move(code)); }
inline Actor account_bank(std::string code) { return of_kind("account-bank", std::move(code)); }
inline Actor provider(std::string code) { return of_kind("service-provider", std::move(code)); }
Actor regulator(std::string jurisdiction);
Actor auditor();
Actor administrator();
Actor the_engine();
Actor nobody();

/// A day or an instant as people write it: "2025-03-04" is 09:00 of that day in Beijing.
Instant moment(std::string_view);
inline Date day(std::string_view text) { return Date::stored(text); }
inline Month month(std::string_view text) { return Month::stored(text); }
inline Money yuan(std::int64_t n) { return {n * 100}; }
inline Money wan(std::int64_t n) { return {n * 1'000'000}; }
/// 18 characters with a right check digit, distinct for distinct seeds below 1000.
CreditCode credit_code(int seed);
/// A document's id, distinct for distinct letters.
DocumentId document(char letter);
/// The first version of a jurisdiction's rulebook, from schemas/rulebooks.
const Rulebook& rulebook(const std::string& jurisdiction);
/// The published holidays of schemas/calendars; weekends alone where there are none.
const Calendar& calendar();

/// An event to put in or to expect, with the line it was written on.
struct Told {
  std::string type, json;
  Where where;
  template <Described E>
  Told(const E& e, Where w = Where::current())  // NOLINT: events are written plainly in `then`
      : type(describe<E>().name), json(to_json(e)), where(w) {}
  template <Described E>
  Told(std::string name, const E& e, Where w = Where::current())
      : type(std::move(name)), json(to_json(e)), where(w) {}
};

class Scenario {
 public:
  explicit Scenario(const Kind& kind, std::string id = "case-1", std::string root = "P-1");

  // What was before.
  Scenario& in(std::string jurisdiction);  ///< 460000 unless said
  Scenario& under(Rules rules);            ///< other numbers than the jurisdiction's
  template <class... E>
  Scenario& given(const E&... events) {
    (put(key(), Told(events)), ...);
    return *this;
  }
  template <class... E>
  Scenario& given_in(const std::string& kind, const std::string& id, const E&... events) {
    (put(kind + "/" + id, Told(events)), ...);
    return *this;
  }
  template <class... E>
  Scenario& fact(const std::string& kind, const std::string& id, const E&... events) {
    (put(kind + "/" + id, Told(events), true), ...);
    return *this;
  }

  // What is asked.
  Scenario& on(std::string_view day_or_instant);  ///< time only moves forward, except before `when`
  Scenario& as(Actor actor);
  Scenario& historical(bool yes = true);
  template <Described C>
  Scenario& when(const C& command, Where w = Where::current()) {
    decide(describe<C>().name, to_json(command), w);
    return *this;
  }
  /// Under another name than its struct's, or of JSON text.
  Scenario& when_json(const std::string& command, const std::string& json, Where w =
      Where::current());
  /// The deadline passes at its own time; what it emits can be expected by `then`.
  Scenario& passes(std::string_view name, std::string_view subject = "", Where w =
      Where::current());

  // What came of it.
  /// Exactly these events of the case itself, in this order.
  template <class... E>
  Scenario& then(Told first, const E&... rest) {
    expect({std::move(first), Told(rest)...});
    return *this;
  }
  Scenario& then_nothing(Where w = Where::current());
  /// Among the events: one of another case of the root.
  Scenario& and_in(const std::string& kind, const std::string& id, Told event);
  /// Among the events: one of this type, of any case ("hazard.reported").
  Scenario& and_some(std::string_view kind_and_type, Where w = Where::current());
  /// Refused with this code and, among its facts, these JSON texts.
  Scenario& then_refused(Code code, std::vector<std::pair<std::string, std::string>> facts = {},
                         Where w = Where::current());
  /// What the command alone shows does not hold: this problem at this path.
  Scenario& then_problem(std::string_view path, std::string_view code, Where w = Where::current());
  Scenario& then_state(std::string_view phase, Where w = Where::current());
  Scenario& then_allows(std::string_view command, bool yes = true, Where w = Where::current());
  Scenario& raised(std::string_view deadline, std::string_view subject = "", Where w =
      Where::current());
  Scenario& raised_none(Where w = Where::current());
  Scenario& closed_alert(std::string_view deadline, std::string_view outcome, Where w =
      Where::current());
  Scenario& rescinded_alert(std::string_view deadline, std::string_view outcome,
                            Where w = Where::current());

  // What is open now.
  Scenario& due(std::string_view name, std::string_view subject, std::string_view passes_at,
                Where w = Where::current());
  Scenario& not_due(std::string_view name, std::string_view subject = "", Where w =
      Where::current());
  Scenario& nothing_due(Where w = Where::current());
  Scenario& owes(std::string_view effect, Where w = Where::current());

  template <class S>
  const S& state() const { return cases_.at(key()).template as<S>(); }
  template <class S>
  const S& state_of(const std::string& case_key) const {
    return cases_.at(case_key).template as<S>();
  }
  const std::vector<Emitted>& events() const { return events_; }
  std::vector<Deadline> open() const;
  /// The last issued number, of an alert or another opened case.
  std::string last_id() const;

 private:
  Scenario& ended_alert(std::string_view how, std::string_view deadline, std::string_view outcome,
                        Where);
  std::string key() const { return kind_->name + "/" + id_; }
  void put(const std::string& case_key, const Told& event, bool other_root = false);
  void fold(const std::string& case_key, const std::string& type, const std::string& json);
  void decide(const std::string& command, const std::string& json, Where);
  std::optional<Refusal> gate(const CommandRule&, const Case*, const void* command) const;
  void pass_due(Where);
  void fire(const std::string& case_key, const Deadline&);
  std::vector<Deadline> open_of(const Case&) const;
  void accept(const Decision&, const std::string& self);
  void expect(std::vector<Told>);

  const Kind* kind_;
  std::string id_, root_, jurisdiction_ = "460000";
  std::optional<Rulebook> own_rules_;
  std::map<std::string, Case> cases_;
  std::map<std::string, bool> elsewhere_;
  Instant now_ = moment("2025-03-01");
  Actor actor_ = the_engine();
  bool historical_ = false;
  int issued_ = 0;
  std::vector<Emitted> events_;
  std::optional<Refusal> refusal_;
  std::vector<Problem> problems_;
  const Rulebook& book() const;
  friend class View;
};

}  // namespace surety::tests
