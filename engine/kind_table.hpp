// The table's writer: how a case kind lists its commands, events and deadlines.
//
//   KindOf<State>("guarantee", "guarantees", {"工程款支付担保", "Payment guarantee"})
//       .command<Issue>({"出函", "Issue"}, by(Who::guarantor), in(Phase::in_underwriting))
//       .event<Issued>()
#pragma once

#include "engine/erasure.hpp"
#include "engine/kind.hpp"

namespace surety {

template <class P>
std::vector<std::int64_t> in(std::initializer_list<P> phases) {
  std::vector<std::int64_t> v;
  for (P p : phases) v.push_back(static_cast<std::int64_t>(p));
  return v;
}
template <class P, class... Ps>
std::vector<std::int64_t> in(P first, Ps... rest) { return in<P>({first, rest...}); }
inline std::vector<std::int64_t> in_any() { return {}; }

template <class S>
class KindOf {
 public:
  /// S has a member `state` of a described enum.
  KindOf(std::string name, std::string plural, Label label) {
    k_.name = std::move(name);
    k_.plural = std::move(plural);
    k_.label = label;
    k_.state_type = &type_of<S>();
    k_.phases = &choices_of(static_cast<decltype(S::state)*>(nullptr));
    k_.copy = [](const void* s) -> std::shared_ptr<void> {
      return s ? std::make_shared<S>(*static_cast<const S*>(s)) : std::make_shared<S>();
    };
    k_.phase = [](const void* s) { return static_cast<std::int64_t>(static_cast<const S*>(s)->state); };
    k_.parties = [](const CaseHead& h, const void*) { return Parties{.jurisdiction = h.jurisdiction}; };
    event<EffectDone>();
    event<EffectFailed>();
  }

  /// An opening command. `root` and `id`, where given, read them off the command.
  template <class C>
  KindOf& opens(Label label, Whose who, std::function<std::string(const C&)> root = {},
                std::function<std::string(const C&)> id = {}) {
    add<C>(label, std::move(who), {}).opens = true;
    if (root)
      k_.commands.back().root = [root](const void* c, const Actor&) {
        return root(*static_cast<const C*>(c));
      };
    if (id) k_.commands.back().id = [id](const void* c) { return id(*static_cast<const C*>(c)); };
    return *this;
  }
  template <class C>
  KindOf& command(Label label, Whose who, std::vector<std::int64_t> states) {
    add<C>(label, std::move(who), std::move(states));
    return *this;
  }
  /// The root of the opening just named follows from who gives it, too.
  template <class C>
  KindOf& rooted(std::string (*root)(const C&, const Actor&)) {
    k_.commands.back().root = [root](const void* c, const Actor& actor) {
      return root(*static_cast<const C*>(c), actor);
    };
    return *this;
  }
  /// Who may give the opening just named is told by its `decide`, not by the root's parties.
  KindOf& judges() { k_.commands.back().judges = true; return *this; }
  /// The command just named is also given to a case that exists already.
  KindOf& again() { k_.commands.back().again = true; return *this; }
  /// The command just named is offered only where this holds.
  KindOf& when(std::function<bool(const S&)> f) {
    k_.commands.back().when = [f](const void* s) { return f(*static_cast<const S*>(s)); };
    return *this;
  }
  /// What the command just named shows alone: two fields against each other.
  template <class C>
  KindOf& check(std::vector<Problem> (*f)(const C&, Date today)) {
    k_.commands.back().check = [f](const void* c, Date today) { return f(*static_cast<const C*>(c), today); };
    return *this;
  }
  /// An event; `name` where several events share one shape.
  template <class E>
  KindOf& event(std::string name = {}, Label label = {}) {
    const auto& d = describe<E>();
    EventRule r;
    r.name = name.empty() ? d.name : std::move(name);
    r.label = label.zh.empty() ? d.label : label;
    r.type = &type_of<E>();
    r.evolve = [](void* s, std::string_view json, const Happening& h) {
      E e{};
      read_json(json, type_of<E>(), &e, Source::stored);
      if constexpr (requires { evolve(*static_cast<S*>(s), e, h); }) evolve(*static_cast<S*>(s), e, h);
      else static_assert(std::is_same_v<E, EffectDone> || std::is_same_v<E, EffectFailed> || std::is_same_v<E, DeadlinePassed>,
                         "an event of this kind has no evolve");
    };
    k_.events.push_back(std::move(r));
    return *this;
  }
  /// The event told last had the shape `Old` before. Journals hold it for ever: it is read as the
  /// next shape, which `upcast(const Old&, const Happening&)` gives. Oldest first.
  template <class Old, class Upcast>
  KindOf& formerly(Upcast upcast) {
    const auto read = [upcast](std::string_view json, const Happening& h) {
      Old old{};
      read_json(json, type_of<Old>(), &old, Source::stored);
      return to_json(upcast(old, h));
    };
    k_.events.back().earlier.push_back({&type_of<Old>(), read});
    return *this;
  }
  /// A deadline of §4; its event is `<name>-overdue`, shape DeadlinePassed.
  KindOf& deadline(std::string name, Label label, bool alerts) {
    event<DeadlinePassed>(name + "-overdue", label);
    k_.deadline_rules.push_back({std::move(name), label, alerts, {}});
    return *this;
  }
  /// A deadline whose passing is decided by the kind itself: expired, expiry-reminded.
  KindOf& deadline(std::string name, Label label, std::function<Decision(const S&, const Deadline&, const Context&)> pass) {
    k_.deadline_rules.push_back({std::move(name), label, false, [pass](const void* s, const Deadline& d, const Context& c) {
                                   return pass(*static_cast<const S*>(s), d, c);
                                 }});
    return *this;
  }
  KindOf& parties(std::function<Parties(const CaseHead&, const S&)> f) {
    k_.parties = [f](const CaseHead& h, const void* s) { return f(h, *static_cast<const S*>(s)); };
    return *this;
  }
  KindOf& open_deadlines(std::function<std::vector<Deadline>(const S&, const Periods&)> f) {
    k_.open_deadlines = [f](const void* s, const Periods& p) { return f(*static_cast<const S*>(s), p); };
    return *this;
  }
  KindOf& open_effects(std::function<std::vector<Effect>(const CaseHead&, const S&)> f) {
    k_.open_effects = [f](const CaseHead& h, const void* s) { return f(h, *static_cast<const S*>(s)); };
    return *this;
  }
  KindOf& unique(std::function<std::vector<std::pair<std::string, std::string>>(const S&)> f) {
    k_.unique = [f](const void* s) { return f(*static_cast<const S*>(s)); };
    return *this;
  }
  KindOf& project(std::function<std::string(const S&)> f) {
    k_.project = [f](const void* s) { return f(*static_cast<const S*>(s)); };
    return *this;
  }
  /// A member that changes by the calendar alone: its timetable, see `Daily`.
  template <class T>
  KindOf& daily(std::string name, Label label, std::string (*timetable)(const S&)) {
    k_.daily.push_back({std::move(name), label, &type_of<T>(), [timetable](const void* s) {
                          return timetable(*static_cast<const S*>(s));
                        }});
    return *this;
  }
  KindOf& platform() { k_.platform = true; return *this; }
  /// It holds personal fields: who may have them destroyed, in the states in which it is over.
  KindOf& erasable(Whose who, std::vector<std::int64_t> over) {
    command<ErasePersonalData>({"删除个人信息", "Erase personal data"}, std::move(who), std::move(over));
    return event<PersonalDataErased>();
  }
  Kind done() {
    if (k_.command(describe<ErasePersonalData>().name)) owe_destruction(k_);
    return std::move(k_);
  }

 private:
  template <class C>
  CommandRule& add(Label label, Whose who, std::vector<std::int64_t> states) {
    CommandRule r;
    r.name = describe<C>().name;
    r.label = label;
    r.type = &type_of<C>();
    r.who = std::move(who);
    r.states = std::move(states);
    r.make = [] { return std::make_shared<C>(); };
    r.decide = [](const void* s, const void* c, const Context& ctx) {
      return decide(*static_cast<const S*>(s), *static_cast<const C*>(c), ctx);
    };
    k_.commands.push_back(std::move(r));
    return k_.commands.back();
  }
  Kind k_;
};

}  // namespace surety
