// Raising and closing alerts: they open and close in the same commit as their cause.
#include "engine/alerts.hpp"

#include "engine/kinds/alert.hpp"

namespace surety {
namespace {

std::optional<PartyCode> party(const std::string& code) {
  if (code.empty()) return std::nullopt;
  return PartyCode{code};
}

/// Those of a case with this deadline and subject that have not ended.
std::vector<Case> alerts_of(const Context& ctx, std::string_view case_key,
                            std::string_view deadline, std::string_view subject) {
  auto all = ctx.root.all("alert");
  std::erase_if(all, [&](const Case& one) {
    const auto& s = one.as<alert::State>();
    return s.ended() || s.deadline != deadline || s.node.value_or("") != subject ||
           s.subject.kind + "/" + s.subject.id != case_key;
  });
  return all;
}

/// That nobody dealt with it in time has ended, too.
void close_handling(Decision& decision, const Context& ctx, const Case& ended,
                    std::string_view outcome) {
  if (ended.as<alert::State>().subject.kind == "alert") return;
  for (const auto& one : alerts_of(ctx, ended.head.key(), "warning-handling", ""))
    decision.also("alert", one.head.id, alert::Closed{std::string(outcome)});
}

}  // namespace

alert::Opened alert_about(const CaseHead& subject, const Parties& parties,
                          std::string_view project, std::string_view deadline,
                          std::string_view node, Instant due_at) {
  alert::Opened opened;
  opened.deadline = deadline;
  opened.subject = {subject.kind, subject.id};
  if (!node.empty()) opened.node = std::string(node);
  if (!project.empty()) opened.project = std::string(project);
  if (!parties.region.empty()) opened.region_code = RegionCode{parties.region};
  opened.due_at = due_at;
  opened.owner = party(parties.owner);
  opened.contractor = party(parties.contractor);
  opened.guarantor = party(parties.guarantor);
  opened.bank = party(parties.bank);
  opened.insurer = party(parties.insurer);
  opened.broker = party(parties.broker);
  opened.provider = party(parties.provider);
  return opened;
}

void raise_alert(Decision& decision, const Context& ctx, const Parties& parties,
                 std::string_view project, std::string_view deadline, std::string_view subject,
                 Instant due_at) {
  decision.also("alert", ctx.new_id(),
                alert_about(ctx.head, parties, project, deadline, subject, due_at));
}

void close_alerts(Decision& decision, const Context& ctx, std::string_view case_key,
                  std::string_view deadline, std::string_view subject, std::string_view outcome) {
  for (const auto& one : alerts_of(ctx, case_key, deadline, subject)) {
    decision.also("alert", one.head.id, alert::Closed{std::string(outcome)});
    close_handling(decision, ctx, one, outcome);
  }
}

void settle_alerts(Decision& decision, const Context& ctx, std::string_view case_key,
                   std::string_view deadline, std::string_view subject, std::string_view done,
                   Date occurred_on) {
  for (const auto& one : alerts_of(ctx, case_key, deadline, subject)) {
    const bool in_time = Instant::start_of(occurred_on) < one.as<alert::State>().due_at;
    const auto outcome = std::string(done) + (in_time ? "-in-time" : "-late");
    if (in_time) decision.also("alert", one.head.id, alert::Rescinded{outcome, occurred_on});
    else decision.also("alert", one.head.id, alert::Closed{outcome});
    close_handling(decision, ctx, one, outcome);
  }
}

}  // namespace surety
