// The account of escrow and presale: monthly balances, movements, the agreement signed again.
#include <algorithm>

#include "engine/alerts.hpp"
#include "engine/kinds/guarantee_rules.hpp"

namespace surety::guarantee {
namespace {

constexpr std::string_view below_minimum = "balance-below-minimum";

bool reported(const State& s, Month month) {
  return std::any_of(s.balance_reports.begin(), s.balance_reports.end(),
                     [&](const MonthReport& r) { return r.month == month; });
}

/// The day a month's balance speaks of: its last day, or today while it runs.
Date day_of(Month month, Date today) { return std::min(month.last(), today); }

/// Older news than the newest known changes nothing.
bool is_news(const State& s, Date on) { return !s.balance_on || *s.balance_on <= on; }

/// One alert from the day the balance falls below the least amount until it recovers (HN-31).
void watch_balance(Decision& d, const Context& ctx, const State& s, Money balance, bool below) {
  if (below && !s.below_minimum)
    raise_alert(d, ctx, parties(ctx.head, s), s.project, below_minimum, "", ctx.now);
  if (!below && s.below_minimum && s.least_amount && *s.least_amount <= balance)
    close_alerts(d, ctx, ctx.head.key(), below_minimum, "", "recovered");
}

bool falls_below(const State& s, Money balance, Date on) {
  if (!is_news(s, on)) return s.below_minimum;
  return s.least_amount && balance < *s.least_amount;
}

void keep_balance(State& s, Money balance, Date on, bool below) {
  if (!is_news(s, on)) return;
  s.balance = balance;
  s.balance_on = on;
  s.below_minimum = below;
}

/// Moves on to the oldest month that is neither reported nor passed.
void next_month(State& s) {
  while (s.next_report_month && reported(s, *s.next_report_month))
    s.next_report_month = s.next_report_month->next();
}

}  // namespace

// A late entry does not make the owner report months before it (domain.md §4).
Month first_report_month(const State& s) {
  const Month registration = Month::of(s.opened_at.date());
  return s.deposited_on ? std::max(Month::of(*s.deposited_on), registration) : registration;
}

Deadline report_deadline(const Periods& periods, Month month) {
  return periods.in_month_after("balance-report", month, periods.rules().balance_report_day,
                                "balance_report_day", month.text());
}

Decision decide(const State& s, const ReportBalance& c, const Context& ctx) {
  const bool after_end = s.ended_at && Month::of(s.ended_at->date()) <= c.month;
  if (c.month < first_report_month(s) || Month::of(ctx.today) < c.month || after_end)
    return refuse(Code::month_not_due).with("first_month", first_report_month(s).text());
  if (reported(s, c.month))
    return refuse(Code::month_already_reported).with("month", c.month.text());
  BalanceReported e{c};
  e.late = report_deadline(ctx.periods(), c.month).passes_at <= ctx.now;
  e.below_minimum = falls_below(s, c.balance, day_of(c.month, ctx.today));
  Decision d = happened(e);
  close_alerts(d, ctx, ctx.head.key(), "balance-report", c.month.text(), "reported-late");
  watch_balance(d, ctx, s, c.balance, e.below_minimum);
  return d;
}

// Banks send twice: a serial that is there already changes nothing.
Decision decide(const State& s, const RecordAccountMovement& c, const Context& ctx) {
  for (const auto& m : s.movements)
    if (m.serial == c.serial) return nothing_changed();
  AccountMovementRecorded e{c};
  e.below_minimum = falls_below(s, c.balance, c.moved_on);
  Decision d = happened(e);
  watch_balance(d, ctx, s, c.balance, e.below_minimum);
  return d;
}

Decision decide(const State&, const ConfirmAgreement& c, const Context&) {
  return happened(AgreementConfirmed{c.remarks});
}

// A changed contract is answered by the agreement signed again, as well as by an adjustment.
Decision decide(const State& s, const RenewAgreement& c, const Context& ctx) {
  Decision d = happened(AgreementRenewed{c.agreement});
  for (const auto& cause : s.causes)
    if (cause.answered_by_agreement())
      close_alerts(d, ctx, ctx.head.key(), "adjustment", cause.cause, "requested-late");
  if (!s.agreement)
    close_alerts(d, ctx, ctx.head.key(), "agreement-before-permit", "", "agreed-late");
  return d;
}

// ---------------------------------------------------------------------------------------------

void evolve(State& s, const BalanceReported& e, const Happening& h) {
  s.balance_reports.push_back({e.month, e.balance, e.statement, e.late, h.recorded_at});
  next_month(s);
  keep_balance(s, e.balance, day_of(e.month, h.recorded_at.date()), e.below_minimum);
}

void evolve(State& s, const AccountMovementRecorded& e, const Happening&) {
  s.movements.push_back(e);
  keep_balance(s, e.balance, e.moved_on, e.below_minimum);
}

void evolve(State& s, const AgreementConfirmed&, const Happening& h) {
  s.awaits_bank = false;
  s.agreement_confirmed_at = h.recorded_at;
}

// What the bank has confirmed was the agreement before.
void evolve(State& s, const AgreementRenewed& e, const Happening& h) {
  s.agreement = e.agreement;
  s.awaits_bank = true;
  s.agreement_confirmed_at.reset();
  for (auto& cause : s.causes)
    if (cause.answered_by_agreement()) cause.requested_on = h.recorded_at.date();
}

// Months pass in their order, so the oldest open one stands for all before it.
void evolve(State& s, const DeadlinePassed& e, const Happening&) {
  if (e.deadline != "balance-report") return;
  const Month passed = Month::stored(e.subject);
  if (s.next_report_month && *s.next_report_month <= passed) s.next_report_month = passed.next();
  next_month(s);
}

}  // namespace surety::guarantee
