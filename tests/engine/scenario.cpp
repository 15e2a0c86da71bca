// The scenario's little leader: gates, decides, folds and lets deadlines pass, without a journal.
#include "tests/support/scenario.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

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
  bool listed(std::string_view kind, std::string_view member, std::string_view value) const override {
    for (const auto& [key, one] : scenario_.cases_) {
      if (one.kind->name != kind) continue;
      const Member* m = one.kind->state_type->fields().find(member);
      if (!m || m->type->shape != Shape::list) continue;
      void* list = const_cast<void*>(m->of(one.state.get()));
      for (std::size_t i = 0; i < m->type->size(list); ++i)
        if (m->type->element->text && m->type->element->text(m->type->item(list, i)) == value) return true;
    }
    return false;
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

std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string listed(const std::vector<Emitted>& events) {
  std::string text;
  for (const auto& e : events)
    text += "\n    " + (e.case_key.empty() ? "" : e.case_key + " ") + e.type + " " + e.data;
  return text.empty() ? "\n    (nothing)" : text;
}

Actor member_of(std::string organisation, std::string kind, std::string jurisdiction) {
  Actor a;
  a.account = "somebody";
  a.organisation = std::move(organisation);
  a.organisation_kind = std::move(kind);
  a.jurisdiction = std::move(jurisdiction);
  a.region_code = a.jurisdiction;
  a.permissions = {"*"};
  a.admin = true;
  return a;
}

}  // namespace

// ---------------------------------------------------------------------------------------------
// Actors and values.

Actor of_kind(std::string organisation_kind, std::string credit_code) {
  Actor a = member_of(credit_code, std::move(organisation_kind), "460000");
  a.credit_code = std::move(credit_code);
  return a;
}
Actor enterprise(std::string credit_code) { return of_kind("enterprise", std::move(credit_code)); }
Actor regulator(std::string jurisdiction) {
  return member_of("regulator-" + jurisdiction, "regulator", jurisdiction);
}
Actor auditor() { return member_of("auditor", "auditor", ""); }
Actor administrator() { return member_of("platform", "administrator", ""); }
Actor the_engine() {
  Actor a;
  a.engine = true;
  return a;
}
Actor nobody() { return {}; }

Instant moment(std::string_view text) {
  if (text.size() == 10) return {Instant::start_of(Date::stored(text)).ms + 9 * 3'600'000};
  return Instant::stored(text);
}

CreditCode credit_code(int seed) {
  std::string digits = std::to_string(seed);
  const std::string body = "91460000MA5T" + std::string(5 - digits.size(), '0') + digits;
  for (char last : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY"))
    if (credit_code_valid(body + last)) return {body + last};
  return {};
}

DocumentId document(char letter) {
  static constexpr char hex[] = "0123456789abcdef";
  return {std::string(62, '0') + hex[(letter >> 4) & 15] + hex[letter & 15]};
}

const Rulebook& rulebook(const std::string& jurisdiction) {
  static std::map<std::string, Rulebook> books;
  const auto [at, fresh] = books.try_emplace(jurisdiction);
  if (fresh) {
    at->second = {jurisdiction, 1, Date::stored("2024-01-01"), {}};
    const std::string text = file_text(std::filesystem::path(SURETY_SOURCE_DIR) / "schemas" /
                                       "rulebooks" / (jurisdiction + "-1.json"));
    const auto problems = from_json(text, at->second);
    const std::string where = problems.empty() ? "" : problems[0].path + " " + problems[0].code;
    REQUIRE_MESSAGE(problems.empty(), "rulebook " << jurisdiction << ": " << where);
  }
  return at->second;
}

const Calendar& calendar() {
  static const Calendar published = [] {
    Calendar newest;
    const auto folder = std::filesystem::path(SURETY_SOURCE_DIR) / "schemas" / "calendars";
    if (!std::filesystem::exists(folder)) return newest;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      auto one = Calendar::from_json(file_text(file.path()));
      if (one.version > newest.version) newest = one;
    }
    return newest;
  }();
  return published;
}

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
const Rulebook& Scenario::book() const { return own_rules_ ? *own_rules_ : rulebook(jurisdiction_); }

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
  if (judged && !stands_any(actor_, rule.who,
                            judged->kind->parties(judged->head, judged->state.get())))
    return refuse(Code::forbidden);
  if (one != nullptr && !rule.opens) {
    const auto phase = kind_->phase(one->state.get());
    const bool there = rule.states.empty() || std::count(rule.states.begin(), rule.states.end(), phase);
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

// ---------------------------------------------------------------------------------------------
// What came of it.

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
        "wanted nothing, got:" + listed(events_) + (refusal_ ? " refused " + name_of(refusal_->code) : ""));
  return *this;
}
Scenario& Scenario::and_in(const std::string& kind, const std::string& id, Told event) {
  const std::string case_key = kind + "/" + id;
  const bool there = std::any_of(events_.begin(), events_.end(), [&](const Emitted& e) {
    return e.case_key == case_key && e.type == event.type && e.data == event.json;
  });
  check(there, event.where, "got:" + listed(events_) + "\n  want: " + case_key + " " + event.type + " " + event.json);
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
  const bool there = std::count(problems_.begin(), problems_.end(), Problem{std::string(path), std::string(code)});
  check(there, where, "want " + std::string(path) + " " + std::string(code) + ", got:" + got);
  return *this;
}
Scenario& Scenario::then_state(std::string_view phase, Where where) {
  const auto found = cases_.find(key());
  const std::string got = found == cases_.end() ? "(none)" : kind_->phase_name(found->second.state.get());
  check(got == phase, where, "state is " + got + ", want " + std::string(phase));
  return *this;
}
Scenario& Scenario::then_allows(std::string_view command, bool yes, Where where) {
  const auto allowed = allowed_commands(actor_, cases_.at(key()));
  const bool there = std::count(allowed.begin(), allowed.end(), std::string(command));
  check(there == yes, where, std::string(command) + (there ? " is allowed" : " is not allowed"));
  return *this;
}

namespace {
/// The value of a text member, anywhere in a compact JSON text.
bool says(const std::string& json, std::string_view member, std::string_view value) {
  std::string text = "\"" + std::string(member) + "\":";
  write_json_string(text, value);
  return json.find(text) != std::string::npos;
}
}  // namespace

Scenario& Scenario::raised(std::string_view deadline, std::string_view subject, Where where) {
  const bool there = std::any_of(events_.begin(), events_.end(), [&](const Emitted& e) {
    return e.case_key.rfind("alert/", 0) == 0 && e.type == "opened" && says(e.data, "deadline", deadline) &&
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
  const bool there = std::any_of(events_.begin(), events_.end(), [&](const Emitted& e) {
    if (e.case_key.rfind("alert/", 0) != 0 || e.type != "closed" || !says(e.data, "outcome", outcome))
      return false;
    std::string state;
    const Case& alert = cases_.at(e.case_key);
    write_json(state, *alert.kind->state_type, alert.state.get());
    return says(state, "deadline", deadline);
  });
  check(there, where, "no alert closed " + std::string(outcome) + " among:" + listed(events_));
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
  check(there, where, "want " + std::string(name) + " " + std::string(subject) + " " + at.text() + ", open:" + got);
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

std::string Scenario::last_id() const {
  std::string n = std::to_string(issued_);
  return now_.compact() + std::string(4 - std::min<std::size_t>(4, n.size()), '0') + n;
}

}  // namespace surety::tests
