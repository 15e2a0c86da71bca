// The webhook's rules: the administrator's alone, for events that exist, in a scope that exists.
#include "engine/kinds/webhook.hpp"

#include "engine/kind_table.hpp"

namespace surety::webhook {

namespace {

/// guarantee.issued or guarantee.*
bool names_events(std::string_view pattern) {
  const auto dot = pattern.find('.');
  const Kind* kind = dot == pattern.npos ? nullptr : kind_named(pattern.substr(0, dot));
  return kind && (pattern.substr(dot) == ".*" || kind->event(pattern.substr(dot + 1)));
}

std::vector<Problem> unknown_types(const std::vector<std::string>& types) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < types.size(); ++i)
    if (!names_events(types[i]))
      problems.push_back({"/types/" + std::to_string(i), "unknown-event-type"});
  return problems;
}

std::vector<Problem> check_create(const Create& c, Date) { return unknown_types(c.types); }
std::vector<Problem> check_update(const Update& c, Date) {
  return c.types ? unknown_types(*c.types) : std::vector<Problem>{};
}

bool sees_anything(const PartyCode& organisation, const Context& ctx) {
  return !reader_of(organisation.value, ctx.facts).account.empty();
}

Refusal no_such_organisation() {
  return refuse(Code::unknown_reference).with("field", "organisation");
}

}  // namespace

Decision decide(const State&, const Create& c, const Context& ctx) {
  if (!sees_anything(c.organisation, ctx)) return no_such_organisation();
  return happened(Created{c.url, c.types, c.organisation});
}

Decision decide(const State& s, const Update& c, const Context& ctx) {
  if (c.organisation && !sees_anything(*c.organisation, ctx)) return no_such_organisation();
  Updated e;
  if (c.url && *c.url != s.url) e.url = c.url;
  if (c.types && *c.types != s.types) e.types = c.types;
  if (c.organisation && c.organisation->value != s.organisation.value)
    e.organisation = c.organisation;
  return e.url || e.types || e.organisation ? happened(e) : nothing_changed();
}

Decision decide(const State&, const Pause&, const Context&) { return happened(Paused{}); }
Decision decide(const State&, const Resume&, const Context&) { return happened(Resumed{}); }
Decision decide(const State&, const RenewSecret&, const Context&) {
  return happened(SecretRenewed{});
}
Decision decide(const State&, const Disable& c, const Context&) {
  return happened(Disabled{c.failing_since, c.reason});
}
Decision decide(const State&, const Delete&, const Context&) { return happened(Deleted{}); }

void evolve(State& s, const Created& e, const Happening&) {
  s.url = e.url;
  s.types = e.types;
  s.organisation = e.organisation;
}
void evolve(State& s, const Updated& e, const Happening&) {
  if (e.url) s.url = *e.url;
  if (e.types) s.types = *e.types;
  if (e.organisation) s.organisation = *e.organisation;
}
void evolve(State& s, const Paused&, const Happening&) { s.state = Phase::paused; }
void evolve(State& s, const Resumed&, const Happening&) {
  s.state = Phase::active;
  s.failing_since.reset();
  s.reason.reset();
}
void evolve(State&, const SecretRenewed&, const Happening&) {}
void evolve(State& s, const Disabled& e, const Happening&) {
  s.state = Phase::disabled;
  s.failing_since = e.failing_since;
  s.reason = e.reason;
}
void evolve(State& s, const Deleted&, const Happening&) { s.state = Phase::deleted; }

const Kind& kind() {
  static const Kind kind = [] {
    const auto admin = by(Who::administrator);
    const auto name = [](const Create& c) { return c.name.value; };
    const auto living = in(Phase::active, Phase::paused, Phase::disabled);
    KindOf<State> k("webhook", "webhooks", {"事件推送", "Webhook"});
    k.platform().opens<Create>({"新增事件推送", "Create"}, admin, name, name);
    k.check<Create>(check_create);
    k.command<Update>({"修改", "Update"}, admin, living).check<Update>(check_update);
    k.command<Pause>({"暂停", "Pause"}, admin, in(Phase::active));
    k.command<Resume>({"恢复", "Resume"}, admin, in(Phase::paused, Phase::disabled));
    k.command<RenewSecret>({"更换密钥", "Renew the secret"}, admin, living);
    k.command<Disable>({"停止", "Disable"}, by(Who::engine), in(Phase::active));
    k.command<Delete>({"删除", "Delete"}, admin, living);
    k.event<Created>().event<Updated>().event<Paused>().event<Resumed>().event<SecretRenewed>();
    k.event<Disabled>().event<Deleted>();
    k.parties([](const CaseHead&, const State&) { return Parties{}; });
    return k.done();
  }();
  return kind;
}

}  // namespace surety::webhook
