// The scenario's little leader: gates, decides, folds and lets deadlines pass, without a journal.
#include "tests/support/scenario.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "engine/alerts.hpp"
#include "engine/authorisation.hpp"

namespace surety::tests {

/// The cases of the scenario as a decision sees them: of the root, or of all roots.
class View : public RootView, public Facts {
 public:
  explicit View(const Scenario& scenario) : scenario_(scenario) {}
  std::optional<Case> find(std::string_view kind, std::string_view id) const override {
    const auto found = scenario_.cases_.find(std::string(kind) + "/" + std::string(id));
    if (found == scenario_.cases_.end()) return std::nullopt;
    return found->second;
  }
  std::vector<Case> all(std::string_view kind) const override {
    std::vector<Case> cases;
    for (const auto& [key, one] : scenario_.cases_)
      if (one.kind->name == kind && one.head.root == scenario_.root_) cases.push_back(one);
    return cases;
  }
  std::vector<Case> having(std::string_view kind, std::string_view member,
                           std::string_view value) const override {
    std::vector<Case> found;
    for (const auto& [key, one] : scenario_.cases_)
      if (one.kind->name == kind && member_has(one, member, value)) found.push_back(one);
    return found;
  }
  std::string holder(std::string_view unique, std::string_view value) const override {
    for (const auto& [key, one] : scenario_.cases_) {
      if (!one.kind->unique) continue;
      for (const auto& [name, held] : one.kind->unique(one.state.get()))
        if (name == unique && held == value) return key;
    }
    return {};
  }

 private:
  const Scenario& scenario_;
};

namespace {

void check(bool holds, const Where& where, const std::string& message) {
  if (holds) CHECK(holds);
  else ADD_FAIL_CHECK_AT(where.file_name(), static_cast<int>(where.line()), message);
}

}  // namespace

// ---------------------------------------------------------------------------------------------
// What was before.

Scenario::Scenario(const Kind& kind, std::string id, std::string root)
    : kind_(&kind), id_(std::move(id)), root_(std::move(root)) {}

Scenario& Scenario::in(std::string jurisdiction) {
  jurisdiction_ = std::move(jurisdiction);
  return *this;
}
Scenario& Scenario::under(Rules rules) {
  own_rules_ = Rulebook{jurisdiction_, 2, Date::stored("2024-01-01"), std::move(rules)};
  return *this;
}
const Rulebook& Scenario::book() const {
  return own_rules_ ? *own_rules_ : rulebook(jurisdiction_);
}

void Scenario::put(const std::string& case_key, const Told& event, bool other_root) {
  if (other_root) elsewhere_[case_key] = true;
  fold(case_key, event.type, event.json);
}

void Scenario::fold(const std::string& case_key, const std::string& type, const std::string& json) {
  const auto slash = case_key.find('/');
  const std::string name = case_key.substr(0, slash), id = case_key.substr(slash + 1);
  const Kind* kind = name == kind_->name ? kind_ : kind_named(name);
  REQUIRE_MESSAGE(kind != nullptr, "no kind " << name);
  const EventRule* rule = kind->event(type);
  REQUIRE_MESSAGE(rule != nullptr, name << " has no event " << type);
  Case& one = cases_[case_key];
  if (one.head.version == 0) {
    one.kind = kind;
    one.head.kind = name;
    one.head.id = id;
    one.head.root = elsewhere_.count(case_key) ? id : root_;
    one.head.jurisdiction = jurisdiction_;
    one.head.rulebook_version = book().version;
    one.head.opened_at = now_;
  }
  auto next = kind->copy(one.state.get());
  rule->evolve(next.get(), json, Happening{now_, actor_.text(), rule->name, book()});
  one.state = next;
  one.head.changed_at = now_;
  ++one.head.version;
}

// ---------------------------------------------------------------------------------------------
// What is asked.

Scenario& Scenario::on(std::string_view day_or_instant) {
  now_ = moment(day_or_instant);
  return *this;
}
Scenario& Scenario::as(Actor actor) {
  actor_ = std::move(actor);
  return *this;
}
Scenario& Scenario::historical(bool yes) {
  historical_ = yes;
  return *this;
}

std::optional<Refusal> Scenario::gate(const CommandRule& rule, const Case* one,
                                      const void* command) const {
  if (one == nullptr && !rule.opens) return refuse(Code::not_found);
  if (one != nullptr && rule.opens && !rule.again) return refuse(Code::already_registered);
  // An opening is judged by the root's own case where there is one, else in `decide`.
  const Case* judged = one;
  for (const auto& [key, other] : cases_)
    if (!one && other.head.id == root_ && other.head.root == root_) judged = &other;
  if (!judged && !permitted(actor_, *kind_, rule)) return refuse(Code::forbidden);
  if (judged && !rule.judges && !stands_any(actor_, rule.who,
                            judged->kind->parties(judged->head, judged->state.get())))
    return refuse(Code::forbidden);
  if (one != nullptr && !rule.opens) {
    const auto phase = kind_->phase(one->state.get());
    const bool there =
        rule.states.empty() || std::count(rule.states.begin(), rule.states.end(), phase);
    if (!there || (rule.when && !rule.when(one->state.get())))
      return refuse(Code::not_in_this_state).with("state", kind_->phase_name(one->state.get()));
  }
  if (!missing_by_rulebook(book().rules, *kind_, rule, command).empty())
    return refuse(Code::required_by_rulebook);
  return std::nullopt;
}

Scenario& Scenario::when_json(const std::string& command, const std::string& json, Where where) {
  decide(command, json, where);
  return *this;
}

void Scenario::decide(const std::string& name, const std::string& json, Where where) {
  pass_due(where);
  events_.clear();
  refusal_.reset();
  const CommandRule* rule = kind_->command(name);
  REQUIRE_MESSAGE(rule != nullptr, kind_->name << " has no command " << name);
  const auto command = rule->make();
  problems_ = read_json(json, *rule->type, command.get(), Source::outside);
  if (problems_.empty() && rule->check) problems_ = rule->check(command.get(), now_.date());
  if (!problems_.empty()) return;
  if (rule->opens && rule->id) {
    const std::string named = rule->id(command.get());
    if (!named.empty()) id_ = named;
  }
  const auto found = cases_.find(key());
  const Case* one = found == cases_.end() ? nullptr : &found->second;
  refusal_ = gate(*rule, one, command.get());
  if (refusal_) return;
  CaseHead head = one ? one->head : CaseHead{.kind = kind_->name, .id = id_, .root = root_,
                                             .jurisdiction = jurisdiction_};
  const auto state = one ? one->state : std::shared_ptr<const void>(kind_->copy(nullptr));
  const View view(*this);
  const Context ctx{now_, now_.date(), head, actor_, book(), calendar(), view, view,
                    [this] { ++issued_; return last_id(); }, historical_};
  accept(rule->decide(state.get(), command.get(), ctx), key());
}

void Scenario::accept(const Decision& decision, const std::string& self) {
  refusal_ = decision.refusal();
  for (const auto& e : decision.events()) {
    Emitted told = e;
    const std::string case_key = e.case_key.empty() ? self : e.case_key;
    if (case_key == key()) told.case_key.clear();
    else told.case_key = case_key;
    fold(case_key, e.type, e.data);
    events_.push_back(told);
  }
}

std::vector<Deadline> Scenario::open_of(const Case& one) const {
  std::vector<Deadline> open;
  if (!one.kind->open_deadlines) return open;
  for (const auto& d : one.kind->open_deadlines(one.state.get(), Periods(book(), calendar()))) {
    const PassedDeadline passed{one.head.key(), d.name, d.subject, d.started_on};
    const auto& gone = one.head.passed;
    if (std::find(gone.begin(), gone.end(), passed) == gone.end()) open.push_back(d);
  }
  return open;
}
std::vector<Deadline> Scenario::open() const {
  const auto found = cases_.find(key());
  return found == cases_.end() ? std::vector<Deadline>{} : open_of(found->second);
}

void Scenario::fire(const std::string& case_key, const Deadline& due) {
  const Case one = cases_.at(case_key);
  const DeadlineRule* rule = one.kind->deadline(due.name);
  REQUIRE_MESSAGE(rule != nullptr, one.kind->name << " has no deadline " << due.name);
  const View view(*this);
  const Actor engine = the_engine();
  const Context ctx{now_, now_.date(), one.head, engine, book(), calendar(), view, view,
                    [this] { ++issued_; return last_id(); }, historical_};
  Decision decision;
  if (rule->pass) {
    decision = rule->pass(one.state.get(), due, ctx);
  } else {
    decision.named(due.name + "-overdue",
                   DeadlinePassed{due.name, due.subject, due.started_on, due.passes_at});
    if (rule->alerts)
      raise_alert(decision, ctx, one.kind->parties(one.head, one.state.get()),
                  one.kind->project ? one.kind->project(one.state.get()) : std::string(),
                  due.name, due.subject, due.passes_at);
  }
  cases_.at(case_key).head.passed.push_back({case_key, due.name, due.subject, due.started_on});
  accept(decision, case_key);
}

void Scenario::pass_due(Where where) {
  for (int round = 0; round < 1000; ++round) {
    std::optional<std::pair<std::string, Deadline>> first;
    for (const auto& [case_key, one] : cases_)
      for (const auto& d : open_of(one))
        if (d.passes_at <= now_ && (!first || d.passes_at < first->second.passes_at))
          first = {case_key, d};
    if (!first) return;
    fire(first->first, first->second);
  }
  check(false, where, "deadlines pass without end");
}

Scenario& Scenario::passes(std::string_view name, std::string_view subject, Where where) {
  events_.clear();
  refusal_.reset();
  problems_.clear();
  for (const auto& d : open())
    if (d.name == name && d.subject == subject) {
      if (now_ < d.passes_at) now_ = d.passes_at;
      fire(key(), d);
      return *this;
    }
  check(false, where, "not open: " + std::string(name) + " " + std::string(subject));
  return *this;
}

std::string Scenario::last_id() const {
  std::string n = std::to_string(issued_);
  return now_.compact() + std::string(4 - std::min<std::size_t>(4, n.size()), '0') + n;
}

}  // namespace surety::tests
