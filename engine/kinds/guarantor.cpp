// The guarantor's rules: filed by itself or the regulator, listed, suspended, delisted (HN 2.1).
#include "engine/kinds/guarantor.hpp"
#include "engine/administrators.hpp"
#include "engine/disclosure.hpp"
#include "engine/kind_table.hpp"

#include "engine/authorisation.hpp"

namespace surety::guarantor {

namespace {

/// Both a filing and an import, under the names of the state.
template <class To, class From>
To file_from(const From& from) {
  To to;
  to.credit_code = PartyCode{from.credit_code.value};
  to.name = from.name;
  to.type = from.type;
  to.registered_capital = from.registered_capital;
  to.address = from.address;
  to.contact_name = from.contact_name;
  if constexpr (requires { from.contact_phone.value; }) to.contact_phone = from.contact_phone;
  else to.contact_phone = Phone{from.contact_phone};  // the archive's are kept as they are
  return to;
}

/// What of the wished file differs from the one that stands.
Updated difference(const State& s, const Updated& wish) {
  Updated d;
  const auto keep = [](auto& to, const auto& wants, const auto& has) {
    if (wants && *wants != has) to = wants;
  };
  keep(d.name, wish.name, s.name);
  keep(d.type, wish.type, s.type);
  keep(d.registered_capital, wish.registered_capital, s.registered_capital);
  keep(d.address, wish.address, s.address);
  keep(d.contact_name, wish.contact_name, s.contact_name);
  keep(d.contact_phone, wish.contact_phone, s.contact_phone);
  return d;
}

Decision update(const State& s, const Updated& wish) {
  const Updated changed = difference(s, wish);
  return to_json(changed) == "{}" ? nothing_changed() : happened(changed);
}

}  // namespace

Decision decide(const State&, const File& c, const Context& ctx) {
  const Parties parties{.self = c.credit_code.value, .jurisdiction = ctx.book.jurisdiction};
  if (!stands_any(ctx.actor, by(Who::self, Who::regulator), parties))
    return refuse(Code::forbidden);
  auto e = file_from<Filed>(c);
  e.documents = c.documents;
  return happened(e);
}

Decision decide(const State& s, const Import& c, const Context& ctx) {
  if (c.filed_at && *c.filed_at > ctx.now)
    return refuse(Code::date_in_the_future).with("filed_at", c.filed_at->text());
  auto e = file_from<Imported>(c);
  if (ctx.head.version > 0)
    return update(s, {e.name, e.type, e.registered_capital, e.address, e.contact_name,
                      e.contact_phone});
  e.filed_at = c.filed_at.value_or(ctx.now);
  e.credit_code_valid = credit_code_valid(c.credit_code.value);
  return happened(e);
}

Decision decide(const State& s, const Update& c, const Context&) {
  return update(s, {c.name, c.type, c.registered_capital, c.address, c.contact_name,
                    c.contact_phone});
}

Decision decide(const State&, const List&, const Context&) { return happened(Listed{}); }

Decision decide(const State&, const Suspend& c, const Context&) {
  return happened(Suspended{c.reason});
}
Decision decide(const State&, const Restore& c, const Context&) {
  return happened(Restored{c.reason});
}
Decision decide(const State&, const RecordCredit& c, const Context&) {
  return happened(CreditRecorded{c.kind, c.description, c.occurred_on});
}
Decision decide(const State&, const Delist& c, const Context&) {
  return happened(Delisted{c.reason});
}

void evolve(State& s, const Filed& e, const Happening& h) {
  s = file_from<State>(e);
  s.documents = e.documents;
  s.filed_at = h.recorded_at;
}

/// The archive holds listed guarantors only (建档保证人), so an imported one is listed.
void evolve(State& s, const Imported& e, const Happening&) {
  s = file_from<State>(e);
  s.state = Phase::listed;
  s.filed_at = e.filed_at;
  s.listed_at = e.filed_at;
  s.credit_code_valid = e.credit_code_valid;
}

void evolve(State& s, const Updated& e, const Happening&) {
  if (e.name) s.name = *e.name;
  if (e.type) s.type = *e.type;
  if (e.registered_capital) s.registered_capital = *e.registered_capital;
  if (e.address) s.address = *e.address;
  if (e.contact_name) s.contact_name = *e.contact_name;
  if (e.contact_phone) s.contact_phone = *e.contact_phone;
}

void evolve(State& s, const Listed&, const Happening& h) {
  s.state = Phase::listed;
  s.listed_at = h.recorded_at;
}

void evolve(State& s, const Suspended& e, const Happening&) {
  s.state = Phase::suspended;
  s.reason = e.reason;
}

void evolve(State& s, const Restored& e, const Happening&) {
  s.state = Phase::listed;
  s.reason = e.reason;
}

void evolve(State& s, const CreditRecorded& e, const Happening&) { s.credit_records.push_back(e); }

void evolve(State& s, const Delisted& e, const Happening&) {
  s.state = Phase::delisted;
  s.reason = e.reason;
}

const Kind& kind() {
  static const Kind k = [] {
    const auto code = [](const auto& c) { return c.credit_code.value; };
    const auto living = in(Phase::pending_review, Phase::listed, Phase::suspended);
    return KindOf<State>("guarantor", "guarantors", {"保证人", "Guarantor"})
        .opens<File>({"保证人备案", "File"}, by(Who::self, Who::regulator), code, code)
        .opens<Import>({"导入保证人", "Import"}, by(Who::administrator, Who::engine), code, code)
        .again()
        .command<Update>({"更新备案信息", "Update"}, by(Who::self, Who::regulator), living)
        .command<List>({"建档", "List"}, by(Who::regulator),
                       in(Phase::pending_review))
        .command<Suspend>({"暂停", "Suspend"}, by(Who::regulator), in(Phase::listed))
        .command<Restore>({"恢复", "Restore"}, by(Who::regulator), in(Phase::suspended))
        .command<RecordCredit>({"记录信用", "Record credit"}, by(Who::regulator), living)
        .command<Delist>({"注销", "Delist"}, by(Who::regulator), living)
        .command<Disclose>({"查看完整信息", "Disclose"},
                           by(Who::self, Who::regulator), in_any())
        .command<ReleaseAdministrator>({"解除管理员", "Release an administrator"}, by(Who::engine),
                                       in_any())
        .event<AdministratorReleased>()
        .event<Disclosed>()
        .erasable(by(Who::regulator), in(Phase::delisted))
        .event<Filed>()
        .event<Imported>()
        .event<Updated>()
        .event<Listed>()
        .event<Suspended>()
        .event<Restored>()
        .event<CreditRecorded>()
        .event<Delisted>()
        .parties([](const CaseHead& h, const State& s) {
          return Parties{.self = s.credit_code.value,
                         .guarantor = s.credit_code.value,
                         .jurisdiction = h.jurisdiction,
                         .everybody = s.state == Phase::listed || s.state == Phase::suspended};
        })
        .done();
  }();
  return k;
}

}  // namespace surety::guarantor
