// 投诉工单: filed by anybody, answered and closed by the department of the region (HN-10).
#include "engine/kinds/complaint.hpp"

#include "engine/alerts.hpp"
#include "engine/authorisation.hpp"
#include "engine/disclosure.hpp"
#include "engine/kind_table.hpp"
#include "engine/regions.hpp"

namespace surety::complaint {
namespace {

template <class C>
std::vector<Problem> check_region(const C& c, Date) {
  if (region(c.region_code.value)) return {};
  return {{"/region_code", name_of(Code::unknown_reference)}};
}

Parties parties(const CaseHead& head, const State& s) {
  Parties p;
  p.region = s.region_code.value;
  p.jurisdiction = head.jurisdiction;
  p.account = s.filed_by.value_or("");
  return p;
}

/// Where the rulebook names a length: until the first answer.
std::vector<Deadline> open_deadlines(const State& s, const Periods& p) {
  const auto days = p.rules().complaint_reply_days;
  if (!days || s.state != Phase::filed) return {};
  return {p.days("reply", s.filed_at.date(), *days, "complaint_reply_days")};
}

}  // namespace

Decision decide(const State&, const File& c, const Context& ctx) {
  // Whoever is signed in complains where it happened, not where his own organisation is.
  if (!region_covers(ctx.head.jurisdiction, c.region_code.value))
    return refuse(Code::invalid_range).with("field", "region_code");
  return happened(Filed{c});
}

Decision decide(const State& s, const Reply& c, const Context& ctx) {
  Decision d = happened(Replied{c});
  if (s.state == Phase::filed) close_alerts(d, ctx, ctx.head.key(), "reply", "", "replied-late");
  return d;
}

Decision decide(const State& s, const Transfer& c, const Context& ctx) {
  if (!region_covers(ctx.head.jurisdiction, c.region_code.value))
    return refuse(Code::invalid_range).with("field", "region_code");
  if (c.region_code == s.region_code) return nothing_changed();
  return happened(Transferred{c});
}

Decision decide(const State&, const Close& c, const Context& ctx) {
  Decision d = happened(Closed{c});
  close_alerts(d, ctx, ctx.head.key(), "reply", "", "closed");
  return d;
}

void evolve(State& s, const Filed& e, const Happening& h) {
  static_cast<Filed&>(s) = e;
  s.filed_at = h.recorded_at;
  // `account@organisation`: a natural person follows its complaint as its own.
  if (h.actor.size() > 1 && h.actor.ends_with('@'))
    s.filed_by = std::string(h.actor.substr(0, h.actor.size() - 1));
}

void evolve(State& s, const Replied& e, const Happening& h) {
  s.state = Phase::replied;
  s.replies.push_back({e, h.recorded_at});
}

void evolve(State& s, const Transferred& e, const Happening&) {
  s.region_code = e.region_code;
  s.reason = e.reason;
}

void evolve(State& s, const Closed& e, const Happening& h) {
  s.state = Phase::closed;
  s.outcome = e.outcome;
  s.closed_at = h.recorded_at;
}

const Kind& kind() {
  static const Kind kind = [] {
    const auto department = by(Who::regulator);
    const auto open = in(Phase::filed, Phase::replied);
    return KindOf<State>("complaint", "complaints", {"投诉工单", "Complaint"})
        .opens<File>({"提交投诉", "File"}, by(Who::anyone),
                     [](const File& c) { return "complaint-" + c.region_code.value; })
        .check<File>(check_region)
        .command<Reply>({"答复", "Reply"}, department, open)
        .command<Transfer>({"转办", "Transfer"}, department, open)
        .check<Transfer>(check_region)
        .command<Close>({"办结", "Close"}, department, in(Phase::replied))
        .command<Disclose>({"查看完整信息", "Disclose"}, department, in_any())
        .event<Disclosed>()
        .erasable(department, in(Phase::closed))
        .event<Filed>()
        .event<Replied>()
        .event<Transferred>()
        .event<Closed>()
        .deadline("reply", {"投诉答复", "Reply to the complaint"}, true)
        .parties(parties)
        .open_deadlines(open_deadlines)
        .done();
  }();
  return kind;
}

}  // namespace surety::complaint
