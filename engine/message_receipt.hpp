// `record-message-receipt`, the same for every kind that owes people messages; the edge gives it
// once for each message and outcome.
#pragma once

#include <algorithm>

#include "engine/kind.hpp"
#include "events/message_receipt.hpp"

namespace surety {

template <class S>
Decision decide(const S& s, const RecordMessageReceipt& c, const Context& ctx) {
  const auto& ended = ctx.head.effects_ended;
  const auto owed = kind_named(ctx.head.kind)->open_effects(ctx.head, &s);
  const bool known =
      std::find(ended.begin(), ended.end(), c.effect) != ended.end() ||
      std::any_of(owed.begin(), owed.end(), [&](const Effect& e) { return e.name == c.effect; });
  if (!known || !c.effect.starts_with("sms-")) return refuse(Code::not_found);
  return happened(MessageReceiptRecorded{c.effect, c.outcome, c.reported_at, c.detail});
}

/// The history tells of it; nothing in the state depends on it.
template <class S>
void evolve(S&, const MessageReceiptRecorded&, const Happening&) {}

}  // namespace surety
