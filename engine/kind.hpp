// A case kind: the table of its commands, events and deadlines, and the pure functions behind them.
//
// A kind is written as overloads in its own namespace, next to one table:
//
//   Decision decide(const State&, const Issue&, const Context&);   // asks: events or a refusal
//   void evolve(State&, const Issued&, const Happening&);          // obeys: never refuses
//
//   KindOf<State>("guarantee", "guarantees", {"工程款支付担保", "Payment guarantee"})
//       .command<Issue>({"出函", "Issue"}, by(Who::guarantor), in(Phase::in_underwriting))
//       .event<Issued>()
//
// The table says who may give a command in which states; the functions need not ask again.
#pragma once

#include <algorithm>
#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/calendar.hpp"
#include "engine/refusals.hpp"
#include "events/json.hpp"
#include "events/record.hpp"
#include "events/rulebook.hpp"

namespace surety {

struct Kind;

/// What every case has beside its state; kept by the fold.
struct CaseHead {
  std::string kind, id, root;
  std::int64_t version = 0;  ///< number of events; 0: does not exist
  std::string last_hash;
  std::string jurisdiction;
  std::int64_t rulebook_version = 0;
  Instant opened_at, changed_at;
  std::vector<PassedDeadline> passed;
  std::vector<std::string> effects_ended;  ///< ids of effects done or failed
  std::string degraded;  ///< the build whose evolve failed, else empty
  std::int64_t erased_in = 0;  ///< version whose event erased the personal data; 0: none did
  std::string key() const { return kind + "/" + id; }
  /// 460000/1: the rulebook it is bound to; empty for platform cases.
  std::string rulebook() const {
    return rulebook_version ? jurisdiction + "/" + std::to_string(rulebook_version) : std::string();
  }
};
DESCRIBE(CaseHead, "案卷头", "What every case has.", (kind, "类型", "Kind"), (id, "编号", "Id"),
         (root, "主线", "Root"), (version, "版本", "Version"), (last_hash, "末事件哈希", "Hash", .min = 0),
         (jurisdiction, "辖区", "Jurisdiction", .min = 0),
         (rulebook_version, "规则集版本", "Rulebook version"), (opened_at, "立案时间", "Opened at"),
         (changed_at, "更新时间", "Changed at"), (passed, "已届满", "Passed deadlines", .max = 100000),
         (effects_ended, "已结束效果", "Effects ended", .max = 100000),
         (degraded, "异常构建", "Degraded in this build", .min = 0),
         (erased_in, "个人信息删除版本", "Version that erased personal data"))

/// A case as folded: head and state. Copies share the state, which is never changed in place.
struct Case {
  CaseHead head;
  const Kind* kind = nullptr;
  std::shared_ptr<const void> state;
  template <class S>
  const S& as() const { return *static_cast<const S*>(state.get()); }
};

/// The parties by which rows are scoped and commands permitted; credit codes or organisation ids.
struct Parties {
  std::string self;  ///< the enterprise, guarantor, organisation or account's organisation itself
  std::string owner, contractor, guarantor, bank, insurer, broker, provider;
  std::string region, jurisdiction;
  bool everybody = false;  ///< public to every signed-in user
  std::string account;     ///< the account that the case is
  std::vector<std::string> also_in;  ///< further jurisdictions: admissions of an enterprise
  std::string reporter;    ///< the organisation that found it
  std::vector<std::string> further_guarantors;  ///< of other guarantees of the same contract
  std::string filed_with;  ///< the insurer of an online filing; seen by every broker linked with it
};

/// A relation between an actor and a case.
enum class Who {
  anyone,         ///< even nobody signed in
  signed_in,
  self,           ///< the enterprise, guarantor or organisation that the case is
  owner, contractor, guarantor, bank, insurer, broker, provider,
  regulator,      ///< of the case's jurisdiction or region
  auditor, administrator,
  security_administrator,  ///< grants, where the platform's administration is divided
  organisation_admin,  ///< administers the organisation the case belongs to
  engine,
  oneself,  ///< the account that the case is
  contractor_alone,  ///< the contractor, where there is no guarantor
  reporter  ///< the provider, insurer or regulator that found it
};
using Whose = std::vector<Who>;
template <class... W>
Whose by(W... who) { return {who...}; }

/// True if the actor stands in that relation to the parties (engine/authorisation.cpp). Pure.
bool stands(const Actor&, Who, const Parties&);
/// True if the actor's row scope holds the case. Pure; lists apply the same through `scope_keys`.
bool sees(const Actor&, const Kind&, const Parties&);
/// True if the actor's roles allow the command at all, whatever the row.
bool permitted(const Actor&, const Kind&, const struct CommandRule&);
/// True if the state member of that name is the value, or a list that holds it.
bool member_has(const Case&, std::string_view member, std::string_view value);
/// The keys under which a row is found, and the prefixes an actor may look under ("e:<code>",
/// "g:<code>", "b:", "i:", "k:" broker, "s:" service provider, "f:" filed with an insurer,
/// "r:<region>", "j:<jurisdiction>", "o:<organisation>", "*" everybody, "!" administrators of platform kinds).
std::vector<std::string> scope_keys(const Kind&, const Parties&);
std::vector<std::string> scope_prefixes(const Actor&, const Kind&);

/// The other cases of the same root, own proposals in flight included.
class RootView {
 public:
  virtual ~RootView() = default;
  virtual std::optional<Case> find(std::string_view kind, std::string_view id) const = 0;
  virtual std::vector<Case> all(std::string_view kind) const = 0;  ///< in order of their ids
};

/// Cases of other roots, as this node's folded data has them; what is used belongs in the event.
class Facts {
 public:
  virtual ~Facts() = default;
  virtual std::optional<Case> find(std::string_view kind, std::string_view id) const = 0;
  /// The case (kind/id) that holds a unique value, over all partitions; empty if none.
  virtual std::string holder(std::string_view unique, std::string_view value) const = 0;
  /// The cases of `kind` whose state member `member` is `value` or lists it: the accounts that hold
  /// a role, those of an organisation. Looks through all of the kind.
  virtual std::vector<Case> having(std::string_view kind, std::string_view member,
                                   std::string_view value) const {
    static_cast<void>(kind), static_cast<void>(member), static_cast<void>(value);
    return {};
  }
};

/// All that a decision may know beside the state and the command. No clock, no disk, no randomness.
struct Context {
  Instant now;
  Date today;  ///< Beijing
  const CaseHead& head;
  const Actor& actor;
  const Rulebook& book;
  const Calendar& calendar;
  const RootView& root;
  const Facts& facts;
  std::function<std::string()> new_id;  ///< issues the next number of this partition
  bool historical = false;  ///< business times may be given (--sample and imports)

  const Rules& rules() const { return book.rules; }
  Periods periods() const { return {book, calendar}; }
  template <class S>
  std::optional<S> find(std::string_view kind, std::string_view id) const {
    auto c = root.find(kind, id);
    if (!c) return std::nullopt;
    return c->as<S>();
  }
};

/// What `evolve` may know of the event beside its data.
struct Happening {
  Instant recorded_at;
  std::string_view actor;
  std::string_view type;  ///< wire name, for shapes shared by several events
  const Rulebook& book;
};

/// An event that a decision emits.
struct Emitted {
  std::string case_key;  ///< empty: the decided case itself
  std::string type;      ///< wire name
  std::string data;      ///< JSON text
};

/// Events, nothing, or a refusal.
class Decision {
 public:
  Decision(Refusal r) : refusal_(std::move(r)) {}
  Decision() = default;  ///< nothing changed
  /// An event of the decided case.
  template <class E>
  Decision& and_then(const E& e) & {
    events_.push_back({"", std::string(describe<E>().name), to_json(e)});
    return *this;
  }
  /// An event of another case of the same root: `kind` and `id` name it.
  template <class E>
  Decision& also(std::string_view kind, std::string_view id, const E& e) & {
    events_.push_back({std::string(kind) + "/" + std::string(id), std::string(describe<E>().name), to_json(e)});
    return *this;
  }
  template <class E>
  Decision&& and_then(const E& e) && { and_then(e); return std::move(*this); }
  template <class E>
  Decision&& also(std::string_view kind, std::string_view id, const E& e) && { also(kind, id, e); return std::move(*this); }
  /// An event under another name than its struct's.
  template <class E>
  Decision& named(std::string name, const E& e) & {
    events_.push_back({"", std::move(name), to_json(e)});
    return *this;
  }
  const std::optional<Refusal>& refusal() const { return refusal_; }
  const std::vector<Emitted>& events() const { return events_; }

 private:
  std::vector<Emitted> events_;
  std::optional<Refusal> refusal_;
};

template <class E>
Decision happened(const E& e) {
  Decision d;
  d.and_then(e);
  return d;
}
inline Decision nothing_changed() { return {}; }

/// The one shape of a passed deadline: `<kind>.<deadline>-overdue`.
struct DeadlinePassed {
  std::string deadline, subject;
  Date started_on;
  Instant due_at;
};
DESCRIBE(DeadlinePassed, "期限届满", "A deadline has passed.", (deadline, "期限", "Deadline"),
         (subject, "对象", "Node, month or cause", .min = 0), (started_on, "起算日", "Started on"),
         (due_at, "届满时间", "Due at"))

/// What a case owes the outside until `effect-done` or `effect-failed`.
struct Effect {
  std::string name;  ///< unique within the case: create-account, sms-expiry-2026-01-01
  enum class Channel { command, sms, destruction } channel{};
  std::string kind, command, case_id, root;  ///< channel command: which, whose
  std::string body;                          ///< JSON of the command, or the text of the message
  std::string to;                            ///< phone (as in the state, sealed or not)
};
struct EffectDone {
  std::string effect;
};
DESCRIBE(EffectDone, "效果已办", "An effect was performed.", (effect, "效果", "Effect"))
struct EffectFailed {
  std::string effect, reason;
};
DESCRIBE(EffectFailed, "效果失败", "An effect was given up.", (effect, "效果", "Effect"),
         (reason, "原因", "Reason", .max = 1000))

struct CommandRule {
  std::string name;  ///< issue
  Label label;
  const Type* type = nullptr;
  Whose who;
  std::vector<std::int64_t> states;  ///< empty: any
  bool opens = false;
  /// An opening that an existing case may get as well (project.import). Its `decide` alone judges
  /// visibility and relation then: a code held elsewhere or a second admission has its own answer.
  bool again = false;
  /// The root does not tell who may open this (a project knows no insurer): `decide` alone does.
  bool judges = false;
  std::function<Decision(const void* state, const void* command, const Context&)> decide;
  std::function<std::shared_ptr<void>()> make;
  /// Openings: the id of the new case, empty if the leader issues it; and its root, empty for the id.
  std::function<std::string(const void* command)> id;
  std::function<std::string(const void* command, const Actor&)> root;
  /// What the command alone shows beyond types: two fields against each other. Paths and codes.
  std::function<std::vector<Problem>(const void* command, Date today)> check;
  /// Is offered and permitted only where this holds, beyond `states`: mode, pending adjustment …
  std::function<bool(const void* state)> when;
};

/// A shape that an event had before, and how what was stored in it is read as the next one.
struct EarlierShape {
  const Type* type = nullptr;
  std::function<std::string(std::string_view json, const Happening&)> upcast;
};

struct EventRule {
  std::string name;  ///< issued
  Label label;
  const Type* type = nullptr;
  std::vector<EarlierShape> earlier;  ///< version 1 first
  std::int64_t version() const { return static_cast<std::int64_t>(earlier.size()) + 1; }
  /// What was stored in that version, as the present one reads it.
  std::string upcast(std::string_view json, std::int64_t version, const Happening&) const;
  std::function<void(void* state, std::string_view json, const Happening&)> evolve;
};

struct DeadlineRule {
  std::string name;
  Label label;
  bool alerts = false;  ///< opens an alert in the same commit
  /// Events beside `<name>-overdue`, or instead of it where `replaces`.
  std::function<Decision(const void* state, const Deadline&, const Context&)> pass;
};

/// A member that is shown and filtered by, yet changes by the calendar alone, without an event.
/// Its timetable is `first|day=value|day=value …`, in order of the days from which they hold.
struct Daily {
  std::string name;  ///< covers_today
  Label label;
  const Type* type = nullptr;  ///< a flag or a choice
  std::function<std::string(const void* state)> timetable;
};
/// What a timetable says on that day.
std::string_view value_on(std::string_view timetable, Date day);

struct Kind {
  std::string name, plural;
  Label label;
  const Type* state_type = nullptr;
  const std::vector<Choice>* phases = nullptr;
  std::vector<CommandRule> commands;
  std::vector<EventRule> events;
  std::vector<DeadlineRule> deadline_rules;
  std::vector<Daily> daily;
  bool platform = false;  ///< administered, not business: organisation, account, role, rulebook

  std::function<std::shared_ptr<void>(const void*)> copy;  ///< of nullptr: a new state
  std::function<std::int64_t(const void*)> phase;          ///< index into phases
  std::function<Parties(const CaseHead&, const void*)> parties;
  std::function<std::vector<Deadline>(const void*, const Periods&)> open_deadlines;
  std::function<std::vector<Effect>(const CaseHead&, const void*)> open_effects;
  /// Values that no second case of this kind may hold: name → value; looked up by Facts::holder.
  std::function<std::vector<std::pair<std::string, std::string>>(const void*)> unique;
  /// Alerts are about a case; these are the facts they show. Default: parties' region.
  std::function<std::string(const void*)> project;  ///< id of the project, empty if none

  const CommandRule* command(std::string_view name) const;
  const EventRule* event(std::string_view name) const;
  const DeadlineRule* deadline(std::string_view name) const;
  /// The platform issues its ids; else they are codes and names from outside, whatever they look like.
  bool issues_numbers() const {
    return std::none_of(commands.begin(), commands.end(),
                        [](const CommandRule& r) { return r.opens && r.id; });
  }
  const std::string& phase_name(const void* state) const { return (*phases)[static_cast<std::size_t>(phase(state))].name; }
};

/// Every kind, in a fixed order. engine/kinds.cpp is the one list.
const std::vector<const Kind*>& kinds();
const Kind* kind_named(std::string_view name);
const Kind* kind_of_plural(std::string_view plural);

/// The rulebook's `required_fields` for this command that are absent in `body`: JSON Pointers.
std::vector<Problem> missing_by_rulebook(const Rules&, const Kind&, const CommandRule&, const void* command);

/// Names of the commands this actor may give now: permitted, in this state, `when` holding.
std::vector<std::string> allowed_commands(const Actor&, const Case&);

}  // namespace surety
