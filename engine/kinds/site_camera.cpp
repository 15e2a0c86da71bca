// 现场视频: registered by who builds, insures or serves a site; seen by them and the regulators.
#include "engine/kinds/site_camera.hpp"

#include <array>

#include "engine/authorisation.hpp"
#include "engine/kind_table.hpp"
#include "engine/kinds/policy.hpp"
#include "engine/kinds/project.hpp"
#include "engine/partial.hpp"

namespace surety::site_camera {
namespace {

/// What an address may not hold: it stays in the journal for ever, and a password would with it.
std::string_view address_problem(std::string_view address) {
  constexpr std::array<std::string_view, 6> schemes{"rtsp://", "rtmp://", "http://",
                                                    "https://", "ws://", "wss://"};
  for (const auto scheme : schemes) {
    if (!address.starts_with(scheme) || address.size() == scheme.size()) continue;
    const bool bare = address.find_first_of("@?#") == std::string_view::npos;
    return bare ? std::string_view{} : name_of(Code::credentials_in_address);
  }
  return "stream-address";
}

std::vector<Problem> problems_of(std::string_view address) {
  const auto code = address_problem(address);
  if (code.empty()) return {};
  return {{"/stream_address", std::string(code)}};
}

std::vector<Problem> check_new(const Register& c, Date) { return problems_of(c.stream_address); }

std::vector<Problem> check_changed(const Update& c, Date) {
  return c.stream_address ? problems_of(*c.stream_address) : std::vector<Problem>{};
}

void apply(State& s, const Update& c) {
  take(s.name, c.name);
  take(s.location, c.location);
  take(s.stream_address, c.stream_address);
}

Parties parties_of(const Registered& e, const std::string& jurisdiction) {
  Parties p;
  p.contractor = e.contractor.value;
  if (e.owner) p.owner = e.owner->value;
  if (e.insurer) p.insurer = e.insurer->value;
  if (e.provider) p.provider = e.provider->value;
  p.region = e.region_code.value;
  p.jurisdiction = jurisdiction;
  return p;
}

Parties parties(const CaseHead& head, const State& s) { return parties_of(s, head.jurisdiction); }

const Whose& keepers() {
  static const Whose all = by(Who::contractor, Who::insurer, Who::provider);
  return all;
}

}  // namespace

Decision decide(const State&, const Register& c, const Context& ctx) {
  const auto site = ctx.find<project::State>("project", c.project);
  if (!site) return refuse(Code::unknown_reference).with("field", "project");
  Registered e{c};
  e.project_name = site->name;
  e.region_code = site->region_code;
  e.contractor = site->contractor;
  e.owner = site->owner;
  for (const auto& one : ctx.root.all("policy")) {
    const auto& policy = one.as<policy::State>();
    if (policy.state != policy::Phase::in_force) continue;
    e.policy = one.head.id;
    e.insurer = policy.insurer;
    e.provider = policy.provider;
  }
  // A site one has nothing to do with is not there (domain.md §6).
  if (!stands_any(ctx.actor, keepers(), parties_of(e, ctx.head.jurisdiction)))
    return refuse(Code::unknown_reference).with("field", "project");
  return happened(e);
}

Decision decide(const State& s, const Update& c, const Context&) {
  State next = s;
  apply(next, c);
  return to_json(next) == to_json(s) ? nothing_changed() : happened(Updated{c});
}

Decision decide(const State&, const ReportOffline&, const Context&) {
  return happened(OfflineReported{});
}
Decision decide(const State&, const ReportOnline&, const Context&) {
  return happened(OnlineReported{});
}
Decision decide(const State&, const Remove& c, const Context&) { return happened(Removed{c}); }

void evolve(State& s, const Registered& e, const Happening&) { static_cast<Registered&>(s) = e; }
void evolve(State& s, const Updated& e, const Happening&) { apply(s, e); }

void evolve(State& s, const OfflineReported&, const Happening& h) {
  s.state = Phase::offline;
  s.offline_since = h.recorded_at;
}

void evolve(State& s, const OnlineReported&, const Happening&) {
  s.state = Phase::online;
  s.offline_since.reset();
}

void evolve(State& s, const Removed& e, const Happening& h) {
  s.state = Phase::removed;
  s.removed_at = h.recorded_at;
  s.reason = e.reason;
}

const Kind& kind() {
  static const Kind kind =
      KindOf<State>("site-camera", "site-cameras", {"现场视频", "Site camera"})
          .opens<Register>({"登记现场视频", "Register"}, keepers(),
                           [](const Register& c) { return c.project; })
          .judges()
          .check<Register>(check_new)
          .command<Update>({"修改", "Update"}, keepers(), in(Phase::online, Phase::offline))
          .check<Update>(check_changed)
          .command<ReportOffline>({"报告离线", "Report offline"}, keepers(), in(Phase::online))
          .command<ReportOnline>({"报告在线", "Report online"}, keepers(), in(Phase::offline))
          .command<Remove>({"拆除", "Remove"}, keepers(), in(Phase::online, Phase::offline))
          .event<Registered>()
          .event<Updated>()
          .event<OfflineReported>()
          .event<OnlineReported>()
          .event<Removed>()
          .parties(parties)
          .project([](const State& s) { return s.project; })
          .done();
  return kind;
}

}  // namespace surety::site_camera
