// The gates and the making of commits.
#include "engine/decide.hpp"

#include <algorithm>
#include <memory>

#include "engine/alerts.hpp"
#include "engine/authorisation.hpp"
#include "engine/digest.hpp"
#include "engine/fold_event.hpp"

namespace surety {
namespace {

class DeskRoot : public RootView {
 public:
  DeskRoot(const Desk& desk, std::string_view root) : desk_(desk), root_(root) {}
  std::optional<Case> find(std::string_view kind, std::string_view id) const override {
    auto c = desk_.find(std::string(kind) + "/" + std::string(id));
    if (c && c->head.root != root_) return std::nullopt;
    return c;
  }
  std::vector<Case> all(std::string_view kind) const override {
    std::vector<Case> v;
    const auto prefix = std::string(kind) + "/";
    for (const auto& key : desk_.cases_of(root_))
      if (key.starts_with(prefix))
        if (auto c = desk_.find(key)) v.push_back(std::move(*c));
    return v;
  }

 private:
  const Desk& desk_;
  std::string_view root_;
};

/// The root's own case among the kinds that are their own root: the project, the organisation …
std::optional<Case> root_case(const Desk& desk, std::string_view root, const std::string& own_key) {
  for (const auto& key : desk.cases_of(root)) {
    if (split_case_key(key).second == root && key != own_key) return desk.find(key);
  }
  return std::nullopt;
}

struct Gate {
  const Kind* kind = nullptr;
  const CommandRule* rule = nullptr;
  Case c;  ///< version 0 for an opening
  std::optional<Case> root;
  std::shared_ptr<void> command;
};

std::optional<Refusal> pass_gates(const CommandEnvelope& e, const Desk& desk, Gate& g) {
  const auto key = e.kind + "/" + g.c.head.id;
  if (auto c = desk.find(key)) g.c = std::move(*c);
  const bool exists = g.c.head.version > 0;
  if (!exists && !g.rule->opens) return refuse(Code::not_found);
  if (exists && g.rule->opens && !g.rule->again) return refuse(Code::already_registered);
  if (!g.c.head.degraded.empty()) return refuse(Code::internal_error);
  if (!e.actor.engine) {
    // An opening is judged by the root's parties where there is a root; a kind that is its own
    // root, and a second opening of a case, judge the relation in `decide`.
    const auto* whose = g.rule->opens ? (g.root ? &*g.root : nullptr) : &g.c;
    const auto parties = whose ? whose->kind->parties(whose->head, whose->state.get()) : Parties{};
    if (!g.rule->opens && !sees(e.actor, *g.kind, parties)) return refuse(Code::not_found);
    if (!permitted(e.actor, *g.kind, *g.rule)) return refuse(Code::forbidden);
    if (whose && !g.rule->judges && !stands_any(e.actor, g.rule->who, parties))
      return refuse(Code::forbidden);
  }
  if (e.if_match && *e.if_match != g.c.head.version)
    return refuse(Code::stale_version).with("version", g.c.head.version);
  if (exists && !g.rule->opens) {
    const auto phase = g.kind->phase(g.c.state.get());
    const auto& states = g.rule->states;
    if ((!states.empty() && std::find(states.begin(), states.end(), phase) == states.end()) ||
        (g.rule->when && !g.rule->when(g.c.state.get())))
      return refuse(Code::not_in_this_state).with("state", g.kind->phase_name(g.c.state.get()));
  }
  return std::nullopt;
}

Context context_of(const Commit& commit,
                   const Case& c,
                   const Actor& actor,
                   const Rulebook& book,
                   const Desk& desk,
                   const RootView& root) {
  auto previous = std::make_shared<std::string>(c.head.version == 0 ? c.head.id : std::string());
  const auto at = commit.recorded_at;
  const auto next = [previous, at, &desk] { return *previous = desk.number(at, *previous); };
  return {at, at.date(), c.head, actor, book, desk.calendar(), root, desk.facts(), next, false};
}

/// The rulebook's name as its cases' events carry it; empty where there is none.
std::string name_of_book(const Rulebook& book) {
  return book.version ? book.name() : std::string();
}

std::optional<Refusal> decide_into(const CommandEnvelope& e,
                                   const Desk& desk,
                                   Gate& g,
                                   Commit& commit,
                                   std::vector<Case>& cases) {
  static const Rulebook none;
  const Rulebook* book = &none;
  if (g.c.head.version > 0) {
    book = &desk.book_of(g.c.head);
  } else {
    g.c.head.jurisdiction =
        g.root && !g.root->head.jurisdiction.empty()
            ? g.root->head.jurisdiction
            : opening_jurisdiction(*g.rule->type, g.command.get(), e.actor, desk.facts());
    book = desk.book_in_force(g.c.head.jurisdiction, commit.recorded_at.date());
    if (!book && !g.kind->platform)
      return refuse(Code::no_rulebook).with("jurisdiction", g.c.head.jurisdiction);
    if (!book) book = &none;
    g.c.head.rulebook_version = book->version;
  }
  const DeskRoot root(desk, commit.root);
  auto context = context_of(commit, g.c, e.actor, *book, desk, root);
  context.historical = e.historical;
  const auto decision = g.rule->decide(g.c.state.get(), g.command.get(), context);
  if (decision.refusal()) return *decision.refusal();
  commit.case_key = g.c.head.key();
  const bool well = append_events(
      decision.events(), g.c.head.key(), desk, commit, cases, name_of_book(*book));
  if (!well) return refuse(Code::internal_error);
  return std::nullopt;
}

/// Empty: the commit is filled. Throws whatever a kind or the store throws.
std::optional<Refusal> decide(const CommandEnvelope& e,
                              const Desk& desk,
                              Commit& commit,
                              std::vector<Case>& cases) {
  Gate g;
  g.kind = kind_named(e.kind);
  g.rule = g.kind ? g.kind->command(e.command) : nullptr;
  if (!g.rule) return refuse(Code::cannot_be_decided);
  g.command = g.rule->make();
  if (!read_json(e.body, *g.rule->type, g.command.get(), Source::stored).empty())
    return refuse(Code::cannot_be_decided);
  g.c.kind = g.kind;
  g.c.head.kind = e.kind;
  const bool numbered = e.case_id.empty() && g.rule->opens;
  g.c.head.id = numbered ? desk.number(commit.recorded_at, {}) : e.case_id;
  commit.root = e.root.empty() ? g.c.head.id : e.root;
  g.c.head.root = commit.root;
  g.c.head.opened_at = commit.recorded_at;
  g.c.state = g.kind->copy(nullptr);
  if (g.rule->opens) g.root = root_case(desk, commit.root, g.c.head.key());
  if (const auto refusal = pass_gates(e, desk, g)) return refusal;
  return decide_into(e, desk, g, commit, cases);
}

}  // namespace

void decide_command(const CommandEnvelope& e,
                    const Desk& desk,
                    Commit& commit,
                    std::vector<Case>& cases) {
  std::optional<Refusal> refusal;
  try {
    refusal = decide(e, desk, commit, cases);
  } catch (const std::exception&) {
    refusal = refuse(Code::internal_error);
  }
  if (!refusal) return;
  cases.clear();
  refuse_command(e, *refusal, commit);
}

void refuse_command(const CommandEnvelope& e, const Refusal& r, Commit& commit) {
  commit.events.clear();
  commit.case_key = e.kind + "/" + e.case_id;
  commit.refusal = RefusalRecord{
      commit.case_key, e.kind + "." + e.command, name_of(r.code), r.facts_json()};
}

bool decide_deadline(const Case& c,
                     const Deadline& d,
                     const Desk& desk,
                     Commit& commit,
                     std::vector<Case>& cases) {
  const auto* rule = c.kind->deadline(d.name);
  if (!rule) return false;
  static const Actor engine = [] {
    Actor a;
    a.engine = true;
    return a;
  }();
  commit.case_key = c.head.key();
  commit.due_at = d.passes_at;
  commit.passed = PassedDeadline{c.head.key(), d.name, d.subject, d.started_on};
  const auto& book = desk.book_of(c.head);
  const DeskRoot root(desk, commit.root);
  const auto context = context_of(commit, c, engine, book, desk, root);
  try {
    Decision decision;
    if (rule->pass) {
      decision = rule->pass(c.state.get(), d, context);
    } else {
      decision.named(d.name + "-overdue",
                     DeadlinePassed{d.name, d.subject, d.started_on, d.passes_at});
      if (rule->alerts)
        raise_alert(decision,
                    context,
                    c.kind->parties(c.head, c.state.get()),
                    c.kind->project ? c.kind->project(c.state.get()) : std::string(),
                    d.name,
                    d.subject,
                    d.passes_at);
    }
    if (decision.refusal() ||
        !append_events(
            decision.events(), c.head.key(), desk, commit, cases, name_of_book(book)))
      return false;
  } catch (const std::exception&) {
    return false;
  }
  return !commit.events.empty();
}

bool append_events(const std::vector<Emitted>& emitted,
                   const std::string& own_key,
                   const Desk& desk,
                   Commit& commit,
                   std::vector<Case>& cases,
                   const std::string& rulebook_of_new) {
  for (const auto& e : emitted) {
    const auto& key = e.case_key.empty() ? own_key : e.case_key;
    auto it = std::find_if(
        cases.begin(), cases.end(), [&](const Case& c) { return c.head.key() == key; });
    if (it == cases.end()) {
      auto c = desk.find(key);
      if (!c) {
        const auto [kind_name, id] = split_case_key(key);
        const auto* kind = kind_named(kind_name);
        if (!kind) return false;
        c = unopened(*kind, id);
        c->head.root = commit.root;
      }
      if (c->head.root != commit.root) return false;  // another root has another order
      cases.push_back(std::move(*c));
      it = cases.end() - 1;
    }
    const auto* rule = it->kind->event(e.type);
    if (!rule) return false;
    EventRecord r;
    r.case_key = key;
    r.case_version = it->head.version + 1;
    r.type = it->head.kind + "." + e.type;
    r.type_version = rule->version();
    r.rulebook = it->head.version == 0 ? rulebook_of_new : it->head.rulebook();
    r.prev_hash = it->head.last_hash;
    r.data = e.data;
    r.hash = event_hash(r, commit);
    const auto* passed = commit.passed ? &*commit.passed : nullptr;
    *it = folded(*it,
                 *it->kind,
                 {r, commit.root, commit.actor, commit.recorded_at, passed},
                 desk.library());
    commit.events.push_back(std::move(r));
  }
  return true;
}

}  // namespace surety
