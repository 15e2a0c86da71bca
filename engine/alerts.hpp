// Raising and closing alerts from any decision: an alert opens in the same commit as its cause.
#pragma once

#include <string_view>

#include "engine/kind.hpp"
#include "events/alert.hpp"

namespace surety {

/// Adds `alert.opened` about the decided case (`ctx.head`) with a fresh number. `subject` is the
/// node, month or cause. At most one alert per deadline, subject and start: the caller's deadline
/// passes once.
void raise_alert(Decision&, const Context&, const Parties&, std::string_view project,
                 std::string_view deadline, std::string_view subject, Instant due_at);

/// An alert about a case that is not the decided one: its subject, and the parties of it.
alert::Opened alert_about(const CaseHead& subject, const Parties&, std::string_view project,
                          std::string_view deadline, std::string_view node, Instant due_at);

/// Adds `alert.closed {outcome}` for every alert of `case_key` with this deadline and subject that
/// is not closed. `outcome`: settled-late, confirmed-late …
void close_alerts(Decision&, const Context&, std::string_view case_key, std::string_view deadline,
                  std::string_view subject, std::string_view outcome);

/// The same for a fact with a date of its own, `done`: settled, confirmed. Where it happened before
/// the alert fell due, and was only recorded later, the alert is rescinded: `<done>-in-time`; else
/// it is closed: `<done>-late`.
void settle_alerts(Decision&, const Context&, std::string_view case_key, std::string_view deadline,
                   std::string_view subject, std::string_view done, Date occurred_on);

}  // namespace surety
