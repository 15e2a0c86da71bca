// The reviewer's checklist: how an order stands to the province's implementing rules (HLJ-67).
#include <algorithm>

#include "engine/kinds/policy_rules.hpp"

namespace surety::policy {
namespace {

Verdict verdict_of(bool holds) { return holds ? Verdict::holds : Verdict::fails; }

/// An uploaded policy has its own paper; an order hands in what the applicant has.
Verdict papers(const State& s) {
  if (s.order_type == OrderType::uploaded) return verdict_of(s.policy_document.has_value());
  if (s.order_type == OrderType::offline) return Verdict::holds;
  return verdict_of(s.business_licence && s.legal_representative_id_front &&
                    s.legal_representative_id_back && s.bid_award_notice && s.signed_agreement);
}

Verdict period(const State& s) {
  if (!s.valid_from || !s.planned_start || !s.planned_finish) return Verdict::open;
  return verdict_of(*s.valid_from <= *s.planned_start && *s.planned_finish <= *s.valid_until);
}

Verdict sum(const State& s, const ReviewRule& rule) {
  if (!s.per_person_death_limit || !rule.per_person) return Verdict::open;
  return verdict_of(*rule.per_person <= *s.per_person_death_limit);
}

Verdict judge(const State& s, const ReviewRule& rule) {
  switch (rule.check) {
    case ReviewCheck::papers_complete: return papers(s);
    case ReviewCheck::period_covers_construction: return period(s);
    case ReviewCheck::sum_insured: return sum(s, rule);
  }
  return Verdict::open;
}

bool concerns(const State& s, const ReviewRule& rule) {
  const bool planned = !rule.plan || rule.plan == s.plan;
  const bool begins = !rule.begins_from || !s.valid_from || *rule.begins_from <= *s.valid_from;
  return planned && begins;
}

}  // namespace

void review(State& s, const Rules& rules) {
  s.review.clear();
  if (!rules.review_rules) return;
  for (const auto& rule : *rules.review_rules)
    if (concerns(s, rule)) s.review.push_back({rule.check, rule.hard, judge(s, rule)});
}

std::optional<Refusal> refuse_review(const State& s) {
  for (const auto& point : s.review)
    if (point.hard && point.verdict == Verdict::fails)
      return refuse(Code::review_fails).with("check", name_of(point.check));
  return std::nullopt;
}

}  // namespace surety::policy
