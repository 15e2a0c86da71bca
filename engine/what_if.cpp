// Each case is folded twice from its history, once under the draft.
#include "engine/what_if.hpp"

#include <map>
#include <set>
#include <tuple>

#include "engine/case_heads.hpp"
#include "engine/fold_event.hpp"
#include "engine/kinds/guarantee.hpp"
#include "engine/minimum_guarantee.hpp"

namespace surety {
namespace {

/// The draft in the place of every version of its jurisdiction.
class UnderDraft : public Library {
 public:
  UnderDraft(const Library& library, const Rulebook& draft) : library_(library), draft_(draft) {}
  const Rulebook& rulebook(std::string_view name) const override {
    const bool replaced = name.substr(0, name.find('/')) == draft_.jurisdiction;
    return replaced ? draft_ : library_.rulebook(name);
  }

 private:
  const Library& library_;
  const Rulebook& draft_;
};

using TermKey = std::tuple<std::string, std::string, Date>;  // name, subject, start

/// A case and its deadlines from its opening on, under the rulebooks of one library.
class Life {
 public:
  Life(const Kind& kind, std::string_view id, const Library& library, const Calendar& calendar)
      : case_(unopened(kind, id)), library_(library), calendar_(calendar) {}

  void happens(const HistoryEntry& h, std::string_view root) {
    until(h.recorded_at);
    const auto* passed = h.passed ? &*h.passed : nullptr;
    case_ = folded_or_degraded(case_, *case_.kind,
                               {h.event, root, h.actor, h.recorded_at, passed}, library_, "try");
    if (!case_.kind->open_deadlines) return;
    std::set<TermKey> open;
    for (const auto& d :
         case_.kind->open_deadlines(case_.state.get(), Periods(book(), calendar_))) {
      const TermKey key{d.name, d.subject, d.started_on};
      open.insert(key);
      auto& [term, passes_at] = terms_[key];
      if (term.status == DeadlineStatus::passed) continue;
      term = {d.last_day, DeadlineStatus::running};
      passes_at = d.passes_at;
    }
    for (auto& [key, running] : terms_)
      if (running.first.status == DeadlineStatus::running && !open.count(key))
        running.first.status = DeadlineStatus::ended;
  }
  void until(Instant now) {
    for (auto& [key, running] : terms_)
      if (running.first.status == DeadlineStatus::running && running.second <= now)
        running.first.status = DeadlineStatus::passed;
  }
  std::optional<Term> term(const TermKey& key) const {
    const auto it = terms_.find(key);
    if (it == terms_.end()) return std::nullopt;
    return it->second.first;
  }
  void keys(std::set<TermKey>& all) const {
    for (const auto& [key, term] : terms_) all.insert(key);
  }
  std::optional<Money> least_amount() const {
    if (case_.kind != &guarantee::kind()) return std::nullopt;
    const auto& g = case_.as<guarantee::State>();
    return enforced_minimum(book().rules, name_of(g.mode), g.contract_amount,
                            g.progressive_agreed.value_or(false));
  }

 private:
  const Rulebook& book() const { return library_.rulebook(case_.head.rulebook()); }

  Case case_;
  const Library& library_;
  const Calendar& calendar_;
  std::map<TermKey, std::pair<Term, Instant>> terms_;
};

void compare(const std::string& case_key, const Kind& kind, const Life& now, const Life& draft,
             const std::function<void(const RuleDifference&)>& differs) {
  std::set<TermKey> keys;
  now.keys(keys);
  draft.keys(keys);
  for (const auto& key : keys) {
    RuleDifference d{case_key, std::get<0>(key), std::get<1>(key), now.term(key), draft.term(key)};
    if (d.now == d.draft) continue;
    const auto* rule = kind.deadline(d.deadline);
    d.alerts = rule != nullptr && rule->alerts;
    differs(d);
  }
  RuleDifference amount{.case_key = case_key};
  amount.amount_now = now.least_amount();
  amount.amount_draft = draft.least_amount();
  if (amount.amount_now != amount.amount_draft) differs(amount);
}

}  // namespace

std::int64_t try_rulebook(const StoreReader& store, int partitions, const Library& library,
                          const Calendar& calendar, const Rulebook& draft, Instant now,
                          const std::function<void(const RuleDifference&)>& differs) {
  const FoldReader fold(store, partitions);
  const UnderDraft under_draft(library, draft);
  std::map<std::string, CaseHead> concerned;
  for (int p = 0; p < partitions; ++p)
    each_case_head(store, p, [&](std::string_view key, const std::optional<CaseHead>& head) {
      if (head && head->rulebook_version > 0 && head->jurisdiction == draft.jurisdiction)
        concerned.emplace(key, *head);
    });
  for (const auto& [key, head] : concerned) {
    const Kind& kind = *kind_named(head.kind);
    Life as_is(kind, head.id, library, calendar), as_drafted(kind, head.id, under_draft, calendar);
    for (std::int64_t version = 0; version < head.version;) {
      const auto some = fold.history(head.kind, head.id, version);
      if (some.empty()) break;
      for (const auto& h : some) {
        as_is.happens(h, head.root);
        as_drafted.happens(h, head.root);
      }
      version = some.back().event.case_version;
    }
    as_is.until(now);
    as_drafted.until(now);
    compare(key, kind, as_is, as_drafted, differs);
  }
  return static_cast<std::int64_t>(concerned.size());
}

}  // namespace surety
