// 综合人事管理: who works for an organisation, whose certificates end when (QZI-08).
#include "engine/kinds/staff_member.hpp"

#include <algorithm>

#include "engine/disclosure.hpp"
#include "engine/kind_table.hpp"
#include "engine/kinds/account.hpp"
#include "engine/message_receipt.hpp"
#include "engine/partial.hpp"

namespace surety::staff_member {
namespace {

void apply(State& s, const Update& c) {
  take(s.name, c.name);
  take(s.department, c.department);
  take(s.post, c.post);
  take(s.sex, c.sex);
  take(s.phone, c.phone);
  take(s.account, c.account);
}

auto find(auto& certificates, const std::string& number) {
  return std::find_if(certificates.begin(), certificates.end(),
                      [&](const Certificate& c) { return c.number == number; });
}

/// Leaving disables it: so it must be one of the same organisation's.
std::optional<Refusal> refuse_account(const std::optional<Username>& account,
                                      const std::string& organisation, const Context& ctx) {
  if (!account) return std::nullopt;
  const auto found = ctx.facts.find("account", account->value);
  if (found && found->as<account::State>().organisation.value == organisation) return std::nullopt;
  return refuse(Code::unknown_reference).with("field", "account");
}

std::vector<Deadline> open_deadlines(const State& s, const Periods& p) {
  std::vector<Deadline> open;
  if (s.state == Phase::left) return open;
  for (const auto& c : s.certificates) {
    if (c.expired) continue;
    if (c.reminded_of != c.valid_until) {
      auto reminder = p.before("certificate-reminder", c.valid_until,
                               p.rules().expiry_reminder_days, "expiry_reminder_days");
      reminder.subject = c.number;
      open.push_back(std::move(reminder));
    }
    open.push_back(p.until("certificate-expiry", c.recorded_on, c.valid_until, c.number));
  }
  return open;
}

Decision remind(const State& s, const Deadline& d, const Context&) {
  return happened(CertificateReminded{d.subject, find(s.certificates, d.subject)->valid_until});
}

Decision expire(const State&, const Deadline& d, const Context&) {
  return happened(CertificateExpired{d.subject});
}

/// A message is named KIND/ID/EFFECT: a certificate's number may hold a stroke, an effect may not.
std::string without_strokes(std::string number) {
  for (std::size_t at = 0; (at = number.find('/', at)) != std::string::npos; at += 3)
    number.replace(at, 1, "%2F");
  return number;
}

std::vector<Effect> open_effects(const CaseHead& head, const State& s) {
  std::vector<Effect> owed;
  const auto owe = [&](Effect e) {
    const auto& ended = head.effects_ended;
    if (std::find(ended.begin(), ended.end(), e.name) == ended.end()) owed.push_back(std::move(e));
  };
  for (const auto& c : s.certificates)
    if (c.reminded_of)
      owe({.name = "sms-" + without_strokes(c.number) + "-" + c.reminded_of->text(),
           .channel = Effect::Channel::sms,
           .body = "您的证书“" + c.name + "”（" + c.number + "）将于" + c.reminded_of->text() +
                   "到期，请及时换证。",
           .to = s.phone.value});
  if (s.state == Phase::left && s.account)
    owe({.name = "disable-account",
         .channel = Effect::Channel::command,
         .kind = "account",
         .command = "disable",
         .case_id = s.account->value,
         .root = s.account->value,
         .body = R"({"reason":"离职"})",
         .to = {}});
  return owed;
}

}  // namespace

Decision decide(const State&, const Enter& c, const Context& ctx) {
  const auto& organisation = ctx.actor.organisation;
  if (auto refusal = refuse_account(c.account, organisation, ctx)) return *refusal;
  return happened(Entered{c, {organisation}});
}

Decision decide(const State& s, const Update& c, const Context& ctx) {
  if (auto refusal = refuse_account(c.account, s.organisation.value, ctx)) return *refusal;
  State next = s;
  apply(next, c);
  return to_json(next) == to_json(s) ? nothing_changed() : happened(Updated{c});
}

Decision decide(const State&, const RecordCertificate& c, const Context&) {
  return happened(CertificateRecorded{c});
}

Decision decide(const State& s, const RemoveCertificate& c, const Context&) {
  if (find(s.certificates, c.number) == s.certificates.end())
    return refuse(Code::no_such_certificate).with("number", c.number);
  return happened(CertificateRemoved{c});
}

Decision decide(const State&, const Leave& c, const Context&) { return happened(Left{c}); }

void evolve(State& s, const Entered& e, const Happening&) { static_cast<Entered&>(s) = e; }
void evolve(State& s, const Updated& e, const Happening&) { apply(s, e); }

void evolve(State& s, const CertificateRecorded& e, const Happening& h) {
  Certificate now{e, h.recorded_at.date(), {}, false};
  const auto before = find(s.certificates, e.number);
  if (before == s.certificates.end()) s.certificates.push_back(std::move(now));
  else *before = std::move(now);
}

void evolve(State& s, const CertificateRemoved& e, const Happening&) {
  std::erase_if(s.certificates, [&](const Certificate& c) { return c.number == e.number; });
}

void evolve(State& s, const CertificateReminded& e, const Happening&) {
  find(s.certificates, e.number)->reminded_of = e.valid_until;
}

void evolve(State& s, const CertificateExpired& e, const Happening&) {
  find(s.certificates, e.number)->expired = true;
}

void evolve(State& s, const Left& e, const Happening&) {
  s.state = Phase::left;
  s.left_on = e.left_on;
  s.reason = e.reason;
}

const Kind& kind() {
  static const Kind kind = [] {
    using Pass = std::function<Decision(const State&, const Deadline&, const Context&)>;
    const auto admin = by(Who::organisation_admin);
    const auto employed = in(Phase::employed);
    return KindOf<State>("staff-member", "staff-members", {"人员", "Member of staff"})
        .platform()
        .opens<Enter>({"登记人员", "Enter"}, admin)
        .rooted<Enter>([](const Enter&, const Actor& actor) { return actor.organisation; })
        .command<Update>({"修改", "Update"}, admin, employed)
        .command<RecordCertificate>({"登记证书", "Record a certificate"}, admin, employed)
        .command<RemoveCertificate>({"注销证书", "Remove a certificate"}, admin, employed)
        .command<Leave>({"离职", "Leave"}, admin, employed)
        .command<Disclose>({"查看完整信息", "Disclose"}, admin, in_any())
        .command<RecordMessageReceipt>({"登记短信回执", "Record a message's receipt"},
                                       by(Who::engine), in_any())
        .event<MessageReceiptRecorded>()
        .event<Disclosed>()
        .erasable(admin, in(Phase::left))
        .event<Entered>()
        .event<Updated>()
        .event<CertificateRecorded>()
        .event<CertificateRemoved>()
        .event<CertificateReminded>()
        .event<CertificateExpired>()
        .event<Left>()
        .deadline("certificate-reminder", {"证书到期提醒", "Reminder of a certificate's end"},
                  Pass(remind))
        .deadline("certificate-expiry", {"证书到期", "End of a certificate"}, Pass(expire))
        .open_deadlines(open_deadlines)
        .open_effects(open_effects)
        .parties([](const CaseHead&, const State& s) {
          return Parties{.self = s.organisation.value};
        })
        .done();
  }();
  return kind;
}

}  // namespace surety::staff_member
