// Raising and closing alerts: they open and close in the same commit as their cause.
#include "engine/alerts.hpp"

#include "engine/kinds/alert.hpp"

namespace surety {
namespace {

std::optional<PartyCode> party(const std::string& code) {
  if (code.empty()) return std::nullopt;
  return PartyCode{code};
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
  for (const auto& one : ctx.root.all("alert")) {
    const auto& s = one.as<alert::State>();
    if (s.state == alert::Phase::closed || s.deadline != deadline) continue;
    if (s.subject.kind + "/" + s.subject.id != case_key || s.node.value_or("") != subject) continue;
    decision.also("alert", one.head.id, alert::Closed{std::string(outcome)});
    // That nobody dealt with it in time has ended, too.
    if (s.subject.kind != "alert")
      close_alerts(decision, ctx, one.head.key(), "warning-handling", "", outcome);
  }
}

}  // namespace surety
