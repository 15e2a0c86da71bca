// 安全生产费用: the contractor's own ledger of a project, beside the insurer's of the policy.
#include "engine/kinds/expense_ledger.hpp"

#include "engine/kind_table.hpp"
#include "engine/kinds/project.hpp"

namespace surety::expense_ledger {
namespace {

Parties parties(const CaseHead& head, const State& s) {
  Parties p;
  p.contractor = s.contractor.value;
  if (s.owner) p.owner = s.owner->value;
  p.region = s.region_code.value;
  p.jurisdiction = head.jurisdiction;
  return p;
}

/// `sign` -1 where an entry is taken back.
void count(State& s, const Record& entry, std::int64_t sign) {
  auto& sum = entry.kind == EntryKind::provision ? s.provided : s.spent;
  sum.fen += sign * entry.amount.fen;
  s.balance = s.provided - s.spent;
}

}  // namespace

Decision decide(const State&, const Open& c, const Context& ctx) {
  const auto project = ctx.find<project::State>("project", c.project);
  if (!project) return refuse(Code::unknown_reference).with("field", "project");
  for (const auto& other : ctx.root.all("expense-ledger"))
    return refuse(Code::ledger_exists).with("expense_ledger", other.head.id);
  return happened(
      Opened{c, project->name, project->region_code, project->contractor, project->owner});
}

Decision decide(const State& s, const SetQuota& c, const Context&) {
  return c.quota == s.quota ? nothing_changed() : happened(QuotaSet{c});
}

Decision decide(const State&, const Record& c, const Context&) { return happened(Recorded{c}); }

Decision decide(const State& s, const Reverse& c, const Context&) {
  if (c.entry < 1 || c.entry > static_cast<std::int64_t>(s.entries.size()))
    return refuse(Code::no_such_entry).with("entry", c.entry);
  if (s.entries[static_cast<std::size_t>(c.entry - 1)].reversed)
    return refuse(Code::already_reversed).with("entry", c.entry);
  return happened(Reversed{c});
}

void evolve(State& s, const Opened& e, const Happening&) { static_cast<Opened&>(s) = e; }

void evolve(State& s, const QuotaSet& e, const Happening&) {
  s.quota = e.quota;
  s.basis = e.basis;
}

void evolve(State& s, const Recorded& e, const Happening& h) {
  s.entries.push_back({e, static_cast<std::int64_t>(s.entries.size()) + 1, h.recorded_at, {}});
  count(s, e, 1);
}

void evolve(State& s, const Reversed& e, const Happening&) {
  auto& entry = s.entries[static_cast<std::size_t>(e.entry - 1)];
  entry.reversed = e.reason;
  count(s, entry, -1);
}

const Kind& kind() {
  static const Kind kind = [] {
    const auto contractor = by(Who::contractor);
    return KindOf<State>("expense-ledger", "expense-ledgers",
                         {"安全生产费用台账", "Safety expense ledger"})
        .opens<Open>({"建立台账", "Open"}, contractor, [](const Open& c) { return c.project; })
        .command<SetQuota>({"调整应提取总额", "Set the quota"}, contractor, in(Phase::open))
        .command<Record>({"登记费用", "Record"}, contractor, in(Phase::open))
        .command<Reverse>({"冲销", "Reverse"}, contractor, in(Phase::open))
        .event<Opened>()
        .event<QuotaSet>()
        .event<Recorded>()
        .event<Reversed>()
        .parties(parties)
        .project([](const State& s) { return s.project; })
        .done();
  }();
  return kind;
}

}  // namespace surety::expense_ledger
